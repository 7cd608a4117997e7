"""Power factor: rounding, table, money."""

from decimal import ROUND_HALF_UP, Decimal, getcontext

import numpy as np
import pandas as pd
import pytest
from billing_area import KWH, NO, PRINTED, amounts, base_sheets, outcome_of, printed, registers, word_of
from hypothesis import given
from hypothesis import strategies as st
from rules_area import changed
from together import together

from addin.billing.power_factor import adjusted_fen, adjustment, adjustment_fen, power_factor_percent, standard_percent

TABLE = pd.DataFrame(
    {
        "standard": [0.90, 0.90, 0.90, 0.85],
        "power_factor": [0.89, 0.90, 0.77, 0.89],
        "change_percent": [0.5, 0.0, 6.5, -0.4],
    },
    index=[2, 3, 4, 5],
)


def cosphi(active, reactive):
    return power_factor_percent(pd.Series([active], dtype="float64"), pd.Series([reactive], dtype="float64"))[0]


@pytest.mark.parametrize(
    ("active", "reactive", "expected"), [(3, 4, 60), (4, 3, 80), (1, 0, 100), (0, 1, 0), (1000, 484, 90)]
)
def test_textbook_triangles(active, reactive, expected):
    assert cosphi(active, reactive) == expected


def test_the_two_sides_of_a_half_are_told_apart_at_any_size():
    # 0.895 lies between these two loads; their floats differ in the sixteenth digit.
    assert cosphi(8_950_000_000, 4_460_661_385) == 90
    assert cosphi(8_950_000_000, 4_460_661_386) == 89


def test_no_energy_at_all_gives_no_power_factor():
    assert pd.isna(cosphi(0, 0))


def test_missing_reactive_energy_is_not_zero():
    assert pd.isna(cosphi(1000, np.nan))


def test_a_light_load_on_a_big_transformer_falls_to_077():
    # Published (billing.md §5): losses of 632 kWh / 2,749 kvarh; the load that they spoil so is about 4,450 kWh.
    active, reactive = 4450, 1463
    assert cosphi(active, reactive) == 95
    assert cosphi(active + 632, reactive + 2749) == 77


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_it_agrees_with_a_long_decimal_root(active, reactive):
    getcontext().prec = 60
    if active == reactive == 0:
        return
    exact = Decimal(active) / (Decimal(active) ** 2 + Decimal(reactive) ** 2).sqrt()
    assert cosphi(active, reactive) == int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP))


def test_the_table_row_that_decides_is_named():
    got = adjustment(TABLE, pd.Series([90, 85, 90], dtype="Int64"), pd.Series([89, 89, 77], dtype="Int64"))
    assert got["change_percent"].tolist() == [0.5, -0.4, 6.5]
    assert got["row"].tolist() == [2, 5, 4]


def test_a_power_factor_that_the_table_lacks_stays_unknown():
    got = adjustment(TABLE, pd.Series([90, 80], dtype="Int64"), pd.Series([12, 89], dtype="Int64"))
    assert got["change_percent"].isna().all()
    assert got["row"].isna().all()


def test_standards_are_read_from_text_and_exempt_users_have_none():
    got = standard_percent(pd.Series(["0.90", "0.85", "0.8", "不考核", None]))
    assert got.fillna(-1).tolist() == [90, 85, 80, -1, -1]


@pytest.mark.parametrize(("base", "rate", "printed"), [(503144065, -0.75, -3773581), (613718650, -0.15, -920579)])
def test_two_printed_adjustments_are_not_their_base_times_the_rate_rounded_once(base, rate, printed):
    """S3: 5,031,440.65 × 0.75 % = 37,735.80, printed 37,735.81; S4: 6,137,186.50 × 0.15 % = 9,205.78, printed 9,205.79.

    The bills do not print all of their rows: that rounding row by row gives the fen is inferred (billing.md §0.6).
    """
    once = adjustment_fen(pd.Series([base], dtype="Int64"), pd.Series([rate]))
    assert once.tolist() == [printed + 1]


ROWS = pd.Series([955471, 2380752, 2388678, 859925, 2020800, 1316368, 2630000], dtype="Int64")


