"""Cells of 计费参数 that say nothing known, or nothing where another sheet does: said, not taken for their usual."""

from datetime import date

import pytest
from billing_area import MONTH, NO, TOTAL_YUAN, area, base_sheets, billed, printed, registers, rulebook
from billing_cases import all_of, assert_said, assert_silent, number, place_of, stacked
from rules_area import changed

from addin.billing.month import bill_month

FEN = round(TOTAL_YUAN * 100)
TERMS, CUSTOMER, POINT = (base_sheets()[title][0] for title in ("计费参数", "客户台账", "计量点"))
LISTED = {"户号": NO, "户名": "江城机械有限公司", "列入原因": "高耗能", "生效日期": date(2022, 1, 1), "失效日期": None}
TRADED = {"户号": NO, "月份": MONTH, "时段": "总", "小时": None, "电量": None, "单价": 0.41}
FED = registers()[0] | {"示数类型": "反向有功总", "上次示数": 5, "本次示数": 9}
BILL = printed()["电费账单"][0]


def read_on(day, **cells):
    """Return the readings of a cycle that ends on a day of the month."""
    return registers(抄表日=day, 上次抄表日=date(2025, 12, day.day), **cells)


SAID = {
    "a set that nobody knows": ({"计费参数": {"时段集": "不分时"}}, "", "「时段集」『不分时』，规则表「时段」本省有『湖北工商业』：请改成其中之一，不分时的填『不执行』"),
    "trades in 客户台账": ({"计费参数": {"市场化属性": None}, "客户台账": {"市场化属性": "直接交易"}}, "", "「市场化属性」为空，而「客户台账」为『直接交易』"),
    "has a retailer": ({"计费参数": {"市场化属性": None}, "客户台账": {"售电公司": "江汉能源"}}, "", "登记了售电公司『江汉能源』"),
    "has market prices": ({"计费参数": {"市场化属性": None}, "市场价格": [TRADED]}, "", "「市场价格」有该户本月的行"),
    "is listed": ({"计费参数": {"1.5倍代理购电": None}, "代理购电加价名单": [LISTED]}, "", "「1.5倍代理购电」为空，而「代理购电加价名单」"),
    "feeds into the grid": ({"计费参数": {"分布式电源": None}, "抄表记录": [*registers(), FED]}, "力调电费", "「分布式电源」为空，而该户反向有功本月有走字"),
    "generates": ({"计费参数": {"分布式电源": None}, "客户台账": {"分布式电源容量": 400}}, "力调电费", "「分布式电源」为空，而「客户台账」有分布式电源容量"),
    "read in the middle": ({"抄表记录": read_on(date(2026, 1, 27))}, "", "都没有例日，账单也没有起止日，而本月抄表到 2026-01-27"),
    "line loss or not": ({"计费参数": {"线损率": 0.5}, "计量点": {"线损参与": None}}, "", "「线损参与」为空，而「计费参数」有该户的线损率"),
}  # fmt: skip
SILENT = {
    "the set of the province": {"计费参数": {"时段集": "湖北工商业"}},
    "no set": {"计费参数": {"时段集": None}},
    "says nothing, as the others": {"计费参数": {"市场化属性": None, "1.5倍代理购电": None, "分布式电源": None}},
    "agent in 客户台账": {"计费参数": {"市场化属性": None}, "客户台账": {"市场化属性": "电网代理购电"}},
    "traded last month": {"计费参数": {"市场化属性": None}, "市场价格": [TRADED | {"月份": "2025-12"}]},
    "listed no longer": {"计费参数": {"1.5倍代理购电": None}, "代理购电加价名单": [LISTED | {"失效日期": date(2026, 1, 1)}]},
    "generates nothing": {"计费参数": {"分布式电源": None}, "客户台账": {"分布式电源容量": 0}},
    "feeds nothing": {"计费参数": {"分布式电源": None}, "抄表记录": [*registers(), FED | {"本次示数": 5}]},
    "no line loss": {"计量点": {"线损参与": None}},
    "read at the end": {"抄表记录": read_on(date(2026, 1, 28))},
    "a day that is said": {"抄表记录": read_on(date(2026, 1, 27)), "客户台账": {"抄表例日": 31}},
    "a bill that is said": {"抄表记录": read_on(date(2026, 1, 27)), "电费账单": [BILL]},
}  # fmt: skip


@pytest.fixture(scope="module")
def billing(tmp_path_factory):
    """Bill all of them in one ledger."""
    return billed(tmp_path_factory.mktemp("open"), all_of(SAID, SILENT))


@pytest.mark.parametrize(("place", "kind"), list(enumerate(SAID)))
def test_a_cell_that_leaves_it_open_is_said(billing, place, kind):
    _, component, words = SAID[kind]
    assert_said(billing, place, component, words)


@pytest.mark.parametrize("kind", SILENT)
def test_a_cell_that_says_enough_is_billed(billing, kind):
    assert_silent(billing, place_of(kind, SAID, SILENT), FEN)


def test_without_the_rule_nobody_is_taken_for_an_agent_customer(tmp_path):
    """The text of the rule row is cleared, as staff would: who says nothing is not billed, who does is."""
    tables = stacked([{"计费参数": {"市场化属性": None}}, {}])
    billing = bill_month(area(tmp_path, tables), changed({"市场化属性为空": ""}), MONTH, "湖北")
    assert billing.billed == {number(1)}
    assert "为空，而「计费规则」的『市场化属性为空』没有设定" in billing.unbilled["reason"][0]


@pytest.mark.parametrize("province", ["江苏"])
def test_a_province_without_sets_knows_no_word_for_one(tmp_path, province):
    sheets = {"计费参数": {"时段集": "江苏工商业"}}
    billing = bill_month(area(tmp_path, sheets), rulebook(), MONTH, province)
    assert "规则表「时段」本省没有时段集" in billing.unbilled["reason"][0]
