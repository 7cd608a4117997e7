"""退补: energy by cause and time, money by month; each figure worked out by hand or with fractions."""

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from billing_area import MONTH, NO, area, base_sheets, printed, rulebook, rules
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_area import FLAGS, changed

from addin.billing.claims.refund_energy import energy
from addin.billing.claims.refund_time import due_span
from addin.billing.claims.refunds import refunds
from addin.billing.claims.steps import UnclearError
from addin.results.claims import computation_sheet
from addin.rulebook import Rulebook
from addin.tables.claims import ADJUSTMENTS
from addin.tables.result_claims import REFUND_STEPS, REFUNDS

DAYS = {"verified_on": date(2025, 7, 1), "corrected_on": date(2026, 1, 31)}
BLANK = {column.name: None for column in ADJUSTMENTS} | {"billed_kwh": None} | DAYS | {"original_month": MONTH}


def kwh(cause, recorded=10000, book=None, **cells):
    """Return the energy of an order [kWh] and how many kWh its sheet shows for each period."""
    row = BLANK | {"cause": cause, "recorded_kwh": recorded} | cells
    return int(sum(energy(row, (book or rulebook()).on(date(2026, 1, 31), "湖北")).quantities.values()))


def refused(cause, **cells):
    """Return the sentence with which an order is refused."""
    with pytest.raises(UnclearError) as caught:
        kwh(cause, **cells)
    return str(caught.value)


@pytest.mark.parametrize(("error", "energy_kwh"), [(25, -2000), (-20, 2500), (2.5, -244), (-2.5, 256), (0.01, -1)])
def test_an_error_is_refunded_from_zero_and_by_the_true_energy(error, energy_kwh):
    """True = recorded ÷ (1 + e): 10,000 ÷ 1.25 = 8,000; 10,000 ÷ 0.8 = 12,500; 10,000 ÷ 1.025 = 9,756."""
    assert kwh("电能表误差", error_percent=error) == energy_kwh
    assert kwh("互感器误差", error_percent=error) == energy_kwh


@pytest.mark.parametrize(("error", "refunds_it"), [(1.0, False), (-1.0, False), (1.01, True), (-1.01, True)])
def test_an_error_within_the_limit_is_not_refunded(error, refunds_it):
    cells = {"error_percent": error, "allowed_percent": 1.0}
    if refunds_it:
        assert kwh("电能表误差", **cells) != 0
    else:
        assert "没有超出允许误差" in refused("电能表误差", **cells)


@pytest.mark.parametrize(
    ("fault", "energy_kwh"),
    [
        ("一相电压断线", 5000),
        ("一相电流断线", 5000),
        ("一相电流反接", 20000),
        ("两相电压断线", 20000),
        ("两相电流断线", 20000),
    ],
)
def test_wrong_wiring_is_charged_by_the_factor_of_the_table(fault, energy_kwh):
    """10,000 × (3/2 − 1) and 10,000 × (3 − 1)."""
    assert kwh("接线错误", wiring="三相四线", wiring_fault=fault) == energy_kwh


def test_one_transformer_of_another_ratio():
    """Rated 200/5 = 40, one phase really 150/5 = 30: 3 ÷ (2 + 40/30) = 0.9; too much was recorded: −1,000."""
    cells = {"wiring": "三相四线", "wiring_fault": "一相变比不符", "rated_ratio": 40, "actual_ratio": 30}
    assert kwh("接线错误", **cells) == -1000
    assert "实际变比" in refused("接线错误", **cells | {"actual_ratio": None})


def test_three_wires_are_refused_unless_somebody_worked_out_the_factor():
    said = refused("接线错误", wiring="三相三线", wiring_fault="一相电流反接")
    assert said == "接线方式为三相三线：更正系数表只适用于三相四线，须按相量分析算定后填写「更正系数」"
    assert kwh("接线错误", wiring="三相三线", correction_factor=1.7) == 7000


@pytest.mark.parametrize(("right", "wrong", "energy_kwh"), [(120, 60, 10000), (120, 80, 5000), (80, 120, -3333)])
def test_a_wrong_multiplier_is_refunded_by_the_difference(right, wrong, energy_kwh):
    """600/5 for 300/5 doubles, 600/5 for 400/5 adds half, 400/5 for 600/5 gives back a third (qx47.com, 305564)."""
    assert kwh("倍率错误", right_multiplier=right, wrong_multiplier=wrong) == energy_kwh


