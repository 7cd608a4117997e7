"""Customers whose month is cut, and the bills that a company would issue for them: the program's own statements.

Each case gives the sheets of one customer that differ from ``billing_area``; every customer has a month before.
"""

import dataclasses
from datetime import date, timedelta

import pandas as pd
from billing_area import END, KWH, MONTH, NO, START, base_sheets, registers, rulebook
from billing_cases import number, stacked

BEFORE = "2025-12"
FIRST = {title: rows[0] for title, rows in base_sheets().items()}
CUSTOMER, TERMS, DEVICE, POINT = (FIRST[title] for title in ("客户台账", "计费参数", "受电设备", "计量点"))
REASON = {"力调例外依据": "省价格主管部门批复"}
RATIOS = {"CT变比": "50/5", "PT变比": "10000/100"}
SUB_CLASSES = {"居民生活": 0.588}


def day(number):
    """Return a day of the month."""
    return date(2026, 1, number)


def terms(on, before=None, **cells):
    """Return 计费参数 whose ``cells`` hold from a day on, ``before`` until then."""
    return {"计费参数": [TERMS | (before or {}) | {"失效日期": on}, TERMS | {"生效日期": on} | cells]}


def devices(*kva, **cells):
    """Return transformers and a contract of as much."""
    rows = [DEVICE | {"设备编号": f"T{number}", "铭牌容量": one} | cells for number, one in enumerate(kva, 1)]
    return {"受电设备": rows, "客户台账": {"合同容量": sum(kva), "运行容量": sum(kva)}}


def event(device, on, kind, **cells):
    """Return a row of 容量变动 at nine in the morning."""
    return {"设备编号": device, "户号": NO, "变动时刻": f"{on} 09:00", "变动类型": kind, **cells}


def parted(on, multiplier=1000, meter=None, demand=None):
    """Return readings of two stretches: to a day and from it on, by another multiplier or another meter."""
    first = {"尖": 3_000, "峰": 10_000, "平": 15_000, "谷": 12_000}
    before = registers(first, 21_000, demand, 抄表日=on)
    rest = {period: KWH[period] - first[period] for period in KWH}
    after = registers(rest, 39_000, demand, multiplier, 上次抄表日=on, 表号=meter or "M1")
    for one, other in zip(before, after, strict=True):
        if not meter and one["上次示数"] is not None:
            other["本次示数"] += one["本次示数"] - 100
            other["上次示数"] = one["本次示数"]
    return [*before, *after]


def swap(on, multiplier=1000, **cells):
    """Return 换表记录 of M1 taken down and M2 put up."""
    shown = {f"有功{name}示数": 100 for name in ("总", *KWH)} | {"无功总示数": 100}
    base = {"计量点号": "P1", "表位数": 6, "工单号": "HB20260112001"}
    old = {row["示数类型"]: row["本次示数"] for row in parted(on, multiplier, "M2")[:6]}
    last = {f"有功{name}示数": old[f"正向有功{name}"] for name in ("总", *KWH)} | {"无功总示数": old["正向无功总"]}
    down = base | last | {"表号": "M1", "时刻": f"{on} 10:00", "装拆": "拆", "综合倍率": 1000, "CT变比": "50/5"}
    up = base | shown | {"表号": "M2", "时刻": f"{on} 10:30", "装拆": "装", "综合倍率": multiplier, **cells}
    return {"换表记录": [down | {"PT变比": "10000/100"}, up | {"PT变比": "10000/100"}]}


def versions(on, **cells):
    """Return two dated rows of the metering point, whose transformers or meter change on a day."""
    return {"计量点": [POINT | RATIOS | {"失效日期": on}, POINT | RATIOS | {"生效日期": on} | cells]}


