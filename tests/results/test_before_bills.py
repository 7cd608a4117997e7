"""An audit before the bills are issued: whose bill will not be whole, and why, is on the sheets; nobody is left out."""

from datetime import date
from pathlib import Path

import pytest
from billing_area import MONTH, _grid, registers
from billing_cases import number, stacked
from sheets import book

from addin.commands.bill_figures import bills_told
from addin.job import Order, audit, load
from addin.results.layout import lay_out
from addin.results.summary import overview_facts

CASES = {
    "全算": {},
    "月份": {"抄表记录": registers(月份="2026年13月")},
    "考核": {"计量点": {"用途": "考核"}},
    "居民": {"计费参数": {"电价类别": "居民生活"}, "计量点": {"电价类别": "工商业"}},
    "无抄表": {"抄表记录": []},
    "部分": {"计费参数": {"力调标准": None}},
    "销户": {"抄表记录": [], "客户台账": {"销户日期": date(2025, 6, 1)}},
    "改类": {"计费参数": {"力调标准": "'0.85"}},
}
WHO = {name: number(place) for place, name in enumerate(CASES)}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    tables = stacked(CASES.values())
    settings = [["项目", "内容"], ["省份", "湖北"], ["月份", MONTH], ["供电公司全称", "江城供电公司"]]
    sheets = {"设置": settings, **{title: _grid(title, rows) for title, rows in tables.items()}}
    path = book(tmp_path_factory.mktemp("before"), sheets)
    return audit(load(Order((path,), Path(__file__).parents[2] / "rules.xlsx")))


def unknown(run):
    doubts = run.collected.doubts
    rows = doubts[doubts["code"] == "审计-A07"]
    return dict(zip(rows["customer_no"], rows["message"], strict=True))


def test_who_cannot_be_reckoned_is_not_checked_with_the_sentence_that_says_why(run):
    said = unknown(run)
    assert set(said) == {WHO[name] for name in ("月份", "考核", "居民", "无抄表", "部分")}
    assert said[WHO["部分"]].startswith("力调电费：「计费参数」的力调标准为空")
    assert said[WHO["考核"]].startswith(
        "「抄表记录」有计量点 P1-2 的示数，「计量点」却没有把它列为本月有效的结算计量点"
    )
    assert said[WHO["无抄表"]].startswith("没有账单也没有抄表记录")


def test_a_month_that_cannot_be_read_is_said_once_for_all_its_rows(run):
    said = unknown(run)[WHO["月份"]]
    assert said.count("2026年13月") == 1
    assert "「月份」等 6 行看到『2026年13月』" in said


def test_a_dwelling_behind_a_business_meter_is_not_told_that_it_has_no_readings(run):
    said = unknown(run)[WHO["居民"]]
    assert "没有结算计量点" not in said
    assert "电价类别为『居民生活』，计量点 P1-3（『工商业』）却都按另一类计价" in said


def test_the_counts_of_the_overview_add_up_to_all_customers(run):
    counts = overview_facts(run)["电费核查覆盖"]
    assert counts == "全算 2 户，部分 1 户，整张未能重算 2 户，没有账单也没有可计费的抄表记录 2 户，已销户或未送电 1 户"
    assert len(CASES) == 8


def test_the_sheet_of_what_was_not_checked_names_them_and_no_list_calls_their_bills_issued(run, tmp_path):
    sheets = {sheet.title: sheet for sheet in lay_out(run, tmp_path)}
    cells = [str(cell) for block in sheets["未能核查明细"].blocks for part in block.values for cell in part]
    assert all(any(WHO[name] in cell for cell in cells) for name in ("月份", "考核", "居民", "无抄表", "部分"))
    headings = [block.heading for block in sheets["本月概览"].blocks]
    assert "已发行账单：办理退补" not in headings
    assert "尚未出账：更正后再计费" in headings


def test_the_bill_of_a_check_meter_alone_says_the_same(run):
    [bill] = bills_told([WHO["考核"]], run.billing, run.loaded)
    assert bill["doubts"][0].startswith(f"户号 {WHO['考核']} 在 {MONTH} 「抄表记录」有计量点 P1-2 的示数")
