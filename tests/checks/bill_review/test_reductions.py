"""审计-A27: a reduction that is not permanent ends within two years."""

from datetime import date

import pytest
from billing_area import NO, outcome_of
from billing_cases import TWO_TRANSFORMERS
from together import together

ORDER = {"申请编号": "G1", "户号": NO, "申请日": date(2024, 1, 1), "状态": "已完成"}


def reduced(on, until=None, event="减容", **cells):
    usual = {"设备编号": "T2", "户号": NO, "变动时刻": f"{on} 09:00", "变动类型": event, "变动后容量": None,
             "业务": "减容", "批准止日": until and date.fromisoformat(until), "工单号": "G1"}  # fmt: skip
    return usual | cells


def sheets(*changes, kind="减容(非永久)"):
    orders = [ORDER | {"变更类型": kind}] if kind else []
    return {"受电设备": TWO_TRANSFORMERS, "容量变动": changes} | ({"变更台账": orders} if orders else {})


def found(*changes, kind="减容(非永久)"):
    """Return what is said on 31 January 2026."""
    return outcome_of((yield "审计-A27", sheets(*changes, kind=kind)))[1]


@together
@pytest.mark.parametrize(
    ("on", "words"),
    [("2024-04-02", []), ("2024-04-01", ["提示"]), ("2024-02-02", ["提示"]), ("2024-02-01", ["不符"])],
)
def test_from_twenty_two_months_on_it_is_told_and_at_two_years_it_is_an_error(on, words):
    assert [word for word, _ in (yield from found(reduced(on)))] == words


@together
def test_what_is_said_of_two_years():
    [(_, said)] = yield from found(reduced("2023-12-20"))
    assert said == "设备 T2 从 2023-12-20 起减容，已满 25 个月，非永久性减容最长 24 个月"


@together
@pytest.mark.parametrize(("until", "count"), [("2027-12-31", 0), ("2028-01-01", 1)])
def test_an_approval_of_more_than_two_years_is_an_error_on_its_first_day(until, count):
    assert len((yield from found(reduced("2026-01-01", until), kind=None))) == count


@together
def test_a_permanent_reduction_and_one_that_was_taken_back_are_not_asked():
    old = reduced("2020-01-01")
    assert outcome_of((yield "审计-A27", sheets(old, kind="减容(永久)"))) == (0, [])
    back = reduced("2021-01-01", event="减容恢复")
    assert outcome_of((yield "审计-A27", sheets(old, back))) == (0, [])
    assert outcome_of((yield "审计-A27", sheets(reduced("2020-01-01", "2021-12-31")))) == (0, [])


@together
@pytest.mark.parametrize(
    ("on", "words"), [("2024-04-02", []), ("2024-04-01", ["未能核查"]), ("2020-01-01", ["未能核查"])]
)
def test_a_long_one_of_which_nobody_says_whether_it_is_permanent_is_unknown(on, words):
    said = yield from found(reduced(on), kind=None)
    assert [word for word, _ in said] == words
    assert all("永久或非永久" in message for _, message in said)


@together
def test_a_sealing_under_a_reduction_counts_and_a_suspension_does_not():
    sealed = reduced("2023-06-01", event="封停")
    assert [word for word, _ in (yield from found(sealed))] == ["不符"]
    assert (yield from found(sealed | {"业务": "暂停"})) == []
