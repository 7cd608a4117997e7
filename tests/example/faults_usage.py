"""Mistakes that show in the course of the energy, in periods, sub-meters, losses and changed meters."""

from datetime import date, datetime
from decimal import Decimal

from faults import bill, fault, line, readings, reissue, reread, scale_history, total_up
from history import MONTH, MONTHS
from ledger import Example


@fault("晶华光电", "电费-A04", follows=("电费-A02", "审计-A08", "电费-E05"))
def falls_for_months(example: Example) -> str:
    """电量连续三个月每月少四分之一"""
    _course(example, "晶华光电", ("2.38", "1.78", "1.34"))
    return bill(example, "晶华光电")["电费编号"]


def _course(example: Example, short: str, factors: tuple[str, str, str]) -> None:
    """Give October, November and December these multiples of January, the months before that of October."""
    january = bill(example, short)
    wanted = dict(zip(MONTHS[9:12], factors, strict=True))
    for month in MONTHS[:12]:
        row = example.row("电费账单", short, 电费年月=month)
        factor = Decimal(wanted.get(month, factors[0]))
        kwh, yuan = (factor * january[name] / row[name] for name in ("总计费电量(kWh)", "应收电费(元)"))
        scale_history(example, short, kwh=str(round(kwh, 6)), yuan=str(round(yuan, 6)), months=(month,))


@fault("云梦数据", "电费-A06")
def used_after_nothing(example: Example) -> str:
    """上月电量为零，本月突然用电"""
    scale_history(example, "云梦数据", kwh="0", months=("2025-12",))
    return bill(example, "云梦数据")["电费编号"]


@fault("楚钢", "电费-A07", follows=("电费-A01", "审计-A08", "电费-E05"))
def larger_than_ever(example: Example) -> str:
    """大电量户本月比近一年任何一个月都多三成"""
    scale_history(example, "楚钢", kwh="0.70", yuan="0.70")
    return bill(example, "楚钢")["电费编号"]


@fault("云梦数据", "电费-A09")
def marked_as_rolled_over(example: Example) -> str:
    """无功示数抄小了，被标成翻转"""
    row = readings(example, "云梦数据", 示数类型="正向无功总")[0]
    row.update({"本次示数": row["上次示数"] - Decimal("2.00"), "翻转": "是"})
    return row["计量点编号"]


@fault("华屏显示", "电费-A14", "电费-A13", follows=("电费-A16",))
def all_flat(example: Example) -> str:
    """电能表把全部电量记在平段"""
    registers = {register.name: register for register in example.points["华屏显示"][0].readings[MONTH]}
    moved = sum(registers[f"正向有功{p}"].difference for p in "尖峰谷") - Decimal("0.03")
    small = dict.fromkeys((f"正向有功{p}" for p in "尖峰谷"), Decimal("0.01"))
    small["正向有功平"] = registers["正向有功平"].difference + moved
    reread(example, "华屏显示", small.get)
    return example.points["华屏显示"][0].no


@fault("宏泰石化", "电费-A15", follows=("审计-A07",))
def deep_valley_in_january(example: Example) -> str:
    """一月没有深谷时段，却有深谷电量"""
    (valley,) = readings(example, "宏泰石化", 示数类型="正向有功谷")
    added = dict(valley) | {"示数类型": "正向有功深谷", "本次示数": valley["上次示数"] + Decimal("0.01")}
    added["抄见数"] = Decimal("0.01") * valley["倍率"]
    example.sheets["抄表记录"].insert(example.sheets["抄表记录"].index(valley) + 1, added)
    return valley["计量点编号"]


@fault("楚钢", "电费-A17")
def check_meter(example: Example) -> str:
    """副表比主表多走百分之一，主表为 0.2S 级"""
    return add_check_meter(example, "楚钢", Decimal("1.01"))


