"""Mistakes in capacity and demand: sealing, standby, contract, discount; and the neighbours that are right."""

from datetime import date, datetime
from decimal import Decimal

from faults import add_up, bill, fault, line, readings, reissue, reprice, reread, scale_history
from history import MONTH
from ledger import Example
from measures import half_up

YEAR_END = date(2026, 12, 31)


def draw(example: Example, short: str, kw: int) -> str:
    """Let a customer's demand register show so many kW, and issue the bill that follows."""
    (point,) = example.points[short]
    shown = half_up(Decimal(kw) / point.multiplier, 4)
    reread(example, short, lambda name, count: shown if name == "最大需量" else count)
    return point.no


def change(example: Example, short: str, number: int, event: str, at: str, **cells: object) -> str:
    """Put an event of a customer's device into 容量变动; return the device."""
    customer = example.customers[short]
    device, moment = customer.devices[number - 1], datetime.fromisoformat(at)
    template = dict.fromkeys(example.sheets["容量变动"][0])
    row = {"设备编号": device.no, "户号": customer.no, "变动日期": moment, "变动类型": event, "业务": "暂停"} | cells
    example.sheets["容量变动"].append(template | row | {"工单号": f"{moment:%Y%m%d}{customer.order:04}"})
    return device.no


def rest(example: Example, short: str, number: int, kva: int) -> None:
    """Say in the archive that a device rests at the end of the month, and what is left [kVA]."""
    customer = example.row("客户台账", short)
    customer["运行容量(kVA)"] = kva
    customer["容量利用率"] = kva / example.customers[short].kva
    if number:
        example.row("变压器台账", short, 设备编号=example.customers[short].devices[number - 1].no)["运行状态"] = "停用"


@fault("云岭水泥", "电费-C01", follows=("电费-A20",))
def over_capacity(example: Example) -> str:
    """最大需量超过运行容量；楚驰轮胎差 10kW 不到"""
    draw(example, "楚驰轮胎", 25_990)
    return draw(example, "云岭水泥", 64_000)


@fault("东山合金", "电费-C03")
def low_demand(example: Example) -> str:
    """最大需量只有容量的 38%，仍按合同需量计费；星河铝业四成出头"""
    for short, kw in (("东山合金", 9_500), ("星河铝业", 25_210)):
        contract = example.usage(short).contract_demand
        draw(example, short, kw)
        reissue(example, short, contract_demand=contract)
    return str(example.usage("东山合金").demands[0])


@fault("华丰纸品", "电费-C05")
def not_reset(example: Example) -> str:
    """最大需量示数与上月四位小数全同；博源线缆、卓越模具差一个末位，电信枢纽是平稳负荷"""
    (now,) = readings(example, "华丰纸品", 示数类型="最大需量")
    now["本次示数"] = readings(example, "华丰纸品", "2025-12", 示数类型="最大需量")[0]["本次示数"]
    now["抄见数"] = now["本次示数"] * now["倍率"]
    for short in ("博源线缆", "卓越模具"):
        (before,) = readings(example, short, "2025-12", 示数类型="最大需量")
        before["本次示数"] -= Decimal("0.0001")
        before["抄见数"] = before["本次示数"] * before["倍率"]
    return now["计量点编号"]


@fault("楚江银行", "电费-C07", follows=("电费-C06", "审计-A07"))
def short_suspension(example: Example) -> str:
    """只暂停 11 天也减收了容量电费；广电中心正好 15 天，可以减收"""
    device = ""
    for short, day in (("广电中心", 25), ("楚江银行", 21)):
        until = date(2026, 1, day - 1)
        device = change(example, short, 2, "封停", "2026-01-10 09:30", 批准止日=until)
        change(example, short, 2, "启封", f"2026-01-{day} 08:20")
        reissue(example, short, segments=[(2000, 9), (1000, day - 10), (2000, 32 - day)])
    return device


@fault("盛世包装", "电费-C08")
def beyond_the_year(example: Example) -> str:
    """暂停批准到 8 月底，超过一年 183 天；市民中心批准到 7 月 6 日，正好 183 天"""
    device = ""
    for short, until in (("市民中心", date(2026, 7, 6)), ("盛世包装", date(2026, 8, 31))):
        half = example.customers[short].kva // 2
        device = change(example, short, 2, "封停", "2026-01-05 09:30", 批准止日=until)
        rest(example, short, 2, half)
        reissue(example, short, segments=[(2 * half, 4), (half, 27)])
    return device


