"""Readings of a point that 计量点 lacks or gives to another customer: who is named and who holds it are not billed."""

from datetime import date

import pytest
from billing_area import MONTH, TOTAL_YUAN, area, base_sheets, registers, rulebook
from billing_cases import number, stacked

from addin.billing.month import bill_month

POINT = base_sheets()["计量点"][0]
SECOND = POINT | {"计量点号": "P2", "表号": "M2", "电源序": 2}
BOTH = [*registers(), *registers(计量点号="P2", 表号="M2")]
FEN = round(TOTAL_YUAN * 100)
GONE = {
    "no number": SECOND | {"计量点号": None},
    "another number": SECOND | {"计量点号": "P9"},
    "no customer": SECOND | {"户号": None},
    "over": SECOND | {"失效日期": date(2026, 1, 1)},
    "not begun": SECOND | {"生效日期": date(2062, 1, 1)},
    "nowhere": None,
}


def billed(tmp_path, tables):
    """Return the sum of each of two customers [fen], None without a statement, and the doubts."""
    billing = bill_month(area(tmp_path, tables), rulebook(), MONTH, "湖北")
    sums = billing.lines.groupby("customer_no")["amount_fen"].sum()
    return [sums.get(number(place)) for place in range(2)], billing.doubts


@pytest.mark.parametrize("kind", GONE)
def test_energy_of_a_point_that_nobody_holds_is_not_left_out_unsaid(tmp_path, kind):
    """Of two meters one has lost its row: half of the energy would be billed."""
    points = [POINT, *([GONE[kind]] if GONE[kind] else [])]
    fen, doubts = billed(tmp_path, stacked([{"计量点": points, "抄表记录": BOTH}, {}]))
    assert fen == [None, FEN]
    assert set(doubts["customer_no"]) == {number(0)}
    said = "「计量点号」『P2-0』，「计量点」没有它在本月有效的行，它的电量不知是谁的，160,000 kWh 没有计费，"
    assert said in doubts["reason"].iloc[0]


def test_a_point_that_nobody_holds_and_that_was_not_read_has_no_kwh(tmp_path):
    blank = registers(计量点号="P2", 表号="M2", 本次示数=None)
    _, doubts = billed(tmp_path, stacked([{"抄表记录": [*registers(), *blank]}, {}]))
    assert "它的电量不知是谁的，请补入" in doubts["reason"].iloc[0]


def test_two_meters_with_their_rows_are_billed(tmp_path):
    fen, doubts = billed(tmp_path, stacked([{"计量点": [POINT, SECOND], "抄表记录": BOTH}, {}]))
    assert doubts.empty
    assert fen[0] > FEN


@pytest.mark.parametrize("sheet", ["计量点", "抄表记录"])
def test_a_point_and_readings_of_two_customers_stop_both(tmp_path, sheet):
    """The neighbour's number was typed: it would pay for energy that is not its own."""
    tables = stacked([{}, {}])
    tables[sheet][0] |= {"户号": number(1)}
    fen, doubts = billed(tmp_path, tables)
    assert fen == [None, None]
    assert set(doubts["customer_no"]) == {number(0), number(1)}
    assert doubts["reason"].str.contains("而「计量点」里计量点 P1-0 属于户号").all()


@pytest.mark.parametrize("word", [None, "4200000000999"])
def test_a_customer_number_that_nobody_has_is_a_slip_of_the_pen(tmp_path, word):
    tables = stacked([{}, {}])
    tables["抄表记录"][0] |= {"户号": word}
    fen, doubts = billed(tmp_path, tables)
    assert (fen, doubts.empty) == ([FEN, FEN], True)


def test_a_meter_that_is_no_settlement_meter_needs_no_bill(tmp_path):
    points = [POINT, SECOND | {"用途": "考核"}]
    fen, doubts = billed(tmp_path, stacked([{"计量点": points, "抄表记录": BOTH}, {}]))
    assert (fen, doubts.empty) == ([FEN, FEN], True)


def test_the_last_reading_of_a_point_that_ended_before_the_month_is_of_another_bill(tmp_path):
    """It came in late and stands under the month."""
    late = registers(计量点号="P2", 表号="M2", 上次抄表日=date(2025, 11, 30), 抄表日=date(2025, 12, 31))
    points = [POINT, SECOND | {"失效日期": date(2026, 1, 1)}]
    fen, doubts = billed(tmp_path, stacked([{"计量点": points, "抄表记录": [*registers(), *late]}, {}]))
    assert (fen, doubts.empty) == ([FEN, FEN], True)
