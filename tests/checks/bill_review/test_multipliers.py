"""电费-A18, A19 and 审计-A10: multipliers, and readings that follow on."""

import pandas as pd
import pytest

NO = "4200000000001"
HEAD = "计量点号|户号|表号|示数类型|月份|上次抄表日|抄表日|上次示数|本次示数|倍率"
POINT = "计量点号|户号|表号|计量侧|CT变比|PT变比|综合倍率|生效日期"
CHANGE = "表号|计量点号|时刻|装拆|有功总示数|CT变比|PT变比|综合倍率|工单号"
DAYS = {"2026-03": "2026-02-28|2026-03-31", "2026-04": "2026-03-31|2026-04-30"}


def reading(month, previous, current, multiplier=3000, *, meter="M1", days=""):  # noqa: PLR0913 - a reading has these
    return f"'P1|'{NO}|'{meter}|正向有功总|{month}|{days or DAYS[month]}|{previous}|{current}|{multiplier}"


MARCH = reading("2026-03", 100, 110)
APRIL = reading("2026-04", 110, 120)


def sheets(*lines, point="'M1|高供高计|150/5|10000/100|3000", changes=()):
    found = {
        "抄表记录": "\n".join((HEAD, *lines)),
        "计量点": f"{POINT}\n'P1|'{NO}|{point}|2020-01-01",
        "电费账单": f"账单号|户号|月份|起日|止日|总电量(kWh)|总电费(元)\n'B1|'{NO}|2026-04|2026-04-01|2026-04-30|30000|18000",
    }
    return found | ({"换表记录": "\n".join((CHANGE, *changes))} if changes else {})


NONE = ("'M9|'P9|2026-04-01 10:00|装|0||||'G9",)
ORDER = ("'M1|'P1|2026-04-10 10:00|装|115|200/5|10000/100|4000|'G1",)


def test_a_multiplier_that_is_ct_times_pt_passes(review):
    verdict = review("电费-A19", sheets(APRIL))
    assert (verdict.asked, len(verdict.rows)) == (1, 0)


def test_a_multiplier_of_a_reading_that_is_not_ct_times_pt_is_found(review):
    [row] = review("电费-A19", sheets(reading("2026-04", 110, 120, 3001))).rows.itertuples()
    assert row.message == "计量点 P1 表 M1：抄表倍率 3,001，按 CT×PT 应为 3,000"
    assert pd.isna(row.stake_fen), "the bill could not be recomputed: what it is off by nobody knows"


def test_a_multiplier_of_the_archive_that_is_not_ct_times_pt_is_found(review):
    [row] = review("电费-A19", sheets(APRIL, point="'M1|高供高计|150/5|10000/100|2000")).rows.itertuples()
    assert row.message == "计量点 P1 表 M1：「计量点」综合倍率 2,000，按 CT×PT 应为 3,000；本月抄表倍率无误"
    assert (row.table, row.column) == ("metering_points", "multiplier")
    assert pd.isna(row.stake_fen), "the bill is reckoned by CT × PT and disputes nothing"


@pytest.mark.parametrize(
    ("point", "multiplier", "outcome"),
    [
        ("'M1|高供低计|500/5||100", 100, []),
        ("'M1|高供高计|500/5||100", 100, ["未能核查"]),
        ("'M1|低供低计|||1", 1, []),
        ("'M1|高供低计|500/5|1|100", 100, []),
        ("'M1|高供高计|||3000", 3000, ["未能核查"]),
    ],
)
def test_an_empty_ratio_counts_as_one_only_on_the_low_side(review, point, multiplier, outcome):
    lines = sheets(reading("2026-04", 110, 120, multiplier), point=point)
    assert review("电费-A19", lines).rows["outcome"].tolist() == outcome


def test_a_meter_that_was_taken_down_is_held_to_its_own_record(review):
    old = reading("2026-04", 110, 115, 4000, meter="M0")
    taken = ("'M0|'P1|2026-04-10 10:00|拆|115|200/5|10000/100|4000|'G1",)
    assert len(review("电费-A19", sheets(old, APRIL, changes=taken)).rows) == 0


@pytest.mark.parametrize(("first", "second", "rows"), [(3000, 4000, []), (4000, 4000, [2]), (3000, 3000, [3])])
def test_each_reading_is_held_to_the_transformers_of_its_days(review, first, second, rows):
    """A CT changed on the 10th: 150/5 before, 200/5 from then on, two dated rows of 计量点."""
    before = reading("2026-04", 110, 115, first, days="2026-03-31|2026-04-10")
    after = reading("2026-04", 115, 120, second, days="2026-04-10|2026-04-30")
    assert review("电费-A19", dated(before, after)).rows.index.tolist() == rows


