"""电费-A01, A02, A03, A05 and 审计-A08, A09: energy against the month and the year before."""

import pandas as pd
import pytest

HEAD = "账单号|户号|月份|起日|止日|总电量(kWh)|总电费(元)"
NO = "4200000000001"


def bills(**months):
    """Write bills: ``m2026_03=1000`` is the energy of 2026-03."""
    lines = [HEAD]
    for name, energy in months.items():
        month = name[1:].replace("_", "-")
        last = pd.Period(month, "M").days_in_month
        lines.append(f"'B{month}|'{NO}|{month}|{month}-01|{month}-{last}|{'' if energy is None else energy}|100")
    return {"电费账单": "\n".join(lines)}


@pytest.mark.parametrize(("code", "now"), [("电费-A01", 13000), ("电费-A02", 7000)])
def test_a_change_of_exactly_the_limit_is_ordinary(review, code, now):
    verdict = review(code, bills(m2026_03=10000, m2026_04=now))
    assert (verdict.asked, len(verdict.rows)) == (1, 0)


@pytest.mark.parametrize(("code", "now", "word"), [("电费-A01", 13001, "增加"), ("电费-A02", 6999, "减少")])
def test_a_change_beyond_the_limit_is_found_with_both_figures(review, code, now, word):
    [row] = review(code, bills(m2026_03=10000, m2026_04=now)).rows.itertuples()
    assert row.message.startswith(f"本月电量 {now:,} kWh，上月 10,000 kWh，{word} 30.0%，超过 30%")
    assert row.Index == 3
    assert row.rule.startswith("审核阈值!")


@pytest.mark.parametrize(
    ("code", "now", "count"), [("电费-A01", 1498.5, 0), ("电费-A01", 1499, 1), ("电费-A02", 499, 1)]
)
def test_a_customer_that_uses_little_has_the_wider_limit(review, code, now, count):
    assert len(review(code, bills(m2026_03=999, m2026_04=now)).rows) == count


def test_a_rise_says_nothing_of_falls_and_the_other_way_round(review):
    sheets = bills(m2026_03=10000, m2026_04=100)
    assert len(review("电费-A01", sheets).rows) == 0


def test_without_the_month_before_the_change_is_unknown(review):
    [row] = review("电费-A01", bills(m2026_04=100)).rows.itertuples()
    assert (row.outcome, row.message) == ("未能核查", "没有上月（2026-03）的账单或电量为空，无法环比")


def test_after_a_month_of_nothing_the_change_is_not_asked(review):
    assert review("电费-A01", bills(m2026_03=0, m2026_04=100)).asked == 0


@pytest.mark.parametrize("month", ["2026-02", "2026-03"])
@pytest.mark.parametrize("code", ["电费-A01", "电费-A02"])
def test_nothing_is_compared_across_the_spring_festival(review, code, month):
    sheets = bills(m2026_01=10000, m2026_02=3000, m2026_03=11000)
    verdict = review(code, sheets, month)
    assert verdict.asked == 0
    assert "春节" in verdict.note


def test_january_is_compared_with_december_when_the_festival_falls_in_february(review):
    assert len(review("电费-A01", bills(m2025_12=10000, m2026_01=20000), "2026-01").rows) == 1


@pytest.mark.parametrize(("now", "count"), [(1500, 0), (1501, 1), (500, 0), (499, 1)])
def test_the_year_before_is_the_measure_of_a03(review, now, count):
    assert len(review("电费-A03", bills(m2025_04=1000, m2026_04=now)).rows) == count


def test_january_waits_for_february_and_they_are_compared_together(review):
    pair = {"m2025_01": 500, "m2025_02": 1500, "m2026_01": 1800, "m2026_02": 300}
    assert "下月" in review("电费-A03", bills(**pair), "2026-01").note
    assert len(review("电费-A03", bills(**pair), "2026-02").rows) == 0


@pytest.mark.parametrize(
    ("months", "count"),
    [
        ({"m2026_03": 1000, "m2026_04": 1300}, 0),
        ({"m2026_03": 1000, "m2026_04": 1301}, 1),
        ({"m2025_04": 1000, "m2026_04": 1301}, 1),
        ({"m2025_04": 1000, "m2026_03": 1300, "m2026_04": 1300}, 0),
        ({"m2025_04": 1000, "m2026_03": 1301, "m2026_04": 1301}, 1),
    ],
)
def test_the_monthly_audit_looks_at_the_month_and_the_year_before(review, months, count):
    assert len(review("审计-A08", bills(**months)).rows) == count


def test_across_the_festival_the_monthly_audit_asks_the_pair_alone(review):
    sheets = bills(m2025_01=1000, m2025_02=1000, m2026_01=1700, m2026_02=400)
    verdict = review("审计-A08", sheets, "2026-02")
    assert (verdict.asked, len(verdict.rows)) == (1, 0)


def customers(running=800):
    return {"客户台账": f"户号|户名|运行容量(kVA)\n'{NO}|江城钢管厂|{running}"}


@pytest.mark.parametrize("code", ["电费-A05", "审计-A09"])
@pytest.mark.parametrize(("energy", "running", "count"), [(0, 800, 1), (1, 800, 0), (0, 0, 0)])
def test_nothing_used_while_capacity_runs_is_found(review, code, energy, running, count):
    sheets = bills(m2026_03=5, m2026_04=energy) | customers(running)
    assert len(review(code, sheets).rows) == count


@pytest.mark.parametrize(("zeros", "level"), [(5, "警告"), (6, "错误")])
def test_the_sixth_month_in_a_row_is_an_error(review, zeros, level):
    months = [
        f"m{month}".replace("-", "_") for month in pd.period_range(end="2026-04", periods=8, freq="M").astype(str)
    ]
    sheets = bills(**{month: 0 if place >= 8 - zeros else 9 for place, month in enumerate(months)}) | customers()
    [row] = review("电费-A05", sheets).rows.itertuples()
    assert row.level == level
    assert f"已连续 {zeros} 个月" in row.message


def test_a_month_without_a_bill_ends_the_row_of_zeros(review):
    sheets = bills(m2026_01=0, m2026_03=0, m2026_04=0) | customers()
    [row] = review("电费-A05", sheets).rows.itertuples()
    assert "已连续 2 个月" in row.message


def test_zero_energy_of_a_customer_without_capacity_in_the_ledger_is_unknown(review):
    [row] = review("电费-A05", bills(m2026_04=0) | customers("")).rows.itertuples()
    assert row.outcome == "未能核查"
