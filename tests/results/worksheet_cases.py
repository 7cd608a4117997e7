"""One customer of each kind that the random ones lack, in the user's notation: ``CASES`` by name, sheets as changes.

The rules are a copy of rules.xlsx in which the rows that the shipped one lacks are filled in: a reading of the 105 %
rule, prices of the catalogue and of December, a table of losses. The numbers of these rows are made up.
"""

from datetime import date, datetime

import openpyxl
import pandas as pd
import shenzhen
from billing_area import KWH, MONTH, NO, PRINTED, base_sheets, printed, registers, rulebook

from addin.rulebook import Rulebook
from addin.rulebook.price_cells import PERIOD_COLUMNS
from addin.shipped import shipped

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


SMALL = {"尖": 301, "峰": 1_003, "平": 1_505, "谷": 1_207}
FOUND_APART = SUB | {"综合倍率": 100, "表号": None}
T2, T3 = (DEVICE | {"设备编号": no, "铭牌容量": kva, "联锁组": group} for no, kva, group in
          (("T2", 630, "甲"), ("T3", 200, None)))  # fmt: skip
LINKED = {"受电设备": [DEVICE | {"联锁组": "甲"}, T2, T3], "客户台账": {"合同容量": 1830}}
CASES = {
    "voltage changes, by days": changed(计价电压="35kV"),
    "voltage changes, by the reading of the day": changed(计价电压="35kV") | {"抄表记录": parted()},
    "voltage changes, read on another day": changed(计价电压="35kV") | {"抄表记录": parted(date(2026, 1, 10))},
    "voltage changes, without periods": {
        "计费参数": [row | {"时段集": "不执行"} for row in changed(计价电压="35kV")["计费参数"]],
        "抄表记录": registers({"总": 160_000}),
    },
    "standard changes": changed(力调标准="0.85"),
    "capacity becomes demand": changed(**ACTUAL) | {"抄表记录": registers(demand=500)},
    "single-part becomes two-part": {
        "计费参数": [
            TERMS | {"失效日期": MIDDLE, "单一制/两部制": "单一制", "容需量计费方式": "不计"},
            TERMS | {"生效日期": MIDDLE},
        ]
    },
    "cut, with losses": changed(计价电压="35kV") | low(FORMULA),
    "cut, with a sub-meter": changed(计价电压="35kV") | sub(电价类别="居民生活"),
    "cut, with a ratio of another": changed(计价电压="35kV") | {
        "计量点": [POINT, SUB | {"关系": "定比", "定比": 3.3, "电价类别": "居民生活", "表号": None},
                 SUB | {"计量点号": "P3", "上级计量点": "P2", "关系": "定比", "定比": 50, "电价类别": "农业生产", "表号": None}],
    },
    "cut, with an agreed sub-meter": changed(计价电压="35kV") | {
        "计量点": [POINT, SUB | {"关系": "定量", "定量": 1_201, "电价类别": "居民生活", "表号": None}],
    },
    "cut, class of a sub-meter changes": sub() | {
        "计量点": [POINT, SUB | {"综合倍率": 100, "电价类别": "居民生活", "失效日期": MIDDLE},
                 SUB | {"综合倍率": 100, "电价类别": "工商业", "生效日期": MIDDLE, "失效日期": None}],
    },
    "cut twice, with losses of line and transformer": low(FORMULA) | {
        "计费参数": [TERMS | {"失效日期": date(2026, 1, 8), "线损率": 1.3},
                 TERMS | {"生效日期": date(2026, 1, 8), "失效日期": MIDDLE, "计价电压": "35kV", "线损率": 1.3},
                 TERMS | {"生效日期": MIDDLE, "力调标准": "'0.85", "线损率": 1.3}],
        "计量点": {"计量侧": "高供低计", "变损参与": "是", "线损参与": "是"},
    },
    "cut twice, read on another day": {
        "计费参数": [TERMS | {"失效日期": date(2026, 1, 8)},
                 TERMS | {"生效日期": date(2026, 1, 8), "失效日期": MIDDLE, "计价电压": "35kV"},
                 TERMS | {"生效日期": MIDDLE, "力调标准": "'0.85"}],
        "抄表记录": parted(date(2026, 1, 12)),
    },
    "cut, exact half kWh": changed(计价电压="35kV") | halves(),
    "cut, total and periods differ, read on another day": changed(计价电压="35kV") | uneven(),
    "cut, with losses, read on another day": changed(计价电压="35kV") | low(FORMULA, 抄表记录=parted(date(2026, 1, 10))),
    "cut, the sub-meter read across": changed(计价电压="35kV") | timed_sub(SMALL, 电价类别="居民生活"),
    "cut, the sub-meter read on another day": changed(力调标准="0.85") | timed_sub(
        SMALL, date(2026, 1, 20), 电价类别="农业生产"
    ),
    "cut, the sub-meter bears losses": changed(计价电压="35kV") | timed_sub(
        SMALL, date(2026, 1, 20), 电价类别="居民生活", 变损参与="是"
    ) | {"受电设备": [FORMULA], "客户台账": {"计量方式": "高供低计"}},
    "cut, the agreed energy of a sub-meter changes": {
        "计量点": [POINT, FOUND_APART | {"关系": "定量", "定量": 1_201, "电价类别": "居民生活", "失效日期": MIDDLE},
                 FOUND_APART | {"关系": "定量", "定量": 2_403, "电价类别": "居民生活", "生效日期": MIDDLE, "失效日期": None}],
    },
    "cut, the ratio of a sub-meter changes": {
        "计量点": [POINT, FOUND_APART | {"关系": "定比", "定比": 3.3, "电价类别": "居民生活", "失效日期": MIDDLE},
                 FOUND_APART | {"关系": "定比", "定比": 5, "电价类别": "居民生活", "生效日期": MIDDLE, "失效日期": None}],
        "抄表记录": parted(date(2026, 1, 10)),
    },
    "cut, class of a sub-meter changes, read on another day": timed_sub(SMALL, date(2026, 1, 20)) | {
        "计量点": [POINT, FOUND_APART | {"表号": "M2", "电价类别": "居民生活", "失效日期": MIDDLE},
                 FOUND_APART | {"表号": "M2", "电价类别": "工商业", "生效日期": MIDDLE, "失效日期": None}],
    },
    "cut, the meter changed on another day": swapped() | changed(计价电压="35kV"),
    "cut, capacity becomes demand, read on another day": changed(**ACTUAL) | {
        "抄表记录": [*parted(date(2026, 1, 10)), registers(demand=500)[-1]],
    },
    "cut, interlocked and sealed": LINKED | changed(计价电压="35kV") | {"容量变动": sealed(20)},
    "interlocked, the larger counts": LINKED,
    "interlocked, the larger is sealed": LINKED | {"容量变动": sealed(13)},
    "reading cycle, read on another day": {"计费参数": {"例日": 25}, "抄表记录": cycle_across()},
    "reading cycle across two months of prices": {"计费参数": {"例日": 25}, "抄表记录": registers(**CYCLE)},
    "market, a price for each period": market([{"时段": name, "单价": each} for name, each in PRICES.items()]),
    "market, 24 hours": hours(),
    "market, one price and a settlement of December": market(
        [{"时段": "总", "单价": 0.41}, {"时段": "总", "单价": 0.02, "电量": -1500, "清算所属月": "2025-12"}]
    ),
    "rollover": rolled(),
    "multiplier of CT and PT": ratios(),
    "meter and CT changed": swapped(),
    "loss by the table": low(DEVICE | {"变损方法": "查表法", "型号": "甲型"}, 客户台账={"生产班次": "二班"}),
    "loss as agreed": low(DEVICE | {"变损方法": "协议定量", "协议变损电量": 304}, 容量变动=sealed(16)),
    "loss by percentage": low(DEVICE | {"变损方法": "比例", "变损率": 2.5}),
    "losses of two transformers, one sealed for some days": low(
        FORMULA | {"变损方法": "比例", "变损率": 2.5},
        FORMULA | {"设备编号": "T2", "铭牌容量": 630, "负载损耗Pk": 6.2},
        容量变动=sealed(11, 22, 设备编号="T2"),
    ),
    "losses of two transformers": low(FORMULA, FORMULA | {"设备编号": "T2", "铭牌容量": 250, "负载损耗Pk": 3.05}),
    "losses of a transformer put in place of another": low(FORMULA, 容量变动=put_in_place()),
    "losses of an interlocked pair, ten days off": low(
        FORMULA | {"联锁组": "A", "备用方式": "运行"},
        FORMULA | {"设备编号": "T2", "联锁组": "A", "备用方式": "冷备", "铭牌容量": 1250},
        容量变动=[*sealed(11, 21), *sealed(11, 21, 设备编号="T2")],
    ),
    "losses without a reactive register": low(FORMULA, 抄表记录=registers(kvarh=None), 计费参数={"力调标准": "不考核"}),
    "line loss of two points": {
        "计量点": [POINT | {"线损参与": "是"}, POINT | {"计量点号": "P2", "表号": "M2", "线损参与": "是"}],
        "抄表记录": [*registers(), *registers(计量点号="P2", 表号="M2")],
        "计费参数": {"线损率": 1.37},
    },
    "dwellings, metered": sub(电价类别="居民生活"),
    "dwellings, wired beside, with line losses": sub() | {
        "计量点": [
            POINT | {"线损参与": "是"},
            SUB | {"综合倍率": 100, "电价类别": "居民生活", "关系": "并接", "力调参与": "否", "上级计量点": None, "线损参与": "是"},
        ],
        "计费参数": {"线损率": 1.37},
    },
    "a sub-meter that takes no part in the power factor": {
        "计量点": [POINT, SUB | {"综合倍率": 100, "电价类别": "居民生活", "力调参与": "否"}],
        "抄表记录": [*registers(), *registers({"平": 3_100}, 2_300, multiplier=100, 计量点号="P2", 表号="M2")],
    },
    "dwellings, a ratio that takes no part in the power factor": {
        "计量点": [POINT, SUB | {"关系": "定比", "定比": 3.3, "电价类别": "居民生活", "表号": None, "力调参与": "否"}],
    },
    "a cold standby sealed for years, a change that stands twice": {
        "受电设备": [DEVICE, DEVICE | {"设备编号": "T2", "备用方式": "冷备"}],
        "容量变动": [
            {"设备编号": "T2", "户号": NO, "变动时刻": "2023-03-01 09:00", "变动类型": "封停"}, *sealed(11, 27), *sealed(11, 27),
        ],
    },
    "dwellings, a ratio": {"计量点": [POINT, SUB | {"关系": "定比", "定比": 3.3, "电价类别": "居民生活", "表号": None}]},
    "a farm, agreed": {"计量点": [POINT, SUB | {"关系": "定量", "定量": 1_201, "电价类别": "农业生产", "表号": None}]},
    "a farm, agreed, of a new customer": {
        "计量点": [POINT, SUB | {"关系": "定量", "定量": 1_201, "电价类别": "农业生产", "表号": None}],
        "客户台账": {"送电日期": date(2026, 1, 15)}, "计费参数": {"生效日期": date(2026, 1, 15)},
        "抄表记录": registers(上次抄表日=date(2026, 1, 15)),
    },
    "a sub-meter of the same class": sub(电价类别="工商业"),
    "a ratio of a sub-meter": {
        "计量点": [*sub(电价类别="居民生活")["计量点"],
                 SUB | {"计量点号": "P3", "上级计量点": "P2", "关系": "定比", "定比": 50, "电价类别": "农业生产", "表号": None}],
        "抄表记录": sub()["抄表记录"],
    },
    "a sub-meter at a kind of its own": timed_sub(SMALL, **KIND),
    "a sub-meter at a kind of its own takes part in the adjustment": timed_sub(SMALL, **KIND | {"力调参与": "是"}),
    "a sub-meter at a kind of its own, without periods": {
        "计量点": [POINT, SUB | {"综合倍率": 100} | KIND],
        "抄表记录": [*registers(), registers({"平": 3_100}, None, multiplier=100, 计量点号="P2", 表号="M2")[-1]],
    },
    "a ratio at a kind of its own, 1.5 times": {
        "计量点": [POINT, SUB | KIND | {"关系": "定比", "定比": 3.3, "表号": None}], "计费参数": {"1.5倍代理购电": "是", "基金减免": 0.0019},
    },
    "a sub-meter at a kind of its own bears losses": low(FORMULA) | {
        "计量点": [POINT | LOW["计量点"], SUB | LOW["计量点"] | KIND | {"综合倍率": 100}],
        "抄表记录": timed_sub(SMALL)["抄表记录"],
    },
    "cut, a sub-meter at a kind of its own": changed(计价电压="35kV") | timed_sub(SMALL, **KIND),
    "a sub-meter at a kind of its own, market": timed_sub(SMALL, **KIND | {"力调参与": "是"})
    | market([{"时段": name, "单价": each} for name, each in PRICES.items()]),
    "supplies another customer": resupplied(),
    "contract demand within 105 %": {"计费参数": CONTRACT, "抄表记录": registers(demand=1050)},
    "contract demand beyond 105 %": {"计费参数": CONTRACT, "抄表记录": registers(demand=1300)},
    "demand shared with a ratio of the same class": {
        "计费参数": ACTUAL | {"线损率": 1.37}, "抄表记录": registers(demand=500),
        "计量点": [POINT | {"线损参与": "是"}, SUB | {"关系": "定比", "定比": 3.3, "表号": None},
                 SUB | {"计量点号": "P3", "上级计量点": "P2", "关系": "定比", "定比": 50, "表号": None}],
    },
    "demand shared, cut": {
        "计费参数": [row | ACTUAL for row in changed(计价电压="35kV")["计费参数"]], "抄表记录": registers(demand=500),
        "计量点": [POINT, SUB | {"关系": "定比", "定比": 3.3, "表号": None}],
    },
    "demand declared for the month": {
        "计费参数": CONTRACT, "抄表记录": registers(demand=400),
        "需量核定": [{"户号": NO, "进线": None, "月份": MONTH, "核定值": 900}],
    },
    "demand contracted, nothing in service": {
        "计费参数": CONTRACT, "抄表记录": registers(dict.fromkeys(KWH, 0), 0, demand=0), "容量变动": sealed(1),
    },
    "demand of two feeders, each contracted": feeders("累加"),
    "demand of two feeders, the larger": feeders("取大"),
    "demand at 260 kWh a kVA": {"计费参数": ACTUAL, "抄表记录": registers(demand=500), "客户台账": {"合同容量": 615}},
    "1.5 times at 35 kV": {"计费参数": {"1.5倍代理购电": "是", "计价电压": "35kV"}},
    "1.5 times, without periods": {
        "计费参数": {"1.5倍代理购电": "是", "时段集": "不执行"}, "抄表记录": registers({"总": 160_000}),
    },
    "own generation": quadrants(),
    "reverse reactive energy": reversed_kvarh(),
    "sealed for 15 days": {"容量变动": sealed(13, 28)},
    "sealed for 14 days": {"容量变动": sealed(13, 27)},
    "sealed, what is left is single-part": {
        "受电设备": [DEVICE, DEVICE | {"设备编号": "T2", "铭牌容量": 100}], "容量变动": sealed(10),
    },
}  # fmt: skip


