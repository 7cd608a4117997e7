"""A customer's own months decide before a flat percentage does: 电费-A01, A02, A03, E05 and 审计-A08."""

import math

import pandas as pd
import pytest

HEAD = "账单号|户号|月份|起日|止日|总电量(kWh)|总电费(元)"
NO = "4200000000001"
TIMES = 3.5
"""审核阈值 历史波动:倍数."""
SPREAD = 1.4826 * math.log(1.1)
"""Of a customer whose months go up and down by a tenth."""
UP = math.exp(TIMES * SPREAD) - 1


def history(last, *, months=13, swing=1.1, until="2026-04", yuan=None, change=None):  # noqa: PLR0913 - a history is made of these
    """Write bills of months that go up and down by ``swing``, and a last one of ``last`` × the month before."""
    names = [str(month) for month in pd.period_range(end=until, periods=months, freq="M")]
    energy = {name: 1_000_000 * (swing if place % 2 else 1) for place, name in enumerate(names)}
    energy |= change or {}
    energy[names[-1]] = energy[names[-2]] * last
    lines = [HEAD]
    for name, kwh in energy.items():
        days = pd.Period(name, "M").days_in_month
        charge = (yuan or {}).get(name, f"{kwh * 0.6:.2f}")
        lines.append(f"'B{name}|'{NO}|{name}|{name}-01|{name}-{days}|{kwh:.0f}|{charge}")
    return {"电费账单": "\n".join(lines)}


@pytest.mark.parametrize(
    ("code", "last", "count"),
    [("电费-A01", 1 + UP - 0.001, 0), ("电费-A01", 1 + UP + 0.001, 1),
     ("电费-A02", 1 / (1 + UP) + 0.001, 0), ("电费-A02", 1 / (1 + UP) - 0.001, 1),
     ("审计-A08", 1 + UP - 0.001, 0), ("审计-A08", 1 + UP + 0.001, 1),
     ("电费-E05", 1 + UP - 0.001, 0), ("电费-E05", 1 + UP + 0.001, 1)],
)  # fmt: skip
def test_the_limit_is_the_spread_of_the_customer_s_own_months(review, code, last, count):
    verdict = review(code, history(last))
    assert (verdict.asked, len(verdict.rows)) == (1, count)


def test_the_message_says_that_the_own_range_was_left_and_cites_its_rule(review, rulebook):
    [row] = review("电费-A01", history(1.8)).rows.itertuples()
    assert row.message.endswith(f"增加 80.0%，超出该户以往逐月变动的范围（{100 * UP:.0f}%）")
    assert row.rule == rulebook.on(pd.Timestamp("2026-04-30").date(), "湖北").cite_key(
        "audit_thresholds", "历史波动:倍数"
    )


@pytest.mark.parametrize(("swing", "last", "count"), [(1.0, 1.19, 0), (1.0, 1.21, 1), (3.0, 4.9, 0), (3.0, 5.1, 1)])
def test_the_steadiest_customer_has_a_little_room_and_the_wildest_not_all(review, swing, last, count):
    assert len(review("电费-A01", history(last, swing=swing)).rows) == count


@pytest.mark.parametrize(("months", "count"), [(13, 0), (12, 0), (9, 1)])
def test_with_few_fair_steps_the_percentage_decides(review, months, count):
    sheets = history(1.5, months=months, swing=1.15)
    assert len(review("电费-A01", sheets).rows) == count


def test_one_odd_month_does_not_widen_the_range(review):
    odd = {"2025-09": 9_000_000}
    assert len(review("电费-A01", history(1 + UP - 0.001, change=odd)).rows) == 0
    assert len(review("电费-A01", history(1 + UP + 0.001, change=odd)).rows) == 1


def test_the_months_of_the_festival_do_not_widen_the_range(review):
    stopped = {"2026-02": 100_000}
    assert len(review("电费-A01", history(1 + UP + 0.001, change=stopped)).rows) == 1


def test_a_step_that_the_year_before_made_too_is_the_season(review):
    names = [str(month) for month in pd.period_range(end="2026-04", periods=25, freq="M")]
    summer = {names[12]: 2_500_000}
    assert len(review("电费-A01", history(2.4, months=25, change=summer)).rows) == 0
    assert len(review("电费-A01", history(2.4, months=25)).rows) == 1


@pytest.mark.parametrize(("last", "count"), [(1.0, 0), (2.0, 1)])
def test_what_was_as_far_from_the_year_before_last_month_too_is_no_news(review, last, count):
    names = [str(month) for month in pd.period_range(end="2026-04", periods=25, freq="M")]
    higher = {name: 2_000_000 * (1.1 if place % 2 else 1) for place, name in enumerate(names) if place >= 18}
    assert len(review("电费-A03", history(last, months=25, change=higher)).rows) == count


def test_a_row_set_by_hand_for_the_customer_goes_before_its_history(review, rulebook):
    tables = dict(rulebook.tables)
    empty = tables["threshold_exceptions"]
    row = {"key": "电费-A01:增幅", "customer_no": NO, "value": 90.0, "effective_on": pd.Timestamp("2020-01-01")}
    tables["threshold_exceptions"] = pd.DataFrame([row], index=[5], columns=empty.columns).astype(empty.dtypes)
    by_hand = type(rulebook)(tables, rulebook.ledger, rulebook.path)
    assert len(review("电费-A01", history(1.9), rules=by_hand).rows) == 0
    [found] = review("电费-A01", history(1.91), rules=by_hand).rows.itertuples()
    assert (found.rule, found.message.endswith("超过 90%")) == ("阈值例外!5", True)


def test_a_charge_that_jumps_while_the_energy_does_not_is_found_and_disputes_no_amount(review):
    sheets = history(1.0, yuan={"2026-04": 1_188_000})
    assert len(review("电费-A01", sheets).rows) == 0
    [row] = review("电费-E05", sheets).rows.itertuples()
    assert (row.difference, row.stake_fen) == (528_000, None)  # what changed is not what is wrong
    assert row.message.startswith("本月电费 1,188,000.00 元，上月 660,000.00 元，相差 +80.0%，超出")


def test_a_charge_is_not_compared_across_the_festival_nor_without_a_month_before(review):
    assert "春节" in review("电费-E05", history(1.0, until="2026-03"), "2026-03").note
    [row] = review("电费-E05", history(1.0, yuan={"2026-03": ""})).rows.itertuples()
    assert row.outcome == "未能核查"
