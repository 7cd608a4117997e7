"""The four parts of the contribution, both ends of each line (clause A2)."""

import pytest
from graded import graded, year


@pytest.mark.parametrize(("kwh", "points"), [(0, 0), (5_000_0000, 20), (10_000_0000, 40), (20_000_0000, 40)])
def test_energy_scores_on_a_straight_line(tmp_path, kwh, points):
    assert graded(tmp_path, year(kwh / 12, 1000))["energy_points"] == pytest.approx(points)


@pytest.mark.parametrize(("yuan", "points"), [(0, 0), (2_400_0000, 14.4), (6_000_0000, 30)])
def test_charge_scores_on_a_straight_line(tmp_path, yuan, points):
    assert graded(tmp_path, year(1000, yuan / 12))["charge_points"] == pytest.approx(points, abs=1e-5)


@pytest.mark.parametrize(
    ("late", "points"), [((), 20), (("2025-06",), 20 * (100 * 11 / 12 - 85) / 15), (("2025-06", "2025-07"), 0)]
)
def test_paying_on_time_scores_from_85_to_100_percent(tmp_path, late, points):
    assert graded(tmp_path, year(1000, 1000, late=late))["on_time_points"] == pytest.approx(points)


def test_a_bill_paid_on_the_next_working_day_after_a_holiday_is_on_time(tmp_path):
    """The 20th of December 2025 is a Saturday: Monday the 22nd is in time, Tuesday is not."""
    sheets = year(1000, 1000)
    for day, points in (("2025-12-22", 20), ("2025-12-23", 20 * (100 * 11 / 12 - 85) / 15)):
        moved = sheets | {"收款记录": sheets["收款记录"].replace("2025-12-18", day)}
        assert graded(tmp_path, moved)["on_time_points"] == pytest.approx(points)


def test_a_bill_never_paid_is_not_on_time(tmp_path):
    assert graded(tmp_path, year(1000, 1000, unpaid=("2025-06", "2025-07")))["on_time_points"] == 0


def test_without_receipts_nobody_knows_who_paid(tmp_path):
    bills = {"电费账单": year(1000, 1000)["电费账单"]}
    assert graded(tmp_path, bills)["on_time_points"] != graded(tmp_path, bills)["on_time_points"]


def test_bills_older_than_the_receipts_leave_paying_unknown(tmp_path):
    sheets = year(1000, 1000)
    lines = sheets["收款记录"].splitlines()
    recent = sheets | {"收款记录": "\n".join([lines[0], *lines[7:]])}
    line = graded(tmp_path, recent)
    assert line["on_time_points"] != line["on_time_points"]
    assert "按时交费率" in line["contribution_note"]


@pytest.mark.parametrize(("growth", "points"), [(-30, 0), (-20, 0), (-5, 5), (10, 10), (40, 10)])
def test_growth_scores_from_minus_20_to_plus_10_percent(tmp_path, growth, points):
    assert graded(tmp_path, year(1000, 1000, growth=growth))["growth_points"] == pytest.approx(points)


def test_growth_against_part_of_a_year_is_unknown(tmp_path):
    sheets = year(1000, 1000, growth=10)
    lines = sheets["电费账单"].splitlines()
    sheets["电费账单"] = "\n".join([lines[0], *lines[2:]])
    line = graded(tmp_path, sheets)
    assert line["growth_points"] != line["growth_points"]
    assert line["contribution_note"] == "电量增长数据不全"


def test_january_scores_the_calendar_year_before_it(tmp_path):
    sheets = year(10_000_0000 / 12, 1000)
    sheets["电费账单"] += "\n'B2026-01'|'4200000000001'|2026-01|2026-01-01|2026-01-31|已发行|2026-02-20|90000000|1"
    assert graded(tmp_path, sheets)["energy_points"] == pytest.approx(40)
    assert graded(tmp_path, year(1000, 1000, end="2026-01"))["contribution_note"].count("缺1个月") == 1


def test_a_new_customer_is_asked_only_for_the_months_since_connection(tmp_path):
    line = graded(tmp_path, year(1000, 1000, months=3), 送电日期="2025-09-10")
    assert line["contribution_note"] == "电量增长数据不全"
    late = graded(tmp_path, year(1000, 1000, months=3), 送电日期="2025-08-31")
    assert "年电量" in late["contribution_note"]
    assert "缺1个月账单" in late["contribution_note"]


@pytest.mark.parametrize(
    ("factor", "remark"), [(1, "相对稳定"), (1.5, "相对稳定"), (1.6, "一定波动"), (2.5, "一定波动"), (3, "波动较大")]
)
def test_the_load_is_remarked_on_by_its_variation(tmp_path, factor, remark):
    """One month of twelve at ``factor`` times the others: variation 0.138, 0.158, 0.369 … ."""
    sheets = year(1000, 1000)
    sheets["电费账单"] = sheets["电费账单"].replace("|1000|1000", f"|{1000 * factor}|1000", 1)
    expected = {1.5: 0.138, 1.6: 0.158, 2.5: 0.369, 3: 0.474}.get(factor, 0)
    remark = "相对稳定" if expected <= 0.15 else "一定波动" if expected <= 0.35 else "波动较大"
    assert graded(tmp_path, sheets)["stability"] == remark


def test_less_than_a_year_is_not_remarked_on(tmp_path):
    assert graded(tmp_path, year(1000, 1000, months=11))["stability"] == "不足12个月，未评"
