"""The month after: bills of February beside the example, for 电费-A03, which January is never asked.

January and February are compared with the year before as a pair (审核阈值 春节:合并月份), since the Spring Festival falls
in either. A third workbook holds the bills of February, as a company would hand it over; no check is imported.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
from measures import half_up
from openpyxl.worksheet.worksheet import Worksheet

MONTH = "2026-02"
PLANTED = ("楚江卓越模具有限公司", "一月二月合计比上年同期多一半又 1 kWh")
NEAR = ("楚江凌云电子有限公司", "一月二月合计比上年同期正好多一半")
HEADINGS = (
    "电费编号",
    "户号",
    "用户名称",
    "电费年月",
    "计费起日",
    "计费止日",
    "发行状态",
    "总计费电量(kWh)",
    "应收电费(元)",
)
Used = dict[str, dict[str, int]]
"""kWh by 户名 and month."""


def write_bills(records: Path, path: Path) -> Path:
    """Write February's bills of everybody who used in January no more than in both months a year ago; return the path."""
    used, numbers = _used(records)
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "电费账单"
    sheet.append(HEADINGS)
    for place, (name, months) in enumerate(used.items(), 1):
        kwh, price = _kwh(name, months), Decimal("0.6")
        if kwh is not None:
            row = (f"4299202602{place:06}", numbers[name], name, MONTH, date(2026, 2, 1), date(2026, 2, 28), "已发行")
            sheet.append((*row, kwh, float(half_up(kwh * price, 2))))
    workbook.save(path)
    return path


def _kwh(name: str, months: dict[str, int]) -> int | None:
    """Return February's energy: the pair is what it was a year ago, but for the planted one and its neighbour."""
    if not {"2025-01", "2025-02", "2026-01"} <= set(months):
        return None
    then, now = months["2025-01"] + months["2025-02"], months["2026-01"]
    if name in {PLANTED[0], NEAR[0]}:
        return then + then // 2 - now + (1 if name == PLANTED[0] else 0)
    return then - now if then >= now else None


def _used(records: Path) -> tuple[Used, dict[str, str]]:
    """Return what each customer used by month, instalments together, reversed bills left out, and its 户号, from the workbook of bills."""
    sheet = openpyxl.load_workbook(records, read_only=True)["电费账单"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if "电费年月" in row)
    places = {str(title): at for at, title in enumerate(rows[head]) if title}
    used: Used = {}
    numbers = {}
    for row in rows[head + 1 :]:
        name, month, kwh = (row[places[title]] for title in ("用户名称", "电费年月", "总计费电量(kWh)"))
        if name and kwh is not None and row[places["发行状态"]] != "已冲正" and not row[places["冲正原单"]]:
            months = used.setdefault(str(name), {})
            months[str(month)] = months.get(str(month), 0) + int(kwh)
            numbers[str(name)] = str(row[places["用户编号"]])
    return used, numbers
