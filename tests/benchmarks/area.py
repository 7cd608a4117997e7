"""A whole supply area, made up: as many customers as asked, 13 months of bills, one month in full.

Plain and repeatable: customer ``i`` is the same in every run. Bills are right, but for one customer in fifty.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import xlsxwriter
from stdnum.cn import uscc

from addin.tables import FILLED

MONTH = "2026-01"
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)] + [MONTH]
FIRST, LAST, BEFORE = date(2026, 1, 1), date(2026, 1, 31), date(2025, 12, 31)
CAPACITY_KVA, MULTIPLIER = 1000, 2000
PERIODS = {"尖": 12, "峰": 33, "平": 30, "谷": 25}
"""Metered difference of each period's register, in hundredths of 800 units."""
PRICES = {"尖": "1.049999", "峰": "0.848961", "平": "0.651886", "谷": "0.432924"}
FIXED = {"输配电": "0.1263", "系统运行": "0.082273", "政府性基金": "0.0452"}
LINE_LOSS = "0.013643"
"""Of the purchase; printed in rows of its own."""
TRANSFORMERS = 4
"""Of a customer, equal; each has a row of 容量电费."""
CAPACITY_PRICE = Decimal("26.3")
FEN = Decimal("0.01")
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""Of the check digit of the organisation code (GB 11714) within a 统一社会信用代码."""


def customer_no(i: int) -> str:
    """Return the i-th 户号."""
    return f"42{i:011d}"


def energy(i: int) -> dict[str, int]:
    """Return customer i's kWh by period; two decimals on the register times 2,000."""
    size = 40 + i % 90
    return {period: size * share * MULTIPLIER // 100 for period, share in PERIODS.items()}


def money(value: Decimal) -> Decimal:
    """Return yuan rounded half up to the fen."""
    return value.quantize(FEN, ROUND_HALF_UP)


def credit_code(i: int) -> str:
    """Return a well-formed 统一社会信用代码."""
    organisation = f"MA{i:06d}"
    rest = sum(weight * int(sign, 36) for weight, sign in zip(WEIGHTS, organisation, strict=True)) % 11
    body = "91420100" + organisation + "0X987654321"[rest]
    return body + uscc.calc_check_digit(body)


def bill_lines(i: int) -> list[list[object]]:
    """Return the rows of customer i's bill of the month: fixed components by period too, as some exports print them."""
    used, fixed = energy(i), sum(map(Decimal, FIXED.values()))
    lost = Decimal(LINE_LOSS)
    rows = [["购电", period, kwh, Decimal(PRICES[period]) - fixed - lost] for period, kwh in used.items()]
    parts = {"上网环节线损": LINE_LOSS, **FIXED}
    rows += [[part, period, kwh, Decimal(price)] for part, price in parts.items() for period, kwh in used.items()]
    rows += [["容量电费", "总", CAPACITY_KVA // TRANSFORMERS, CAPACITY_PRICE]] * TRANSFORMERS
    priced = [[*row, money(row[2] * row[3])] for row in rows]
    base = sum(row[4] for row in priced if row[0] != "政府性基金")
    priced.append(["力调电费", "总", base, Decimal("-0.75"), money(base * Decimal("-0.75") / 100)])
    return priced


def customers(count: int) -> Iterator[dict[str, object]]:
    """Yield the rows of 客户台账."""
    for i in range(count):
        yield {
            "customer_no": customer_no(i), "customer_name": f"江城第{i}机械有限公司", "credit_code": credit_code(i),
            "legal_representative": "张三", "address": f"江城市工业大道{i}号", "customer_kind": "工业", "industry_code": "C3411",
            "energy_intensive": "否", "usage_class": "工商业-两部制", "supply_voltage": "交流10kV",
            "contract_capacity_kva": CAPACITY_KVA, "running_capacity_kva": CAPACITY_KVA, "metering_side": "高供高计",
            "supply_kind": "单电源单回路", "load_class": "三类", "importance": "否", "disturbing_load": "否", "shifts": "三班",
            "resupply": "无转供", "market_kind": "电网代理购电", "settlement": "抄表结算", "prepaid_kind": "非预付",
            "reading_day": 31, "due_day": 20, "opened_on": date(2015, 3, 1), "connected_on": date(2015, 4, 1), "state": "正常",
            "outage": "未停电", "site_kind": "业主", "grade": "三级", "graded_on": date(2025, 1, 20), "manager": f"经理{i % 40}",
            "bureau": "江城供电公司", "archive_no": f"D{i:06d}", "inspection_months": 12, "last_inspected_on": date(2025, 9, 1),
        }  # fmt: skip


def devices(count: int) -> Iterator[dict[str, object]]:
    """Yield the rows of 受电设备."""
    for i in range(count):
        yield {
            "device_no": f"T{i:09d}", "customer_no": customer_no(i), "device_kind": "变压器", "model": "S13-M-1000",
            "rated_kva": CAPACITY_KVA, "standby": "运行", "loss_method": "无", "on_load_tap_changer": "否",
            "commissioned_on": date(2015, 4, 1), "state": "运行", "tested_on": date(2025, 5, 1),
        }  # fmt: skip


def terms(count: int) -> Iterator[dict[str, object]]:
    """Yield the rows of 计费参数."""
    for i in range(count):
        yield {
            "customer_no": customer_no(i), "effective_on": date(2023, 6, 1), "tariff_class": "工商业", "tariff_kind": "两部制",
            "pricing_voltage": "1-10(20)kV", "capacity_mode": "按容量", "power_factor_standard": "0.90",
            "market_kind": "电网代理购电",
        }  # fmt: skip


def points(count: int) -> Iterator[dict[str, object]]:
    """Yield the rows of 计量点."""
    for i in range(count):
        yield {
            "point_no": f"P{i:09d}", "customer_no": customer_no(i), "relation": "总表", "purpose": "结算", "tariff_class": "工商业",
            "metering_side": "高供高计", "meter_no": f"M{i:09d}", "meter_digits": 6, "current_ratio": "100/5",
            "voltage_ratio": "10000/100", "multiplier": MULTIPLIER, "with_power_factor": "是", "effective_on": date(2015, 4, 1),
        }  # fmt: skip


def readings(count: int) -> Iterator[dict[str, object]]:
    """Yield ten rows of 抄表记录 for each customer: six registers of the month, four of the month before."""
    for i in range(count):
        used = energy(i)
        shown = {f"正向有功{period}": kwh for period, kwh in used.items()}
        shown = {"正向有功总": sum(used.values()), **shown, "正向无功总": sum(used.values()) // 4}
        for register, quantity in shown.items():
            yield reading(i, register, MONTH, (BEFORE, LAST), 5000, quantity)
        for register, quantity in list(shown.items())[:4]:
            before = (date(2025, 11, 30), BEFORE)
            yield reading(i, register, "2025-12", before, 5000 - quantity / MULTIPLIER, quantity)


def reading(  # noqa: PLR0913, PLR0917 - a reading has this many parts
    i: int, register: str, month: str, days: tuple[date, date], start: float, quantity: int
) -> dict[str, object]:
    """Return one row of 抄表记录."""
    return {
        "point_no": f"P{i:09d}", "customer_no": customer_no(i), "meter_no": f"M{i:09d}", "register": register, "month": month,
        "previous_on": days[0], "read_on": days[1], "previous_reading": round(start, 2),
        "current_reading": round(start + quantity / MULTIPLIER, 2), "multiplier": MULTIPLIER, "metered_quantity": quantity,
        "reading_way": "自动", "rollover": "否",
    }  # fmt: skip


def bills(count: int) -> Iterator[dict[str, object]]:
    """Yield 13 months of 电费账单; every fiftieth customer's last bill is wrong by 100 yuan."""
    for i in range(count):
        total = sum(row[4] for row in bill_lines(i))
        for place, month in enumerate(MONTHS):
            wrong = 100 if month == MONTH and i % 50 == 0 else 0
            yield {
                "bill_no": bill_no(i, month), "customer_no": customer_no(i), "month": month, "state": "已发行",
                "starts_on": date.fromisoformat(f"{month}-01"), "ends_on": last_day(place), "due_on": due_day(place),
                "energy_kwh": sum(energy(i).values()), "charge_yuan": total + wrong, "power_factor": 0.97,
                "adjustment_percent": -0.75,
            }  # fmt: skip


def last_day(place: int) -> date:
    """Return the last day of the month at a place of ``MONTHS``."""
    later = MONTHS[place + 1] if place + 1 < len(MONTHS) else "2026-02"
    return date.fromordinal(date.fromisoformat(f"{later}-01").toordinal() - 1)


def due_day(place: int) -> date:
    """Return the 20th of the month after the one at a place of ``MONTHS``."""
    return date.fromordinal(last_day(place).toordinal() + 20)


def bill_no(i: int, month: str) -> str:
    """Return the 账单号 of a customer and month."""
    return f"B{month.replace('-', '')}{i:07d}"


def lines(count: int) -> Iterator[dict[str, object]]:
    """Yield the rows of 账单明细 of the month."""
    names = ("component", "period", "quantity", "unit_price", "amount_yuan")
    for i in range(count):
        stamp = {"bill_no": bill_no(i, MONTH), "customer_no": customer_no(i), "month": MONTH, "price_month": MONTH}
        for number, row in enumerate(bill_lines(i), 1):
            yield stamp | {"line_no": number} | dict(zip(names, row, strict=True))


def receipts(count: int) -> Iterator[dict[str, object]]:
    """Yield the payments of the bills before the month, all on time."""
    for i in range(count):
        total = sum(row[4] for row in bill_lines(i))
        for place, month in enumerate(MONTHS[:-1]):
            yield {
                "receipt_no": f"R{month}{i:07d}", "bill_no": bill_no(i, month), "customer_no": customer_no(i),
                "received_on": due_day(place), "principal_yuan": total, "payment_way": "转账",
            }  # fmt: skip


def settings(_: int) -> Iterator[dict[str, object]]:
    """Yield the rows of 设置."""
    yield from (
        {"key": key, "value": value}
        for key, value in (("供电公司全称", "江城供电公司"), ("省份", "湖北"), ("月份", MONTH))
    )


SHEETS = {
    "settings": settings, "customers": customers, "devices": devices, "billing_terms": terms, "metering_points": points,
    "readings": readings, "bills": bills, "bill_lines": lines, "receipts": receipts,
}  # fmt: skip


def make(path: Path, count: int, names: Sequence[str] = tuple(SHEETS)) -> Path:
    """Write the area's workbook, row by row."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name in names:
        table = FILLED[name]
        sheet = book.add_worksheet(table.title)
        sheet.write_row(0, 0, [column.heading for column in table])
        for number, row in enumerate(SHEETS[name](count), 1):
            sheet.write_row(number, 0, [plain(row.get(column.name)) for column in table])
    book.close()
    return path


def plain(value: object) -> object:
    """Return what XlsxWriter writes of a value: exact decimals as the nearest cell number."""
    return float(value) if isinstance(value, Decimal) else value