def test_a_blown_fuse_is_charged_by_theory_else_by_a_normal_month():
    assert kwh("电压互感器熔断", wiring="三相四线", wiring_fault="一相电压断线") == 5000
    assert kwh("电压互感器熔断", normal_kwh=18000) == 8000
    assert kwh("互感器故障", normal_kwh=9000) == -1000
    assert kwh("其他", normal_kwh=18000) == 8000
    assert "「正常月电量」" in refused("互感器故障")


@pytest.mark.parametrize(("actual", "energy_kwh"), [(0.7, 50), (0.21, 1), (0.2, None)])
def test_a_voltage_drop_is_charged_beyond_what_is_allowed(actual, energy_kwh):
    cells = {"error_percent": actual, "allowed_percent": 0.2}
    if energy_kwh is None:
        assert "没有超出允许压降" in refused("二次压降超差", **cells)
    else:
        assert kwh("二次压降超差", **cells) == energy_kwh


def test_half_the_time_is_the_latter_half_or_half_of_all_energy():
    row = BLANK | {"cause": "电能表误差"}
    assert due_span(row, rules()) == (date(2025, 10, 16), date(2026, 1, 31))
    halved = changed({"退补:半时取法": "全期折半"})
    assert due_span(row, halved.on(date(2026, 1, 31), "湖北")) == (date(2025, 7, 1), date(2026, 1, 31))
    assert kwh("电能表误差", error_percent=25, book=halved) == -1000
    assert kwh("接线错误", correction_factor=3, book=halved) == 20000


