"""时段 that tell kinds of day apart: which rows hold on a day, and what 电费-A15 and A16 make of them."""

from datetime import date

import pandas as pd
import pytest
from billing_area import END, KWH, MONTH, area, registers, rulebook

from addin.billing.month import bill_month
from addin.billing.pricing.period_days import hours_by_day, kind_of_day
from addin.checks.bill_review.registers import PERIOD_OF
from addin.conditions import ConditionError
from addin.register import CHECKS
from addin.rulebook import Rulebook

JANUARY = [date(2026, 1, at) for at in range(1, 32)]
FEBRUARY = [date(2026, 2, at) for at in range(1, 29)]


def table(*rows):
    """Return rows of 时段: day_kind, period, start, end; all months."""
    columns = ["day_kind", "period", "start_hour", "end_hour"]
    return pd.DataFrame(rows, columns=columns, index=range(5, 5 + len(rows))).assign(months="1–12", period_set="甲")


ALL = (("全部", "谷", 0, 8), ("全部", "平", 8, 18), ("全部", "尖", 18, 20), ("全部", "峰", 20, 24))
REST = (("休息日", "谷", 0, 12), ("休息日", "平", 12, 24))


def hours(rows, days=JANUARY):
    return hours_by_day(table(*rows), days).sum(axis="columns")["甲"].to_dict()


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 1, 1), "节假日"),
        (date(2026, 1, 4), "工作日"),
        (date(2026, 1, 10), "休息日"),
        (date(2026, 1, 12), "工作日"),
        (date(2026, 2, 28), "工作日"),
    ],
)
def test_a_day_is_a_holiday_worked_or_at_rest(day, kind):
    """放假安排 2026: 元旦 1–3 January, made up for on Sunday the 4th; 28 February makes up for 春节."""
    assert kind_of_day(day) == kind


def test_one_set_of_rows_holds_on_every_day():
    assert hours(ALL) == {"谷": 31 * 8, "平": 31 * 10, "尖": 31 * 2, "峰": 31 * 4}


def test_rows_of_days_at_rest_take_the_place_of_those_of_all_days_on_holidays_too():
    """January 2026: 21 working days, 3 holidays and 7 days at rest."""
    assert hours((*ALL, *REST)) == {"谷": 21 * 8 + 10 * 12, "平": 21 * 10 + 10 * 12, "尖": 21 * 2, "峰": 21 * 4}


def test_rows_of_holidays_go_before_those_of_days_at_rest():
    holiday = ("节假日", "深谷", 0, 24)
    assert hours((*ALL, *REST, holiday)) == {
        "谷": 21 * 8 + 7 * 12, "平": 21 * 10 + 7 * 12, "尖": 21 * 2, "峰": 21 * 4, "深谷": 3 * 24,
    }  # fmt: skip


def test_rows_of_dates_go_before_all_others():
    deep = (("2026-02-17～2026-02-19、2026-02-21", "深谷", 0, 6), ("2026-02-17～2026-02-19、2026-02-21", "平", 6, 24))
    assert hours((*ALL, *REST, *deep), FEBRUARY)["深谷"] == 4 * 6


def test_a_set_without_rows_for_working_days_is_not_known():
    assert hours_by_day(table(*REST), JANUARY).empty


def test_in_a_year_whose_holidays_are_not_published_only_one_set_for_all_days_is_known():
    later = [date(2090, 1, at) for at in range(1, 32)]
    assert not hours_by_day(table(*ALL), later).empty
    assert hours_by_day(table(*ALL, *REST), later).empty


@pytest.mark.parametrize("text", ["周末", "2026-2", "2026-02-30", "2026-02-19～2026-02-17"])
def test_a_word_that_nobody_knows_is_told_with_its_row(text):
    with pytest.raises(ConditionError, match=f"时段!5.*{text}"):
        hours_by_day(table((text, "平", 0, 24)), JANUARY)


def verdict(tmp_path, code, kwh, *extra):
    """Return what a check says of a customer whose set has these rows besides the shipped ones."""
    shipped = rulebook().tables["periods"]
    mine = shipped[(shipped["period_set"] == "湖北工商业") & (shipped["months"] != "7–8")]
    parts = [mine.iloc[[0]].assign(day_kind=k, period=p, start_hour=s, end_hour=e) for k, p, s, e in extra]
    more = pd.concat(parts, ignore_index=True)
    book = Rulebook({**rulebook().tables, "periods": pd.concat([shipped, more.set_axis(more.index + 900)])},
                    rulebook().ledger, rulebook().path)  # fmt: skip
    ledger = area(tmp_path, {"抄表记录": registers(KWH | kwh)})
    billing = bill_month(ledger, book, MONTH, "湖北")
    rows = ledger["readings"]
    used = rows[rows["register"].isin(PERIOD_OF)].assign(period=lambda one: one["register"].map(PERIOD_OF))
    used["kwh"] = (used["current_reading"] - used["previous_reading"]) * used["multiplier"]
    return CHECKS[code].run(billing=billing, period_energy=used, rules=book.on(END, "湖北")).rows


REST_WITHOUT_SHARP = (("休息日", "谷", 0, 6), ("休息日", "平", 6, 24))


@pytest.mark.parametrize(("kwh", "found"), [(42_000, 0), (42_001, 1)])
def test_capacity_delivers_only_in_the_hours_of_the_days_that_have_the_period(tmp_path, kwh, found):
    """尖 18–20 on 21 working days: 1,000 kVA × 42 h."""
    rows = verdict(tmp_path, "电费-A16", {"尖": kwh}, *REST_WITHOUT_SHARP)
    assert len(rows) == found
    if found:
        assert "本月 42 小时最多 42,000 kWh" in rows["message"].iloc[0]


def test_a_period_of_holidays_alone_has_to_be_metered(tmp_path):
    [row] = verdict(tmp_path, "电费-A15", {}, ("节假日", "深谷", 0, 24)).itertuples()
    assert "该月有深谷段而没有该段示数" in row.message
