"""客户类型 by industry and credit code (clause A1)."""

import pytest
from graded import found, graded

ENTERPRISE, INSTITUTION = "'91350100M000100Y43'", "'12420000420003462L'"


@pytest.mark.parametrize(
    ("industry", "credit_code", "kind"),
    [
        ("C3392", ENTERPRISE, "工业"),
        ("3392", ENTERPRISE, "工业"),
        ("C13", ENTERPRISE, "工业"),
        ("F5211", ENTERPRISE, "商业"),
        ("M7330", ENTERPRISE, "商业"),
        ("M7330", INSTITUTION, "公共机构"),
        ("M7330", "", "公共机构"),
        ("N7620", ENTERPRISE, "商业"),
        ("R8810", INSTITUTION, "公共机构"),
        ("R8810", ENTERPRISE, "商业"),
    ],
)
def test_a_kind_follows_the_industry_and_in_doubt_the_credit_code(tmp_path, industry, credit_code, kind):
    assert graded(tmp_path, 行业分类=industry, 统一社会信用代码=credit_code)["kind_by_industry"] == kind


@pytest.mark.parametrize("industry", ["P8341", "Q8411"])
def test_schools_and_hospitals_are_public_whoever_owns_them(tmp_path, industry):
    assert graded(tmp_path, 行业分类=industry, 统一社会信用代码=ENTERPRISE)["kind_by_industry"] == "公共机构"


@pytest.mark.parametrize("industry", ["H6521", "C9900", "98", "钢铁", ""])
def test_a_code_that_contradicts_itself_is_not_guessed_at(tmp_path, industry):
    line = graded(tmp_path, 行业分类=industry)
    assert line["kind_by_industry"] is None
    assert line["kind"] == "工业", "graded by what staff entered"
    assert found("制度A1", tmp_path, 行业分类=industry)[0][0] == "未能核查"


def test_a_kind_against_the_industry_is_found_and_not_graded_by(tmp_path):
    ((outcome, message),) = found("制度A1", tmp_path, 客户类型="商业", 合同容量="2500")
    assert outcome == "不符"
    assert "属工业" in message
    assert "『商业』" in message
    assert graded(tmp_path, 客户类型="商业", 合同容量="2500")["suggested_grade"] == "三级", "商业 would be 二级"


def test_a_kind_with_a_reason_stands(tmp_path):
    reasoned = {"客户类型": "商业", "合同容量": "2500", "备注": "客户类型按总部物业性质定为商业"}
    assert not found("制度A1", tmp_path, **reasoned)
    assert graded(tmp_path, **reasoned)["suggested_grade"] == "二级"


def test_the_right_kind_passes(tmp_path):
    assert not found("制度A1", tmp_path)