RATIO = {"CT变比": "75/5", "综合倍率": 1500}
DEMAND = {"抄表记录": registers(demand=560)}
CONTRACT = {"容需量计费方式": "合同最大需量", "合同需量": 600}
ACTUAL = {"容需量计费方式": "实际最大需量"}
DIRECT = {"市场化属性": "直接交易"}
SETTLED = [
    {"户号": NO, "月份": MONTH, "时段": period, "单价": price}
    for period, price in (("尖", 0.69), ("峰", 0.54), ("平", 0.3985), ("谷", 0.2264))
]
LOW = {"计量侧": "高供低计", "变损参与": "是", "线损参与": "是"}
LOSSES = {"变损方法": "公式法"}
SUB = POINT | {
    "计量点号": "P2",
    "上级计量点": "P1",
    "关系": "套表",
    "表号": "M2",
    "电价类别": "居民生活",
    "力调参与": "否",
}
USED_BELOW = [*registers(), *registers({"平": 3_100}, 0, 计量点号="P2", 表号="M2")]
LISTED = {"户号": NO, "户名": "江城机械有限公司", "列入原因": "高耗能", "生效日期": date(2025, 1, 1), "失效日期": None}
KIND_SUB = SUB | {"电价类别": "工商业", "单一制/两部制": "单一制", "力调参与": None}
KIND_BELOW = [*registers(), *registers({"尖": 900, "峰": 2_500, "平": 4_100, "谷": 2_000}, 0, 计量点号="P2", 表号="M2")]
UNTIMED_BELOW = [
    *registers(),
    *(row for row in KIND_BELOW[5:] if row["计量点号"] == "P2" and row["示数类型"].endswith("总")),
]
RATIO_SUB = SUB | {"力调参与": "是", "关系": "定比", "定比": 3, "表号": None, "核定日": date(2025, 10, 1)}
NO_DEEP_VALLEY = registers()[0] | {"示数类型": "正向有功深谷", "上次示数": 0, "本次示数": 0}
LOW_SUPPLY = {"受电设备": LOSSES, "计费参数": {"线损率": 0.5}, "客户台账": {"计量方式": "高供低计"}}
SMALL = {"抄表记录": registers({"尖": 1_200, "峰": 4_000, "平": 6_000, "谷": 4_800}, 6_000)}
SINGLE_PART = {"合同容量": 250, "运行容量": 250, "用电类别": "工商业-单一制"}
SUPPLIED_AT_35 = {"客户台账": {"供电电压": "交流35kV"}}
LINED = {
    "计量点": POINT | {"线损参与": "是", "线路电阻": 1.5, "线路形状系数": 1.05},
    "电源": [{"户号": NO, "电源序": 1, "性质": "主供", "变电站": "城东变", "线路": "城机线", "供电电压": 35}],
}
CASES = {
    "整月不变": {},
    "力调标准改": terms(day(21), REASON, 力调标准="0.85", **REASON),
    "不考核改为考核": terms(day(11), {"力调标准": "不考核"} | REASON),
    "不考核而打印力率": {"计费参数": {"力调标准": "不考核"} | REASON, "抄表记录": registers(kvarh=200_000)},
    "单一制改两部制": terms(day(11), {"单一制/两部制": "单一制", "容需量计费方式": "不计"}),
    "两部制改单一制": devices(250) | {"客户台账": SINGLE_PART} | SMALL | terms(
        day(11), {"力调标准": "0.90"}, **{"单一制/两部制": "单一制"}, 容需量计费方式="不计"
    ),
    "计价电压改": SUPPLIED_AT_35 | terms(day(16), 计价电压="35kV"),
    "时段集改": terms(day(16), {"时段集": "不执行"}),
    "代理改直接交易": terms(day(11), **DIRECT) | {"市场价格": SETTLED},
    "直接交易改代理": terms(day(11), DIRECT) | {"市场价格": SETTLED},
    "直接交易改电压": SUPPLIED_AT_35 | terms(day(11), DIRECT, 计价电压="35kV", **DIRECT) | {"市场价格": SETTLED},
    "列入加价名单": terms(day(11), **{"1.5倍代理购电": "是"}) | {"代理购电加价名单": [LISTED | {"生效日期": day(11)}]},
    "移出加价名单": terms(day(11), {"1.5倍代理购电": "是"}) | {"代理购电加价名单": [LISTED | {"失效日期": day(11)}]},
    "基金减免起": terms(day(11), 基金减免=0.0019),
    "基金减免止": terms(day(11), {"基金减免": 0.0019}),
    "合同需量改": DEMAND | terms(day(16), CONTRACT, **CONTRACT | {"合同需量": 700}),
    "合同改实际需量": DEMAND | terms(day(16), CONTRACT, **ACTUAL),
    "容量改需量": DEMAND | terms(day(16), **ACTUAL),
    "需量改容量": DEMAND | terms(day(16), ACTUAL),
    "需量九折而电压改": DEMAND | devices(560) | {"客户台账": {"合同容量": 560, "运行容量": 560, "供电电压": "交流35kV"}}
    | terms(day(16), ACTUAL, 计价电压="35kV", **ACTUAL),
    "换互感器": versions(day(12), **RATIO) | {"抄表记录": parted(day(12), 1500), "换表记录": [
        {"表号": "M1", "计量点号": "P1", "时刻": f"{day(12)} 10:00", "装拆": "装", "表位数": 6, "综合倍率": 1500,
         "工单号": "HG20260112002", "CT变比": "75/5", "PT变比": "10000/100"},
    ]},
    "换表": versions(day(12), 表号="M2") | {"抄表记录": parted(day(12), meter="M2")} | swap(day(12), CT变比="50/5"),
    "换表并换互感器": versions(day(12), 表号="M2", **RATIO) | {"抄表记录": parted(day(12), 1500, "M2")}
    | swap(day(12), 1500, CT变比="75/5"),
    "换表而按需量": versions(day(12), 表号="M2") | {"抄表记录": parted(day(12), meter="M2", demand=500)}
    | swap(day(12), CT变比="50/5") | {"计费参数": ACTUAL},
    "暂停": devices(1000, 630) | {"容量变动": [event("T2", day(11), "封停", 业务="暂停", 批准止日=date(2026, 3, 31))]},
    "启封": devices(1000, 630) | {"容量变动": [
        event("T2", date(2025, 11, 11), "封停", 业务="暂停", 批准止日=day(10)), event("T2", day(11), "启封", 业务="暂停"),
    ]},
    "暂换": {"容量变动": [event("T1", day(11), "暂换", 变动后容量=1600)]},
    "部分减容": {"容量变动": [event("T1", day(11), "减容", 业务="减容", 变动后容量=800)]},
    "增容": devices(1000, 630) | {"受电设备": [DEVICE, DEVICE | {"设备编号": "T2", "铭牌容量": 630, "投运日期": day(15)}]},
    "减容后改类": devices(400, 100) | SMALL | {"容量变动": [event("T1", day(11), "减容", 业务="减容")]},
    "暂停后改类": devices(400, 100) | SMALL | {
        "容量变动": [event("T1", day(11), "封停", 业务="暂停", 批准止日=date(2026, 3, 31))]
    },
    "低计有损耗而电压改": SUPPLIED_AT_35 | {"计量点": LOW, "受电设备": LOSSES}
    | terms(day(16), {"线损率": 0.5}, 计价电压="35kV", 线损率=0.5),
    "按电阻计线损而电压改": SUPPLIED_AT_35 | LINED | terms(day(16), 计价电压="35kV"),
    "居民分表": {"计量点": [POINT, SUB], "抄表记录": USED_BELOW},
    "居民分表而电压改": SUPPLIED_AT_35 | {"计量点": [POINT, SUB], "抄表记录": USED_BELOW} | terms(day(16), 计价电压="35kV"),
    "定比担损耗": LOW_SUPPLY | {"计量点": [POINT | LOW, RATIO_SUB | LOW]},
    "定比担线损": {"计费参数": {"线损率": 0.5}, "计量点": [POINT | {"线损参与": "是"}, RATIO_SUB | {"线损参与": "是"}]},
    "定比月中起": {"计量点": [POINT, RATIO_SUB | {"生效日期": day(16)}]},
    "定比月中止而担损耗": LOW_SUPPLY | {"计量点": [POINT | LOW, RATIO_SUB | LOW | {"失效日期": day(16)}]},
    "定比改而担线损": {"计费参数": {"线损率": 0.5}, "计量点": [
        POINT | {"线损参与": "是"}, RATIO_SUB | {"线损参与": "是", "失效日期": day(16)},
        RATIO_SUB | {"线损参与": "是", "生效日期": day(16), "定比": 5},
    ]},
    "定量月中起而力调标准改": {"计量点": [POINT, RATIO_SUB | {"关系": "定量", "定比": None, "定量": 3_100, "生效日期": day(16)}]}
    | terms(day(21), REASON, 力调标准="0.85", **REASON),
    "代理改直接交易而有居民分表": terms(day(11), **DIRECT)
    | {"市场价格": SETTLED, "计量点": [POINT, SUB], "抄表记录": USED_BELOW},
    "直接交易改代理而有居民分表": terms(day(11), DIRECT)
    | {"市场价格": SETTLED, "计量点": [POINT, SUB], "抄表记录": USED_BELOW},
    "没有深谷而示数为零": {"抄表记录": [*registers(), NO_DEEP_VALLEY]},
    "分表改类": {"抄表记录": USED_BELOW, "计量点": [
        POINT, SUB | {"失效日期": day(16)}, SUB | {"生效日期": day(16), "电价类别": "工商业", "力调参与": "是"},
    ]},
    "改为居民生活": terms(day(16), 电价类别="居民生活", 容需量计费方式="不计", 力调标准="不考核", **REASON),
    "居民生活改来": terms(day(16), {"电价类别": "居民生活", "容需量计费方式": "不计", "力调标准": "不考核"} | REASON),
    "销户而无销户日期": {"计费参数": {"失效日期": day(29)}, "抄表记录": registers(抄表日=day(28)),
                 "容量变动": [event("T1", day(29), "拆除", 业务="销户")]},
    "全户暂停": {"抄表记录": registers(dict.fromkeys(KWH, 0), 0), "容量变动": [
        event("T1", date(2025, 11, 20), "封停", 业务="暂停", 批准止日=date(2026, 3, 31))
    ]},
    "例日": {"计费参数": {"例日": 20}, "抄表记录": registers(上次抄表日=date(2025, 12, 20), 抄表日=day(20))},
    "例日而力调标准改": {"抄表记录": registers(上次抄表日=date(2025, 12, 20), 抄表日=day(20))}
    | terms(day(6), REASON | {"例日": 20}, 力调标准="0.85", 例日=20, **REASON),
    "单一制分表": {"计量点": [POINT, KIND_SUB], "抄表记录": KIND_BELOW},
    "单一制分表参与力调": {"计量点": [POINT, KIND_SUB | {"力调参与": "是"}], "抄表记录": KIND_BELOW},
    "单一制分表不参与力调": {"计量点": [POINT, KIND_SUB | {"力调参与": "否"}], "抄表记录": KIND_BELOW},
    "单一制分表没有分时": {"计量点": [POINT, KIND_SUB], "抄表记录": UNTIMED_BELOW},
    "单一制定比分表": {"计量点": [POINT, RATIO_SUB | {"电价类别": "工商业", "单一制/两部制": "单一制"}]},
    "单一制分表而电压改": SUPPLIED_AT_35 | {"计量点": [POINT, KIND_SUB], "抄表记录": KIND_BELOW} | terms(day(16), 计价电压="35kV"),
    "单一制分表而按需量": {"计量点": [POINT, KIND_SUB], "抄表记录": [*KIND_BELOW, DEMAND["抄表记录"][-1]], "计费参数": ACTUAL},
    "单一制分表而基金减免起": {"计量点": [POINT, KIND_SUB], "抄表记录": KIND_BELOW} | terms(day(11), 基金减免=0.0019),
    "单一制分表担损耗": LOW_SUPPLY | {"计量点": [POINT | LOW, KIND_SUB | LOW], "抄表记录": KIND_BELOW},
    "单一制分表而直接交易": {"计量点": [POINT, KIND_SUB | {"力调参与": "是"}], "抄表记录": KIND_BELOW, "计费参数": DIRECT,
                   "市场价格": SETTLED},
    "单一制分表而列入加价名单": {"计量点": [POINT, KIND_SUB], "抄表记录": KIND_BELOW, "代理购电加价名单": [LISTED | {"生效日期": day(11)}]}
    | terms(day(11), **{"1.5倍代理购电": "是"}),
    "单一制分表而单一制改两部制": {"计量点": [POINT, KIND_SUB], "抄表记录": KIND_BELOW}
    | terms(day(11), {"单一制/两部制": "单一制", "容需量计费方式": "不计"}),
    "分表改单一制": {"抄表记录": KIND_BELOW, "计量点": [
        POINT, KIND_SUB | {"失效日期": day(16), "单一制/两部制": None}, KIND_SUB | {"生效日期": day(16)},
    ]},
    "分次结算": {"抄表记录": parted(day(15))},
    "分次结算而力调标准改": {"抄表记录": parted(day(15))} | terms(day(16), REASON, 力调标准="0.85", **REASON),
}  # fmt: skip
"""Sheets of each case by name; 例日 and 分次结算 are issued as such."""