@pytest.mark.parametrize(("by_row", "fen"), [(True, -75313), (False, -75312)])
def test_rows_are_adjusted_one_by_one_or_together(by_row, fen):
    """57.33 + 142.85 + 143.32 + 51.60 + 121.25 + 78.98 + 157.80 = 753.13; 125,519.94 × 0.6 % = 753.12."""
    rate = pd.Series([-0.6, -0.75, np.nan], index=[7, 8, 9])
    assert adjusted_fen(ROWS, ROWS * 0 + 7, rate, by_row=by_row).tolist() == [fen, 0, pd.NA]


@together
@pytest.mark.parametrize(("word", "fen", "other"), [("每行", -75313, "-753.12"), ("合计", -75312, "-753.13")])
def test_the_rule_says_which_and_a_bill_of_the_other_habit_passes(word, fen, other):
    sheets = printed(text=PRINTED.replace("-753.13", other))
    billing = yield sheets, changed({"力调取整环节": word})
    assert amounts(billing)[-1] == ("力调电费", "总", 125519.94, -0.60, fen)
    assert billing.compared["outcome"].unique().tolist() == ["通过"]


def of_reactive(kvarh, kwh=0):
    """Return a month with these energies alone."""
    return {"抄表记录": registers(dict.fromkeys(KWH, 0) | {"平": kwh}, kvarh)}


@together
def test_reactive_energy_alone_is_for_a_person_to_decide():
    """§4.2: a power factor of 0.00 would add 145 % to the capacity charge."""
    billing = yield of_reactive(1_000)
    assert {row[0] for row in amounts(billing)} == {"容量电费"}
    [doubt] = billing.doubts.itertuples()
    assert doubt.component == "力调电费"
    assert doubt.reason.startswith("本月有功电量为 0、无功电量 1,000 kvarh，力率为 0.00")


@together
@pytest.mark.parametrize(("kwh", "kvarh", "rows"), [(1, 1_000, 1), (0, 0, 0)])
def test_a_kilowatt_hour_makes_it_a_power_factor_and_nothing_at_all_none(kwh, kvarh, rows):
    billing = yield of_reactive(kvarh, kwh)
    assert [row[0] for row in amounts(billing)].count("力调电费") == rows
    assert billing.doubts.empty


def idle(kvarh, kwh=0):
    """Return the bill of such a month, its capacity alone."""
    return printed(text="容量电费|总|1000|31|26.3|26300.00", bill={"实际力率": None}) | of_reactive(kvarh, kwh)


@together
def test_a_month_of_reactive_energy_alone_is_a_reason_to_look():
    asked, [(word, message)] = outcome_of((yield "电费-B03", idle(1_000)))
    assert (asked, word) == (1, "不符")
    assert "只有无功没有有功，先核对有功表和补偿装置" in message
    assert outcome_of((yield "电费-B03", idle(0))) == (0, [])


@together
def test_a_bill_without_an_adjustment_of_reactive_energy_alone_is_not_wrong():
    assert outcome_of((yield "电费-B09", idle(1_000))) == (0, [])
    assert word_of((yield "审计-A07", idle(1_000))) == "未能核查"


def behind(word, kwh=40_000, kvarh=30_000, **cells):
    """Return a sub-meter behind the main one (160,000 kWh, 60,000 kvarh), whose 力调参与 is this word."""
    main = base_sheets()["计量点"][0]
    names = {"计量点号": "P2", "表号": "M2"}
    sub = main | names | {"上级计量点": "P1", "关系": "套表", "电价类别": "居民生活", "力调参与": word} | cells
    return {"计量点": [main, sub], "抄表记录": [*registers(), *registers({"平": kwh}, kvarh, **names)]}


@together
@pytest.mark.parametrize(
    ("word", "active", "reactive", "cosine"),
    [("是", 160_000, 60_000, 94), (None, 160_000, 60_000, 94), ("否", 120_000, 30_000, 97)],
)
def test_a_sub_meter_that_takes_no_part_is_taken_off_p_and_q(word, active, reactive, cosine):
    """120,000 ÷ √(120,000² + 30,000²) = 0.97 → −0.75 %; with it 0.94 → −0.60 % (billing.md §4.2)."""
    billing = yield behind(word)
    known = billing.quantities.power_factor.loc[NO]
    assert known[["active_kwh", "reactive_kvarh", "power_factor"]].tolist() == [active, reactive, cosine]
    assert amounts(billing)[-1][3] == (-0.75 if word == "否" else -0.60)


