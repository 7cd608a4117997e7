"""Mistakes in what was read: multipliers, readings, days, energy, demand and power factor."""

from datetime import date
from decimal import Decimal

from faults import add_up, bill, fault, line, readings, reissue, reread, scale_history
from history import MONTH, MONTHS
from ledger import Example
from measures import half_up


@fault("凌云电子", "电费-A19")
def archive_multiplier(example: Example) -> str:
    """计量点的综合倍率少写一个零，与 CT、PT 变比不符"""
    row = example.row("计量点", "凌云电子")
    row["综合倍率"] //= 10
    return row["计量点号"]


@fault("卓越模具", "电费-A18", "电费-A19", follows=("审计-A07", "电费-A02", "审计-A08", "电费-E05"))
def reading_multiplier(example: Example) -> str:
    """本月抄表倍率与档案、与上月都不同，电费按它算出"""
    for row in readings(example, "卓越模具"):
        row["抄见数"] = half_up(row["抄见数"] * 1000 / row["倍率"])
        row["倍率"] = 1000
    made = example.usage("卓越模具")
    kwh = {period: int(half_up(Decimal(part) * 1000 / 1500)) for period, part in made.kwh.items()}
    reissue(example, "卓越模具", kwh=kwh, kvarh=int(made.kvarh * 1000 / 1500))
    return readings(example, "卓越模具")[0]["计量点编号"]


@fault("鼎盛阀门", "电费-A18")
def multiplier_of_last_month(example: Example) -> str:
    """上月倍率与本月不同，没有工单"""
    for row in readings(example, "鼎盛阀门", "2025-12"):
        row["抄见数"] = half_up(row["抄见数"] * 1000 / row["倍率"])
        row["倍率"] = 1000
    return readings(example, "鼎盛阀门")[0]["计量点编号"]


@fault("万象百货", "审计-A10", "电费-A13", follows=("审计-A07",))
def swapped_registers(example: Example) -> str:
    """本月抄表记录的峰、谷两行示数类型互换"""
    peak, valley = (readings(example, "万象百货", 示数类型=f"正向有功{p}")[0] for p in "峰谷")
    peak["示数类型"], valley["示数类型"] = valley["示数类型"], peak["示数类型"]
    return peak["计量点编号"]


@fault("恒达涂料", "电费-A08", follows=("电费-A12",))
def backwards(example: Example) -> str:
    """峰段本次示数小于上次，没有翻转标志"""
    (row,) = readings(example, "恒达涂料", 示数类型="正向有功峰")
    row["本次示数"] = row["上次示数"] - Decimal("3.20")
    return row["计量点编号"]


@fault("盛世包装", "电费-A10")
def estimated(example: Example) -> str:
    """本月示数为估抄"""
    for row in readings(example, "盛世包装"):
        row["抄表方式"] = "估抄"
    return readings(example, "盛世包装")[0]["计量点编号"]


@fault("青松家具", "电费-A10")
def missing_reading(example: Example) -> str:
    """谷段本次示数缺抄"""
    (row,) = readings(example, "青松家具", 示数类型="正向有功谷")
    row.update({"本次示数": None, "抄见数": None, "抄表方式": "缺抄"})
    return row["计量点编号"]


@fault("国宾酒店", "电费-A10", follows=("电费-A12", "电费-B03"))
def copied_reading(example: Example) -> str:
    """总示数照抄上次，而各时段都在走"""
    (row,) = readings(example, "国宾酒店", 示数类型="正向有功总")
    row.update({"本次示数": row["上次示数"], "抄见数": Decimal(0)})
    return row["计量点编号"]


@fault("云顶大厦", "电费-A11")
def reading_day(example: Example) -> str:
    """抄表日比月末早一天"""
    for row in readings(example, "云顶大厦"):
        row["抄表日"] = date(2026, 1, 30)
    return readings(example, "云顶大厦")[0]["计量点编号"]


@fault("康宁养老", "电费-A11")
def billing_days(example: Example) -> str:
    """账单止日比月末早一天"""
    bill(example, "康宁养老")["计费止日"] = date(2026, 1, 30)
    return bill(example, "康宁养老")["电费编号"]


@fault("江城啤酒", "电费-A12")
def periods_and_total(example: Example) -> str:
    """总示数比各时段之和多 3% 以上"""
    (row,) = readings(example, "江城啤酒", 示数类型="正向有功总")
    row["本次示数"] += Decimal("6.40")
    row["抄见数"] += 6 * 6400
    return row["计量点编号"]


