"""涉及金额: within a bill what the whole of it is off by, and nothing where nobody knows the whole."""

import pandas as pd
import pytest
from billing_area import NO, PRINTED, facts, outcome_of, printed, registers
from together import together

from addin.outcome.collect import collect
from addin.outcome.roots import fold
from addin.register import CHECKS

DIRECT = {"计费参数": {"市场化属性": "直接交易"}}
DEMAND = {"计费参数": {"容需量计费方式": "实际最大需量"}, "抄表记录": registers(demand=500)}


def swap(*pairs):
    text = PRINTED
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return printed(text=text)


def found(code, changes):
    [row] = (yield code, changes).rows.itertuples()
    return row


@together
def test_rows_that_are_wrong_both_ways_dispute_what_the_bill_is_off_by():
    row = yield from found("审计-A07", swap(("20208.00", "20308.00"), ("13163.68", "13153.68")))
    assert (row.stake_fen, row.difference) == (9000, 90)
    assert row.message.endswith("；多计 100.00 元，少计 10.00 元（比对到逐行）")


@together
def test_rows_that_make_one_another_good_dispute_no_money_and_are_said_to():
    row = yield from found("审计-A07", swap(("20208.00", "20308.00"), ("13163.68", "13063.68")))
    assert (row.outcome, row.stake_fen) == ("不符", 0)
    assert row.message.endswith("正好相抵：总额没有错，只须更正各行")


@together
def test_of_a_bill_that_is_recomputed_in_part_nobody_knows_the_money_and_that_is_said():
    """The purchase of a direct trader without prices is taken over; its line loss is 1,600 yuan too high."""
    lines = PRINTED.splitlines()
    text = "\n".join([*lines[:4], "上网环节线损|总|160000||0.023643|3782.88", *lines[4:]])
    row = yield from found("审计-A07", DIRECT | printed(text=text))
    assert (row.outcome, pd.isna(row.stake_fen), pd.isna(row.expected)) == ("不符", True, True)
    assert "重算 不详 元" in row.message
    assert "；未能整张重算，涉及金额不详：购电：" in row.message


@together
def test_capacity_charged_for_demand_is_the_difference_of_the_bill():
    """26,300.00 for 500 kW × 42 = 21,000.00, once ranked as 26,300.00; the adjustment takes 0.60 % back."""
    own = {"客户台账": {"合同容量": 1000}} | DEMAND | printed()
    assert (yield from found("电费-C06", own)).stake_fen == 530_000 - 3180
    assert (yield from found("审计-A07", own)).stake_fen == 530_000 - 3180


@together
def test_a_charge_on_power_that_is_open_for_some_days_is_not_known():
    """Capacity until the 15th, demand without a reading from then on: 26,300.00 beside 12,725.81 prove nothing."""
    first = {"户号": NO, "生效日期": "2023-06-01", "失效日期": "2026-01-16", "电价类别": "工商业", "单一制/两部制": "两部制",
             "计价电压": "1-10(20)kV", "容需量计费方式": "按容量", "力调标准": "0.90", "市场化属性": "电网代理购电"}  # fmt: skip
    then = first | {"生效日期": "2026-01-16", "失效日期": None, "容需量计费方式": "实际最大需量"}
    [(word, said)] = outcome_of((yield "电费-C06", {"计费参数": [first, then]} | printed()))[1]
    assert word == "未能核查"
    assert said.startswith("需量电费：")


@together
def test_a_multiplier_that_is_refused_disputes_nothing():
    own = {
        "计量点": {"综合倍率": 1000, "CT变比": "100/5", "PT变比": "10000/100"},
        "抄表记录": registers(multiplier=-3000),
    }
    rows = (yield "电费-A19", own | printed()).rows
    assert rows["stake_fen"].isna().all()


def test_the_money_of_a_bill_that_is_there_twice_is_the_bill(tmp_path):
    one, again = printed(), printed(bill={"账单号": "B2"})
    sheets = {title: [*one[title], *again[title]] for title in one}
    codes = ("审计-A07", "电费-E07")
    own = facts(tmp_path, sheets, {name for code in codes for name in CHECKS[code].needs})
    said = {code: CHECKS[code].run(**{name: own[name] for name in CHECKS[code].needs}) for code in codes}
    [root] = fold(collect(said, "2026-01").findings).itertuples()
    assert (root.code, root.stake_fen) == ("电费-E07", 13_199_881)


ALL_IN = """购电|尖|12000||1.049999|12599.99
购电|峰|40000||0.848961|33958.44
购电|平|60000||0.651886|39113.16
购电|谷|48000||0.432924|20780.35
容量电费|总|1000|31|26.3|26300.00
力调电费|总|125519.94||-0.60|-753.13"""
"""The same bill at the price at the door, 到户电价, which has transmission, system operation and funds in it."""


@together
@pytest.mark.parametrize("code", ["审计-A07", "电费-B07", "电费-C06", "电费-E03"])
def test_a_bill_at_one_price_all_in_is_as_right_as_one_in_rows(code):
    assert outcome_of((yield code, printed(text=ALL_IN)))[1] == []


@together
def test_the_sum_of_a_bill_at_one_price_all_in_is_compared():
    wrong = ALL_IN.replace("0.848961|33958.44", "0.858961|34358.44")
    row = yield from found("审计-A07", printed(text=wrong))
    assert (row.stake_fen, "比对到分项" in row.message) == (40_000, True)
    assert outcome_of((yield "电费-B07", printed(text=wrong)))[1][0][0] == "未能核查"


@together
def test_of_a_bill_at_one_price_all_in_the_funds_take_no_part_in_the_adjustment():
    row = yield from found(
        "电费-B07", printed(text=ALL_IN.replace("125519.94||-0.60|-753.13", "132751.94||-0.60|-796.51"))
    )
    assert (row.message, row.stake_fen) == ("力调参与金额 132,751.94 元，参与各项之和 125,519.94 元", 4338)


@together
def test_a_bill_without_its_fixed_components_is_not_taken_for_one_at_a_price_all_in():
    lines = [line for line in PRINTED.splitlines() if line[:2] not in {"输配", "系统", "政府"}]
    row = yield from found("审计-A07", printed(text="\n".join(lines)))
    assert row.stake_fen == 2_020_800 + 1_316_368 + 723_200
