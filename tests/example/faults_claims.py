"""Mistakes in what is claimed beside the monthly bill: late fees, refunds; with a silent neighbour of each."""

from datetime import date
from decimal import Decimal

from faults import fault
from ledger import Cells, Example
from measures import half_up

DUE = date(2026, 1, 20)
"""December's bills fall due on a Tuesday."""


def _late(example: Example, short: str, paid_on: date, fee: Decimal) -> str:
    """Let a customer pay December's bill late, with this fee."""
    receipt = _december(example, short)
    receipt.update({"到账日期": paid_on, "实收违约金(元)": fee, "收款方式": "转账", "票据到期日": None})
    return receipt["核销账单"]


def _december(example: Example, short: str) -> Cells:
    bill = example.row("电费账单", short, 电费年月="2025-12")
    return example.row("收费记录", short, 核销账单=bill["电费编号"])


def _fee(example: Example, short: str, days: int) -> Decimal:
    permille = Decimal(example.row("合同台账", short)["违约金率(‰/日)"])
    return half_up(_december(example, short)["实收电费(元)"] * permille / 1000 * days, 2)


@fault("绿源环保", "电费-E12")
def late_fee(example: Example) -> str:
    """逾期 6 天的违约金少算一天"""
    return _late(example, "绿源环保", date(2026, 1, 26), _fee(example, "绿源环保", 5))


def settle(example: Example) -> None:
    """Put the silent neighbours into the sheets."""
    _late(example, "海川泵业", date(2026, 1, 26), _fee(example, "海川泵业", 6) + Decimal("0.01"))
