"""More mistakes in what the company keeps about its customers; the limit's other side is said where there is one."""

from dataclasses import replace
from datetime import date, datetime

from faults import bill, fault, readings
from history import MONTH
from ledger import Example


@fault("红星宾馆", "制度A1")
def kind_of_customer(example: Example) -> str:
    """宾馆的客户类型写成工业，行业分类属商业"""
    example.row("客户台账", "红星宾馆")["客户类型"] = "工业"
    return "工业"


@fault("楚韵漆器", "台账-VR06")
def postcode(example: Example) -> str:
    """邮编少一位"""
    row = example.row("客户台账", "楚韵漆器")
    row["邮编"] = row["邮编"][:-1]
    return row["邮编"]


@fault("楚江大学", "台账-VR12", follows=("电费-D02",))
def voltage_too_low_for_the_capacity(example: Example) -> str:
    """容量 10000kVA，电压等级写成 10kV；江景广场 10kV 正好 8000kVA"""
    example.row("客户台账", "楚江大学")["电压等级"] = "交流10kV"
    return "交流10kV"


@fault("小城印染", "台账-VR15", follows=("电费-D01",))
def two_part_at_low_voltage(example: Example) -> str:
    """380V 供电，用电类别写成两部制；泰和制衣 10kV 两部制"""
    example.row("客户台账", "小城印染")["用电类别"] = "工商业-两部制"
    return "工商业-两部制"


def _stranger(example: Example, short: str, order: int, name: str) -> str:
    """Let a customer be known by name only: it stands in no sheet of the ledger."""
    example.customers[short] = replace(example.customers["泰和制衣"], order=order, short=short, name=name)
    return example.customers[short].no


@fault("新桥", "台账-VR00")
def billed_and_not_listed(example: Example) -> str:
    """有账单而客户台账没有这一户"""
    number = _stranger(example, "新桥", 901, "楚江新桥五金有限公司")
    copied = dict(bill(example, "泰和制衣"))
    copied |= {"用户编号": number, "用户名称": "楚江新桥五金有限公司", "电费编号": "4299202601700001"}
    example.sheets["电费账单"].append(copied)
    return copied["电费编号"]


@fault("新港", "台账-VR00b")
def read_and_not_listed(example: Example) -> str:
    """有抄表记录而客户台账没有这一户"""
    number = _stranger(example, "新港", 902, "楚江新港包装有限公司")
    own = {
        "用户编号": number,
        "用户名称": "楚江新港包装有限公司",
        "计量点编号": "42000902001",
        "表计编号": "42900000000901",
    }
    for row in readings(example, "泰和制衣", MONTH):
        example.sheets["抄表记录"].append(dict(row) | {name: cell for name, cell in own.items() if name in row})
    return own["计量点编号"]


@fault("三江船舶", "审计-A27")
def reduced_for_nearly_two_years(example: Example) -> str:
    """非永久性减容已满 23 个月；长途客运本月才减容"""
    sealed = example.row("容量变动", "三江船舶", 变动类型="封停")
    sealed.update({"变动日期": datetime(2024, 2, 20, 9, 30), "批准止日": date(2026, 2, 19)})  # noqa: DTZ001 - as a sheet has it
    example.row("变更台账", "三江船舶").update({"申请日": date(2024, 2, 5), "封停日期": date(2024, 2, 20)})
    return sealed["设备编号"]
