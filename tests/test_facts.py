"""What 设置 says of the run, and which facts are reckoned for it."""

import pytest

from addin import checks
from addin.facts import RECKONED, JobError, period_of, province_of, reckon, sources_of
from addin.register import CHECKS
from addin.tables import FILLED


@pytest.mark.parametrize("written", ["2026-01", "2026-01-01", "2026年1月", "2026/1", "202601", "２０２６-01"])
def test_the_month_is_understood_as_people_and_excel_write_it(written):
    assert period_of({"月份": written}, None, None).month == "2026-01"


@pytest.mark.parametrize("written", ["", "2026.1", "2026-13", "一月"])
def test_a_month_that_may_be_another_is_refused(written):
    with pytest.raises(JobError, match="「设置」表「月份」：看到"):
        period_of({"月份": written}, None, None)


@pytest.mark.parametrize(
    ("written", "name"),
    [("湖北省", "湖北"), ("湖北", "湖北"), ("北京市", "北京"), ("广西壮族自治区", "广西"), ("内蒙古自治区", "内蒙古")],
)
def test_a_province_may_be_written_in_full(written, name):
    assert province_of({"省份": written}) == name


GIVEN = {"ledger", "rulebook", "rules", "settings", "province", "month", "month_start", "month_end", "as_of"}
GIVEN |= {"earlier_grades", "earlier_risks", *FILLED}
"""The facts that need no reckoning."""


def test_every_check_and_every_fact_names_facts_that_there_are():
    checks.load()
    named = {f"{code}: {name}": name for code, one in CHECKS.items() for name in one.needs}
    named |= {f"{fact}: {name}": name for fact, run in RECKONED.items() for name in sources_of(run)}
    assert [who for who, name in named.items() if name not in {*GIVEN, *RECKONED}] == []


def test_a_fact_is_reckoned_once_with_what_it_stands_on_and_no_other(monkeypatch):
    reckoned = []
    monkeypatch.setitem(RECKONED, "usage", lambda bills: reckoned.append("usage") or bills)
    monkeypatch.setitem(RECKONED, "grades", lambda usage: reckoned.append("grades") or usage)
    monkeypatch.setitem(RECKONED, "risks", lambda usage: reckoned.append("risks") or usage)
    facts = reckon({"bills": 1}, ["grades", "risks", "bills"])
    assert (reckoned, facts) == (["usage", "grades", "risks"], dict.fromkeys(("bills", "usage", "grades", "risks"), 1))