@fault("快充能源", "电费-A05", "审计-A09", follows=("电费-A02", "审计-A08", "电费-E05"))
def no_energy(example: Example) -> str:
    """运行中的客户本月电量为零（首月）"""
    reread(example, "快充能源", lambda _name, _difference: Decimal(0))
    return bill(example, "快充能源")["电费编号"]


@fault("五洲建材城", "电费-A05", "审计-A09")
def no_energy_for_half_a_year(example: Example) -> str:
    """电量连续第六个月为零，没有办暂停或销户"""
    for row in readings(example, "五洲建材城", "2025-12"):
        row.update({"上次示数": row["上次示数"] and row["本次示数"], "抄见数": Decimal(0)})
    (demand,) = readings(example, "五洲建材城", "2025-12", 示数类型="最大需量")
    demand["本次示数"] = Decimal(0)
    reread(example, "五洲建材城", lambda _name, _difference: Decimal(0))
    for row in example.rows("电费账单", "五洲建材城"):
        if row["电费年月"] in MONTHS[7:12]:
            row.update(
                {"总计费电量(kWh)": 0, "应收电费(元)": Decimal("26300.00"), "实际力率": None, "力调系数(%)": None}
            )
            for receipt in example.rows("收费记录", "五洲建材城", 核销账单=row["电费编号"]):
                receipt["实收电费(元)"] = row["应收电费(元)"]
    return bill(example, "五洲建材城")["电费编号"]


@fault("永固建材", "审计-A08", "电费-A01", follows=("电费-E05",))
def sudden_rise(example: Example) -> str:
    """电量比上月、比去年同月都高出八成"""
    scale_history(example, "永固建材", kwh="0.55", yuan="0.55", months=("2025-01", "2025-12"))
    return bill(example, "永固建材")["电费编号"]


@fault("中联齿轮", "审计-A08", "电费-A02", follows=("电费-E05",))
def sudden_fall(example: Example) -> str:
    """电量比上月、比去年同月都少六成"""
    reread(example, "中联齿轮", lambda _name, difference: difference * Decimal("0.38"))
    return bill(example, "中联齿轮")["电费编号"]


@fault("正大木业", "电费-A16", follows=("电费-A13", "电费-E04"))
def sharp_above_physics(example: Example) -> str:
    """尖段电量超过运行容量乘尖段小时数"""
    sharp = example.points["正大木业"][0].readings[MONTH][1]
    moved = half_up(Decimal(520 * 62) / 160, 2) - sharp.difference
    shift = {"正向有功尖": moved, "正向有功平": -moved}
    reread(example, "正大木业", lambda name, difference: difference + shift.get(name, Decimal(0)))
    return example.points["正大木业"][0].no


@fault("康达医械", "电费-A26")
def no_transformer_loss(example: Example) -> str:
    """高供低计的变压器变损方法写成无，账单也没有计变损"""
    row = example.row("变压器台账", "康达医械")
    row["变损方法"] = "无"
    reissue(example, "康达医械", transformer=None)
    return row["设备编号"]


@fault("城建五公司", "电费-B01", follows=("电费-B02",))
def low_power_factor(example: Example) -> str:
    """功率因数只有 0.7 左右，电费照此加收"""
    reread(example, "城建五公司", lambda name, difference: difference * (2 if "无功" in name else 1))
    return bill(example, "城建五公司")["电费编号"]


@fault("隆盛化肥", "电费-C02")
def demand_over_contract(example: Example) -> str:
    """最大需量超过合同需量的 105%"""
    reread(example, "隆盛化肥", lambda name, difference: difference * (Decimal("1.2") if name == "最大需量" else 1))
    reissue(example, "隆盛化肥", contract_demand=example.row("计费参数", "隆盛化肥")["合同需量(kW)"])
    return example.points["隆盛化肥"][0].no


@fault("同创新材", "电费-C04")
def demand_against_energy(example: Example) -> str:
    """最大需量乘小时数小于本月电量"""
    reread(example, "同创新材", lambda name, difference: difference * (Decimal("0.6") if name == "最大需量" else 1))
    return example.points["同创新材"][0].no


@fault("新河食品", "审计-A07")
def swapped_lines(example: Example) -> str:
    """账单明细的峰、谷电量互换，金额随之算出"""
    peak, valley = (line(example, "新河食品", "购电", period) for period in "峰谷")
    peak["计费数量"], valley["计费数量"] = valley["计费数量"], peak["计费数量"]
    for row in (peak, valley):
        row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"], 2)
    add_up(example, "新河食品")
    return bill(example, "新河食品")["电费编号"]
