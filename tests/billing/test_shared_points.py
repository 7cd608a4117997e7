"""A metering point of two customers is billed to neither; one that passes from one to the other is no such point."""

from datetime import date

import pytest
from billing_area import MONTH, TOTAL_YUAN, area, base_sheets, registers, rulebook
from billing_cases import number, stacked

from addin.billing.month import bill_month

POINT = base_sheets()["计量点"][0]
FEN = round(TOTAL_YUAN * 100)


def billed(tmp_path, change):
    """Bill four plain customers; ``change`` mends the rows of 计量点 and 抄表记录."""
    tables = stacked([{}, {}, {}, {}])
    for title in ("计量点", "抄表记录"):
        tables[title] = [row | change(title, row) for row in tables[title]]
    billing = bill_month(area(tmp_path, tables), rulebook(), MONTH, "湖北")
    sums = billing.lines.groupby("customer_no")["amount_fen"].sum()
    return [sums.get(number(place)) for place in range(4)], billing.doubts


def test_a_point_of_two_customers_is_billed_to_neither_and_both_are_named(tmp_path):
    fen, doubts = billed(tmp_path, lambda _, row: {"计量点号": "P1-0"} if row["计量点号"] == "P1-1" else {})
    assert fen == [None, None, FEN, FEN]
    said = doubts.set_index("customer_no")["reason"]
    assert set(said.index) == {number(0), number(1)}
    words = f"「计量点」第2行「计量点号」属于户号 {number(0)}，「计量点」第3行「计量点号」属于户号 {number(1)}，"
    assert said.str.startswith("计量点 P1-0 同时属于几户：" + words).all()


def test_the_readings_say_whose_a_point_of_two_customers_is(tmp_path):
    """The second customer's point was typed with the first one's number: its own energy is nowhere."""
    slip = {"计量点": lambda row: {"计量点号": "P1-0"} if row["计量点号"] == "P1-1" else {}}
    fen, doubts = billed(tmp_path, lambda title, row: slip.get(title, lambda _: {})(row))
    assert fen == [FEN, None, FEN, FEN]
    said = doubts.set_index("customer_no")["reason"][number(1)]
    assert f"「抄表记录」写的是户号 {number(0)}，电量已计入该户" in said
    assert "「计量点号」『P1-1』，「计量点」没有它在本月有效的行" in said


@pytest.mark.parametrize("numbers", [(0, 1), (0, None), (2, 2)])
def test_readings_that_do_not_name_one_holder_decide_nothing(tmp_path, numbers):
    """Two customers are named, one row names none, or somebody else is named."""
    turns = iter(range(1000))

    def change(title, row):
        if title == "计量点":
            return {"计量点号": "P1-0"} if row["计量点号"] == "P1-1" else {}
        if row["计量点号"] != "P1-0":
            return {}
        told = numbers[0] if next(turns) else numbers[1]
        return {"户号": None if told is None else number(told)}

    fen, doubts = billed(tmp_path, change)
    assert fen[:2] == [None, None]
    assert {number(0), number(1)} <= set(doubts["customer_no"])


def test_a_point_of_four_customers_is_billed_to_none_of_them(tmp_path):
    fen, doubts = billed(tmp_path, lambda *_: {"计量点号": "P1"})
    assert fen == [None] * 4
    assert set(doubts["customer_no"]) == {number(place) for place in range(4)}
    assert doubts["reason"].str.contains(number(2)).all()


@pytest.mark.parametrize(("ends_on", "shared"), [(date(2026, 1, 5), True), (date(2025, 12, 20), False)])
def test_a_point_that_passes_on_has_an_end_before_the_other_begins(tmp_path, ends_on, shared):
    """The new customer holds the point from 2025-12-20 on; the old one until then, or on days of the month as well."""
    tables = stacked([{"计量点": [POINT | {"失效日期": ends_on}], "抄表记录": []}, {}])
    for title in ("计量点", "抄表记录"):
        tables[title] = [row | {"计量点号": "P1-1"} for row in tables[title]]
    tables["计量点"][1] |= {"生效日期": date(2025, 12, 20)}
    billing = bill_month(area(tmp_path, tables), rulebook(), MONTH, "湖北")
    mine = billing.lines.loc[billing.lines["customer_no"] == number(1), "amount_fen"].sum()
    assert mine == (0 if shared else FEN)
    assert set(billing.doubts["customer_no"]) == ({number(0), number(1)} if shared else set())


def test_two_versions_of_a_point_of_one_customer_are_no_such_point(tmp_path):
    """Rows of one point and one customer, in order of time, are versions and no other customer's."""
    versions = [POINT | {"失效日期": date(2026, 1, 1)}, POINT | {"生效日期": date(2026, 1, 1)}]
    billing = bill_month(area(tmp_path, {"计量点": versions, "抄表记录": registers()}), rulebook(), MONTH, "湖北")
    assert (billing.lines["amount_fen"].sum(), billing.doubts.empty) == (FEN, True)
