"""涉及金额: within a bill what the whole of it is off by, and nothing where nobody knows the whole."""

import pandas as pd
from billing_area import NO, PRINTED, facts, outcome, printed, registers, verdict

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


def found(code, tmp_path, changes):
    [row] = verdict(code, tmp_path, changes).rows.itertuples()
    return row


def test_rows_that_are_wrong_both_ways_dispute_what_the_bill_is_off_by(tmp_path):
    row = found("审计-A07", tmp_path, swap(("20208.00", "20308.00"), ("13163.68", "13153.68")))
    assert (row.stake_fen, row.difference) == (9000, 90)
    assert row.message.endswith("；多计 100.00 元，少计 10.00 元（比对到逐行）")


def test_rows_that_make_one_another_good_dispute_no_money_and_are_said_to(tmp_path):
    row = found("审计-A07", tmp_path, swap(("20208.00", "20308.00"), ("13163.68", "13063.68")))
    assert (row.outcome, row.stake_fen) == ("不符", 0)
    assert row.message.endswith("正好相抵：总额没有错，只须更正各行")


def test_of_a_bill_that_is_recomputed_in_part_nobody_knows_the_money_and_that_is_said(tmp_path):
    """The purchase of a direct trader without prices is taken over; its line loss is 1,600 yuan too high."""
    lines = PRINTED.splitlines()
    text = "\n".join([*lines[:4], "上网环节线损|总|160000||0.023643|3782.88", *lines[4:]])
    row = found("审计-A07", tmp_path, DIRECT | printed(text=text))
    assert (row.outcome, pd.isna(row.stake_fen), pd.isna(row.expected)) == ("不符", True, True)
    assert "重算 不详 元" in row.message
    assert "；未能整张重算，涉及金额不详：购电：" in row.message


def test_capacity_charged_for_demand_is_the_difference_of_the_bill(tmp_path):
    """26,300.00 for 500 kW × 42 = 21,000.00, once ranked as 26,300.00; the adjustment takes 0.60 % back."""
    own = {"客户台账": {"合同容量": 1000}} | DEMAND | printed()
    assert found("电费-C06", tmp_path, own).stake_fen == 530_000 - 3180
    assert found("审计-A07", tmp_path, own).stake_fen == 530_000 - 3180


def test_a_charge_on_power_that_is_open_for_some_days_is_not_known(tmp_path):
    """Capacity until the 15th, demand without a reading from then on: 26,300.00 beside 12,725.81 prove nothing."""
    first = {"户号": NO, "生效日期": "2023-06-01", "失效日期": "2026-01-16", "电价类别": "工商业", "单一制/两部制": "两部制",
             "计价电压": "1-10(20)kV", "容需量计费方式": "按容量", "力调标准": "0.90", "市场化属性": "电网代理购电"}  # fmt: skip
    then = first | {"生效日期": "2026-01-16", "失效日期": None, "容需量计费方式": "实际最大需量"}
    [(word, said)] = outcome("电费-C06", tmp_path, {"计费参数": [first, then]} | printed())[1]
    assert word == "未能核查"
    assert said.startswith("需量电费：")


def test_a_multiplier_that_is_refused_disputes_nothing(tmp_path):
    own = {
        "计量点": {"综合倍率": 1000, "CT变比": "100/5", "PT变比": "10000/100"},
        "抄表记录": registers(multiplier=-3000),
    }
    rows = verdict("电费-A19", tmp_path, own | printed()).rows
    assert rows["stake_fen"].isna().all()


def test_the_money_of_a_bill_that_is_there_twice_is_the_bill(tmp_path):
    one, again = printed(), printed(bill={"账单号": "B2"})
    sheets = {title: [*one[title], *again[title]] for title in one}
    codes = ("审计-A07", "电费-E07")
    own = facts(tmp_path, sheets, {name for code in codes for name in CHECKS[code].needs})
    said = {code: CHECKS[code].run(**{name: own[name] for name in CHECKS[code].needs}) for code in codes}
    [root] = fold(collect(said, "2026-01").findings).itertuples()
    assert (root.code, root.stake_fen) == ("电费-E07", 13_199_881)