@fault("春晖茶业", "电费-C09", follows=("电费-C06", "审计-A07"))
def not_reclassed(example: Example) -> str:
    """减容后只剩 100kVA，仍按两部制和 0.90 考核；长途客运剩 315kVA，可以不改"""
    for short, kva in (("春晖茶业", 100), ("长途客运", 315)):
        change(
            example, short, 1, "减容", "2026-01-20 09:30", 业务="减容", 批准止日=YEAR_END, **{"变动后容量(kVA)": kva}
        )
        rest(example, short, 0, kva)
        segments = [(example.customers[short].kva, 19), (kva, 12)]
        reissue(example, short, segments=segments, transformer=None, agreed_loss_kwh=agree_on_losses(example, short))
    return "两部制"


def agree_on_losses(example: Example, short: str) -> int:
    """Put an agreed loss in the place of the formula, whose nameplate the exchange changes: 1 % of the energy [kWh]."""
    agreed = sum(example.usage(short).kwh.values()) // 100
    example.row("变压器台账", short).update({"变损方法": "协议定量", "协议电量(kWh)": agreed})
    return agreed


@fault("海川泵业", "电费-C11")
def changed_again(example: Example) -> str:
    """12 月才改按需量，1 月又改回按容量；瑞丰饲料满了三个月"""
    for short, since in (("海川泵业", date(2025, 12, 1)), ("瑞丰饲料", date(2025, 10, 1))):
        now = example.row("计费参数", short)
        place = example.sheets["计费参数"].index(now)
        before = dict(now) | {"失效日期": since}
        between = dict(now) | {"生效日期": since, "失效日期": date(2026, 1, 1), "基本电费计算方式": "实际最大需量"}
        now["生效日期"] = date(2026, 1, 1)
        example.sheets["计费参数"][place:place] = [before, between]
    return "按容量"


@fault("华康药业", "电费-C12", follows=("电费-C06", "审计-A07"))
def no_discount(example: Example) -> str:
    """每千伏安用电 271 千瓦时，需量电价没有打九折；德昌塑业正好 260，打了折"""
    reprice(line(example, "华康药业", "需量电费"), "42")
    add_up(example, "华康药业")
    return bill(example, "华康药业")["电费编号"]


@fault("临江纸业", "电费-C13", follows=("电费-C06", "审计-A07"))
def standby(example: Example) -> str:
    """热备的变压器没有计容量；鸿远铸造的热备计了"""
    for short in ("鸿远铸造", "临江纸业"):
        spare = example.customers[short].devices[1].no
        example.row("变压器台账", short, 设备编号=spare)["冷备/热备"] = "热备"
    row = line(example, "临江纸业", "容量电费")
    row["计费数量"] = Decimal(10_000)
    row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"], 2)
    add_up(example, "临江纸业")
    return spare


@fault("小城印染", "电费-C14")
def over_energy(example: Example) -> str:
    """电量超过容量满载整月；和顺机修接近满载而没有超过"""
    for short, factor in (("小城印染", "6.5"), ("和顺机修", "7.6")):
        reread(example, short, lambda name, count, factor=factor: count * Decimal(factor) if "有功" in name else count)
        scale_history(example, short, kwh=factor, yuan=factor)
    return readings(example, "小城印染", MONTH)[0]["计量点编号"]


@fault("排涝泵站", "电费-C15", follows=("电费-A20",))
def idle_capacity(example: Example) -> str:
    """最大需量只有容量的两成；联合冷链正好四成"""
    draw(example, "联合冷链", 640)
    draw(example, "排涝泵站", 400)
    return "按容量"


@fault("妇幼保健院", "电费-C16", follows=("电费-C06", "审计-A07"))
def larger_feeder(example: Example) -> str:
    """两路进线的需量约定累加，账单只取大的一路；云梦数据约定取大"""
    reissue(example, "妇幼保健院", larger_demand=True)
    return bill(example, "妇幼保健院")["电费编号"]
