"""Grade customers written as a small sheet, through the real reader and the shipped rules."""

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
from sheets import book

from addin import checks
from addin.billing.history import usage
from addin.checks.grading import grade_customers
from addin.reading import read_books
from addin.register import CHECKS, run
from addin.rulebook import Rulebook

checks.load()
AS_OF = date(2026, 1, 31)
NO = "4200000000001"
GOOD = {
    "户号": f"'{NO}'", "户名": "江城钢管厂", "统一社会信用代码": "'91350100M000100Y43'", "客户类型": "工业",
    "行业分类": "C3392", "合同容量": "1000", "重要电力用户等级": "否", "用户状态": "正常", "送电日期": "2015-03-01",
    "现等级": "三级", "备注": "",
}  # fmt: skip
GRADE_HISTORY = pd.DataFrame(columns=["month", "customer_no", "suggested_grade", "current_grade"])
RISK_HISTORY = pd.DataFrame(columns=["month", "customer_no", "level", "score"])


@cache
def rulebook():
    return Rulebook.load(Path(__file__).parents[3] / "rules.xlsx")


@cache
def rules(**changes):
    """Return the rules in force; ``changes`` replace cells of 重要性与贡献规则 by key, a word or a number."""
    tables = dict(rulebook().tables)
    table = tables["grading_parameters"].copy()
    for key, cell in changes.items():
        table.loc[table["key"] == key, "text" if isinstance(cell, str) else "value"] = cell
    tables["grading_parameters"] = table
    return Rulebook(tables, rulebook().ledger, rulebook().path).on(AS_OF, "湖北")


def year(  # noqa: PLR0913, PLR0917
    kwh, yuan, months=12, end="2025-12", late=(), unpaid=(), growth=None
):
    """A year of bills due on the 20th of the next month, with receipts; ``growth`` [%] adds the year before."""
    lines, paid = (
        ["账单号|户号|月份|起日|止日|发行状态|交费截止日|总电量|总电费"],
        ["收款号|账单号|户号|到账日|本金|方式"],
    )
    history = pd.period_range(end=end, periods=months, freq="M")
    before = [] if growth is None else pd.period_range(end=history[0] - 1, periods=12, freq="M")
    for month in [*before, *history]:
        amount = kwh if month in history else kwh / (1 + growth / 100)
        due = f"{month + 1}-20"
        lines.append(f"'B{month}'|'{NO}'|{month}|{month}-01|{month}-28|已发行|{due}|{amount}|{yuan}")
        if str(month) not in unpaid:
            day = f"{month + 1}-28" if str(month) in late else f"{month + 1}-18"
            paid.append(f"'R{month}'|'B{month}'|'{NO}'|{day}|{yuan}|转账")
    return {"电费账单": "\n".join(lines), "收款记录": "\n".join(paid)}


def grades(  # noqa: PLR0913
    tmp_path, sheets=None, *, earlier=GRADE_HISTORY, risks=RISK_HISTORY, month="2026-01", changes=None, **cells
):
    """Grade one customer; ``cells`` replace those of a plain one."""
    row = {**GOOD, **cells}
    text = "|".join(row) + "\n" + "|".join(row.values())
    ledger = read_books([book(tmp_path, {"客户台账": text, **(sheets or {})})])
    names = ("customers", "receipts", "bills", "grade_changes")
    return ledger, grade_customers(
        **{name: ledger[name] for name in names},
        usage=usage(ledger["bills"]),
        rules=rules(**(changes or {})),
        settings={},
        month=month,
        as_of=AS_OF,
        earlier_grades=earlier,
        earlier_risks=risks,
    )


def graded(tmp_path, sheets=None, **options):
    """Return the customer's row of 分级结果."""
    return grades(tmp_path, sheets, **options)[1].iloc[0]


def found(code, tmp_path, sheets=None, **options):
    """Run a check on the customer; return outcome and message of what it says."""
    ledger, frame = grades(tmp_path, sheets, **options)
    facts = {"customers": ledger["customers"], "grades": frame, "rules": rules()}
    rows = run([CHECKS[code]], facts, {})[code].rows
    return list(zip(rows["outcome"], rows["message"], strict=True))
