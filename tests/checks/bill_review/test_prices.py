"""电费-B01, E04: power factor and average price."""

import pandas as pd
import pytest

NO = "4200000000001"
HEAD = "账单号|户号|月份|起日|止日|总电量(kWh)|总电费(元)|实际力率|调整系数(%)"


def sheets(*lines, standard="0.90"):
    terms = f"户号|生效日期|失效日期|力调标准\n'{NO}|2020-01-01||'{standard}"
    rows = [f"'B{month}|'{NO}|{month}|{month}-01|{month}-28|{rest}" for month, rest in lines]
    return {"电费账单": "\n".join((HEAD, *rows)), "计费参数": terms}


@pytest.mark.parametrize(("factor", "count"), [(0.80, 0), (0.79, 1)])
def test_a_power_factor_at_the_limit_passes_and_below_it_is_found(review, factor, count):
    verdict = review("电费-B01", sheets(("2026-04", f"1000|650|{factor}|5")))
    assert (verdict.asked, len(verdict.rows)) == (1, count)


def test_the_message_names_factor_limit_and_surcharge(review):
    [row] = review("电费-B01", sheets(("2026-04", "1000|650|0.79|5.5"))).rows.itertuples()
    assert row.message == "实际力率 0.79，低于 0.80，调整系数 +5.5%"


def test_an_assessed_customer_without_a_power_factor_is_unknown(review):
    [row] = review("电费-B01", sheets(("2026-04", "1000|650||"))).rows.itertuples()
    assert row.outcome == "未能核查"


@pytest.mark.parametrize("factor", ["", "0.62"])
def test_a_customer_that_is_not_assessed_is_not_asked_whatever_its_bill_prints(review, factor):
    assert review("电费-B01", sheets(("2026-04", f"1000|650|{factor}|"), standard="不考核")).asked == 0


def test_a_customer_that_was_assessed_until_within_the_month_is_asked(review):
    both = sheets(("2026-04", "1000|650|0.62|"))
    both["计费参数"] = both["计费参数"].replace("||'0.90", "|2026-04-16|'0.90") + f"\n'{NO}|2026-04-16||不考核"
    [row] = review("电费-B01", both).rows.itertuples()
    assert row.message == "实际力率 0.62，低于 0.80"


def test_a_month_without_energy_has_no_power_factor_to_ask_for(review):
    assert review("电费-B01", sheets(("2026-04", "0|0||"))).asked == 0


def past(months):
    """Return bills of the months up to 2026-03, half of them at 0.60 and half at 0.70 yuan/kWh, evenly as it goes."""
    names = pd.period_range(end="2026-03", periods=months, freq="M")
    return [(str(name), f"1000|{700 if place % 2 else 600}||") for place, name in enumerate(names)]


@pytest.mark.parametrize(("charge", "count"), [(780, 0), (780.01, 1), (520, 0), (519.99, 1)])
def test_the_average_price_may_differ_by_the_limit_from_the_months_before(review, charge, count):
    assert len(review("电费-E04", sheets(*past(6), ("2026-04", f"1000|{charge}||"))).rows) == count


@pytest.mark.parametrize(("months", "said"), [(6, "不符"), (5, "未能核查"), (2, "未能核查")])
def test_a_few_months_are_no_average(review, months, said):
    [row] = review("电费-E04", sheets(*past(months), ("2026-04", "1000|850||"))).rows.itertuples()
    assert row.outcome == said
    if said == "未能核查":
        assert row.message.startswith(f"可比的历史账单只有 {months} 个月，不足 6 个月")


def test_a_price_that_moves_is_found_and_disputes_no_amount(review):
    [row] = review("电费-E04", sheets(*past(6), ("2026-04", "1000|850||"))).rows.itertuples()
    assert row.stake_fen is None
    assert row.message.startswith("平均电价 0.8500 元/kWh，以往平均 0.6500 元/kWh，相差 +30.8%")


def test_only_the_twelve_months_before_count(review):
    lines = [("2025-03", "1000|100||"), ("2025-04", "1000|650||"), *past(6), ("2026-04", "1000|650||")]
    assert len(review("电费-E04", sheets(*lines)).rows) == 0


def test_without_history_the_average_price_is_unknown(review):
    [row] = review("电费-E04", sheets(("2026-04", "1000|650||"))).rows.itertuples()
    assert row.outcome == "未能核查"


def test_a_month_of_the_festival_is_compared_as_a_pair_with_the_pair_a_year_ago(review):
    lines = [("2025-01", "1000|700||"), ("2025-02", "500|500||"), ("2025-12", "1000|600||")]
    lines += [("2026-01", "1000|700||"), ("2026-02", "500|500||")]
    assert len(review("电费-E04", sheets(*lines), "2026-02").rows) == 0


def test_january_of_a_year_whose_festival_begins_in_it_waits_for_february(review):
    verdict = review("电费-E04", sheets(("2024-12", "1000|600||"), ("2025-01", "1000|900||")), "2025-01")
    assert verdict.asked == 0
    assert "下月" in verdict.note
