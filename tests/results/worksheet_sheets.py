"""Sheets of customers of one kind each, in the user's notation: as changes of the area's base sheets."""

from datetime import date

from billing_area import KWH, MONTH, NO, base_sheets, registers

START = base_sheets()
TERMS, POINT, DEVICE, CUSTOMER = (START[title][0] for title in ("计费参数", "计量点", "受电设备", "客户台账"))
MIDDLE, OTHER = date(2026, 1, 16), "4200000000002"
LOW = {"计量点": {"计量侧": "高供低计", "变损参与": "是"}}
FORMULA = DEVICE | {"变损方法": "公式法"}
SUB = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "套表", "表号": "M2"}
KIND = {"单一制/两部制": "单一制", "力调参与": None}
CYCLE = {"上次抄表日": date(2025, 12, 25), "抄表日": date(2026, 1, 25)}
CONTRACT = {"容需量计费方式": "合同最大需量", "合同需量": 1000}
ACTUAL = {"容需量计费方式": "实际最大需量"}
PRICES = {"尖": 0.6912, "峰": 0.5368, "平": 0.3985, "谷": 0.2264}


def changed(**cells):
    """Return 计费参数 that change in the middle of the month."""
    return {"计费参数": [TERMS | {"失效日期": MIDDLE}, TERMS | {"生效日期": MIDDLE} | cells]}


