"""Line losses by R·I² as agreed (billing.md §5.4): K²·R·(Wp² + Wq²) ÷ (1000·U²·T), by hand in each docstring.

The one customer: 160,000 kWh and 60,000 kvarh in 744 hours, so Wp² + Wq² = 2.92 × 10¹⁰; its line has 0.5 Ω and
K = 1.05 at 10 kV: 1.1025 × 0.5 × 2.92·10¹⁰ ÷ (1000 × 10² × 744) = 216.35 → 216 kWh.
"""

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from billing_area import NO, amounts, base_sheets, printed, registers, rulebook, word_of
from hypothesis import given
from hypothesis import strategies as st
from together import together

from addin.billing.metering.losses import resistive_losses
from addin.rulebook import Rulebook

LINE = {"线损参与": "是", "线路电阻": 0.5, "线路形状系数": 1.05}
SUPPLY = {"户号": NO, "电源序": 1, "性质": "主供", "变电站": "城东变", "线路": "城机线", "供电电压": 10}
POINT, TERMS = base_sheets()["计量点"][0], base_sheets()["计费参数"][0]
SQUARES = 160_000**2 + 60_000**2


def lined(changes=None, rules=None, **cells):
    """Return the month of the customer whose line loses by its resistance."""
    return (yield {"计量点": LINE | cells, "电源": [SUPPLY]} | (changes or {}), rules)


def lost(billing):
    return billing.quantities.energy.losses.loc[NO, "line_loss_kwh"]


def why(billing):
    """Return why the customer has no bill, having none."""
    assert billing.lines.empty
    return "；".join(billing.unbilled["reason"])


def half_up(value):
    return int(value + Fraction(1, 2))


def losses(**values):
    """Return the loss by the formula of one line."""
    names = {"ohm": "line_resistance_ohm", "factor": "line_shape_factor", "kv": "supply_kv"}
    load = {"days": 31, "active_kwh": 160_000, "reactive_kvarh": 60_000, "ohm": 0.5, "factor": 1.05, "kv": 10} | values
    row = {names.get(name, name): value for name, value in load.items()}
    return resistive_losses(pd.DataFrame([row]).astype("float64"), 0.8)[0]


@given(
    st.integers(0, 9_000_000), st.integers(0, 9_000_000), st.integers(1, 62), st.integers(100, 9_999_999),
    st.integers(10_000, 29_999), st.sampled_from(("0.38", "6", "10", "10.5", "35", "110")),
)  # fmt: skip
def test_the_formula_agrees_with_fractions(  # noqa: PLR0913, PLR0917 - all of the formula
    active, reactive, days, millionths, factor, kv
):
    got = losses(active_kwh=active, reactive_kvarh=reactive, days=days, ohm=millionths / 10**6, factor=factor / 10**4,
                 kv=float(kv))  # fmt: skip
    above = Fraction(factor, 10**4) ** 2 * Fraction(millionths, 10**6) * (active**2 + reactive**2)
    assert got == half_up(above / (1000 * Fraction(kv) ** 2 * 24 * days))


def test_the_formula_is_three_times_the_square_of_the_mean_current_times_the_resistance():
    """I = √(Wp² + Wq²) ÷ (√3·U·T) = 170,880 ÷ (1.7321 × 10 × 744) = 13.2605 A; 3 × (1.05 × 13.2605)² × 0.5 × 0.744."""
    current = SQUARES**0.5 / (3**0.5 * 10 * 744)
    assert 3 * (1.05 * current) ** 2 * 0.5 * 744 / 1000 == pytest.approx(216.35, abs=0.01)
    assert losses() == 216


def test_an_exact_half_is_rounded_up():
    """K = 1, R = 0.0093 Ω, 2,000 kWh at 1 kV in one day: 0.0093 × 4·10⁶ ÷ (1000 × 24) = 1.55; with 0.009 Ω 1.5 → 2."""
    assert losses(factor=1, ohm=0.009, kv=1, days=1, active_kwh=2000, reactive_kvarh=0) == 2
    assert losses(factor=1, ohm=0.008999, kv=1, days=1, active_kwh=2000, reactive_kvarh=0) == 1


@together
def test_the_loss_is_billed_in_every_period_and_counts_in_the_power_factor():
    """尖 0.0750 × 216 = 16, 峰 0.2500 → 54, 谷 0.3000 → 65, 平 what is left: 81."""
    billing = yield from lined()
    assert lost(billing) == 216
    kwh = {period: kwh for component, period, kwh, *_ in amounts(billing) if component == "购电"}
    assert kwh == {"尖": 12_016, "峰": 40_054, "平": 60_081, "谷": 48_065}
    assert billing.quantities.power_factor.loc[NO, "active_kwh"] == 160_216
    assert [row[2] for row in amounts(billing) if row[0] == "输配电"] == [160_216]


