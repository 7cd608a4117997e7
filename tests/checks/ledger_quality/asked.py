"""Ask one check of the ledger about one customer, through the real reader and the shipped rules."""

from datetime import date
from functools import cache
from pathlib import Path

from sheets import book

from addin import checks
from addin.reading import read_books
from addin.register import CHECKS, run
from addin.rulebook import Rulebook
from addin.tables import FILLED

checks.load()
AS_OF = date(2026, 1, 31)
NO = "4200000000001"
GOOD = {
    "户号": f"'{NO}'", "户名": "江城钢管厂", "用户状态": "正常", "合同容量": "1000", "运行容量": "1000",
    "供电电压": "交流10kV", "计量方式": "高供高计", "行业分类": "C3392", "用电类别": "工商业-两部制",
    "重要电力用户等级": "否",
}  # fmt: skip


@cache
def rulebook():
    return Rulebook.load(Path(__file__).parents[3] / "rules.xlsx")


def customer(**changes):
    row = {**GOOD, **changes}
    return "|".join(row) + "\n" + "|".join(row.values())


def rows(code, tmp_path, sheets=None, *, tables=None, **cells):
    """Run a check on one customer; ``cells`` replace those of a plain one, ``tables`` change the rules."""
    ledger = read_books([book(tmp_path, {"客户台账": customer(**cells), **(sheets or {})})])
    known = Rulebook({**rulebook().tables, **tables}, rulebook().ledger, rulebook().path) if tables else rulebook()
    facts = {name: ledger[name] for name in FILLED} | {"ledger": ledger, "rules": known.on(AS_OF, "湖北")}
    facts |= {"as_of": AS_OF, "month_end": AS_OF, "month": "2026-01"}
    return run([CHECKS[code]], facts, {})[code].rows


def found(code, tmp_path, sheets=None, **cells):
    """Return the messages of what a check found."""
    told = rows(code, tmp_path, sheets, **cells)
    return list(told[told["outcome"] != "未能核查"]["message"])


def unsure(code, tmp_path, sheets=None, **cells):
    """Return the messages of what a check could not decide."""
    told = rows(code, tmp_path, sheets, **cells)
    return list(told[told["outcome"] == "未能核查"]["message"])