def add_check_meter(example: Example, short: str, ratio: Decimal) -> str:
    """Hang a check meter beside the main one; it counts ``ratio`` times as much."""
    main = example.rows("计量点", short)[0]
    number, meter = main["计量点号"][:-1] + "8", main["电能表号"][:-1] + "Z"
    beside = {"计量点号": number, "上级计量点": main["计量点号"], "关系": "并接", "用途": "考核", "电能表号": meter}
    example.sheets["计量点"].insert(example.sheets["计量点"].index(main) + 1, dict(main) | beside)
    (row,) = readings(example, short, 示数类型="正向有功总", 计量点编号=main["计量点号"])
    read = {"计量点编号": number, "表计编号": meter, "抄见数": None}
    read["本次示数"] = row["上次示数"] + round((row["本次示数"] - row["上次示数"]) * ratio, 4)
    (last,) = readings(example, short, "2025-12", 示数类型="正向有功总", 计量点编号=main["计量点号"])
    for old, new in ((row, read), (last, {"计量点编号": number, "表计编号": meter})):
        example.sheets["抄表记录"].insert(example.sheets["抄表记录"].index(old) + 1, dict(old) | new)
    return number


@fault("云梦数据", "电费-A21")
def old_meter_not_read(example: Example) -> str:
    """月中换下的旧表没有抄止码"""
    point = example.rows("计量点", "云梦数据")[1]
    taken = dict(example.sheets["换表记录"][0]) | {"装/拆": "拆", "换表日期": datetime(2026, 1, 14, 10, 0)}  # noqa: DTZ001
    known = {"电能表号": point["电能表号"][:-1] + "X", "计量点号": point["计量点号"], "工单号": "202601140014"}
    empty = {name: None for name in taken if name not in {*known, "装/拆", "换表日期"}}
    example.sheets["换表记录"].append(taken | empty | known)
    return point["计量点号"]


@fault("凯旋商务", "电费-A22", "电费-A23")
def more_behind_than_before(example: Example) -> str:
    """分表示数多抄，分表电量大于总表"""
    sub = example.points["凯旋商务"][-1].no
    for row in readings(example, "凯旋商务", 计量点编号=sub):
        row["本次示数"] = row["上次示数"] + 8 * (row["本次示数"] - row["上次示数"])
        row["抄见数"] = row["抄见数"] * 8
    return sub


@fault("汇丰物流", "电费-A24")
def old_agreement(example: Example) -> str:
    """定量用电已有 13 个月没有复核"""
    row = example.row("计量点", "汇丰物流", 关系="定量")
    row["核定日"] = date(2024, 12, 31)
    return row["计量点号"]


@fault("乐佳超市", "电费-A25", follows=("电费-D10", "电费-E03"))
def agreed_share(example: Example) -> str:
    """定比电量比约定比例多计 2 kWh"""
    row = next(row for row in example.rows("账单明细", "乐佳超市") if str(row["计量点号"]).endswith("004"))
    row["计费数量"] += 2
    row["电费金额(元)"] = round(row["计费数量"] * row["计费标准"], 2)
    total_up(example, "乐佳超市")
    return row["计量点号"]


@fault("环卫处", "电费-A27", follows=("审计-A07",))
def no_load_loss(example: Example) -> str:
    """空载损耗多写一个零，变损占电量一成以上"""
    row = example.row("变压器台账", "环卫处")
    row["P0(kW)"] *= 10
    return row["设备编号"]


@fault("气象局", "电费-A28")
def stopped_and_charged(example: Example) -> str:
    """变压器状态写成停用，容量变动里没有封停，变损照计"""
    row = example.row("变压器台账", "气象局")
    row["运行状态"] = "停用"
    return row["设备编号"]


@fault("宏泰石化", "电费-A29", follows=("审计-A07",))
def line_loss_doubled(example: Example) -> str:
    """线损按约定线损率的两倍计入电量"""
    reissue(example, "宏泰石化", line_loss_percent=Decimal("0.22"))
    return line(example, "宏泰石化", "购电", "尖")["账单编号"]
