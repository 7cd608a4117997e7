"""Which days a bill covers when a customer begins or ends within the month: by two of archive, readings and bill."""

from datetime import date

import pytest
from billing_area import NO, amounts, printed, registers, word_of
from together import together

NEW, BEFORE, OLD = date(2026, 1, 15), date(2026, 1, 14), date(2025, 12, 31)
CONTRACT = {"容需量计费方式": "合同最大需量", "合同需量": 600}
WHOLE, PART = 2_520_000, 1_381_935
"""42 × 600 = 25,200.00 yuan; of 17 of 31 days 13,819.35."""


def sheets(*, terms=None, connected=None, previous=OLD, bill=None, **cells):
    """Return a demand customer whose terms, connection, reading and bill begin as said."""
    found = {"计费参数": CONTRACT | ({"生效日期": terms} if terms else {}) | cells}
    found["抄表记录"] = registers(demand=500, 上次抄表日=previous)
    found |= {"客户台账": {"送电日期": connected}} if connected else {}
    return found | (printed(bill={"起日": bill}) if bill else {})


def demand_fen(changes):
    return sum(row[4] for row in amounts((yield changes)) if row[0] == "需量电费")


@together
@pytest.mark.parametrize(
    ("facts", "fen"),
    [
        ({"terms": NEW, "connected": NEW, "previous": NEW, "bill": NEW}, PART),
        ({"terms": NEW, "connected": NEW, "previous": BEFORE, "bill": NEW}, PART),
        ({"terms": NEW, "connected": NEW, "previous": NEW}, PART),
        ({"terms": NEW, "connected": NEW, "previous": None}, PART),
        ({"terms": NEW, "connected": NEW, "previous": None, "bill": NEW}, PART),
        ({"connected": NEW, "previous": NEW}, PART),
        ({"terms": NEW, "previous": BEFORE}, PART),
        ({"connected": NEW, "previous": None, "bill": NEW}, PART),
        ({"terms": NEW, "connected": NEW, "previous": NEW, "bill": date(2026, 1, 1)}, PART),
    ],
)
def test_a_customer_that_two_sources_say_is_new_pays_demand_by_its_days(facts, fen):
    """42 × 600 × 17 ÷ 31 = 13,819.35 yuan, by a start reading of the day itself or of the evening before."""
    assert (yield from demand_fen(sheets(**facts))) == fen


@together
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"bill": NEW},
        {"terms": NEW},
        {"connected": NEW},
        {"terms": NEW, "connected": NEW},
        {"connected": NEW, "previous": None},
        {"terms": NEW, "connected": date(2026, 1, 16), "previous": None},
    ],
)
def test_a_beginning_that_only_one_source_tells_changes_no_money(facts):
    """A bill whose days nobody confirms is 电费-A11; terms renewed on a day are no new customer."""
    assert (yield from demand_fen(sheets(**facts))) == WHOLE


@together
@pytest.mark.parametrize("sheet", ["电费账单", "抄表记录"])
def test_a_customer_that_was_billed_or_read_before_does_not_begin_in_the_month(sheet):
    """Terms renewed on the day on which the meter was changed are no new customer, whoever forgot the old meter."""
    changes = sheets(terms=NEW, previous=BEFORE)
    assert (yield from demand_fen(changes)) == PART
    before = {
        "电费账单": {"账单号": "B0", "户号": NO, "月份": "2025-12"},
        "抄表记录": registers()[0] | {"月份": "2025-12"},
    }
    rows = [before[sheet], *changes.get(sheet, [])]
    assert (yield from demand_fen(changes | {sheet: rows})) == WHOLE


@together
@pytest.mark.parametrize(
    ("expires", "read", "fen"),
    [(21, 20, 1_625_806), (21, 21, 1_625_806), (21, 31, 0), (None, 20, 0), (None, 28, WHOLE)],
)
def test_a_customer_that_archive_and_readings_say_is_gone_pays_demand_by_its_days(expires, read, fen):
    """42 × 600 × 20 ÷ 31 = 16,258.06 yuan; terms that lapse before the last reading leave days without any.

    Without an end and a reading day, a reading on the 20th leaves open which days are billed.
    """
    changes = sheets(失效日期=date(2026, 1, expires) if expires else None)
    changes["抄表记录"] = registers(demand=500, 抄表日=date(2026, 1, read))
    assert (yield from demand_fen(changes)) == fen


@together
@pytest.mark.parametrize(("previous", "outcome"), [(NEW, "通过"), (BEFORE, "通过"), (date(2026, 1, 16), "不符")])
def test_the_first_bill_has_as_many_days_as_a_start_reading_of_its_first_day_says(previous, outcome):
    assert word_of((yield "电费-A11", sheets(previous=previous, bill=NEW))) == outcome
