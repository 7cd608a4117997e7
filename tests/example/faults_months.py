"""Mistakes that show in a month's sums, money and orders; with a silent neighbour of each."""

from datetime import date

from faults import bill, fault
from ledger import Example


@fault("百川电器", "电费-E03")
def energy(example: Example) -> str:
    """账单总电量比明细各行电量之和多 200 kWh"""
    row = bill(example, "百川电器")
    row["总计费电量(kWh)"] += 200
    return row["电费编号"]


@fault("康达医械", "电费-E10")
def order(example: Example) -> str:
    """增容工单执行起日已到，仍为已受理"""
    return _order(example, "康达医械", date(2026, 1, 12))


@fault("长岭粉磨", "电费-E13")
def arrears(example: Example) -> str:
    """连欠三个月电费，最早的逾期 72 天"""
    return _december(example, "长岭粉磨")


@fault("鑫磊石材", "电费-E13")
def one_month(example: Example) -> str:
    """12 月电费未缴，逾期 11 天"""
    return _december(example, "鑫磊石材")


@fault("乐佳超市", "电费-E13")
def late(example: Example) -> str:
    """12 月电费未缴，逾期 11 天"""
    return _december(example, "乐佳超市")


def settle(example: Example) -> None:
    """Put the silent neighbours into the sheets: one kWh of rounding, an order of the last day that is done."""
    bill(example, "利民橡塑")["总计费电量(kWh)"] += 1
    _order(example, "东升纸箱", date(2026, 1, 31), "已生效")


def _december(example: Example, short: str) -> str:
    return example.row("电费账单", short, 电费年月="2025-12")["电费编号"]


def _order(example: Example, short: str, starts: date, state: str = "已受理") -> str:
    """Put an order for more capacity into the sheet."""
    customer = example.customers[short]
    number = f"20260105{customer.order:04}"
    blank = dict.fromkeys(example.sheets["变更台账"][0])
    example.sheets["变更台账"].append(
        blank
        | {
            "工单号": number, "户号": customer.no, "业务类型": "增容", "申请日": date(2026, 1, 5), "封停日期": starts,
            "变更项目": "合同容量", "变更前": f"{customer.kva}kVA", "变更后": f"{customer.kva + 315}kVA", "变更事由": "扩大生产",
            "状态": state,
        }
    )  # fmt: skip
    return number
