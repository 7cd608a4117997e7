"""Issued and recomputed bills: by row, by component, by total; the sheet 账单重算."""

from datetime import date

import pytest
from billing_area import NO, PRINTED, TOTAL_YUAN, base_sheets, printed
from together import together


def bill(changes=None, **cells):
    billing = yield printed(**cells) | (changes or {})
    return billing, billing.totals.iloc[0]


def swap(old, new):
    assert old in PRINTED
    return PRINTED.replace(old, new)


@together
def test_a_right_bill_agrees_row_by_row():
    billing, total = yield from bill()
    assert (total["level"], total["difference_fen"], bool(total["different"])) == ("逐行", 0, False)
    assert set(billing.compared["outcome"]) == {"通过"}
    assert list(billing.compared["line_no"]) == list(range(1, 10))


@together
@pytest.mark.parametrize(("amount", "different"), [("20208.01", False), ("20208.02", True)])
def test_a_row_may_be_a_fen_off_and_no_more(amount, different):
    _, total = yield from bill(text=swap("20208.00", amount))
    assert bool(total["different"]) is different


@together
@pytest.mark.parametrize(("fen", "different"), [(9, False), (10, True)])
def test_a_printed_total_may_be_a_fen_a_row_off_and_no_more(fen, different):
    _, total = yield from bill(total=TOTAL_YUAN + fen / 100)
    assert bool(total["different"]) is different


@together
def test_a_difference_is_issued_less_recomputed_and_never_netted():
    text = swap("20208.00", "20308.00").replace("13163.68", "13153.68")
    _, total = yield from bill(text=text)
    assert (total["over_fen"], total["under_fen"], total["difference_fen"]) == (10_000, 1_000, 9_000)
    assert total["first"] == "输配电"


@together
def test_purchase_and_line_loss_in_rows_of_their_own_are_compared_by_component():
    loss = """上网环节线损|尖|12000||0.027286|327.43
上网环节线损|峰|40000||0.020328|813.12
上网环节线损|平|60000||0.013643|818.58
上网环节线损|谷|48000||0.006139|294.67
"""
    text = loss + PRINTED
    for old, new in (
        ("9554.71", "9227.28"),
        ("23807.52", "22994.40"),
        ("23886.78", "23068.20"),
        ("8599.25", "8304.58"),
    ):
        text = text.replace(old, new)
    billing, total = yield from bill(text=text)
    assert (total["level"], bool(total["different"])) == ("分项", False)
    rows = billing.compared
    assert rows["recomputed_fen"].notna().sum() == 6, "the sum beside its first row, and five others"


@together
def test_fixed_components_by_period_are_compared_by_component():
    parts = """输配电|尖|12000||0.1263|1515.60
输配电|峰|40000||0.1263|5052.00
输配电|平|60000||0.1263|7578.00
输配电|谷|48000||0.1263|6062.40"""
    billing, total = yield from bill(text=swap("输配电|总|160000||0.1263|20208.00", parts))
    assert (total["level"], bool(total["different"])) == ("分项", False)
    wrong = parts.replace("6062.40", "6062.35")
    billing, total = yield from bill(text=swap("输配电|总|160000||0.1263|20208.00", wrong))
    assert bool(total["different"])
    assert (billing.compared["outcome"] == "不符").sum() == 4


@together
def test_one_row_a_component_is_compared_by_component():
    lines = PRINTED.splitlines()
    text = "\n".join(["购电|总|160000|||65848.26", *lines[4:]])
    _, total = yield from bill(text=text)
    assert (total["level"], bool(total["different"])) == ("分项", False)


@together
def test_a_row_that_the_bill_lacks_stands_behind_its_rows():
    text = "\n".join(PRINTED.splitlines()[:-1])
    billing, total = yield from bill(text=text)
    last = billing.compared.iloc[-1]
    assert (last["component"], last["difference_fen"], last["outcome"]) == ("力调电费", 75313, "不符")
    assert total["first"] == "力调电费"


@together
def test_a_row_that_nothing_was_recomputed_for_is_different():
    text = PRINTED + "\n需量电费|总|100||42|4200.00"
    billing, total = yield from bill(text=text)
    assert total["first"] == "需量电费"
    assert billing.compared.iloc[-1]["recomputed_fen"] == 0


@together
def test_rows_of_no_amount_need_no_counterpart():
    _, total = yield from bill(text=PRINTED + "\n购电|深谷|0||0|0.00")
    assert not total["different"]


@together
def test_an_adjustment_row_is_taken_over_and_the_bill_never_passed():
    billing, total = yield from bill(text=PRINTED + "\n退补|总||||-100.00")
    assert (bool(total["different"]), bool(total["undone"]), total["difference_fen"]) == (False, True, 0)
    assert billing.compared.iloc[-1]["outcome"] == "未能核查"


@together
def test_a_bill_without_rows_is_compared_by_its_total():
    billing = yield {"电费账单": printed()["电费账单"]}
    total = billing.totals.iloc[0]
    assert (total["level"], total["difference_fen"], bool(total["different"])) == ("总额", 0, False)