PERIODS = [f"{name}_yuan_per_kwh" for name in ("flat", "sharp", "peak", "valley")]
MORE = 0.09 - 0.082273 + 0.0471 - 0.0452
"""By how much the price of every period rises with its parts."""


def priced(cut_on=None):
    """Return the shipped rules with prices of December, a price for dwellings, and prices that change on a day."""
    book = rulebook()
    prices = book.tables["prices"]
    mine = prices[(prices["month"] == MONTH) & (prices["province"] == "湖北")]
    start = pd.Timestamp(f"{MONTH}-01")
    old = mine.assign(month=BEFORE, effective_on=pd.Timestamp(f"{BEFORE}-01"), expires_on=start)
    old["key"] = old["key"].str.replace(MONTH, BEFORE)
    parts = [prices, old.set_axis(old.index + 1000)]
    if cut_on:
        dearer = {"system_operation_yuan_per_kwh": 0.09, "capacity_yuan_per_kva_month": 28.1}
        dearer |= {"demand_yuan_per_kw_month": 44.9, "funds_yuan_per_kwh": 0.0471}
        new = mine.assign(effective_on=pd.Timestamp(cut_on), **dearer).set_axis(mine.index + 2000)
        new[PERIODS] += MORE
        parts = [
            prices.assign(expires_on=prices["expires_on"].mask(prices.index.isin(mine.index), pd.Timestamp(cut_on)))
        ]
        parts += [old.set_axis(old.index + 1000), new]
    tables = dict(book.tables) | {"prices": pd.concat(parts).astype(prices.dtypes.to_dict())}
    return dataclasses.replace(book, tables=tables | {"catalogue_prices": _catalogue(book.tables["catalogue_prices"])})


