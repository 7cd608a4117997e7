"""Mistakes in what a bill was reckoned by: power factor, class, periods, purchase; and the neighbours that are right."""

from datetime import date
from decimal import Decimal

from faults import add_up, bill, fault, line, readings, reissue, reprice, reread, total_up
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


@fault("碧水渔业", "电费-D01", follows=("台账-VR15",))
def class_of_another_industry(example: Example) -> str:
    """水产品加工却执行农业生产电价；禾丰农场种植粮食，可以执行"""
    example.row("客户台账", "碧水渔业")["行业分类"] = "C1361"
    return "农业生产"


@fault("园林科研所", "电费-D04")
def without_periods(example: Example) -> str:
    """160kVA 的工商业用户没有执行分时；楚天车饰 80kVA，可以不执行"""
    example.row("计费参数", "园林科研所")["时段集"] = "不执行"
    reissue(example, "园林科研所", kwh={"总": sum(example.usage("园林科研所").kwh.values())})
    return "不执行"


@fault("鸿远铸造", "电费-D05")
def not_multiplied(example: Example) -> str:
    """列入名单的高耗能用户没有标 1.5 倍；长岭粉磨 2025 年底已从名单移出"""
    listed = example.sheets["代理购电加价名单"]
    for short, until in (("鸿远铸造", None), ("长岭粉磨", date(2026, 1, 1))):
        customer = example.customers[short]
        listed.append(dict(listed[0]) | {"户号": customer.no, "户名": customer.name, "失效日期": until})
    return "否"


@fault("瑞安玻璃", "电费-D06", follows=("审计-A07",))
def billed_as_agent(example: Example) -> str:
    """直接交易用户按代理购电公布价结算；昆腾化工只有谷段恰好等于公布价"""
    reissue(example, "瑞安玻璃", retail={})
    reprice(line(example, "昆腾化工", "购电", "谷"), "0.179151")
    add_up(example, "昆腾化工")
    return "直接交易"


@fault("友谊医院", "电费-D09", follows=("审计-A07",))
def line_loss_twice(example: Example) -> str:
    """购电单价已含线损，又单列一行线损费；恒力精工的购电单价不含线损，单列是对的"""
    energy = line(example, "友谊医院", "输配电")
    place = example.sheets["账单明细"].index(energy)
    example.sheets["账单明细"].insert(place, dict(energy) | {"费用组成": "上网环节线损", "行号": 99})
    reprice(example.sheets["账单明细"][place], "0.013643")
    add_up(example, "友谊医院")
    return bill(example, "友谊医院")["电费编号"]


@fault("汇丰物流", "电费-D10", follows=("审计-A07",))
def residential_within(example: Example) -> str:
    """职工宿舍的定量电量按工商业计费；乐佳超市的定比电量单列"""
    reissue(example, "汇丰物流", subs=[])
    return example.rows("计量点", "汇丰物流", 关系="定量")[0]["计量点号"]
