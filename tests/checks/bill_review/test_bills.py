"""电费-A11, E06, E07: days, signs and number of bills."""

import pytest

NO = "4200000000001"
HEAD = "账单号|户号|月份|起日|止日|总电量(kWh)|总电费(元)|发行状态|冲正原单"
MARCH = f"'B03|'{NO}|2026-03|2026-03-01|2026-03-31|1000|650|已发行|"
APRIL = f"'B04|'{NO}|2026-04|2026-04-01|2026-04-30|1000|650|已发行|"


def sheets(*lines, read=("2026-03-31", "2026-04-30"), day="", closed="", expires=""):
    readings = (
        f"计量点号|户号|表号|示数类型|月份|上次抄表日|抄表日\n'P1|'{NO}|'M1|正向有功总|2026-04|{read[0]}|{read[1]}"
    )
    return {
        "客户台账": f"户号|户名|抄表例日|销户日期\n'{NO}|江城钢管厂|{day}|{closed}",
        "计费参数": f"户号|生效日期|失效日期|例日\n'{NO}|2020-01-01|{expires}|{day}",
        "电费账单": "\n".join((HEAD, *lines)),
        "抄表记录": readings,
    }


def test_a_bill_that_follows_on_and_covers_the_month_passes(review):
    verdict = review("电费-A11", sheets(MARCH, APRIL))
    assert (verdict.asked, len(verdict.rows)) == (1, 0)


@pytest.mark.parametrize(("start", "word"), [("2026-04-02", "有空档"), ("2026-03-31", "有重叠")])
def test_a_gap_or_an_overlap_to_the_last_bill_is_found(review, start, word):
    [row] = review("电费-A11", sheets(MARCH, APRIL.replace("2026-04-01", start))).rows.itertuples()
    assert row.message == f"上期止 2026-03-31，本期起 {start}，{word}"


def test_a_bill_that_ends_before_the_month_does_is_found(review):
    [row] = review("电费-A11", sheets(MARCH, APRIL.replace("2026-04-30", "2026-04-29"))).rows.itertuples()
    assert row.message == "账期 2026-04-01 至 2026-04-29，应为 2026-04-01 至 2026-04-30"


@pytest.mark.parametrize(("day", "count"), [(27, 0), (28, 1)])
def test_a_customer_with_a_reading_day_of_its_own_is_not_held_to_the_natural_month(review, day, count):
    march, april = MARCH.replace("-31|", "-25|"), APRIL.replace("04-01", "03-26").replace("04-30", "04-25")
    lines = sheets(march, april, read=("2026-03-25", "2026-04-25"), day=day)
    assert len(review("电费-A11", lines).rows) == count


def test_the_first_bill_may_begin_and_the_last_one_end_within_the_month(review):
    first = APRIL.replace("2026-04-01", "2026-04-11")
    assert len(review("电费-A11", sheets(first, read=("2026-04-10", "2026-04-30"))).rows) == 0
    last = APRIL.replace("2026-04-30", "2026-04-20")
    lines = sheets(MARCH, last, read=("2026-03-31", "2026-04-20"), closed="2026-04-20")
    assert len(review("电费-A11", lines).rows) == 0


@pytest.mark.parametrize(("expires", "count"), [("2026-04-21", 0), ("2026-04-22", 1), ("", 1)])
def test_the_last_bill_may_end_with_the_terms_of_a_customer_that_is_gone(review, expires, count):
    last = APRIL.replace("2026-04-30", "2026-04-20")
    lines = sheets(MARCH, last, read=("2026-03-31", "2026-04-20"), expires=expires)
    assert len(review("电费-A11", lines).rows) == count


@pytest.mark.parametrize(
    ("read", "said"), [("2026-04-10", []), ("2026-04-11", []), ("2026-04-12", ["抄表间隔 18 天，账单 20 天"])]
)
def test_the_first_reading_of_a_new_customer_may_be_taken_on_its_first_day(review, read, said):
    first = APRIL.replace("2026-04-01", "2026-04-11")
    assert review("电费-A11", sheets(first, read=(read, "2026-04-30"))).rows["message"].tolist() == said


def test_a_reading_on_the_first_day_does_not_count_for_a_customer_with_a_bill_before(review):
    [row] = review("电费-A11", sheets(MARCH, APRIL, read=("2026-04-01", "2026-04-30"))).rows.itertuples()
    assert row.message == "抄表间隔 29 天，账单 30 天"


def test_readings_that_lie_further_apart_than_the_bill_are_found(review):
    [row] = review("电费-A11", sheets(MARCH, APRIL, read=("2026-03-31", "2026-04-28"))).rows.itertuples()
    assert row.message == "抄表间隔 28 天，账单 30 天"


def test_instalments_of_a_month_are_one_period(review):
    first, second = APRIL.replace("04-30", "04-10"), APRIL.replace("'B04", "'B05").replace("04-01", "04-11")
    assert len(review("电费-A11", sheets(MARCH, first, second)).rows) == 0


def test_a_bill_without_days_is_unknown(review):
    [row] = review("电费-A11", sheets(MARCH, APRIL.replace("2026-04-01", ""))).rows.itertuples()
    assert (row.outcome, row.message) == ("未能核查", "账单没有起日或止日")


@pytest.mark.parametrize(("energy", "charge", "column"), [(-1, 650, "energy_kwh"), (1000, -0.01, "charge_yuan")])
def test_a_bill_below_zero_is_found(review, energy, charge, column):
    [row] = review("电费-E06", sheets(APRIL.replace("1000|650", f"{energy}|{charge}"))).rows.itertuples()
    assert (row.column, row.about) == (column, "B04")


def test_a_bill_of_nothing_is_not_below_zero(review):
    verdict = review("电费-E06", sheets(APRIL.replace("1000|650", "0|0")))
    assert (verdict.asked, len(verdict.rows)) == (1, 0)


def test_a_reversal_is_below_zero_by_nature(review):
    reversed_bill = APRIL.replace("已发行", "已冲正")
    reversal = APRIL.replace("'B04", "'B05").replace("1000|650|已发行|", "-1000|-650|已发行|'B04")
    assert review("电费-E06", sheets(reversed_bill, reversal)).asked == 0


def test_the_second_bill_of_a_period_is_found_with_its_money(review):
    [row] = review("电费-E07", sheets(APRIL, APRIL.replace("'B04", "'B05"))).rows.itertuples()
    assert (row.about, row.actual, row.expected, row.stake_fen) == ("B05", 650.0, 0.0, 65000)
    assert row.message.startswith("与账单 B04 户号、账期相同")
    assert "2026-04-01 至 2026-04-30" in row.message


def test_instalments_are_not_billed_twice(review):
    first, second = APRIL.replace("04-30", "04-10"), APRIL.replace("'B04", "'B05").replace("04-01", "04-11")
    assert len(review("电费-E07", sheets(first, second)).rows) == 0


def test_a_bill_that_was_reversed_and_written_again_is_not_billed_twice(review):
    reversed_bill = APRIL.replace("已发行", "已冲正")
    assert len(review("电费-E07", sheets(reversed_bill, APRIL.replace("'B04", "'B05"))).rows) == 0
