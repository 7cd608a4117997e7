"""电费-B05 … B09: standard, rate, base and amount of the power factor adjustment, and that it is there."""

import pytest
from billing_area import PRINTED, outcome_of, printed, word_of
from billing_cases import each
from together import together

ROW = "力调电费|总|125519.94||-0.60|-753.13"


def adjusted(row, **cells):
    return printed(text=PRINTED.replace(ROW, row), **cells)


@each(
    "电费-B05",
    [
        (161, "'0.90", "通过"),
        (161, "'0.85", "不符"),
        (160, "'0.85", "通过"),
        (160, "'0.90", "不符"),
        (100, "'0.85", "通过"),
        (99, "不考核", "通过"),
        (99, "'0.85", "不符"),
        (100, "不考核", "不符"),
        (None, "'0.90", "未能核查"),
    ],
)
def test_the_standard_follows_from_industry_and_capacity(kva, standard):
    return {"客户台账": {"合同容量": kva}, "计费参数": {"力调标准": standard}}


@together
@pytest.mark.parametrize(("industry", "standard"), [("C3411", "'0.90"), ("F5211", "'0.85"), ("A0141", "'0.80")])
def test_trades_and_farms_have_their_own_standard(industry, standard):
    sheets = {"客户台账": {"行业分类": industry}, "计费参数": {"力调标准": standard}}
    assert word_of((yield "电费-B05", sheets)) == "通过"


@together
def test_a_tap_changer_makes_it_090_and_an_exception_is_not_questioned():
    shop = {"客户台账": {"行业分类": "F5211"}, "计费参数": {"力调标准": "'0.85"}}
    assert word_of((yield "电费-B05", shop | {"受电设备": {"有载调压": "是"}})) == "不符"
    exempted = {"计费参数": {"力调标准": "'0.85", "力调例外依据": "省发改〔2024〕1号"}}
    assert outcome_of((yield "电费-B05", exempted)) == (0, [])


@each("电费-B06", [("-0.60", 0.94, "通过"), ("-0.45", 0.94, "不符"), ("-0.60", None, "未能核查")])
def test_the_rate_is_the_one_of_the_table(rate, factor):
    return adjusted(ROW.replace("-0.60", rate), bill={"实际力率": factor})


@each("电费-B07", [("125519.99", "通过"), ("125520.00", "不符"), ("125519.88", "不符")])
def test_the_base_is_the_sum_of_the_rows_that_take_part_within_five_fen(base):
    return adjusted(ROW.replace("125519.94", base))


@each("电费-B08", [("-753.03", "通过"), ("-753.02", "不符"), ("753.12", "不符")])
def test_the_amount_is_base_times_rate_within_a_fen_a_row(amount):
    return adjusted(ROW.replace("-753.13", amount))


@together
def test_the_money_behind_a_wrong_base_is_the_rate_on_the_difference():
    # The funds of 7,232.00 yuan are no part of the base: 0.60 % of them are 43.39; the two amounts are 43.38 apart.
    [row] = (yield "电费-B07", adjusted("力调电费|总|132751.94||-0.60|-796.51")).rows.itertuples()
    assert row.stake_fen == 4338


@together
def test_who_is_assessed_has_a_row_for_it():
    assert word_of((yield "电费-B09", printed())) == "通过"
    assert word_of((yield "电费-B09", adjusted("其他|总|||| 0.00".replace(" ", "")))) == "不符"
    assert word_of((yield "电费-B09", printed() | {"账单明细": []})) == "未能核查"
    assert outcome_of((yield "电费-B09", printed() | {"计费参数": {"力调标准": "不考核"}})) == (0, [])
