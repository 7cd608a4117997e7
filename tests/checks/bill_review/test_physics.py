"""电费-A16, A26, E01, E02 and 审计-A07: physics, losses left out, sums and products of the printed bill."""

from datetime import date

import pytest
from billing_area import KWH, NO, PRINTED, TOTAL_YUAN, outcome_of, printed, registers, word_of
from billing_cases import each
from together import together


@together
@pytest.mark.parametrize(("kwh", "count"), [(62_000, 0), (62_001, 1)])
def test_a_period_delivers_no_more_than_the_capacity_in_its_hours(kwh, count):
    # 尖 is two hours a day: 1,000 kVA × 62 hours.
    asked, rows = outcome_of((yield "电费-A16", {"抄表记录": registers(KWH | {"尖": kwh})}))
    assert (asked, len(rows)) == (4, count)


LOW = {"客户台账": {"计量方式": "高供低计"}, "计量点": {"计量侧": "高供低计", "变损参与": "是"}}


@each("电费-A26", [("公式法", "是", "通过"), ("无", "是", "不符"), ("公式法", "否", "不符"), (None, "是", "未能核查")])
def test_a_transformer_metered_on_the_low_side_has_its_loss(method, part):
    point = LOW["计量点"] | {"变损参与": part}
    return LOW | {"计量点": point, "受电设备": {"变损方法": method}}


@each("审计-A07", [("无", "通过"), (None, "未能核查")])
def test_a_bill_whose_transformer_loss_is_not_known_cannot_be_recomputed(method):
    return LOW | printed() | {"受电设备": {"变损方法": method}}


@together
def test_a_transformer_metered_on_the_high_side_needs_none():
    assert outcome_of((yield "电费-A26", {})) == (0, [])


@each("电费-E01", [(TOTAL_YUAN, "通过"), (TOTAL_YUAN + 0.01, "不符")])
def test_the_rows_of_a_bill_add_up_to_the_fen(total):
    return printed(total=total)


@together
@pytest.mark.parametrize(("amount", "word"), [("20208.00", "通过"), ("20208.01", "不符")])
def test_quantity_times_price_is_the_amount_to_the_fen(amount, word):
    assert word_of((yield "电费-E02", printed(text=PRINTED.replace("20208.00", amount)))) == word


@each("审计-A07", [("20208.01", "通过"), ("20208.02", "不符")])
def test_a_recomputed_row_may_be_a_fen_off(amount):
    return printed(text=PRINTED.replace("20208.00", amount))


@together
@pytest.mark.parametrize(("yuan", "word"), [(0.0, "通过"), (0.01, "未能核查")])
def test_a_bill_of_nothing_without_rows_is_right_where_nothing_is_due(yuan, word):
    sealed = {"设备编号": "T1", "户号": NO, "变动时刻": date(2025, 12, 1), "变动类型": "封停", "变动后容量": None,
              "业务": "暂停", "批准止日": date(2026, 5, 31)}  # fmt: skip
    unused = {"容量变动": [sealed], "抄表记录": registers(dict.fromkeys(KWH, 0), 0)}
    bill = printed(bill={"总电量": 0, "总电费": yuan, "实际力率": None, "调整系数": None})["电费账单"]
    assert word_of((yield "审计-A07", unused | {"电费账单": bill})) == word


@together
def test_a_bill_that_cannot_be_recomputed_is_unknown_with_the_reason():
    [row] = outcome_of((yield "审计-A07", printed() | {"计费参数": {"户号": "4200000000002"}}))[1]
    assert row == ("未能核查", "「计费参数」没有该户在本月有效的行")