def _catalogue(empty):
    """Return 目录电价 with a price for dwellings."""
    rows = pd.DataFrame(
        {"tariff_class": SUB_CLASSES.keys(), "voltage": "1-10(20)kV", "price_yuan_per_kwh": SUB_CLASSES.values()}, [5]
    )
    rows = pd.concat([rows, rows.assign(voltage="35kV").set_axis([6])])
    rows = rows.assign(province="湖北", effective_on=pd.Timestamp("2020-01-01"), expires_on=pd.NaT)
    return rows.reindex(columns=empty.columns)


def sheets(names):
    """Return the sheets of the cases of these names, each customer with the readings of the month before."""
    tables = stacked([CASES[name] for name in names])
    kinds = {row["户号"]: row["市场化属性"] for row in tables["计费参数"]}
    tables["客户台账"] = [row | {"市场化属性": kinds[row["户号"]]} for row in tables["客户台账"]]
    tables["计量点"] = [RATIOS | row for row in tables["计量点"]]
    tables["抄表记录"] += [_month_before(row) for row in tables["抄表记录"] if row["上次抄表日"] <= START]
    return tables


def _month_before(row):
    """Return the reading of the month before: about as much was used."""
    run = None if row["上次示数"] is None else (row["本次示数"] - row["上次示数"]) * 0.98
    shown = {"本次示数": row["上次示数"] if run is not None else row["本次示数"] * 0.98}
    until = row["上次抄表日"]
    since = date(2025, 11, 30) if until == START else until - timedelta(30)
    begun = {"上次示数": None if run is None else row["上次示数"] - run}
    return row | shown | begun | {"月份": BEFORE, "上次抄表日": since, "抄表日": until}


