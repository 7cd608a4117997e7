"""Mistakes in how a bill was made: classes, power factor, capacity, prices, sums."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from faults import add_up, bill, fault, line, reissue, reprice, scale_history, total_up
from ledger import Example
from measures import half_up


@fault("兴旺五金", "电费-B05")
def standard(example: Example) -> str:
    """160kVA 以上高压工业用户的力调标准写成 0.85，账单照此计算"""
    example.row("计费参数", "兴旺五金")["力调标准"] = "0.85"
    reissue(example, "兴旺五金", standard=Decimal("0.85"))
    return "0.85"


@fault("宏图印刷", "电费-B06", follows=("审计-A07",))
def rate(example: Example) -> str:
    """调整系数查错一行，金额按错的系数算出"""
    reprice(line(example, "宏图印刷", "力调电费"), "-0.75")
    row = line(example, "宏图印刷", "力调电费")
    row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"] / 100, 2)
    bill(example, "宏图印刷")["力调系数(%)"] = Decimal("-0.75")
    total_up(example, "宏图印刷")
    return bill(example, "宏图印刷")["电费编号"]


@fault("佳禾粮油", "电费-B07", follows=("审计-A07",))
def base(example: Example) -> str:
    """参与调整的金额把政府性基金也算了进去"""
    row, fund = line(example, "佳禾粮油", "力调电费"), line(example, "佳禾粮油", "政府性基金")
    row["计费数量"] += fund["电费金额(元)"]
    row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"] / 100, 2)
    total_up(example, "佳禾粮油")
    return bill(example, "佳禾粮油")["电费编号"]


@fault("天元化纤", "电费-B08", follows=("审计-A07",))
def sign(example: Example) -> str:
    """力调应减收，金额却写成加收"""
    row = line(example, "天元化纤", "力调电费")
    row["电费金额(元)"] = -row["电费金额(元)"]
    total_up(example, "天元化纤")
    return bill(example, "天元化纤")["电费编号"]


@fault("星光影城", "电费-B09", follows=("审计-A07",))
def not_assessed(example: Example) -> str:
    """应考核功率因数的用户账单没有力调电费"""
    example.sheets["账单明细"].remove(line(example, "星光影城", "力调电费"))
    bill(example, "星光影城").update({"实际力率": None, "力调系数(%)": None})
    total_up(example, "星光影城")
    return bill(example, "星光影城")["电费编号"]


@fault("万通物流装备", "电费-C06", follows=("审计-A07",))
def capacity(example: Example) -> str:
    """容量电费只按一台变压器计收"""
    row = line(example, "万通物流装备", "容量电费")
    row["计费数量"] = Decimal(1000)
    row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"], 2)
    add_up(example, "万通物流装备")
    return bill(example, "万通物流装备")["电费编号"]


@fault("金穗面粉", "电费-C10", follows=("电费-C06", "审计-A07"))
def thirty_days(example: Example) -> str:
    """暂停月份的容量电费按 30 天折算，应按当月 31 天"""
    for row in example.rows("账单明细", "金穗面粉", 费用组成="容量电费"):
        row["电费金额(元)"] = half_up(Fraction(row["计费数量"]) * row["计费天数"] / 30 * Fraction(row["计费标准"]), 2)
    add_up(example, "金穗面粉")
    return bill(example, "金穗面粉")["电费编号"]


@fault("迅达电梯", "电费-D03")
def single_part(example: Example) -> str:
    """2023 年 6 月以后接电、315kVA 及以上，却执行单一制"""
    example.row("计费参数", "迅达电梯").update({"单一制/两部制": "单一制", "基本电费计算方式": "不计"})
    example.row("客户台账", "迅达电梯")["用电类别"] = "工商业-单一制"
    reissue(example, "迅达电梯", kind="单一制", mode="不计")
    return "单一制"


@fault("永兴竹器", "电费-D03")
def two_part(example: Example) -> str:
    """100kVA 及以下，却执行两部制"""
    before = bill(example, "永兴竹器")["应收电费(元)"]
    example.row("计费参数", "永兴竹器").update({"单一制/两部制": "两部制", "基本电费计算方式": "按容量"})
    example.row("客户台账", "永兴竹器")["用电类别"] = "工商业-两部制"
    reissue(example, "永兴竹器", kind="两部制", mode="按容量")
    scale_history(example, "永兴竹器", yuan=str(bill(example, "永兴竹器")["应收电费(元)"] / before))
    return "两部制"


@fault("城北热力", "电费-D02")
def voltage(example: Example) -> str:
    """10kV 供电，却按 35kV 计价"""
    example.row("计费参数", "城北热力")["计价电压"] = "35kV"
    reissue(example, "城北热力", voltage="35kV")
    return "35kV"


@fault("华丰纸品", "电费-D07", follows=("审计-A07",))
def price_month(example: Example) -> str:
    """账单用的是上月的电价"""
    for row in example.rows("账单明细", "华丰纸品"):
        if row["电价月份"]:
            row["电价月份"] = "2025-12"
    reprice(line(example, "华丰纸品", "系统运行"), "0.079316")
    add_up(example, "华丰纸品")
    return bill(example, "华丰纸品")["电费编号"]


@fault("精诚铝塑", "电费-D08", follows=("审计-A07",))
def fund(example: Example) -> str:
    """政府性基金单价少计一项"""
    reprice(line(example, "精诚铝塑", "政府性基金"), "0.0390")
    add_up(example, "精诚铝塑")
    return bill(example, "精诚铝塑")["电费编号"]


@fault("银河照明", "电费-E01", follows=("审计-A07",))
def total(example: Example) -> str:
    """总电费比明细之和多 100 元"""
    bill(example, "银河照明")["应收电费(元)"] += 100
    return bill(example, "银河照明")["电费编号"]


@fault("泰和制衣", "电费-E02", follows=("审计-A07",))
def product(example: Example) -> str:
    """输配电一行的金额不等于电量乘单价"""
    line(example, "泰和制衣", "输配电")["电费金额(元)"] += 54
    add_up(example, "泰和制衣")
    return bill(example, "泰和制衣")["电费编号"]


@fault("楚韵漆器", "电费-E04", "电费-E05")
def average_price(example: Example) -> str:
    """均价比近一年高出四成"""
    scale_history(example, "楚韵漆器", yuan="0.70")
    return bill(example, "楚韵漆器")["电费编号"]


@fault("顺风快递", "电费-E06", follows=("电费-E04", "电费-E05"))
def negative(example: Example) -> str:
    """退补金额大于本月电费，总额为负"""
    last = line(example, "顺风快递", "力调电费")
    added = dict(last) | {
        "行号": last["行号"] + 1, "费用组成": "退补", "计费数量": None, "计费标准": None,
        "电费金额(元)": Decimal("-48620.00"),
        "工单号": "202601080113",
    }  # fmt: skip
    example.sheets["账单明细"].insert(example.sheets["账单明细"].index(last) + 1, added)
    total_up(example, "顺风快递")
    return bill(example, "顺风快递")["电费编号"]


@fault("盛泰电缆附件", "电费-E07", follows=("审计-A07", "电费-A01", "审计-A08", "电费-E04", "电费-E05"))
def duplicate(example: Example) -> str:
    """同一户同一月出了两张账单"""
    first = bill(example, "盛泰电缆附件")
    number = first["电费编号"][:-6] + "900001"
    example.sheets["电费账单"].append(dict(first) | {"电费编号": number, "发行状态": "待发行"})
    rows = [dict(row) | {"账单编号": number} for row in example.rows("账单明细", "盛泰电缆附件")]
    example.sheets["账单明细"] += rows
    return number


@fault("旧日纺机", "台账-VR16")
def billed_after_closing(example: Example) -> str:
    """已销户的用户本月仍有账单"""
    last = example.rows("电费账单", "旧日纺机")[-1]
    number = last["电费编号"].replace("202506", "202601")
    billed = {
        "电费编号": number,
        "电费年月": "2026-01",
        "计费起日": date(2026, 1, 1),
        "计费止日": date(2026, 1, 31),
        "应交日期": date(2026, 2, 20),
    }
    amounts = {"总计费电量(kWh)": 0, "应收电费(元)": Decimal("13150.00"), "实际力率": None, "力调系数(%)": None}
    example.sheets["电费账单"].append(dict(last) | billed | amounts)
    template = example.rows("账单明细", "锦绣服饰", 费用组成="容量电费")[0]
    charged = {
        "账单编号": number,
        "行号": 1,
        "户号": example.customers["旧日纺机"].no,
        "计费数量": Decimal(500),
        "电费金额(元)": Decimal("13150.00"),
    }
    example.sheets["账单明细"].append(dict(template) | charged)
    return number