def flagged(key, **cells):
    """Return the shipped rules in which the flags that start with ``key`` hold in the test's province and month."""
    flags = rulebook().tables["billing_flags"]
    mine = flags["key"].str.startswith(key)
    changes = {"province": "湖北", "effective_on": pd.Timestamp("2026-01-01")} | cells
    flags = flags.assign(**{name: flags[name].mask(mine, value) for name, value in changes.items()})
    return Rulebook({**rulebook().tables, "billing_flags": flags}, rulebook().ledger, rulebook().path)


def dearer(rules):
    """Return rules in which 平 of every price row is one fen dearer."""
    prices = rules.tables["prices"]
    name = PERIOD_COLUMNS["平"]
    return Rulebook({**rules.tables, "prices": prices.assign(**{name: prices[name] + 0.01})}, rules.ledger, rules.path)


def loss_inside():
    """Return the shipped rules with a grid whose price of transmission holds the line loss."""
    rates = rulebook().tables["line_loss_rates"]
    mine = rates["province"] == "湖北"
    rates = rates.assign(effective_on=rates["effective_on"].mask(mine, pd.Timestamp("2026-01-01")),
                         in_transmission=rates["in_transmission"].mask(mine, "是"))  # fmt: skip
    return Rulebook({**rulebook().tables, "line_loss_rates": rates}, rulebook().ledger, rulebook().path)


