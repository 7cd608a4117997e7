"""电费-B01, E04: power factor and average price."""

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


def test_a_customer_that_is_not_assessed_is_not_asked(review):
    assert review("电费-B01", sheets(("2026-04", "1000|650||"), standard="不考核")).asked == 0


def test_a_month_without_energy_has_no_power_factor_to_ask_for(review):
    assert review("电费-B01", sheets(("2026-04", "0|0||"))).asked == 0


@pytest.mark.parametrize(("charge", "count"), [(780, 0), (780.01, 1), (520, 0), (519.99, 1)])
def test_the_average_price_may_differ_by_the_limit_from_the_months_before(review, charge, count):
    lines = [("2026-02", "1000|600||"), ("2026-03", "1000|700||"), ("2026-04", f"1000|{charge}||")]
    assert len(review("电费-E04", sheets(*lines)).rows) == count


def test_a_price_that_moves_is_found_and_disputes_no_amount(review):
    [row] = review("电费-E04", sheets(("2026-03", "1000|650||"), ("2026-04", "1000|850||"))).rows.itertuples()
    assert row.stake_fen is None
    assert row.message.startswith("平均电价 0.8500 元/kWh，以往平均 0.6500 元/kWh，相差 +30.8%")


def test_only_the_twelve_months_before_count(review):
    lines = [("2025-03", "1000|100||"), ("2025-04", "1000|650||"), ("2026-04", "1000|650||")]
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