@together
@pytest.mark.parametrize(("relation", "kvarh"), [("套表", None), ("定比", None), ("定量", None), ("定比", 30_000)])
def test_a_sub_meter_without_reactive_energy_of_its_own_goes_with_the_main_one(relation, kvarh):
    """§4.2: dwellings by 3 % of the main meter have no register to be taken off by, whatever 力调参与 says."""
    billing = yield behind("否", kvarh=kvarh, 关系=relation, 定比=3, 定量=100)
    known = billing.quantities.power_factor.loc[NO]
    assert "力调电费" not in set(billing.doubts["component"])
    assert known[["active_kwh", "reactive_kvarh", "power_factor"]].tolist() == [160_000, 60_000, 94]


@together
def test_behind_a_sub_meter_that_goes_with_the_main_one_another_is_still_taken_off():
    """P2 has no kvarh; P3 behind it has, and takes no part: 160,000 − 10,000 kWh, 60,000 − 5,000 kvarh."""
    sheets = behind("否", kvarh=None)
    leaf = sheets["计量点"][1] | {"计量点号": "P3", "表号": "M3", "上级计量点": "P2"}
    rows = registers({"平": 10_000}, 5_000, 计量点号="P3", 表号="M3")
    billing = yield {"计量点": [*sheets["计量点"], leaf], "抄表记录": [*sheets["抄表记录"], *rows]}
    assert billing.quantities.power_factor.loc[NO, ["active_kwh", "reactive_kvarh"]].tolist() == [150_000, 55_000]


@together
def test_a_sub_meter_behind_one_that_takes_no_part_may_take_part_itself():
    sheets = behind("否")
    leaf = sheets["计量点"][1] | {"计量点号": "P3", "表号": "M3", "上级计量点": "P2", "力调参与": "是"}
    rows = registers({"平": 10_000}, 5_000, 计量点号="P3", 表号="M3")
    billing = yield {"计量点": [*sheets["计量点"], leaf], "抄表记录": [*sheets["抄表记录"], *rows]}
    assert billing.quantities.power_factor.loc[NO, ["active_kwh", "reactive_kvarh"]].tolist() == [130_000, 35_000]


@together
@pytest.mark.parametrize(("kvarh", "more"), [(60_000, False), (60_001, True)])
def test_more_reactive_energy_than_the_main_meter_has_cannot_be_taken_off(kvarh, more):
    doubts = (yield behind("否", kvarh=kvarh)).doubts.set_index("component")["reason"]
    assert ("力调电费" in doubts.index) is more
    assert not more or "比总表还大" in doubts["力调电费"]


@together
@pytest.mark.parametrize("kvarh", [30_000, None])
def test_the_money_of_a_sub_meter_in_the_rows_of_the_main_one_cannot_be_taken_out_of_the_base(kvarh):
    billing = yield behind("否", kvarh=kvarh, 电价类别="工商业")
    assert "电费在总表各行之内，力调参与金额无法分开" in "；".join(billing.doubts["reason"])
    assert billing.doubts["component"].tolist() == ["力调电费"]
    assert (yield behind("是", 电价类别="工商业")).doubts.empty


@together
@pytest.mark.parametrize(("standard", "words", "told"), [
    ("'0.90", ("否",), True), ("'0.90", ("否", "否"), True), ("'0.90", ("否", "是"), False), ("'0.90", ("是",), False),
    ("'0.90", (None,), False), ("不考核", ("否",), False),
])  # fmt: skip
def test_a_standard_that_no_metering_point_takes_part_in_is_a_contradiction(standard, words, told):
    main = base_sheets()["计量点"][0]
    names = [{"计量点号": f"P{place}", "表号": f"M{place}"} for place in range(1, len(words) + 1)]
    points = [main | own | {"力调参与": word} for own, word in zip(names, words, strict=True)]
    readings = [row for own in names for row in registers(**own)]
    billing = yield {"计费参数": {"力调标准": standard}, "计量点": points, "抄表记录": readings}
    assert any("力调参与都为『否』，两者矛盾" in said for said in billing.doubts["reason"]) is told


@together
def test_a_standard_that_the_table_has_not_is_named_with_those_that_it_has():
    [told] = (yield {"计费参数": {"力调标准": "'0.95"}}).doubts["reason"]
    assert told.startswith("「计费参数」的「力调标准」看到『0.95』，规则表「力调系数」没有该标准")
    assert "0.90" in told


@together
def test_a_bill_of_such_a_contradiction_is_not_passed():
    contradiction = printed() | {"计量点": {"力调参与": "否"}}
    assert word_of((yield "审计-A07", contradiction)) == "未能核查"
