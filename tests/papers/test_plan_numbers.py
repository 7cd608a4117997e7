"""文号: one count a kind and year, nothing twice, void numbers included, refused papers take none."""

from datetime import date

import pytest
from paper_area import NO, hazard

from addin.papers.numbers import numbering
from generators.text import parse_document_number


def registered(number, state="已送达", about="YH0", document="用电安全隐患整改通知书"):
    return {"文号": number, "户号": NO, "文书": document, "事由编号": about, "状态": state}


def test_the_first_number_of_a_year_is_one(planned):
    assert planned("notice")[0].document_no == "江城供ZG〔2026〕1号"


@pytest.mark.parametrize("state", ["已送达", "作废"])
def test_a_number_once_given_is_not_given_again_void_or_not(sheets, planned, state):
    sheets["通知书登记"] = [registered("江城供ZG〔2026〕7号", state), registered("江城供ZG〔2026〕2号")]
    assert planned("notice")[0].document_no == "江城供ZG〔2026〕8号"


def test_each_year_and_each_kind_counts_for_itself(sheets, planned):
    sheets["通知书登记"] = [registered("江城供ZG〔2025〕40号"), registered("江城供HT〔2026〕9号", document="合同")]
    assert planned("notice")[0].document_no == "江城供ZG〔2026〕1号"


def test_the_year_is_that_of_the_day_of_the_paper(sheets, planned):
    sheets["通知书登记"] = [registered("江城供ZG〔2025〕40号")]
    sheets["检查记录"][0]["检查日期"] = date(2025, 12, 28)
    sheets["隐患台账"] = [hazard(发现日期=date(2025, 12, 28), 整改期限=date(2026, 1, 2))]
    assert planned("notice", as_of=date(2025, 12, 31))[0].document_no == "江城供ZG〔2025〕41号"


def test_a_number_that_stands_only_in_the_hazards_counts(sheets, planned):
    sheets["隐患台账"] += [hazard(隐患编号="YH0", 通知书文号="江城供ZG〔2026〕3号", 状态="整改中")]
    assert planned("notice")[0].document_no == "江城供ZG〔2026〕4号"


def test_a_change_of_the_office_word_does_not_restart_the_count(sheets, planned):
    sheets["通知书登记"] = [registered("旧名ZG〔2026〕5号")]
    assert planned("notice")[0].document_no == "江城供ZG〔2026〕6号"


def test_a_refused_paper_takes_no_number(sheets, planned):
    sheets["检查记录"] += [sheets["检查记录"][0] | {"检查编号": "JC2"}]
    sheets["隐患台账"] = [hazard(设备或部位=None), hazard(隐患编号="YH2", 检查编号="JC2")]
    refused, made = planned("notice")
    assert (refused.document_no, made.document_no) == ("", "江城供ZG〔2026〕1号")


def test_numbers_follow_one_another():
    following = numbering("江城供", "ZG", 2026, ["江城供ZG〔2026〕9号", "没有号", "江城供BG〔2026〕50号"])
    assert [parse_document_number(following())[3] for _ in range(3)] == [10, 11, 12]


def test_what_was_issued_is_not_called_for_again(sheets, planned):
    sheets["通知书登记"] = [registered("江城供ZG〔2026〕1号", about="YH0、YH1")]
    assert planned("notice") == []


def test_what_was_issued_is_refused_when_the_customer_is_named(sheets, planned):
    sheets["通知书登记"] = [registered("江城供ZG〔2026〕1号", about="YH1")]
    (paper,) = planned("notice", [NO])
    assert paper.missing == ["已出具 江城供ZG〔2026〕1号；确需重出，请先在「通知书登记」把该行的状态改为「作废」"]


def test_what_was_made_void_is_called_for_again(sheets, planned):
    sheets["通知书登记"] = [registered("江城供ZG〔2026〕1号", state="作废", about="YH1")]
    assert planned("notice")[0].document_no == "江城供ZG〔2026〕2号"


def test_the_register_row_says_what_was_issued_about_what(planned):
    (paper,) = planned("notice")
    assert paper.register_row == {
        "document_no": "江城供ZG〔2026〕1号",
        "customer_no": NO,
        "customer_name": "江城钢管厂",
        "document": "用电安全隐患整改通知书",
        "about": "YH1",
        "issued_on": date(2026, 1, 31),
        "file_name": "江城钢管厂-用电安全隐患整改通知书-江城供ZG〔2026〕1号.docx",
        "state": "已出具",
    }
