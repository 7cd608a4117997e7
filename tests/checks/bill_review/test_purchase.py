"""电费-D05, D06, D09: multiple of the agent price, market, line loss."""

import dataclasses
from datetime import date

import pandas as pd
import pytest
from billing_area import END, NO, PRINTED, facts, outcome_of, printed, rulebook
from billing_cases import each
from together import together

from addin.register import CHECKS, run


def listed(begun=date(2026, 1, 1), until=None, flag="否"):
    row = {"户号": NO, "列入原因": "高耗能未直接交易", "生效日期": begun, "失效日期": until}
    return {"代理购电加价名单": [row], "计费参数": {"1.5倍代理购电": flag}}


@each(
    "电费-D05",
    [
        (date(2026, 1, 1), None, "是", "通过"),
        (date(2026, 1, 2), None, "是", "不符"),
        (date(2026, 1, 31), None, "否", "不符"),
        (date(2026, 2, 1), None, "否", "通过"),
        (date(2025, 1, 1), date(2026, 2, 1), "否", "不符"),
        (date(2025, 1, 1), date(2026, 1, 1), "否", "通过"),
        (date(2025, 1, 1), date(2026, 1, 2), "否", "不符"),
        (date(2025, 1, 1), date(2026, 2, 1), "是", "通过"),
        (date(2025, 1, 1), date(2026, 1, 31), "是", "不符"),
        (date(2025, 1, 1), None, None, "不符"),
    ],
)
def test_those_on_the_list_pay_the_multiple(begun, until, flag):
    return listed(begun, until, flag)


@together
def test_the_money_is_half_the_agent_price_by_period():
    # 1.5 × 0.384470 + 0.013643 = 0.590348; factors 2, 1.495, 1, 0.45 → 1.180696, 0.882570, 0.590348, 0.265657.
    [row] = (yield "电费-D05", listed()).rows.itertuples()
    parts = (12_000 * (1.180696 - 0.796226), 40_000 * (0.882570 - 0.595188), 60_000 * (0.590348 - 0.398113))
    assert row.stake_fen == pytest.approx((sum(parts) + 48_000 * (0.265657 - 0.179151)) * 100, abs=2)
    assert row.message == "本月名单列有该户（高耗能未直接交易），计费参数的 1.5 倍标识为『否』，应为『是』"


@together
def test_days_without_the_list_are_named_and_cost_what_nobody_can_say():
    [row] = (yield "电费-D05", listed(date(2026, 1, 11), flag="是")).rows.itertuples()
    assert row.message.startswith("2026-01-01 至 2026-01-31 中有 10 天有效的名单没有该户")
    assert pd.isna(row.stake_fen)


@together
def test_a_direct_trader_pays_no_agent_price():
    sheets = listed() | {"计费参数": {"市场化属性": "直接交易"}}
    assert outcome_of((yield "电费-D05", sheets)) == (0, [])


def test_without_the_list_nothing_is_said(tmp_path):
    absent = {"agent_multiples": "工作簿中没有「代理购电加价名单」表"}
    found = run([CHECKS["电费-D05"]], facts(tmp_path), absent)["电费-D05"]
    assert (found.asked, found.note) == (0, "工作簿中没有「代理购电加价名单」表")


def market(terms="直接交易", ledger="直接交易", retailer=None, text=PRINTED):
    customer = {"市场化属性": ledger, "售电公司": retailer}
    return printed(text=text) | {"客户台账": customer, "计费参数": {"市场化属性": terms}}


TRADED = PRINTED.replace("0.796226|9554.71", "0.6912|8294.40")
NO_PRICE = "\n".join(PRINTED.splitlines()[4:])


@each(
    "电费-D06",
    [
        ({}, "不符"),
        ({"text": TRADED}, "通过"),
        ({"text": NO_PRICE}, "未能核查"),
        ({"ledger": "电网代理购电", "text": TRADED}, "不符"),
        ({"terms": "电网代理购电"}, "不符"),
        ({"terms": "电网代理购电", "ledger": "电网代理购电"}, "通过"),
        ({"terms": "电网代理购电", "ledger": "电网代理购电", "retailer": "江汉能源"}, "不符"),
        ({"terms": "电网代理购电", "ledger": None}, "未能核查"),
    ],
)
def test_who_trades_is_billed_so_and_stands_so_in_both_sheets(cells):
    return market(**cells)