def test_wrong_wiring_is_refunded_for_the_whole_time_and_a_multiplier_by_the_records():
    assert due_span(BLANK | {"cause": "接线错误"}, rules()) == (date(2025, 7, 1), date(2026, 1, 31))
    assert due_span(BLANK | {"cause": "倍率错误"}, rules()) is None


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"cause": None}, "没有填写「原因」"),
        ({"error_percent": None}, "须填写「误差」"),
        ({"error_percent": 100}, "超出 ±100%"),
        ({"recorded_kwh": None}, "须填写「抄见电量」，没有就不能计算"),
        ({"sharp_kwh": 4000, "flat_kwh": 5997}, "与各时段之和 9,997 kWh 不符"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 3, 1)}, "不在退补起止"),
        ({"starts_on": date(2026, 1, 20), "ends_on": date(2026, 1, 10)}, "早于退补起日"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said(cells, said):
    assert said in refused(**{"cause": "电能表误差", "error_percent": 2} | cells)


def test_periods_may_miss_the_total_by_their_rounding():
    assert kwh("电能表误差", error_percent=25, sharp_kwh=4000, flat_kwh=5998) == -2000


KWH = st.integers(0, 10**8)


@settings(max_examples=100)
@given(st.lists(KWH, min_size=5, max_size=5), st.integers(-9999, 9999).filter(bool))
def test_every_period_is_rounded_half_up_by_itself(used, hundredths):
    names = ("sharp_kwh", "peak_kwh", "flat_kwh", "valley_kwh", "deep_valley_kwh")
    row = BLANK | {"cause": "电能表误差", "error_percent": hundredths / 100} | dict(zip(names, used, strict=True))
    factor = 1 / (1 + Fraction(hundredths, 10000)) - 1
    signed = [(one * factor, -1 if one * factor < 0 else 1) for one in used]
    assert list(energy(row, rules()).quantities.values()) == [
        sign * int(abs(value) + Fraction(1, 2)) for value, sign in signed
    ]


USED = {"尖电量": 1500, "峰电量": 5000, "平电量": 9000, "谷电量": 6500}
ORDER = {"工单号": "T1", "户号": NO, "原月份": MONTH, "原因": "电能表误差", "上次检定或装表日": date(2026, 1, 1),
         "更正日": date(2026, 1, 25), "退补起日": date(2026, 1, 13), "退补止日": date(2026, 1, 25), "误差": -20,
         "抄见电量": 22000, "电量口径": "区间内"} | USED  # fmt: skip


def computed(tmp_path, *rows, **changes):
    return refunds(area(tmp_path, printed() | {"退补工单": list(rows)} | changes), rulebook(), rules())


def test_money_is_reckoned_at_the_month_s_prices_and_adjustment(tmp_path):
    """A quarter more: 375, 1,250, 2,250, 1,625 kWh, 5,500 together, at the Hubei prices of 2026-01 (billing.md §10).

    298.58 + 743.99 + 895.75 + 291.12 = 2,229.44; 输配 694.65, 系统运行 452.50, 基金 248.60;
    power factor −0.60 % of 2,229.44 + 694.65 + 452.50 = 3,376.59: −20.26. Together 3,604.93.
    """
    found = computed(tmp_path, ORDER)
    [row] = found.rows.itertuples()
    assert (row.reckoned_kwh, row.reckoned_fen) == (5500, 360493)
    money = found.done.steps.dropna(subset=["amount_yuan"])
    amounts = [float(amount) for amount in money["amount_yuan"]]
    assert amounts == [298.58, 743.99, 895.75, 291.12, 694.65, 452.50, 248.60, -20.26, 3604.93]
    assert money["inputs"].iloc[0] == "375 × 0.796226"


@pytest.mark.parametrize(
    ("cell", "at", "undone"),
    [
        ({"抄见电量": "7.2万"}, 1, [1]),
        ({"峰电量": "5千"}, 1, [1]),
        ({"误差": "-20快"}, 0, [0, 1]),
        ({"退补电量": "?"}, 0, []),
    ],
)
def test_a_cell_that_nobody_can_read_is_shown_and_its_months_are_not_computed(tmp_path, cell, at, undone):
    """A period in words used to be left out of the sum; the error stands in the first row for both months."""
    rows = [ORDER, ORDER | {"误差": None, "原月份": "2025-12"}]
    rows[at] = rows[at] | cell
    found = computed(tmp_path, *rows).rows.reset_index(drop=True)
    [(title, seen)] = cell.items()
    told = found.loc[undone, "energy_doubt"]
    assert told.str.contains(f"「退补工单」第{at + 2}行「{title}」看到『{seen}』，应为数值", regex=False).all()
    assert list(found.index[found["energy_doubt"].str.contains("看到")]) == undone


SINGLE = {"单一制/两部制": "单一制", "容需量计费方式": "不计"}
EARLY = ORDER | {"退补起日": date(2026, 1, 1), "退补止日": date(2026, 1, 10), "更正日": date(2026, 1, 10)}


def changing(on, before):
    """Return 计费参数 that are others until a day."""
    terms = base_sheets()["计费参数"][0]
    return {"计费参数": [terms | before | {"失效日期": on}, terms | {"生效日期": on}]}


@pytest.mark.parametrize(
    ("order", "on", "before", "transmission"),
    [
        (EARLY, date(2026, 1, 20), SINGLE, 1046.65),
        (EARLY, date(2026, 1, 11), SINGLE, 1046.65),
        (EARLY, date(2026, 1, 10), SINGLE, None),
        (ORDER, date(2026, 1, 10), SINGLE, 694.65),
        (EARLY, date(2026, 1, 10), {"合同需量": 500}, 694.65),
    ],
)
def test_energy_is_priced_at_the_terms_of_its_days(tmp_path, order, on, before, transmission):
    """The latter half of 1 to 10 January are 6 to 10: 5,500 × 0.1903 = 1,046.65 at 单一制, × 0.1263 = 694.65."""
    found = computed(tmp_path, order, **changing(on, before))
    [row] = found.rows.itertuples()
    steps = found.done.steps
    paid = steps.loc[steps["item"].str.endswith(" 输配电"), "amount_yuan"].astype(float).tolist()
    assert paid == ([transmission] if transmission else [])
    assert ("自 2026-01-10 起改变" in row.money_doubt) is (transmission is None)


def test_energy_is_priced_at_the_price_row_of_its_days(tmp_path):
    prices = rulebook().tables["prices"]
    mine = prices[prices["key"] == "湖北-2026-01-两部制-1-10(20)kV"]
    cut = pd.Timestamp("2026-01-11")
    old = mine.assign(expires_on=cut, transmission_yuan_per_kwh=0.1363).set_axis([900])
    rest = prices.assign(effective_on=prices["effective_on"].mask(prices.index.isin(mine.index), cut))
    book = Rulebook({**rulebook().tables, "prices": pd.concat([rest, old]).astype(prices.dtypes.to_dict())},
                    rulebook().ledger, rulebook().path)  # fmt: skip
    for order, yuan in ((EARLY, [749.65]), (ORDER, [694.65]), (ORDER | {"上次检定或装表日": date(2025, 12, 10)}, [])):
        found = refunds(area(tmp_path, printed() | {"退补工单": [order]}), book, rules())
        steps = found.done.steps
        paid = steps.loc[steps["item"].str.endswith(" 输配电"), "amount_yuan"].astype(float).tolist()
        assert paid == yuan
        assert found.rows["money_doubt"].str.contains("自 2026-01-11 起改变").tolist() == [not yuan]


HALVED = ORDER | {"上次检定或装表日": date(2025, 11, 1), "退补起日": None, "退补止日": None, "电量口径": "全月"}
"""The latter half of 85 days: 14 December to 25 January."""


@pytest.mark.parametrize(
    ("month", "parts", "kwh"),
    [("2025-12", (871, 2903, 5226, 3774), 3195), (MONTH, (1210, 4032, 7258, 5242), 4437)],
)
def test_a_whole_month_s_energy_is_parted_by_the_days_within_the_time(tmp_path, month, parts, kwh):
    """18 of 31 days: 1,500 × 18 ÷ 31 = 870.97, 5,000: 2,903.23, 9,000: 5,225.81, 6,500: 3,774.19; a quarter of each:
    217.75, 725.75, 1,306.5, 943.5 → 218 + 726 + 1,307 + 944 = 3,195; 25 of 31 days: 1,209.68, 4,032.26, 7,258.06,
    5,241.94; a quarter: 302.5, 1,008, 1,814.5, 1,310.5 → 303 + 1,008 + 1,815 + 1,311 = 4,437.
    """
    found = computed(tmp_path, HALVED | {"原月份": month})
    assert found.rows["reckoned_kwh"].tolist() == [kwh]
    steps = found.done.steps[found.done.steps["item"].str.contains("抄见电量（区间内）")]
    assert tuple(int(value) for value in steps["value"]) == parts
    days = {"2025-12": "18 ÷ 31", MONTH: "25 ÷ 31"}[month]
    assert steps["inputs"].iloc[0] == f"1,500 × {days}"
    assert steps["formula"].iloc[0] == "全月电量 × 天数 ÷ 当月天数，四舍五入到 0 位小数"


def test_energy_of_the_days_alone_is_not_parted(tmp_path):
    found = computed(tmp_path, HALVED | {"电量口径": "区间内"})
    assert found.rows["reckoned_kwh"].tolist() == [5500]
    assert "是区间内的，不再折算" in found.done.steps["formula"].tolist()


def test_an_edge_month_of_which_nobody_says_what_was_typed_is_not_guessed(tmp_path):
    found = computed(tmp_path, HALVED | {"电量口径": None})
    [row] = found.rows.itertuples()
    assert row.energy_doubt == (
        "当月 31 天只有 25 天（2026-01-01 至 2026-01-25）在退补时间之内，没有填写「电量口径」：抄见电量 22,000 kWh "
        "是全月的，应折算为 17,742 kWh；是区间内的，按 22,000 kWh。请填写「全月」或「区间内」"
    )
    assert found.done.cases["charge_yuan"].tolist() == [None]


@pytest.mark.parametrize(
    ("scope", "billed", "told"),
    [("区间内", 22_000, True), ("区间内", 22_001, False), ("全月", 22_000, False), ("区间内", None, False)],
)
def test_energy_of_some_days_that_is_all_of_the_month_s_is_a_reason_to_look(tmp_path, scope, billed, told):
    sheets = printed(bill={"总电量": billed}) | {"退补工单": [HALVED | {"电量口径": scope}]}
    found = refunds(area(tmp_path, sheets), rulebook(), rules())
    [row] = found.rows.itertuples()
    assert (row.reckoned_kwh > 0, row.money_doubt) == (True, "")
    assert ("不小于当月账单总电量 22,000 kWh" in found.done.cases["note"].iloc[0]) is told


@pytest.mark.parametrize(("word", "energy_kwh"), [("全月", 4437), ("区间内", 5500)])
def test_the_rule_may_say_what_is_typed(tmp_path, word, energy_kwh):
    ledger = area(tmp_path, printed() | {"退补工单": [HALVED | {"电量口径": None}]})
    found = refunds(ledger, rulebook(), changed({"退补:边缘月电量": word}).on(date(2026, 1, 31), "湖北"))
    assert found.rows["reckoned_kwh"].tolist() == [energy_kwh]
    assert any(str(rule).startswith("计费规则!") for rule in found.done.steps["rule"])


@pytest.mark.parametrize(
    ("verified", "corrected", "energy_kwh"),
    [(date(2026, 1, 1), date(2026, 1, 31), 20000), (date(2026, 1, 2), date(2026, 1, 31), None),
     (date(2026, 1, 1), date(2026, 1, 30), None), (date(2025, 12, 31), date(2026, 2, 1), 20000)],
)  # fmt: skip
def test_a_month_of_which_a_day_is_missing_is_an_edge_month(verified, corrected, energy_kwh):
    cells = {"verified_on": verified, "corrected_on": corrected, "correction_factor": 3}
    if energy_kwh is None:
        assert "没有填写「电量口径」" in refused("接线错误", **cells)
        assert kwh("接线错误", recorded_scope="全月", **cells) == 2 * 9677
    else:
        assert kwh("接线错误", **cells) == kwh("接线错误", recorded_scope="全月", **cells) == energy_kwh


@pytest.mark.parametrize(("days", "energy_kwh"), [(15, 5000), (30, 10000)])
def test_a_month_may_be_parted_by_thirty_days(days, energy_kwh):
    book = changed({"退补:全月电量折算": "固定天数"})
    flags = book.tables[FLAGS]
    flags.loc[flags["key"] == "退补:全月电量折算", "value"] = 30
    cells = {"verified_on": date(2026, 1, 1), "corrected_on": date(2026, 1, days), "correction_factor": 2}
    assert kwh("接线错误", recorded_scope="全月", book=book, **cells) == energy_kwh


def test_where_the_records_decide_the_days_of_the_order_part_the_month():
    cells = {"right_multiplier": 120, "wrong_multiplier": 60, "starts_on": date(2026, 1, 17)}
    assert kwh("倍率错误", recorded_scope="全月", **cells) == 10000
    cells |= {"ends_on": date(2026, 2, 9)}
    assert kwh("倍率错误", recorded_scope="全月", **cells) == 4839
    assert "只有 15 天（2026-01-17 至 2026-01-31）" in refused("倍率错误", **cells)


def test_a_normal_month_is_parted_like_the_month_of_the_fault():
    """(18,000 − 10,000) × 15 ÷ 31 = 3,870.97."""
    days = {"starts_on": date(2026, 1, 17), "ends_on": date(2026, 2, 9), "normal_kwh": 18000}
    assert kwh("其他", recorded_scope="全月", **days) == 3871
    assert kwh("其他", recorded_scope="区间内", **days) == 8000


def test_a_month_without_prices_is_said_and_the_other_month_is_reckoned(tmp_path):
    days = {"上次检定或装表日": date(2025, 11, 1), "退补起日": date(2025, 12, 14)}
    found = computed(tmp_path, ORDER | days | {"原月份": "2025-12"}, ORDER | days | {"原因": None})
    lost, known = found.rows.itertuples()
    assert lost.money_doubt.startswith("规则表")
    assert "2025-12" in lost.money_doubt
    assert (lost.reckoned_kwh, known.reckoned_kwh, known.reckoned_fen) == (5500, 5500, 360493)
    assert found.done.cases["charge_yuan"].tolist() == [None]
    assert "2025-12：规则表" in found.done.cases["note"].iloc[0]


@pytest.mark.parametrize(("month", "kwh"), [("2025-11", 0), ("2025-12", 5500), (MONTH, 5500), ("2026-02", 0)])
def test_a_month_outside_the_time_that_the_rule_names_is_left_out(tmp_path, month, kwh):
    """Verified 1 November, corrected 25 January: the latter half of 85 days is 14 December to 25 January."""
    order = ORDER | {"上次检定或装表日": date(2025, 11, 1), "退补起日": None, "退补止日": None, "原月份": month}
    found = computed(tmp_path, order)
    [row] = found.rows.itertuples()
    assert row.reckoned_kwh == kwh
    if not kwh:
        assert (row.money_doubt, row.reckoned_fen) == ("", 0)
        assert "不在退补时间之内" in "".join(found.done.steps["formula"])


def sums(done, ledger):
    """Return the line of sums by column."""
    page = computation_sheet((REFUNDS, REFUND_STEPS), done, ledger, [], "")
    return {column.name: values.iloc[-1] for column, values in zip(REFUNDS, page.blocks[0].values, strict=True)}


def test_a_sum_of_which_nothing_is_known_is_empty(tmp_path):
    line = sums(computed(tmp_path, ORDER | {"误差": None}).done, area(tmp_path))
    assert (line["number"], line["charge_yuan"], line["energy_kwh"]) == ("合计", None, None)
    assert line["note"] == "1 件；合计不全，未计入没有算出或没有填写的：电量 1 件、计算电费 1 件、工单电费 1 件"


def test_a_sum_says_how_many_orders_it_lacks(tmp_path):
    unpriced = ORDER | {"工单号": "T2", "户号": "4200000000099", "退补电费": 1}
    unclear = ORDER | {"工单号": "T3", "误差": None, "退补电费": 1}
    whole = ORDER | {"退补电费": 3604.93}
    assert sums(computed(tmp_path, whole).done, area(tmp_path))["note"] == "1 件"
    line = sums(computed(tmp_path, whole, unpriced, unclear).done, area(tmp_path))
    assert (line["energy_kwh"], float(line["charge_yuan"])) == (11000, 3604.93)
    assert line["note"] == "3 件；合计不全，未计入没有算出或没有填写的：电量 1 件、计算电费 2 件"


@pytest.mark.parametrize(
    ("order", "terms", "said"),
    [
        (dict.fromkeys(USED), {}, "没有填写各时段的抄见电量"),
        ({}, {"市场化属性": "直接交易"}, "直接交易用户"),
        ({}, {"电价类别": "农业生产"}, "不是工商业电价"),
        ({}, {"计价电压": "<1kV"}, "两部制、<1kV 的价格行"),
        ({"户号": "4200000000099"}, {}, "「计费参数」没有该户"),
    ],
)
def test_energy_that_has_no_price_is_said(tmp_path, order, terms, said):
    [row] = computed(tmp_path, ORDER | order, 计费参数=terms).rows.itertuples()
    assert said in row.money_doubt
    assert row.reckoned_kwh == 5500


def test_a_customer_without_periods_pays_the_flat_price(tmp_path):
    """5,500 × 0.398113 = 2,189.62."""
    found = computed(tmp_path, ORDER | dict.fromkeys(USED), 计费参数={"时段集": "不执行"})
    assert float(found.done.steps["amount_yuan"].dropna().iloc[0]) == 2189.62


def test_a_customer_billed_by_demand_is_told_that_demand_is_not_in_it(tmp_path):
    assert computed(tmp_path, ORDER).done.cases["note"].tolist() == [""]
    demand = computed(tmp_path, ORDER, 计费参数={"容需量计费方式": "实际最大需量"}).done.cases
    assert demand["note"].tolist() == ["按需量计费：需量示数同受影响的，需量电费另行计算"]


SETTLED = [{"户号": NO, "月份": MONTH, "时段": period, "单价": price}
           for period, price in (("尖", 0.7), ("峰", 0.5), ("平", 0.4), ("谷", 0.2))]  # fmt: skip


def test_a_direct_trader_is_refunded_at_the_prices_of_its_contract(tmp_path):
    """375 × 0.7 + 1,250 × 0.5 + 2,250 × 0.4 + 1,625 × 0.2 = 262.50 + 625 + 900 + 325 = 2,112.50; 线损 5,500 × 0.013643 =
    75.04; 输配 694.65, 系统运行 452.50, 基金 248.60; −0.60 % of each row but the last: −20.02 (of their sum −20.01).
    Together 3,563.27.
    """
    traded = {"计费参数": {"市场化属性": "直接交易"}}
    [row] = computed(tmp_path, ORDER, 市场价格=SETTLED, **traded).rows.itertuples()
    assert (row.money_doubt, row.reckoned_fen) == ("", 356327)


@pytest.mark.parametrize(
    "rows", [SETTLED[:3], [*SETTLED, SETTLED[0] | {"单价": 0.8}], [row | {"清算所属月": "2025-11"} for row in SETTLED]]
)
def test_a_direct_trader_without_one_price_for_each_period_is_not_guessed(tmp_path, rows):
    [row] = computed(tmp_path, ORDER, 市场价格=rows, 计费参数={"市场化属性": "直接交易"}).rows.itertuples()
    assert row.money_doubt == "直接交易用户：「市场价格」没有该户 2026-01 各时段的单价，购电价不能确定"