@together
def test_a_reversed_bill_and_its_reversal_take_no_part():
    right = printed()
    gone = right["电费账单"][0] | {"账单号": "B0", "发行状态": "已冲正", "总电费": 1}
    billing = yield right | {"电费账单": [gone, *right["电费账单"]]}
    assert list(billing.totals["bill_no"]) == ["B1"]
    assert not billing.totals["different"].any()


@together
@pytest.mark.parametrize(
    ("price", "kwh", "amount", "variant"),
    [
        (
            "0.595188",
            39_860,
            "23724.19",
            0,
        ),  # 40,000 × 0.593188 = 23,727.52 is nearer, the printed price is the table's
        ("0.593188", 40_140, "23810.57", 1),  # 40,000 × 0.595188 = 23,807.52 is nearer
        ("0.5952", 39_860, "23724.67", 0),
        ("0.5942", 39_860, "23684.81", 1),  # neither price: the nearer amount
        ("", 39_860, "23724.19", 1),
    ],
)
def test_the_price_that_a_bill_prints_says_which_price_under_doubt_it_follows(price, kwh, amount, variant):
    billing, total = yield from bill(text=swap("峰|40000||0.595188|23807.52", f"峰|{kwh}||{price}|{amount}"))
    peak = billing.lines[(billing.lines["component"] == "购电") & (billing.lines["period"] == "峰")].iloc[0]
    assert (peak["variant"], bool(total["different"])) == (variant, True)


@together
def test_a_bill_without_the_multiple_of_the_agent_price_still_prints_the_price_that_it_follows():
    """By the amounts alone the lower price would be nearer; 0.595188 is the price of the table before the multiple."""
    billing, _ = yield from bill({"计费参数": {"1.5倍代理购电": "是"}})
    assert set(billing.lines["variant"]) == {0}


@together
@pytest.mark.parametrize(("price", "amount", "adopted"), [("0.595188", "23807.52", 0), ("0.593188", "23727.52", 1)])
def test_a_bill_may_follow_either_value_of_a_doubtful_cell(price, amount, adopted):
    base = {"23807.52": ("125519.94", "-753.13"), "23727.52": ("125439.94", "-752.65")}[amount]
    text = swap("0.595188|23807.52", f"{price}|{amount}").replace("125519.94", base[0]).replace("-753.13", base[1])
    billing, total = yield from bill(text=text)
    assert not total["different"]
    assert len(billing.adopted) == adopted
    if adopted:
        assert billing.adopted[NO] == "电价待核!8"


@together
def test_which_value_a_bill_follows_is_seen_period_by_period_and_not_in_a_sum_that_another_row_has_changed():
    """尖 80 yuan too low, 峰 at the printed price: added up, the bill would seem to follow the other price of 峰."""
    billing, total = yield from bill(text=swap("0.796226|9554.71", "0.796226|9474.71"))
    assert billing.adopted.empty
    assert total["difference_fen"] == -8000
    wrong = billing.compared[billing.compared["outcome"] == "不符"]
    assert list(wrong["period"]) == ["尖"]


@together
def test_a_bill_that_follows_neither_value_is_different():
    text = swap("0.595188|23807.52", "0.590000|23600.00")
    assert (yield from bill(text=text))[1]["different"]


@together
def test_a_direct_trader_is_compared_in_all_that_has_a_price():
    lines = PRINTED.splitlines()
    text = "\n".join(["购电|总|160000||0.42|67200.00", "上网环节线损|总|160000||0.013643|2182.88", *lines[4:]])
    terms = {"计费参数": {"市场化属性": "直接交易"}}
    billing, total = yield from bill(terms, text=text)
    assert (bool(total["different"]), bool(total["undone"])) == (False, True)
    states = dict(zip(billing.compared["component"], billing.compared["outcome"], strict=True))
    assert (states["购电"], states["上网环节线损"], states["力调电费"]) == ("未能核查", "通过", "未能核查")
    wrong = text.replace("0.013643|2182.88", "0.023643|3782.88")
    assert (yield from bill(terms, text=wrong))[1]["first"] == "上网环节线损"


@together
@pytest.mark.parametrize(("turned", "yuan", "different"), [(False, 0, False), (True, 0, False), (True, 1, True)])
def test_segments_may_be_printed_in_any_order(turned, yuan, different):
    """T1 sealed on the 11th leaves two rows of capacity: 1,630 kVA for 10 days and 630 kVA for 21."""
    devices = [base_sheets()["受电设备"][0], base_sheets()["受电设备"][0] | {"设备编号": "T2", "铭牌容量": 630}]
    sealed = {"设备编号": "T1", "户号": NO, "变动时刻": date(2026, 1, 11), "变动类型": "封停", "业务": "暂停"}
    changes = {"受电设备": devices, "容量变动": [sealed], "客户台账": {"合同容量": 1630, "运行容量": 630}}
    first = ["容量电费|总|1630|10|26.3|13828.71", f"容量电费|总|630|21|26.3|{11224.16 + yuan:.2f}"]
    lines = [line for line in PRINTED.splitlines() if not line.startswith(("容量电费", "力调电费"))]
    text = "\n".join([*lines, *(reversed(first) if turned else first)])
    billing, _ = yield from bill(changes, text=text)
    units = billing.comparison.units.set_index("unit")
    assert bool(units.loc["容量电费", "different"]) is different
