"""Contracts: who needs one, which row it is, what speaks against it, what it says."""

from datetime import date

import pytest
from paper_area import NO, contract, text_of


@pytest.mark.parametrize("state", ["履行中", "变更中", "归档", None])
def test_a_customer_with_a_contract_in_force_needs_none(sheets, planned, state):
    sheets["合同台账"] = [contract(合同状态=state)]
    assert planned("contract") == []


@pytest.mark.parametrize("state", ["草拟", "评审中", "退回", "待批准", "待签署"])
def test_a_contract_being_made_is_printed_under_its_number(sheets, planned, state):
    sheets["合同台账"] = [contract(合同状态=state)]
    (paper,) = planned("contract")
    assert (paper.missing, paper.facts["contract_no"]) == ([], "JC-GYD-2026-0001")
    assert paper.register_row["about"] == "JC-GYD-2026-0001"


@pytest.mark.parametrize(
    ("ends", "renewal", "called"),
    [(date(2026, 1, 31), "否", False), (date(2026, 1, 30), "否", True), (date(2026, 1, 30), "是", False)],
)
def test_an_expired_contract_calls_for_a_new_one_unless_it_renews_itself(sheets, planned, ends, renewal, called):
    sheets["合同台账"] = [contract(合同状态="履行中", 生效日期=date(2021, 2, 1), 到期日期=ends, 自动续期=renewal)]
    assert bool(planned("contract")) is called


def test_a_number_is_never_made_up(sheets, planned):
    sheets["合同台账"] = []
    (paper,) = planned("contract")
    assert paper.missing[0].startswith("合同编号须在「合同台账」登记，本程序不编造：请为户号")


def test_a_closed_customer_needs_no_contract(sheets, planned):
    sheets["客户台账"][0]["用户状态"] = "已销户"
    assert planned("contract") == []


def test_a_named_customer_gets_the_contract_in_force_once_more(sheets, planned):
    sheets["合同台账"] = [contract(合同状态="履行中")]
    assert [paper.missing for paper in planned("contract", [NO])] == [[]]


def test_a_named_customer_that_nobody_knows_is_refused(planned):
    (paper,) = planned("contract", ["999"])
    assert paper.missing == ["「客户台账」中没有户号『999』，请核对户号"]


@pytest.mark.parametrize(("rate", "refused"), [(1, False), (3, False), (0.99, True), (3.01, True)])
def test_the_late_fee_lies_within_the_law(sheets, planned, rate, refused):
    sheets["合同台账"] = [contract(**{"违约金率(‰/日)": rate})]
    assert any("应在 1–3‰/日 之内" in sentence for sentence in planned("contract")[0].missing) is refused


@pytest.mark.parametrize(("ends", "refused"), [(date(2031, 3, 1), False), (date(2031, 3, 2), True)])
def test_the_term_is_no_longer_than_the_rule_allows(sheets, planned, ends, refused):
    sheets["合同台账"] = [contract(到期日期=ends)]
    assert any("不应超过 5 年" in sentence for sentence in planned("contract")[0].missing) is refused


def test_a_low_voltage_customer_is_refused(sheets, planned):
    sheets["客户台账"][0]["供电电压"] = "交流380V"
    assert any("只用于高压用户" in sentence for sentence in planned("contract")[0].missing)


@pytest.mark.parametrize(("capacity", "refused"), [(1630, False), (1629, True)])
def test_the_capacity_of_the_contract_is_the_customers(sheets, planned, capacity, refused):
    sheets["合同台账"] = [contract(**{"合同容量(kVA)": capacity})]
    assert any("应与「客户台账」的合同容量" in sentence for sentence in planned("contract")[0].missing) is refused


def test_devices_that_do_not_add_up_are_refused(sheets, planned):
    sheets["受电设备"].pop()
    assert planned("contract")[0].missing[0].startswith("受电设备容量合计 1000 kVA，与合同容量 1630 kVA 不符")


def test_a_removed_device_does_not_count(sheets, planned):
    sheets["受电设备"].append(sheets["受电设备"][0] | {"设备编号": "T0", "运行状态": "拆除"})
    assert [row["device_no"] for row in planned("contract")[0].facts["devices"]] == ["T1", "T2"]


def test_a_point_by_ratio_needs_no_meter(sheets, planned):
    bare = {"计量点号": "P2", "户号": NO, "关系": "定比", "定比(%)": 3, "上级计量点": "P1", "电价类别": "居民生活"}
    bare |= {"用途": "结算", "变损参与": "否", "线损参与": "否", "力调参与": "否"}
    sheets["计量点"].append(bare)
    assert planned("contract")[0].missing == []


def test_a_late_fee_that_is_not_agreed_is_the_rule_books(sheets, planned):
    sheets["合同台账"] = [contract(**{"违约金率(‰/日)": None})]
    billing = planned("contract")[0].facts["billing"]
    assert (billing["late_fee_permille"], billing["late_fee_cross_year_permille"]) == (2, 3)


def test_the_document_says_what_the_ledger_says(planned):
    said = text_of(planned("contract")[0], "HT")
    for words in ("JC-GYD-2026-0001", "江城钢管厂", "S13-630/10", "制造业（C3391）", "SQ-7"):
        assert words in said
    assert "第三十九条" in said
    assert "《供电营业规则》有关规定" in said


@pytest.mark.parametrize(
    ("cell", "said"), [("7", "每周日"), ("6.7", "每周六、周日"), ("每月15日", "每月15日"), (None, None)]
)
def test_days_of_rest_are_written_as_a_person_would(sheets, planned, cell, said):
    sheets["客户台账"][0]["厂休日"] = cell
    (paper,) = planned("contract", [NO])
    assert (paper.facts["use"]["rest_days"], paper.missing) == (said, [])
