"""Grades by capacity, importance and contribution, 就高 (clause A2)."""

import pytest
from graded import NO, found, graded, year


@pytest.mark.parametrize(
    ("kva", "grade"),
    [
        ("315", "三级"),
        ("3149", "三级"),
        ("3150", "二级"),
        ("9999", "二级"),
        ("10000", "一级"),
        ("39999", "一级"),
        ("40000", "特级"),
    ],
)
def test_bands_are_closed_on_the_left(tmp_path, kva, grade):
    assert graded(tmp_path, 合同容量=kva)["suggested_grade"] == grade


@pytest.mark.parametrize(("kind", "industry", "kva"), [("商业", "F5211", "8000"), ("公共机构", "P8341", "5000")])
def test_each_kind_has_its_own_bands(tmp_path, kind, industry, kva):
    line = graded(tmp_path, 客户类型=kind, 行业分类=industry, 合同容量=kva)
    assert line["suggested_grade"] == "一级"
    assert line["rule"] in {"分级阈值!10", "分级阈值!14"}


@pytest.mark.parametrize(
    ("kva", "current", "count"), [("315", "三级", 0), ("314", "三级", 1), ("314", "", 0), ("315", "", 1)]
)
def test_crossing_the_entry_is_told_in_both_directions(tmp_path, kva, current, count):
    assert len(found("审计-A03", tmp_path, 合同容量=kva, 现等级=current)) == count
    assert graded(tmp_path, 合同容量=kva)["direction"] == ("低于准入" if kva == "314" else "平")


@pytest.mark.parametrize(("importance", "floor"), [("特级", "特级"), ("一级", "一级"), ("二级", "二级"), ("否", None)])
def test_an_important_user_has_a_floor_whatever_its_capacity(tmp_path, importance, floor):
    line = graded(tmp_path, 重要电力用户等级=importance, 合同容量="100")
    assert line["importance_floor"] == floor
    assert line["suggested_grade"] == floor
    assert (line["direction"] == "低于准入") == (floor is None)


def test_a_floor_below_the_capacity_grade_changes_nothing(tmp_path):
    line = graded(tmp_path, 重要电力用户等级="二级", 合同容量="10000")
    assert (line["suggested_grade"], line["rule"]) == ("一级", "分级阈值!6")


@pytest.mark.parametrize(
    ("start", "until", "grade"),
    [
        ("2026-01-10", "2026-01-31", "二级"),
        ("2026-01-10", "2026-01-30", "三级"),
        ("2026-01-31", "2026-02-20", "二级"),
        ("2026-02-01", "2026-02-20", "三级"),
        ("2026-01-10", "", "三级"),
    ],
)
def test_temporary_importance_counts_only_while_it_is_protected(tmp_path, start, until, grade):
    cells = {"重要电力用户等级": "临时性", "认定日期": start, "保供电止日": until}
    line = graded(tmp_path, **cells)
    assert line["suggested_grade"] == grade
    assert bool(line["floor_note"]) == (grade == "三级"), "what does not count is said"


FULL, PLENTY = 10_000_0000 / 12, 6_000_0000 / 12


def test_a_full_contribution_raises_by_one_grade_with_approval(tmp_path):
    line = graded(tmp_path, year(FULL, PLENTY, growth=10), 合同容量="3150", 现等级="二级")
    assert line["contribution_score"] == pytest.approx(100)
    assert (line["suggested_grade"], line["direction"], line["needs_approval"]) == ("一级", "升", "是")
    assert line["approver"].endswith("分管副总")
    assert line["rule"] == "重要性与贡献规则!10"


def test_a_contribution_never_raises_above_the_highest_nor_into_the_list(tmp_path):
    assert graded(tmp_path, year(FULL, PLENTY, growth=10), 合同容量="40000")["suggested_grade"] == "特级"
    assert graded(tmp_path, year(FULL, PLENTY, growth=10), 合同容量="100")["direction"] == "低于准入"


