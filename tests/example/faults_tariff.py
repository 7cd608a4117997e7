"""Mistakes in what a bill was reckoned by: power factor, class, periods, purchase; and the neighbours that are right."""

from decimal import Decimal

from faults import bill, fault, line, readings, reread, total_up
from ledger import Example
from measures import half_up


@fault("排涝泵站", "电费-B02")
def jump(example: Example) -> str:
    """上月力率比本月低 0.06；气象局只差 0.04"""
    for short, less in (("排涝泵站", "0.06"), ("气象局", "0.04")):
        before = example.row("电费账单", short, 电费年月="2025-12")
        before["实际力率"] = bill(example, short)["实际力率"] - Decimal(less)
    return bill(example, "排涝泵站")["电费编号"]


@fault("实验中学", "电费-B03", follows=("电费-B02",))
def idle_reactive_meter(example: Example) -> str:
    """无功表本月没有走字，力率成了 1.00；电信枢纽补偿得好，力率 0.99"""
    reread(example, "实验中学", lambda name, count: Decimal(0) if "无功" in name else count)
    reread(example, "电信枢纽", lambda name, count: count * Decimal("0.48") if "无功" in name else count)
    return bill(example, "实验中学")["电费编号"]


@fault("东辰汽车", "电费-B04")
def over_compensated(example: Example) -> str:
    """反向无功占到一成三；楚江大学不到一成"""
    for short, share in (("东辰汽车", "0.13"), ("楚江大学", "0.099")):
        back = {"反向无功总": Decimal(share) / Decimal("0.04"), "正向无功总": (1 - Decimal(share)) / Decimal("0.96")}
        reread(example, short, lambda name, count, back=back: count * back.get(name, 1))
    return readings(example, "东辰汽车")[0]["计量点编号"]


@fault("科瑞仪器", "电费-B10", follows=("审计-A07",))
def loss_not_assessed(example: Example) -> str:
    """高供低计，力率没有把变损算进去；利民橡塑算进去了"""
    row = line(example, "科瑞仪器", "力调电费")
    row["计费标准"] = Decimal("-0.75")
    row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"] / 100, 2)
    bill(example, "科瑞仪器").update({"实际力率": Decimal("0.95"), "力调系数(%)": row["计费标准"]})
    total_up(example, "科瑞仪器")
    return bill(example, "科瑞仪器")["电费编号"]
