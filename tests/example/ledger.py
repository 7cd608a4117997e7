"""The example's two workbooks as rows of cells, before anybody made a mistake in them."""

from dataclasses import dataclass, field
from decimal import Decimal

import affairs
import archive
import loads
import plant
import records
import safety
import terms
from cast import Customer, read_cast
from history import MONTH, Month, bills, january, metered, receipts, segments
from metering import Point
from pricing import Bill, Usage, price_bill
from usages import usage

LEDGER_SHEETS = (
    "设置", "客户台账", "联系人", "电源", "变压器台账", "容量变动", "用电设备清单", "计费参数", "需量核定", "代理购电加价名单",
    "市场价格", "计量点",
    "换表记录", "担保与还款协议",
    "外部风险", "合同台账", "变更台账", "检查记录", "隐患台账", "违约用电", "等级变更", "通知书登记", "列名对照",
)  # fmt: skip
RECORD_SHEETS = ("抄表记录", "负荷日表", "电费账单", "账单明细", "收费记录", "退补工单")

Cells = dict[str, object]


@dataclass
class Example:
    """The sheets by title, and what they were made from."""

    customers: dict[str, Customer]
    points: dict[str, list[Point]] = field(default_factory=dict)
    bills: dict[str, Bill] = field(default_factory=dict)
    months: dict[str, list[Month]] = field(default_factory=dict)
    sheets: dict[str, list[Cells]] = field(default_factory=dict)

    def rows(self, title: str, short: str | None = None, **cells: object) -> list[Cells]:
        """Return the rows of a sheet that belong to a customer and hold the given cells."""
        no = self.customers[short].no if short else None
        return [
            row
            for row in self.sheets[title]
            if _fits(row, no) and all(row[name] == cell for name, cell in cells.items())
        ]

    def row(self, title: str, short: str | None = None, **cells: object) -> Cells:
        """Return the one row that fits."""
        (row,) = self.rows(title, short, **cells)
        return row

    def usage(self, short: str) -> Usage:
        """Return what a customer's January bill is made from."""
        customer = self.customers[short]
        return usage(customer, self.points[short], MONTH, segments(customer))

    def issue(self, short: str, made: Usage) -> Bill:
        """Put the bill of ``made`` in the place of the customer's January bill."""
        bill = price_bill(made)
        customer = self.customers[short]
        month = Month(MONTH, bill.kwh, bill.total, bill.power_factor, bill.percent)
        self.row("电费账单", short, 电费年月=MONTH).update(records.bill_row(customer, month))
        place = self.sheets["账单明细"].index(self.rows("账单明细", short)[0])
        kept = [row for row in self.sheets["账单明细"] if not _fits(row, customer.no)]
        self.sheets["账单明细"] = kept[:place] + records.line_rows(customer, bill) + kept[place:]
        return bill


def _fits(row: Cells, no: str | None) -> bool:
    return no is None or no in (row.get("户号"), row.get("用户编号"))


def build() -> Example:
    """Build the example without a fault."""
    example = Example({customer.short: customer for customer in read_cast()})
    for short, customer in example.customers.items():
        points = example.points[short] = metered(customer)
        example.bills[short] = january(customer, points)
        example.months[short] = bills(customer, points, example.bills[short])
    example.sheets = _archive_sheets(example) | _affairs_sheets(example) | _record_sheets(example)
    return example


def _archive_sheets(example: Example) -> dict[str, list[Cells]]:
    people = list(example.customers.values())
    using = [customer for customer in people if archive.active(customer)]
    points = {customer.no: example.points[customer.short] for customer in people}
    return {
        "客户台账": [archive.customer_row(c) for c in people],
        "联系人": [row for c in people for row in archive.contact_rows(c)],
        "电源": [row for c in people for row in plant.supply_rows(c)],
        "变压器台账": [row for c in people for row in plant.device_rows(c)],
        "容量变动": [row for c in people for row in plant.capacity_rows(c)],
        "用电设备清单": [row for c in using if c.kv == "10" and c.order % 2 for row in plant.appliance_rows(c)],
        "计费参数": [row for c in people for row in terms.terms_rows(c, points[c.no])],
        "代理购电加价名单": [terms.multiple_row(c) for c in using if "倍" in c.marks],
        "需量核定": [row for c in using for row in terms.demand_rows(c, points[c.no])],
        "市场价格": [row for c in using for row in terms.market_rows(c)],
        "计量点": [row for c in people for row in terms.point_rows(c, points[c.no])],
        "换表记录": [row for c in people for row in terms.meter_change_rows(c, points[c.no])],
    }


def _affairs_sheets(example: Example) -> dict[str, list[Cells]]:
    by_name, people = example.customers, list(example.customers.values())
    using = [customer for customer in people if archive.active(customer)]
    averages = {
        short: sum((m.total for m in months), Decimal(0)) / len(months) for short, months in example.months.items()
    }
    hazards = [(by_name[hazard[0]], number, hazard) for number, hazard in enumerate(safety.HAZARDS, start=1)]
    inspections = [safety.inspection_row(c) for c in using] + [
        safety.hazard_inspection_row(c, h) for c, _, h in hazards
    ]
    return {
        "设置": affairs.settings_rows(),
        "担保与还款协议": affairs.security_rows(by_name, averages),
        "外部风险": [affairs.outside_risk_row(c) for c in using if c.order not in affairs.UNSEEN],
        "合同台账": [affairs.contract_row(c) for c in people],
        "变更台账": sorted(
            [r for c in people for r in affairs.change_rows(c)] + affairs.other_change_rows(by_name),
            key=lambda r: r["申请日"],
        ),
        "检查记录": sorted(inspections, key=lambda row: row["检查编号"]),
        "隐患台账": [safety.hazard_row(*each) for each in hazards],
        "等级变更": [affairs.grade_change_row(c) for c in using if c.grade and c.connected_on < "2025"],
        "通知书登记": safety.register_rows(by_name),
        "列名对照": affairs.column_name_rows(),
    }


def _record_sheets(example: Example) -> dict[str, list[Cells]]:
    people = list(example.customers.values())
    using = [customer for customer in people if archive.active(customer)]
    sheets = {
        "抄表记录": [
            r for m in ("2025-12", MONTH) for c in using for r in records.reading_rows(c, example.points[c.short], m)
        ],
        "负荷日表": loads.load_rows(example.customers),
        "电费账单": [records.bill_row(c, month) for c in people for month in example.months[c.short]],
        "账单明细": [row for c in using for row in records.line_rows(c, example.bills[c.short])],
        "收费记录": [row for c in people for row in records.receipt_rows(c, receipts(c, example.months[c.short]))],
    }
    sheets["电费账单"].sort(key=lambda row: (row["电费年月"], row["电费编号"]))
    sheets["收费记录"].sort(key=lambda row: (row["到账日期"], row["收款编号"]))
    return sheets
