"""Which rule decides on a day for a province."""

from datetime import date

import pandas as pd
import pytest

from addin.rulebook import NoRule

JANUARY = date(2026, 1, 31)
FLAGS = "billing_flags"


def test_a_version_holds_from_its_first_day_to_the_day_before_it_ends(rulebook):
    before, after = rulebook.on(date(2024, 5, 31)), rulebook.on(date(2024, 6, 1))
    assert before.text(FLAGS, "天数折算") == "固定天数"
    assert after.text(FLAGS, "天数折算") == "日历天数"
    assert before.cite_key(FLAGS, "天数折算") != after.cite_key(FLAGS, "天数折算")


def test_prices_of_a_month_do_not_reach_into_the_next(rulebook):
    assert len(rulebook.on(JANUARY, "湖北").rows("prices")) == 7
    assert rulebook.on(date(2025, 12, 31), "湖北").rows("prices").empty
    assert rulebook.on(date(2026, 2, 1), "湖北").rows("prices").empty


def test_a_province_sees_its_own_rows_and_the_national_ones(rulebook):
    assert rulebook.on(JANUARY, "湖北").text(FLAGS, "浮动项") == "购电、上网环节线损"
    assert rulebook.on(JANUARY, "山东").text(FLAGS, "浮动项") == "购电、上网环节线损、系统运行"
    assert rulebook.on(JANUARY, "湖北").value(FLAGS, "代理购电倍数") == 1.5
    with pytest.raises(NoRule, match="没有『浮动项』在 2026-01-31 有效的行（省份 浙江 或全国）"):
        rulebook.on(JANUARY, "浙江").text(FLAGS, "浮动项")


def test_a_province_s_own_row_displaces_the_national_one(rulebook, tables):
    row = rulebook.on(JANUARY).row(FLAGS, "代理购电倍数")
    own = tables[FLAGS].loc[[row]].assign(province="湖北", value=1.2).set_axis([9999])
    tables[FLAGS] = pd.concat([tables[FLAGS], own])
    changed = type(rulebook)(tables, rulebook.ledger, rulebook.path)
    assert changed.on(JANUARY, "湖北").value(FLAGS, "代理购电倍数") == 1.2
    assert changed.on(JANUARY, "湖北").cite_key(FLAGS, "代理购电倍数") == "计费规则!9999"
    assert changed.on(JANUARY, "湖南").value(FLAGS, "代理购电倍数") == 1.5
    keys = changed.on(JANUARY, "湖北").rows(FLAGS)["key"]
    assert (keys == "代理购电倍数").sum() == 1


def test_an_unset_rule_is_no_rule_and_says_which_cell_to_fill(rulebook):
    with pytest.raises(NoRule, match=r"「计费规则」第 \d+ 行『超合同需量方式』没有设定「文字」"):
        rulebook.on(JANUARY, "湖北").text(FLAGS, "超合同需量方式")


def test_a_missing_number_says_which_row_to_add(rulebook):
    with pytest.raises(NoRule, match=r"「容差」没有『没有的键』.*请在该表加一行"):
        rulebook.on(JANUARY).value("tolerances", "没有的键")


def test_keys_are_compared_without_blanks_and_with_either_colon(rulebook):
    rules = rulebook.on(JANUARY)
    assert rules.value("audit_thresholds", "电费-A01：增幅") == rules.value("audit_thresholds", " 电费-A01:增幅 ") == 30


def test_a_verified_clause_is_printed_with_its_article_and_an_unverified_one_without(rulebook):
    rules = rulebook.on(JANUARY)
    assert rules.clause_text("TL-39") == "《电力供应与使用条例》第三十九条"
    assert rules.clause_text("YG-停电程序") == "《供电营业规则》有关规定"


def test_a_citation_leads_back_to_the_row(rulebook):
    rules = rulebook.on(JANUARY, "湖北")
    row = rules.rows("grade_bands").index[0]
    assert rules.cite("grade_bands", row) == f"分级阈值!{row}"
    text = rulebook.row_text(f"分级阈值!{row}")
    assert text["客户类型"] == "工业"
    assert text["下限"] == "40000"
    assert text["生效日期"] == "2020-01-01"
    assert "上限" not in text
    assert "失效日期" not in text


@pytest.mark.parametrize("citation", ["没有的表!5", "分级阈值!4", "分级阈值!", "分级阈值"])
def test_a_citation_of_nothing_is_refused(rulebook, citation):
    with pytest.raises(NoRule, match=citation):
        rulebook.row_text(citation)


def test_lists_of_words_are_split(rulebook):
    assert "政府性基金" not in rulebook.on(JANUARY).words(FLAGS, "力调参与项")
    assert rulebook.on(JANUARY).words(FLAGS, "力调参与项")[:2] == ("购电", "上网环节线损")


def test_bands_of_an_indicator_are_at_hand(rulebook):
    row = rulebook.on(JANUARY).bands("风险-R01")
    assert row.band(pd.Series([0.0, 7.0, 30.0, 31.0])).tolist() == [1, 2, 3, 4]