@pytest.mark.parametrize(("written", "count"), [(3000, 0), (4000, 1)])
def test_a_row_of_the_archive_that_no_longer_holds_is_held_to_its_own_ratio(review, written, count):
    before = reading("2026-04", 110, 115, 3000, days="2026-03-31|2026-04-10")
    after = reading("2026-04", 115, 120, 4000, days="2026-04-10|2026-04-30")
    found = review("电费-A19", dated(before, after, written=written)).rows
    assert found["table"].tolist() == ["metering_points"] * count
    assert found.index.tolist() == [2] * count


def dated(*lines, written=3000):
    """Return readings of a point with a row of 计量点 for each of its transformers."""
    point = f"'P1|'{NO}|'M1|高供高计"
    rows = (
        f"{POINT}|失效日期",
        f"{point}|150/5|10000/100|{written}|2020-01-01|2026-04-10",
        f"{point}|200/5|10000/100|4000|2026-04-10|",
    )
    return sheets(*lines) | {"计量点": "\n".join(rows)}


@pytest.mark.parametrize(("multiplier", "count"), [(3000, 0), (4000, 1)])
def test_a_multiplier_that_changes_without_an_order_is_found(review, multiplier, count):
    lines = sheets(MARCH, reading("2026-04", 110, 120, multiplier), changes=NONE)
    verdict = review("电费-A18", lines)
    assert (verdict.asked, len(verdict.rows)) == (1, count)


def test_the_finding_names_both_multipliers(review):
    lines = sheets(MARCH, reading("2026-04", 110, 120, 4000), changes=NONE)
    [row] = review("电费-A18", lines).rows.itertuples()
    assert row.message == "计量点 P1 表 M1：本月倍率 4,000，上月 3,000，其间没有换表或换互感器工单"
    assert pd.isna(row.stake_fen)


@pytest.mark.parametrize(
    ("day", "order", "count"),
    [("2026-04-10", "'G1", 0), ("2026-04-10", "", 1), ("2026-03-30", "'G1", 1), ("2026-05-02", "'G1", 1)],
)
def test_only_an_order_between_the_two_readings_explains_the_change(review, day, order, count):
    changed = f"'M1|'P1|{day} 10:00|装|115|200/5|10000/100|4000|{order}"
    lines = sheets(MARCH, reading("2026-04", 110, 120, 4000), changes=(changed, *NONE))
    assert len(review("电费-A18", lines).rows) == count


def test_without_the_sheet_of_meter_changes_a_change_is_unknown(review):
    [row] = review("电费-A18", sheets(MARCH, reading("2026-04", 110, 120, 4000))).rows.itertuples()
    assert row.outcome == "未能核查"
    assert "换表记录" in row.message


def test_a_point_without_a_reading_last_month_is_not_asked_for_a_change(review):
    assert review("电费-A18", sheets(APRIL, changes=NONE)).asked == 0


def test_readings_that_follow_on_pass(review):
    verdict = review("审计-A10", sheets(MARCH, APRIL))
    assert (verdict.asked, len(verdict.rows)) == (1, 0)


def test_a_reading_that_does_not_follow_on_is_found(review):
    [row] = review("审计-A10", sheets(MARCH, reading("2026-04", 110.01, 120))).rows.itertuples()
    assert row.message == "计量点 P1 表 M1『正向有功总』：本月上次示数 110.01，应接上月（或装表）止码 110.00"
    assert row.Index == 3


@pytest.mark.parametrize(("start", "count"), [(5, 0), (6, 1)])
def test_a_new_meter_begins_with_the_reading_it_was_put_in_with(review, start, count):
    old = reading("2026-04", 110, 115, days="2026-03-31|2026-04-10")
    new = reading("2026-04", start, 9, meter="M2", days="2026-04-10|2026-04-30")
    put = ("'M1|'P1|2026-04-10 10:00|拆|115||||'G1", "'M2|'P1|2026-04-10 10:30|装|5||||'G1")
    assert len(review("审计-A10", sheets(MARCH, old, new, changes=put)).rows) == count


def test_transformers_changed_in_mid_month_make_a_chain_of_two_readings(review):
    first = reading("2026-04", 110, 115, days="2026-03-31|2026-04-10")
    second = reading("2026-04", 115, 120, 4000, days="2026-04-10|2026-04-30")
    assert len(review("审计-A10", sheets(MARCH, first, second, changes=ORDER)).rows) == 0


def test_a_meter_without_last_month_and_without_record_is_unknown(review):
    [row] = review("审计-A10", sheets(APRIL)).rows.itertuples()
    assert row.outcome == "未能核查"