BEYOND = {"计费参数": CONTRACT, "抄表记录": registers(demand=1300)}
PROVINCES = {
    "reading-A": (lambda: flagged("超合同需量方式", text="A"), BEYOND),
    "reading-C": (lambda: flagged("超合同需量方式", text="C"), BEYOND),
    "quadrants-swapped": (lambda: flagged("换表无功:四象限口径", text="Ⅰ、Ⅳ"), swapped_quadrants()),
    "region": (lambda: flagged("输配区域加价"), {"计费参数": {"输配区域": "粤北"}}),
    "station": (lambda: flagged("集中式充换电设施容需量"), {"计费参数": {"集中式充换电设施": "是"}}),
    "year-spent": (lambda: flagged("暂停:年累计上限", value=20.0), {"容量变动": sealed(3)}),
    "loss-inside": (loss_inside, market([{"时段": "总", "单价": 0.41}])),
    "alternative": (rulebook, printed(text=PRINTED.replace("0.595188|23807.52", "0.593188|23727.52"))),
}
"""What other provinces settle otherwise, and a bill that follows the other value of a price under 待核: rules, sheets."""
MUCH = {"尖": 10_000, "峰": 60_000, "平": 100_000, "谷": 130_000}
SEPTEMBER = TERMS | {"户号": shenzhen.NO, "计价电压": "10kV"}
MIDDLE_OF_IT = date(2026, 9, 16)
SHENZHEN = {
    "step-first": (None, shenzhen.sheets()),
    "step-whole": ("全部电量", shenzhen.sheets(kwh=MUCH)),
    "step-above": ("超出部分", shenzhen.sheets(kwh=MUCH)),
    "step-demand": ("超出部分", shenzhen.sheets(kva=5000, demand=600.1, kwh=MUCH, terms=ACTUAL)),
    "step-losses": ("超出部分", shenzhen.sheets(kwh=MUCH, terms={"线损率": 1.37}) | {
        "计量点": {"户号": shenzhen.NO, "线损参与": "是"}}),
    "step-cut": ("超出部分", shenzhen.sheets(kwh=MUCH) | {"计费参数": [
        SEPTEMBER | {"失效日期": MIDDLE_OF_IT}, SEPTEMBER | {"生效日期": MIDDLE_OF_IT, "计价电压": "20kV"}]}),
    "step-untimed": ("超出部分", shenzhen.sheets(kwh={"总": 300_000}, terms={"时段集": "不执行"})),
    "step-none": (None, shenzhen.sheets(kva=80, terms={"单一制/两部制": "单一制", "容需量计费方式": "不计"})),
}  # fmt: skip
"""Customers whose grid prices by class and step: the reading of the price of a step, sheets."""
FOLLOWED = {
    "voltage changes, by days": 777, "voltage changes, read on another day": 1_234, "cut, exact half kWh": 3,
    "cut twice, read on another day": 1_234, "cut, total and periods differ, read on another day": 2_345,
    "cut, with losses, read on another day": 4_321, "cut, the sub-meter read across": 5_432,
    "reading cycle, read on another day": 9_999, "interlocked, the larger counts": 35_000,
}  # fmt: skip
"""Cases of which a reading is typed anew into the sheet: so many kWh more in 峰 and in 总 of the main meter."""