def test_a_contribution_that_raises_to_the_highest_goes_to_the_board(tmp_path):
    line = graded(tmp_path, year(FULL, PLENTY, growth=10), 合同容量="10000", 现等级="一级")
    assert (line["suggested_grade"], line["approver"].split("→")[-1]) == ("特级", "总经理办公会")


@pytest.mark.parametrize(("growth", "grade"), [(-20, "一级"), (-21, "一级")])
def test_ninety_points_are_enough(tmp_path, growth, grade):
    line = graded(tmp_path, year(FULL, PLENTY, growth=growth), 合同容量="3150")
    assert line["contribution_score"] == pytest.approx(90)
    assert line["suggested_grade"] == grade


def test_less_than_ninety_points_are_not(tmp_path):
    line = graded(tmp_path, year(FULL * 0.999, PLENTY, growth=-20), 合同容量="3150")
    assert line["contribution_score"] == pytest.approx(89.96)
    assert line["suggested_grade"] == "二级"


def test_what_is_not_known_raises_nobody_and_is_said(tmp_path):
    line = graded(tmp_path, year(FULL * 0.99, PLENTY), 合同容量="3150")
    assert (line["suggested_grade"], line["contribution_reach"]) == ("二级", pytest.approx(99.6))
    assert "电量增长数据不全，补齐后最多 99.6" in line["cause"]


def test_without_bills_there_is_no_score_at_all(tmp_path):
    line = graded(tmp_path)
    assert line["contribution_score"] != line["contribution_score"]
    assert "贡献得分未能计算" in line["cause"]


def test_a_capacity_that_is_empty_leaves_the_grade_open(tmp_path):
    line = graded(tmp_path, 合同容量="")
    assert (line["suggested_grade"], line["direction"]) == (None, "未能判定")
    assert found("审计-A01", tmp_path, 合同容量="")[0][0] == "未能核查"
    assert graded(tmp_path, 合同容量="", 重要电力用户等级="特级")["suggested_grade"] == "特级", "the floor decides"


def test_a_grade_that_differs_is_told_with_why_and_who_approves(tmp_path):
    ((outcome, message),) = found("审计-A01", tmp_path, 合同容量="10000", 现等级="二级")
    assert outcome == "提示"
    assert "系统建议一级" in message
    assert "合同容量 10000 kVA，不小于 10000、小于 40000" in message
    assert "〔分级阈值!6〕" in message
    assert "分管副总" in message
    assert not found("审计-A01", tmp_path, 合同容量="10000", 现等级="一级")


def test_a_jump_over_a_grade_goes_by_the_higher_one(tmp_path):
    assert graded(tmp_path, 合同容量="10000", 现等级="三级")["approver"].endswith("分管副总")


def test_a_first_grading_is_the_yearly_one_unless_it_is_the_highest(tmp_path):
    assert graded(tmp_path, 现等级="")["approver"].endswith("营销部主任")
    assert graded(tmp_path, 现等级="", 合同容量="40000")["approver"].endswith("总经理办公会")


def test_a_closed_customer_is_not_graded(tmp_path):
    line = graded(tmp_path, 用户状态="已销户", 合同容量="40000")
    assert (line["suggested_grade"], line["cause"]) == (None, "已销户，不参加定级")
    assert not found("审计-A01", tmp_path, 用户状态="已销户", 合同容量="40000")


def test_an_important_user_without_a_document_is_found(tmp_path):
    important = {"重要电力用户等级": "一级"}
    ((outcome, message),) = found("审计-A02", tmp_path, **important)
    assert (outcome, message) == ("缺失", "一级重要用户没有认定文号，应有地方政府认定文件的文号")
    assert not found("审计-A02", tmp_path, 认定文号="鄂能源〔2024〕1号", **important)
    assert not found("审计-A02", tmp_path)


def test_the_present_grade_is_never_written(tmp_path):
    assert graded(tmp_path, 合同容量="40000", 现等级="三级")["current_grade"] == "三级"
    assert NO
