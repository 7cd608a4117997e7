"""One customer of each kind that the random ones lack: ``CASES`` by name, sheets as changes."""

from datetime import date

from billing_area import KWH, MONTH, NO, registers
from results.worksheet_sheets import (
    ACTUAL,
    CONTRACT,
    CYCLE,
    DEVICE,
    FORMULA,
    KIND,
    LOW,
    MIDDLE,
    POINT,
    PRICES,
    SUB,
    TERMS,
    changed,
    cycle_across,
    feeders,
    halves,
    hours,
    low,
    market,
    parted,
    put_in_place,
    quadrants,
    ratios,
    resupplied,
    reversed_kvarh,
    rolled,
    sealed,
    sub,
    swapped,
    timed_sub,
    uneven,
)

LINE = {"线损参与": "是", "线路电阻": 0.5, "线路形状系数": 1.05}
SUPPLY = {"户号": NO, "电源序": 1, "性质": "主供", "变电站": "城东变", "线路": "城机线", "供电电压": 10}
HALF = {"尖": 240_000, "峰": 50_000, "平": 220_000, "谷": 280_000}
"""790,000 kWh: through 0.372 Ω at 10 kV 0.372 × 790,000² ÷ (100,000 × 744) = 3,120.5."""
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
    "cut, with an agreed sub-meter of decimals": changed(计价电压="35kV") | {
        "计量点": [POINT, SUB | {"关系": "定量", "定量": 84.1, "电价类别": "居民生活", "表号": None}],
    },
    "cut, an agreed energy of decimals changes and bears losses": low(FORMULA) | {
        "计量点": [POINT | LOW["计量点"], *(
            FOUND_APART | LOW["计量点"] | {"关系": "定量", "电价类别": "居民生活"} | each
            for each in ({"定量": 1_201.55, "失效日期": MIDDLE}, {"定量": 2_403.2, "生效日期": MIDDLE, "失效日期": None}))],
    },
    "cut, class of a sub-meter changes": sub() | {
        "计量点": [POINT, SUB | {"综合倍率": 100, "电价类别": "居民生活", "失效日期": MIDDLE},
                 SUB | {"综合倍率": 100, "电价类别": "工商业", "生效日期": MIDDLE, "失效日期": None}],
    },
    "cut, becomes a dwelling": changed(电价类别="居民生活"),
    "cut, was a dwelling, with losses, read on another day": {
        "计费参数": [TERMS | {"失效日期": MIDDLE, "电价类别": "居民生活"}, TERMS | {"生效日期": MIDDLE}],
    } | low(FORMULA, 抄表记录=parted(date(2026, 1, 10))),
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
    "cut, the ratio of a sub-meter begins": {
        "计量点": [POINT, FOUND_APART | {"关系": "定比", "定比": 3.3, "电价类别": "居民生活", "生效日期": MIDDLE, "失效日期": None}],
    },
    "cut, a ratio begins and bears losses of line and transformer": low(FORMULA) | {
        "计量点": [POINT | LOW["计量点"] | {"线损参与": "是"},
                 FOUND_APART | LOW["计量点"] | {"关系": "定比", "定比": 3.3, "电价类别": "居民生活", "线损参与": "是",
                                            "生效日期": MIDDLE, "失效日期": None}],
        "计费参数": {"线损率": 1.37}, "抄表记录": parted(date(2026, 1, 10)),
    },
    "cut, a ratio that takes no part in the power factor changes": {
        "计量点": [POINT, *(FOUND_APART | {"关系": "定比", "电价类别": "居民生活", "力调参与": "否"} | each
                         for each in ({"定比": 3.3, "失效日期": MIDDLE}, {"定比": 5, "生效日期": MIDDLE, "失效日期": None}))],
    },
    "cut, a ratio of a ratio that changes, both with losses": low(FORMULA) | {
        "计量点": [POINT | LOW["计量点"],
                 *(FOUND_APART | LOW["计量点"] | {"关系": "定比", "电价类别": "居民生活"} | each
                   for each in ({"定比": 30, "失效日期": MIDDLE}, {"定比": 40, "生效日期": MIDDLE, "失效日期": None})),
                 FOUND_APART | LOW["计量点"] | {"计量点号": "P3", "上级计量点": "P2", "关系": "定比", "定比": 50, "电价类别": "农业生产"}],
    },
    "cut, an agreed energy changes and bears losses": low(FORMULA) | {
        "计量点": [POINT | LOW["计量点"], *(
            FOUND_APART | LOW["计量点"] | {"关系": "定量", "电价类别": "居民生活"} | each
            for each in ({"定量": 1_201, "失效日期": MIDDLE}, {"定量": 2_403, "生效日期": MIDDLE, "失效日期": None}))],
    },
    "cut, an agreed energy begins and terms change later": changed(计价电压="35kV") | {
        "计量点": [POINT, FOUND_APART | {"关系": "定量", "定量": 1_201, "电价类别": "居民生活",
                                      "生效日期": date(2026, 1, 8), "失效日期": None}],
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
    "line losses by resistance, two points": {
        "计量点": [POINT | LINE, POINT | LINE | {"计量点号": "P2", "表号": "M2", "电源序": 2, "线路电阻": 0.253117, "线路形状系数": 1.0417}],
        "抄表记录": [*registers(), *registers(计量点号="P2", 表号="M2")],
        "电源": [SUPPLY, SUPPLY | {"电源序": 2, "供电电压": 10.5}],
    },
    "line loss by resistance, without a reactive register": {
        "计量点": POINT | LINE, "电源": [SUPPLY], "抄表记录": registers(kvarh=None), "计费参数": {"力调标准": "不考核"},
    },
    "line loss by resistance, of an exact half kWh": {
        "计量点": POINT | LINE | {"线路电阻": 0.372, "线路形状系数": 1}, "电源": [SUPPLY], "抄表记录": registers(HALF, 0),
    },
    "cut, with losses of transformer and line by resistance": changed(计价电压="35kV") | low(FORMULA) | {
        "计量点": POINT | LOW["计量点"] | LINE, "电源": [SUPPLY],
    },
    "dwellings, wired beside, with a line loss by resistance": sub() | {
        "计量点": [POINT | LINE, SUB | LINE | {"综合倍率": 100, "电价类别": "居民生活", "关系": "并接", "力调参与": "否",
                                       "上级计量点": None, "线路电阻": 3.77}],
        "电源": [SUPPLY],
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
FOLLOWED = {
    "voltage changes, by days": 777, "voltage changes, read on another day": 1_234, "cut, exact half kWh": 3,
    "cut twice, read on another day": 1_234, "cut, total and periods differ, read on another day": 2_345,
    "cut, with losses, read on another day": 4_321, "cut, a ratio begins and bears losses of line and transformer": 6_789, "cut, the sub-meter read across": 5_432,
    "reading cycle, read on another day": 9_999, "interlocked, the larger counts": 35_000,
    "line losses by resistance, two points": 6_789,
}  # fmt: skip
"""Cases of which a reading is typed anew into the sheet: so many kWh more in 峰 and in 总 of the main meter."""