@together
def test_without_a_reactive_meter_the_apparent_energy_is_the_active_one_over_the_rules_share():
    """(160,000 ÷ 0.8)² = 4·10¹⁰: 1.1025 × 0.5 × 4·10¹⁰ ÷ 74,400,000 = 296.37 → 296 kWh."""
    billing = yield from lined({"抄表记录": registers(kvarh=None), "计费参数": {"力调标准": "不考核"}})
    assert lost(billing) == 296


@together
def test_a_reactive_reading_that_is_not_known_leaves_the_whole_bill_undone():
    rows = registers()
    rows[-1]["上次示数"] = None
    assert "没有上次示数" in why((yield from lined({"抄表记录": rows})))


@together
def test_the_hours_are_those_of_the_days_that_are_billed():
    """A customer since the 17th: 15 days = 360 hours: 1.1025 × 0.5 × 2.92·10¹⁰ ÷ (100,000 × 360) = 447.13 → 447 kWh."""
    since = date(2026, 1, 17)
    new = {"客户台账": {"送电日期": since}, "计费参数": {"生效日期": since}, "抄表记录": registers(上次抄表日=since)}
    assert lost((yield from lined(new))) == 447


@together
def test_each_point_loses_by_its_own_line_at_the_voltage_of_its_feeder():
    """P2, 0.25 Ω at 35 kV with K = 1: 0.25 × 2.92·10¹⁰ ÷ (1000 × 1225 × 744) = 8.01 → 8 kWh; P1 216 kWh."""
    second = POINT | LINE | {"计量点号": "P2", "表号": "M2", "电源序": 2, "线路电阻": 0.25, "线路形状系数": 1}
    changes = {
        "计量点": [POINT | LINE, second],
        "电源": [SUPPLY, SUPPLY | {"电源序": 2, "供电电压": 35}],
        "抄表记录": [*registers(), *registers(计量点号="P2", 表号="M2")],
    }
    assert lost((yield changes)) == 216 + 8


@together
def test_a_customer_with_one_feeder_need_not_number_it():
    assert lost((yield from lined(电源序=None))) == 216


@together
def test_a_dwelling_behind_the_meter_bears_its_share():
    """4,800 of 160,000 kWh are 0.0300: 6 of 216 kWh."""
    sub = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "定比", "定比": 3, "电价类别": "居民生活", "表号": None,
                   "线损参与": "是"}  # fmt: skip
    billed_kwh = (yield {"计量点": [POINT | LINE, sub], "电源": [SUPPLY]}).quantities.energy.billed
    assert billed_kwh.set_index("point_no")["总"].to_dict() == {"": 155_410, "P2": 4806}


@together
def test_a_month_that_is_cut_bears_the_loss_of_the_whole_month_by_the_energy_of_its_segments():
    """As a transformer's: 216 kWh, 15 and 16 days; nothing is lost and nothing made by cutting."""
    middle = date(2026, 1, 16)
    rows = [TERMS | {"失效日期": middle}, TERMS | {"生效日期": middle, "计价电压": "35kV"}]
    billing = yield from lined({"计费参数": rows})
    assert lost(billing) == 216
    assert sum(row[2] for row in amounts(billing) if row[0] == "输配电") == 160_216


UNKNOWN = {
    "K": ({"线路形状系数": None}, {}, "有「线路电阻」而没有「线路形状系数」，系数由合同约定，没有缺省值，请在「计量点」补填"),
    "R": ({"线路电阻": None}, {}, "有「线路形状系数」而没有「线路电阻」"),
    "both": ({}, {"计费参数": {"线损率": 1.5}}, "「计费参数」又填了「线损率」1.5%，不知按哪一种，请按合同留一种"),
    "K and a rate": ({"线路电阻": None}, {"计费参数": {"线损率": 1.5}}, "「计费参数」又填了「线损率」1.5%"),
    "no feeder": ({}, {"电源": []}, "「电源」没有该户电源序 1 的「供电电压(kV)」，请补填"),
    "another feeder": ({"电源序": 3}, {}, "「电源」没有该户电源序 3 的「供电电压(kV)」"),
    "which feeder": ({"电源序": None}, {"电源": [SUPPLY, SUPPLY | {"电源序": 2}]}, "该户电源序 （未填） 的「供电电压(kV)」"),
    "no voltage": ({}, {"电源": [SUPPLY | {"供电电压": 0}]}, "「供电电压(kV)」，请补填"),
    "text": ({"线路电阻": "0.5欧"}, {}, "「线路电阻」看到『0.5欧』"),
    "nothing": ({"线路电阻": 0}, {}, "「线路电阻」看到『0』，应为不小于 0.0001"),
    "below nothing": ({"线路电阻": -0.5}, {}, "「线路电阻」看到『-0.5』"),
    "K below one": ({"线路形状系数": 0.99}, {}, "「线路形状系数」看到『0.99』，应为不小于 1"),
    "taking part or not": ({"线损参与": None}, {}, "「线损参与」为空，请在「计量点」填是或否"),
    "too fine": ({"线路电阻": 0.1234567}, {}, "小数过多，或数值大得不可能"),
    "beyond all": ({"线路电阻": 1e12}, {"电源": [SUPPLY | {"供电电压": 0.001}]}, "小数过多，或数值大得不可能"),
    "voltage": ({}, {"电源": [SUPPLY | {"供电电压": "十千伏"}]}, "「供电电压」看到『十千伏』"),
}  # fmt: skip