def write_rules(path, reading="B"):
    """Write a copy of rules.xlsx with the rows that the shipped one lacks."""
    workbook = openpyxl.load_workbook(shipped("rules.xlsx"))
    flag = next(row for row in workbook["计费规则"].iter_rows(min_row=5) if row[1].value == "超合同需量方式")
    flag[3].value = reading
    since, source = datetime(2020, 1, 1), "为测试所编"  # noqa: DTZ001 - a cell has no zone
    stamps = [since, None, source, "I", "否", "D1"]
    for kind, price in (("居民生活", 0.588), ("农业生产", 0.5675)):
        for voltage in ("1-10(20)kV", "35kV"):
            workbook["目录电价"].append(["湖北", kind, voltage, price, *stamps])
    for load, kwh, kvarh in ((0.0, 620, 2700), (0.5, 900, 4000), (0.6, 1000, 4400)):
        workbook["变损表"].append(["甲型", 1000, "二班制", 300_000, load, kwh, kvarh, *stamps])
    prices = workbook["电价"]
    december = {"价表月份": "2025-12", "系统运行费用": 0.07}
    december |= {"生效日期": datetime(2025, 12, 1), "失效日期": datetime(2026, 1, 1)}  # noqa: DTZ001
    heads = [str(cell.value).partition("\n")[0] for cell in prices[4]]
    for row in list(prices.iter_rows(min_row=5, values_only=True)):
        key = {"价格行键": str(row[0]).replace(MONTH, "2025-12")}
        prices.append([(key | december).get(head, cell) for head, cell in zip(heads, row, strict=True)])
    workbook.save(path)
    return path
