"""Rectification notices: which hazards call for one, who signs, until when, on what ground."""

from datetime import date

import pytest
from paper_area import NO, hazard, text_of


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({}, 1),
        ({"状态": "整改中"}, 1),
        ({"状态": "闭环"}, 0),
        ({"状态": "关闭"}, 0),
        ({"完成日": date(2026, 1, 30)}, 0),
        ({"通知书文号": "江城供ZG〔2026〕1号"}, 0),
    ],
)
def test_an_open_hazard_that_was_not_notified_calls_for_a_notice(sheets, planned, cells, count):
    sheets["隐患台账"] = [hazard(**cells)]
    assert len(planned("notice")) == count


def test_hazards_of_one_inspection_stand_in_one_notice(sheets, planned):
    sheets["检查记录"].append(sheets["检查记录"][0] | {"检查编号": "JC2"})
    sheets["隐患台账"] += [hazard(隐患编号="YH2"), hazard(隐患编号="YH3", 检查编号="JC2")]
    assert [paper.register_row["about"] for paper in planned("notice")] == ["YH1、YH2", "YH3"]


@pytest.mark.parametrize(
    ("level", "signer", "recheck"),
    [
        ("一般", "班组长", "整改期限届满后，一般隐患 3 个工作日内复查"),
        ("较大", "营销部主任", "整改期限届满后，较大隐患 2 个工作日内复查"),
        ("重大", "分管领导", "整改期限届满后，重大隐患 1 个工作日内复查"),
    ],
)
def test_the_grade_decides_who_signs_and_when_is_looked_again(sheets, planned, level, signer, recheck):
    sheets["隐患台账"] = [hazard(隐患等级=level)]
    facts = planned("notice")[0].facts
    assert (facts["issuer_position"], facts["recheck"]) == (signer, recheck)


def test_the_worst_grade_signs_for_all(sheets, planned):
    sheets["隐患台账"] = [hazard(隐患等级="一般"), hazard(隐患编号="YH2", 隐患等级="较大")]
    assert planned("notice")[0].facts["issuer_position"] == "营销部主任"


def test_an_ordinary_hazard_is_no_ground_to_speak_of_outages(sheets, planned):
    sheets["隐患台账"] = [hazard(隐患等级="一般")]
    assert planned("notice")[0].facts["overdue"] == "逾期未整改的，将再次书面督促整改。"


@pytest.mark.parametrize(
    ("item", "ground"),
    [
        ("C01", "《电力供应与使用条例》第三十条"),
        ("检查-C39", "GB/T 29328、供用电合同约定"),
        ("C53", "GB 13955、GB/T 13869"),
        ("C31", "国家和行业有关规定"),
        ("C43", "国家和行业有关规定"),
        ("C10", "国家和行业有关规定"),
        ("C05", "供用电合同约定"),
    ],
)
def test_the_ground_is_that_of_the_inspection_item(sheets, planned, item, ground):
    sheets["隐患台账"] = [hazard(检查项=item)]
    assert planned("notice")[0].facts["hazards"][0]["clause"] == ground


def test_what_may_happen_is_that_of_the_inspection_item(planned):
    assert planned("notice")[0].facts["hazards"][0]["consequence"].startswith("自备电源向电网倒送电")


def test_every_inspection_item_says_what_may_happen(shipped_rules):
    assert shipped_rules.tables["inspection_items"]["consequence"].notna().all()


def test_a_deadline_that_is_not_set_follows_from_the_item(sheets, planned):
    sheets["隐患台账"] = [hazard(检查项="C32", 整改期限=None, 发现日期=date(2026, 1, 29))]
    assert planned("notice")[0].facts["hazards"][0]["due_on"] == date(2026, 2, 1)


@pytest.mark.parametrize(("due", "refused"), [(date(2026, 1, 31), False), (date(2026, 1, 30), True)])
def test_a_deadline_that_has_passed_is_refused(sheets, planned, due, refused):
    sheets["隐患台账"] = [hazard(整改期限=due)]
    assert any("早于出具日" in one for one in planned("notice")[0].missing) is refused


@pytest.mark.parametrize(("due", "refused"), [(date(2026, 2, 27), False), (date(2026, 2, 28), True)])
def test_a_deadline_beyond_the_longest_of_its_grade_is_refused(sheets, planned, due, refused):
    sheets["隐患台账"] = [hazard(隐患等级="较大", 整改期限=due)]
    assert any("最长的 30 天" in one for one in planned("notice")[0].missing) is refused


@pytest.mark.parametrize(("people", "refused"), [("韩志远、冯丽君", False), ("韩志远", True)])
def test_two_people_inspect(sheets, planned, people, refused):
    sheets["检查记录"][0] |= {"检查人员": people}
    assert any("检查人员应不少于 2 人" in one for one in planned("notice")[0].missing) is refused


def test_an_inspector_without_a_work_id_is_named(sheets, planned):
    sheets["检查记录"][0]["检查证号"] = "JC-01"
    assert "「检查记录」第2行「检查证号」为空，请补填" in planned("notice")[0].missing


def test_an_inspection_that_nobody_recorded_is_named(sheets, planned):
    sheets["隐患台账"] = [hazard(检查编号="JC9")]
    assert f"「检查记录」中没有户号 {NO} 的检查 JC9，请补一行" in planned("notice")[0].missing


def test_orders_are_refused(sheets, planned):
    sheets["隐患台账"] = [hazard(整改要求="责令停用")]
    assert any("属行政机关职权" in one for one in planned("notice")[0].missing)


def test_the_document_says_what_was_seen(planned):
    said = text_of(planned("notice")[0], "ZG")
    for words in ("江城供ZG〔2026〕1号", "机械闭锁卡涩", "JC-02", "分管领导", "《民法典》第六百五十五条"):
        assert words in said