@together
@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_sure_of_a_line_is_said_and_its_loss_not_guessed(name):
    cells, changes, sentence = UNKNOWN[name]
    assert sentence in why((yield from lined(changes, **cells)))


@together
@pytest.mark.parametrize(("ohm", "factor"), [(0.0001, 1), (0.123456, 1.0001)])
def test_the_least_and_the_finest_that_may_be_written_is_reckoned(ohm, factor):
    exact = Fraction(str(factor)) ** 2 * Fraction(str(ohm)) * SQUARES / (1000 * 100 * 744)
    assert lost((yield from lined(线路电阻=ohm, 线路形状系数=factor))) == half_up(exact)


@together
def test_a_line_that_takes_no_part_is_not_asked_for_anything():
    cells = {"线路电阻": 0.5, "线损参与": "否"}
    assert (yield {"计量点": cells, "计费参数": {"线损率": 1.5}}).doubts.empty


@together
@pytest.mark.parametrize(("later", "known"), [({"线路电阻": 0.4}, False), ({"表号": "M1", "准确度等级": "0.2S"}, True)])
def test_a_line_that_changes_within_the_month_cannot_be_parted_and_another_change_is_none(later, known):
    middle = date(2026, 1, 16)
    rows = [POINT | LINE | {"失效日期": middle}, POINT | LINE | {"生效日期": middle} | later]
    billing = yield {"计量点": rows, "电源": [SUPPLY]}
    if known:
        assert lost(billing) == 216
    else:
        assert "在月内改变，线损电量无法按段分开" in why(billing)


@together
def test_a_resistance_of_a_sub_meter_belongs_to_the_main_point():
    sub = POINT | LINE | {"计量点号": "P2", "上级计量点": "P1", "关系": "定比", "定比": 3, "表号": None}
    told = why((yield {"计量点": [POINT, sub], "电源": [SUPPLY]}))
    assert "计量点 P2 按 R·I² 公式计线损：是分表" in told
    sub |= {"线路电阻": None, "线路形状系数": None, "线损参与": "否"}
    assert lost((yield {"计量点": [POINT | LINE, sub], "电源": [SUPPLY]})) == 216


@together
def test_without_the_rule_on_the_formula_nobody_guesses_it():
    table = rulebook().tables["billing_flags"]
    text = table["text"].mask(table["key"] == "线损公式:按电阻", None)
    rules = Rulebook(
        {**rulebook().tables, "billing_flags": table.assign(text=text)}, rulebook().ledger, rulebook().path
    )
    assert "规则表「计费规则」没有设定线损公式" in why((yield from lined(rules=rules)))
    assert (yield {"计量点": {"线损参与": "是"}, "计费参数": {"线损率": 0.11}}, rules).doubts.empty


@together
@pytest.mark.parametrize(
    ("kwh", "outcome"), [(160_217, "通过"), (160_218, "不符"), (160_215, "通过"), (160_214, "不符")]
)
def test_the_line_loss_of_a_bill_is_what_the_formula_gives_within_a_kwh(kwh, outcome):
    changes = printed(text=f"购电|总|{kwh}||0.4|64000.00") | {"计量点": [POINT | LINE], "电源": [SUPPLY]}
    assert word_of((yield "电费-A29", changes)) == outcome


@together
def test_the_finding_says_what_was_agreed():
    changes = printed(text="购电|总|160432||0.4|64172.80") | {"计量点": [POINT | LINE], "电源": [SUPPLY]}
    (row,) = (yield "电费-A29", changes).rows.itertuples()
    assert row.message == (
        "账单计线损 432 kWh（约 0.27%），按约定的 R·I² 公式 P1（R 0.5 Ω、K 1.05、U 10 kV），应为 216 kWh"
    )


@together
def test_a_line_that_is_not_sure_is_not_judged():
    changes = printed(text="购电|总|160432||0.4|64172.80") | {"计量点": [POINT | LINE]}
    assert word_of((yield "电费-A29", changes)) == "未能核查"


@together
def test_the_kwh_of_a_row_say_that_losses_are_in_them():
    workings = (yield from lined(printed())).workings
    assert any("加损耗、余数等 216" in text for text in workings)
