"""What the billing system exports: readings, bills, lines of the month and receipts."""

from datetime import date
from decimal import Decimal

from archive import active, day
from cast import Customer
from history import MONTH, Month, Receipt, due_on
from measures import half_up
from metering import Point
from pricing import Bill

FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2026, 1, 31)


def reading_rows(customer: Customer, points: list[Point], month: str) -> list[dict[str, object]]:
    """Return a month's readings, one row per register."""
    return [
        {
            "计量点编号": point.no, "用户编号": customer.no, "表计编号": register.meter_no, "示数类型": register.name,
            "电费年月": month,
            "上次抄表日": day(register.previous_on), "抄表日": day(register.read_on), "上次示数": register.previous,
            "本次示数": register.current, "倍率": point.multiplier_of(month),
            "抄见数": quantity(register.name, register.difference, point.multiplier_of(month)),
            "抄表方式": "自动" if customer.kv != "0.38" else "手工", "翻转": "是" if register.rolled else "否",
        }
        for point in points
        for register in point.readings[month]
    ]  # fmt: skip


def quantity(register: str, difference: Decimal, multiplier: int) -> Decimal:
    """Return what a register counted: whole kWh and kvarh, kW as they come."""
    return difference * multiplier if register == "最大需量" else half_up(difference * multiplier)


def bill_no(customer: Customer, month: str) -> str:
    """Return the number of a customer's bill."""
    return f"4299{month.replace('-', '')}{customer.order:06}"


def bill_row(customer: Customer, month: Month) -> dict[str, object]:
    """Return a bill's row."""
    year, number = map(int, month.month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    waiting = month.month == MONTH and customer.order % 6 == 0
    return {
        "电费编号": bill_no(customer, month.month), "用户编号": customer.no, "用户名称": customer.name,
        "电费年月": month.month,
        "计费起日": date(year, number, 1), "计费止日": date.fromordinal(following.toordinal() - 1),
        "发行状态": "待发行" if waiting else "已发行", "冲正原单": None, "应交日期": due_on(month.month),
        "总计费电量(kWh)": month.kwh,
        "应收电费(元)": month.total, "实际力率": month.power_factor, "力调系数(%)": month.percent,
    }  # fmt: skip


def line_rows(customer: Customer, bill: Bill) -> list[dict[str, object]]:
    """Return the lines of January's bill."""
    return [
        {
            "账单编号": bill_no(customer, MONTH), "行号": number, "户号": customer.no, "电费年月": MONTH,
            "费用组成": row.component,
            "分时时段": row.period if row.component not in {"容量电费", "需量电费", "力调电费"} else None,
            "计量点号": row.point_no,
            "计费数量": row.quantity, "计费天数": row.days, "计费标准": row.price, "电费金额(元)": row.amount,
            "电价月份": None if row.component == "力调电费" else MONTH, "工单号": None,
        }
        for number, row in enumerate(bill.rows, start=1)
    ]  # fmt: skip


def receipt_rows(customer: Customer, receipts: list[Receipt]) -> list[dict[str, object]]:
    """Return what a customer has paid."""
    assert active(customer) or all(r.month < MONTH for r in receipts)
    return [
        {
            "收款编号": f"S{receipt.received_on:%Y%m%d}{customer.order:04}{number:02}",
            "核销账单": bill_no(customer, receipt.month),
            "用户编号": customer.no, "到账日期": receipt.received_on, "实收电费(元)": receipt.principal,
            "实收违约金(元)": receipt.late_fee,
            "收款方式": receipt.way, "票据到期日": receipt.matures_on,
        }
        for number, receipt in enumerate(receipts, start=1)
    ]  # fmt: skip