def parted(day=MIDDLE):
    """Return readings with one more on a day."""
    before = registers({period: kwh // 4 for period, kwh in KWH.items()}, 20_000, 抄表日=day)
    after = registers({period: kwh - kwh // 4 for period, kwh in KWH.items()}, 40_000, 上次抄表日=day)
    for one, other in zip(before, after, strict=True):
        other["本次示数"] += one["本次示数"] - 100
        other["上次示数"] = one["本次示数"]
    return [*before, *after]


def halves():
    """Return 30 days of reading that the 16th cuts in two, and odd energies: each period is an exact half kWh."""
    odd = {"尖": 12_001, "峰": 40_003, "平": 60_005, "谷": 48_007}
    return {"抄表记录": registers(odd, 抄表日=date(2026, 1, 30))}


def uneven():
    """Return registers of which the total counted 3 kWh more than the periods: these go to 平."""
    readings = parted(date(2026, 1, 10))
    for row in readings:
        if row["示数类型"] == "正向有功总" and row["上次示数"] != 100:
            row["本次示数"] = round(row["本次示数"] + 0.003, 4)
    return {"抄表记录": readings}


def raised(readings, kwh):
    """Return readings in which 峰 and 总 of the main meter counted some more kWh, in the last row of each."""
    rows = [dict(row) for row in readings]
    for register in ("正向有功峰", "正向有功总"):
        mine = [row for row in rows if (row["计量点号"], row["示数类型"]) == ("P1", register)]
        mine[-1]["本次示数"] = round(mine[-1]["本次示数"] + kwh / mine[-1]["倍率"], 4)
    return rows


def sub(kwh=3_100, **cells):
    """Return a sub-meter behind the main one, with its readings."""
    readings = registers({"平": kwh}, None, multiplier=100, 计量点号="P2", 表号="M2")
    return {"计量点": [POINT, SUB | {"综合倍率": 100} | cells], "抄表记录": [*registers(), *readings]}


def timed_sub(kwh, day=None, **cells):
    """Return a sub-meter with periods behind the main one; ``day``: read on that day too."""
    rows = registers(kwh, None, multiplier=100, 计量点号="P2", 表号="M2")
    if day:
        first = [row | {"本次示数": round((row["上次示数"] + row["本次示数"]) / 2, 2), "抄表日": day} for row in rows]
        rest = [row | {"上次示数": one["本次示数"], "上次抄表日": day} for row, one in zip(rows, first, strict=True)]
        rows = [*first, *rest]
    return {"计量点": [POINT, SUB | {"综合倍率": 100} | cells], "抄表记录": [*parted(date(2026, 1, 10)), *rows]}


def market(rows):
    """Return a direct trader with these rows of 市场价格."""
    base = {"户号": NO, "月份": MONTH, "时段": None, "小时": None, "电量": None, "清算所属月": None}
    return {"计费参数": {"市场化属性": "直接交易"}, "市场价格": [base | row for row in rows]}


def hours():
    """Return a price for each of 24 hours, of 160,000 kWh together."""
    kwh = [*[6_666] * 23, 6_682]
    return market([{"小时": at, "电量": each, "单价": 0.3 + at / 1000} for at, each in enumerate(kwh, 1)])


def rolled():
    """Return registers of six digits of which the total went over its top."""
    readings = registers()
    for row in readings:
        run = row["本次示数"] - 100
        row.update({"上次示数": 999_990.25, "本次示数": round(run - 9.75, 2), "翻转": "是"})
    return {"抄表记录": readings, "计量点": {"表位数": 6}}


def ratios():
    """Return a meter whose multiplier is CT × PT: 150/5 × 10000/100 = 3000, with readings that leave half a kWh."""
    readings = registers(multiplier=3000)
    for row in readings:
        row.update({"本次示数": round(row["本次示数"], 2), "倍率": None})
    return {"抄表记录": readings, "计量点": {"CT变比": "150/5", "PT变比": "10000/100", "综合倍率": 3000}}


def swapped():
    """Return a meter changed on the 13th, the new one with another CT."""
    old, new = {"表号": "M0", "抄表日": date(2026, 1, 13)}, {"表号": "M1", "上次抄表日": date(2026, 1, 13)}
    first = {period: kwh // 4 for period, kwh in KWH.items()}
    rest = {period: KWH[period] - first[period] for period in KWH}
    readings = [*registers(first, 20_000, multiplier=1000, **old), *registers(rest, 40_000, multiplier=500, **new)]
    base = {"计量点号": "P1", "时刻": "2026-01-13 10:00", "表位数": 6}
    down = base | {"表号": "M0", "装拆": "拆", "综合倍率": 1000, "有功总示数": readings[4]["本次示数"]}
    up = base | {"表号": "M1", "装拆": "装", "综合倍率": 500, "有功总示数": 100}
    return {"抄表记录": readings, "换表记录": [down, up], "计量点": {"综合倍率": 500}}


def feeders(rule):
    """Return two feeders whose demands are added up, or of which the larger counts."""
    points = [POINT, POINT | {"计量点号": "P2", "表号": "M2", "电源序": 2}]
    second = registers(demand=200, 计量点号="P2", 表号="M2")
    feeder = {"户号": NO, "性质": "主供", "变电站": "东站", "线路": "东一线", "供电电压": 10, "需量口径": rule}
    declared = [{"户号": NO, "进线": at, "月份": MONTH, "核定值": kw} for at, kw in ((1, 280), (2, 250))]
    own = {} if rule == "取大" else {"需量核定": declared, "计费参数": CONTRACT}
    return {"计量点": points, "抄表记录": [*registers(demand=300), *second], "计费参数": ACTUAL,
            "客户台账": {"合同容量": 2000}, "电源": [feeder | {"电源序": at} for at in (1, 2)]} | own  # fmt: skip


def resupplied(shift="二班"):
    """Return a customer that supplies another one behind its meter."""
    point = SUB | {"户号": OTHER}
    own = registers({"平": 18_000}, 9_000, 计量点号="P2", 户号=OTHER, 表号="M2")
    exempt = {"户号": OTHER, "容需量计费方式": "不计", "力调标准": "不考核"}
    return {
        "客户台账": [CUSTOMER, CUSTOMER | {"户号": OTHER, "生产班次": shift}],
        "计量点": [POINT, point],
        "计费参数": [TERMS | ACTUAL, TERMS | exempt],
        "抄表记录": [*registers(demand=500), *own],
    }


def quadrants():
    """Return own generation, assessed by four-quadrant registers."""
    base = registers()[-1]
    kvarh = {"无功Ⅰ象限": 40_000, "无功Ⅱ象限": 0, "无功Ⅲ象限": 0, "无功Ⅳ象限": 20_000}
    rows = [base | {"示数类型": name, "本次示数": 100 + each / 1000} for name, each in kvarh.items()]
    return {"计费参数": {"分布式电源": "是"}, "抄表记录": [*registers(kvarh=None), *rows]}


def swapped_quadrants():
    """Return a meter with forward kvarh that is replaced by one with four quadrants."""
    sheets = swapped()
    rows = sheets["抄表记录"]
    at = max(place for place, row in enumerate(rows) if row["示数类型"] == "正向无功总")
    kvarh = {"无功Ⅰ象限": 5, "无功Ⅱ象限": 2, "无功Ⅲ象限": 1, "无功Ⅳ象限": 3}
    quarters = [rows[at] | {"示数类型": name, "上次示数": 0, "本次示数": each} for name, each in kvarh.items()]
    return sheets | {"抄表记录": [*rows[:at], *rows[at + 1 :], *quarters]}


def reversed_kvarh():
    """Return forward and reverse reactive energy, which add up."""
    base = registers()[-1]
    return {"抄表记录": [*registers(kvarh=40_000), base | {"示数类型": "反向无功总", "本次示数": 120}]}


def sealed(day, back=None, **cells):
    """Return a transformer sealed on a day, and unsealed on another."""
    base = {"设备编号": "T1", "户号": NO, "业务": "暂停"} | cells
    events = [(day, "封停"), *([(back, "启封")] if back else [])]
    return [base | {"变动时刻": f"2026-01-{at:02d} 09:00", "变动类型": event} for at, event in events]


def put_in_place(**cells):
    """Return an exchange in the month, with the nameplate of the transformer put in place."""
    own = {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-11 09:00", "变动类型": "暂换", "变动后容量": 1600}
    plate = {
        "换上型号": "S11-1600",
        "换上空载损耗P0": 1.64,
        "换上负载损耗Pk": 14.5,
        "换上空载电流I0": 0.6,
        "换上阻抗电压Uk": 4.5,
    }
    return [own | plate | cells]


def low(*devices, **changes):
    """Return a customer metered on the low side of its transformers."""
    return LOW | {"受电设备": list(devices)} | changes


def cycle_across():
    """Return a reading cycle over two months of prices, read once more within it."""
    rows = [row | {"上次抄表日": CYCLE["上次抄表日"]} if row["上次抄表日"] == date(2025, 12, 31) else row
            for row in parted(date(2026, 1, 10))]  # fmt: skip
    return [row | {"抄表日": CYCLE["抄表日"]} if row["抄表日"] == date(2026, 1, 31) else row for row in rows]
