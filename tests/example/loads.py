"""What the load system says of January's last thirty days: who stood still, on both sides of the worst band."""

from datetime import timedelta

from archive import AS_OF
from cast import Customer

SUNDAY = 7
DAYS = 30
IDLE_WORKING_DAYS = {"永固建材": 21, "众诚汽配": 20, "东升纸箱": 0}
"""More than twenty idle days are the worst band of 风险-R14; Sundays are days of rest and do not count."""


def load_rows(customers: dict[str, Customer]) -> list[dict[str, object]]:
    """Return a row per customer and day."""
    return [row for short, idle in IDLE_WORKING_DAYS.items() for row in _days(customers[short], idle)]


def _days(customer: Customer, idle: int) -> list[dict[str, object]]:
    """Return thirty days, the first working ones without load, every Sunday without load."""
    rows, left = [], idle
    for ago in range(DAYS - 1, -1, -1):
        day = AS_OF - timedelta(days=ago)
        stands = day.isoweekday() == SUNDAY or left > 0
        left -= stands and day.isoweekday() != SUNDAY
        most = 0 if stands else int(customer.kva) * (40 + day.day % 7) // 100
        rows.append({
            "户号": customer.no, "日期": day, "最大负荷(kW)": most, "最小负荷(kW)": most // 10,
            "平均负荷(kW)": most * 6 // 10, "无负荷": "是" if stands else "否",
        })  # fmt: skip
    return rows