@each("电费-D06", [("2026-01", "不符"), ("2025-12", "通过")])
def test_an_agent_customer_has_no_market_price_in_the_month(month):
    prices = [{"户号": NO, "月份": month, "时段": "总", "单价": 0.41}]
    return market("电网代理购电", "电网代理购电") | {"市场价格": prices}


@together
def test_the_money_is_what_the_market_price_makes_of_the_purchase():
    # 160,000 kWh at 0.40 yuan are 64,000.00 and 2,182.88 of line loss beside them; printed are 65,848.26 with it.
    # 0.60 % of the 334.62 yuan come back in the power factor adjustment.
    prices = [{"户号": NO, "月份": "2026-01", "时段": "总", "单价": 0.40}]
    [row] = (yield "电费-D06", market() | {"市场价格": prices}).rows.itertuples()
    assert row.stake_fen == 33462 - 200


@together
def test_there_is_no_money_where_the_purchase_could_not_be_recomputed():
    """A row of line loss alone was once set against a purchase that has it within."""
    [row] = (yield "电费-D06", market()).rows.itertuples()
    assert pd.isna(row.stake_fen)


@together
def test_the_message_says_which_of_them_disagree():
    assert outcome_of((yield "电费-D06", market()))[1] == [
        ("不符", "计费参数的市场化属性为『直接交易』，而账单的购电单价全部是代理购电公布价")
    ]
    contracted = market("电网代理购电", "电网代理购电", "江汉能源")
    assert outcome_of((yield "电费-D06", contracted))[1] == [
        ("不符", "计费参数的市场化属性为『电网代理购电』，而客户台账登记了售电公司『江汉能源』")
    ]


@together
def test_what_is_expected_is_never_what_is_there():
    [alike] = (yield "电费-D06", market()).rows.itertuples()
    assert (alike.actual, alike.expected) == ("直接交易", "按市场价格购电")


LOSS = "\n上网环节线损|总|160000||0.013643|2182.88"
APART = PRINTED
for whole, alone, amount in (
    ("0.796226|9554.71", "0.76894", "9227.28"), ("0.595188|23807.52", "0.574792", "22991.68"),
    ("0.398113|23886.78", "0.38447", "23068.20"), ("0.179151|8599.25", "0.173012", "8304.58"),
):  # fmt: skip
    APART = APART.replace(whole, f"{alone}|{amount}")


@each("电费-D09", [(PRINTED + LOSS, "不符"), (APART + LOSS, "通过")])
def test_a_purchase_price_with_the_loss_in_it_bears_no_row_of_its_own(text):
    return printed(text=text)


@together
def test_the_money_is_the_row_itself():
    [row] = (yield "电费-D09", printed(text=PRINTED + LOSS)).rows.itertuples()
    assert (row.about, row.stake_fen) == ("B1", 218288)
    assert row.message == "购电单价已含线损费，账单又单列线损费（160,000 kWh）"


@together
def test_a_bill_without_a_row_of_line_loss_is_not_asked():
    assert outcome_of((yield "电费-D09", printed())) == (0, [])


def held(rates):
    """Return the rules of the month with another table 线损率."""
    book = dataclasses.replace(rulebook(), tables=dict(rulebook().tables) | {"line_loss_rates": rates})
    return book.on(END, "湖北")


def test_where_the_transmission_price_includes_the_loss_any_row_of_it_is_found(tmp_path):
    own = facts(tmp_path, printed(text=APART + LOSS))
    table = own["rulebook"].all("line_loss_rates")
    assert len(CHECKS["电费-D09"].run(own["billing"], held(table.iloc[:0])).rows) == 0
    within = table[table["in_transmission"] == "是"].assign(province="湖北", effective_on=pd.Timestamp("2020-01-01"))
    [row] = CHECKS["电费-D09"].run(own["billing"], held(within)).rows.itertuples()
    assert row.message == "线损费已含在输配电价内，账单又单列线损费（160,000 kWh）"