def issued(billing, names):
    """Return 电费账单 and 账单明细 as a company prints the statements, and the bills of the month before."""
    tables = {"电费账单": [], "账单明细": []}
    for place, name in enumerate(names):
        mine = billing.lines[billing.lines["customer_no"] == number(place)]
        rows = [_line(line, billing) for line in mine.itertuples()]
        cosine = billing.quantities.power_factor["power_factor"].get(number(place))
        head = _head(number(place), rows, billing, 62 if name == "不考核而打印力率" else cosine)
        tables["电费账单"].append(_head_before(head))
        for one, own in _instalments(head, rows) if name.startswith("分次") else [(head, rows)]:
            tables["电费账单"].append(one | {"总电费": round(sum(row["金额"] for row in own), 2)})
            tables["账单明细"] += [row | {"账单号": one["账单号"], "行号": at} for at, row in enumerate(own, 1)]
    return tables


def _line(line, billing):
    """Return a row as it is printed: another class is an energy row, of a sub-meter its point's, or named by the class.

    The class is named where a whole customer changes to it within the month.
    """
    starts_on = billing.segments.loc[line.segment, "starts_on"]
    apart = line.component in SUB_CLASSES and (line.point_no or starts_on.day == 1)
    return {
        "户号": line.customer_no, "月份": MONTH, "费用组成": "购电" if apart else line.component, "时段": line.period,
        "计费数量": line.quantity, "计费天数": None if pd.isna(line.days) else int(line.days), "单价": line.unit_price,
        "金额": line.amount_fen / 100, "计量点号": line.point_no or None, "电价月份": f"{starts_on:%Y-%m}",
    }  # fmt: skip


def _head(no, rows, billing, cosine):
    """Return the head of a bill of the days that it covers."""
    window, billed = billing.archive.windows.loc[no], billing.quantities.energy.billed
    adjusted = [row["单价"] for row in rows if row["费用组成"] == "力调电费"]
    return {
        "账单号": f"B{no}", "户号": no, "月份": MONTH, "发行状态": "待发行",
        "起日": window["first_on"].date(), "止日": window["last_on"].date(),
        "总电量": float(billed.loc[billed["customer_no"] == no, "总"].sum()),
        "总电费": round(sum(row["金额"] for row in rows), 2),
        "实际力率": None if pd.isna(cosine) else cosine / 100, "调整系数": adjusted[-1] if adjusted else None,
    }  # fmt: skip


def _head_before(head):
    """Return the bill of the month before: about as much was used."""
    last = head["起日"] - timedelta(1)
    first = last.replace(day=1) if last == START else last - timedelta(29)
    used = {name: round(0.98 * head[name], 2) for name in ("总电量", "总电费")}
    cells = {"账单号": f"A{head['户号']}", "月份": BEFORE, "起日": first, "止日": last, "发行状态": "已发行"}
    return head | cells | used


def _instalments(head, rows):
    """Return an instalment of half the purchase up to the 15th, and the final bill of the rest."""
    first = [row | {"计费数量": row["计费数量"] // 2} for row in rows if row["费用组成"] == "购电"]
    first = [row | {"金额": round(row["计费数量"] * row["单价"] + 1e-9, 2)} for row in first]
    halves = iter(first)
    rest = [_less(row, next(halves)) if row["费用组成"] == "购电" else row for row in rows]
    used = sum(row["计费数量"] for row in first)
    paid = {"账单号": head["账单号"] + "-1", "止日": day(15), "总电量": used, "实际力率": None, "调整系数": None}
    final = {"账单号": head["账单号"] + "-2", "起日": day(16), "总电量": head["总电量"] - used}
    return [(head | paid, first), (head | final, rest)]


def _less(row, half):
    """Return what is left of a row for the final bill."""
    return row | {name: round(row[name] - half[name], 2) for name in ("计费数量", "金额")}


__all__ = ["CASES", "END", "issued", "number", "priced", "sheets"]
