"""Every required fact taken away once: the paper is refused, with the cell that must be filled; no number is taken."""

import pytest
from paper_area import NO

KINDS = ("contract", "change", "notice")
PARTY = [
    ("客户台账", "统一社会信用代码"), ("客户台账", "法定代表人"), ("客户台账", "用电地址"), ("客户台账", "客户经理"),
    ("合同台账", "供电方签约人"), ("合同台账", "供电方授权委托书号"), ("合同台账", "送达地址"),
    ("联系人", "姓名"), ("联系人", "手机"),
]  # fmt: skip
CONTRACT = [
    *PARTY, ("合同台账", "合同编号"), ("合同台账", "生效日期"), ("合同台账", "到期日期"), ("合同台账", "自动续期"),
    ("合同台账", "用电方签约人"), ("客户台账", "行业分类"), ("客户台账", "用电类别"), ("客户台账", "负荷性质"),
    ("客户台账", "重要电力用户等级"), ("客户台账", "运行容量"), ("客户台账", "电源类型"), ("客户台账", "交费截止日"),
    ("受电设备", "类型"), ("受电设备", "铭牌容量"), ("受电设备", "备用方式"), ("电源", "性质"), ("电源", "变电站"),
    ("电源", "线路"), ("电源", "供电电压"), ("电源", "供电容量"), ("电源", "产权分界点"),
    ("计量点", "综合倍率"), ("计量点", "CT变比"), ("计量点", "PT变比"), ("计量点", "电价类别"), ("计量点", "关系"),
    ("计量点", "变损参与"), ("计量点", "线损参与"), ("计量点", "力调参与"), ("计量点", "表号"),
    ("计费参数", "电价类别"), ("计费参数", "电价制度"), ("计费参数", "计价电压"), ("计费参数", "容需量计费方式"),
    ("计费参数", "力调标准"),
]  # fmt: skip
CHANGE = [
    *PARTY, ("变更台账", "变更事由"), ("变更台账", "执行起日"), ("变更台账", "变更项目"), ("变更台账", "变更前"),
    ("变更台账", "变更后"), ("变更台账", "费用承担"), ("变更台账", "申请日"), ("变更台账", "变更类型"),
    ("合同台账", "签订日期"), ("计费参数", "电价类别"), ("计费参数", "力调标准"),
]  # fmt: skip
NOTICE = [
    ("客户台账", "用电地址"), ("客户台账", "客户经理"), ("联系人", "姓名"), ("检查记录", "检查日期"),
    ("检查记录", "检查类型"), ("检查记录", "检查人员"), ("检查记录", "检查证号"), ("隐患台账", "检查编号"),
    ("隐患台账", "设备或部位"), ("隐患台账", "隐患描述"), ("隐患台账", "照片号"), ("隐患台账", "隐患等级"),
    ("隐患台账", "整改要求"), ("隐患台账", "临时措施"), ("隐患台账", "检查项"),
]  # fmt: skip
CASES = [
    (kind, sheet, column)
    for kind, cells in zip(KINDS, (CONTRACT, CHANGE, NOTICE), strict=True)
    for sheet, column in cells
]
SETTINGS = {
    "contract": ("供电公司全称", "联系地址", "联系电话", "统一社会信用代码", "法定代表人", "开户银行", "银行账号",
                 "授权范围", "争议解决方式", "单位代字"),
    "notice": ("供电公司全称", "联系地址", "联系电话", "单位代字"),
}  # fmt: skip


def signed(sheets, kind):
    """Make the customer's contract one in force where the kind of paper changes it."""
    if kind == "change":
        sheets["合同台账"][0]["合同状态"] = "履行中"


@pytest.mark.parametrize("kind", KINDS)
def test_a_complete_ledger_gives_one_paper(sheets, planned, kind):
    signed(sheets, kind)
    (paper,) = planned(kind)
    assert (paper.missing, paper.customer_no) == ([], NO)


@pytest.mark.parametrize(("kind", "sheet", "column"), CASES)
def test_an_empty_cell_refuses_the_paper_and_is_named(sheets, planned, kind, sheet, column):
    signed(sheets, kind)
    for line in sheets[sheet]:
        for heading in line:
            if heading.split("(")[0] == column:
                line[heading] = None
    (paper,) = planned(kind)
    assert any(sentence.startswith(f"「{sheet}」第") and f"「{column}」" in sentence for sentence in paper.missing)
    assert (paper.document_no, paper.file_name, paper.register_row) == ("", "", {})


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in SETTINGS.items() for key in keys])
def test_a_setting_that_is_not_filled_in_refuses_the_paper(sheets, planned, kind, key):
    sheets["设置"] = [line for line in sheets["设置"] if line["项目"] != key]
    (paper,) = planned(kind)
    assert f"「设置」表没有填写「{key}」，请在该行填写（没有这一行就加一行）" in paper.missing


@pytest.mark.parametrize("sheet", ["受电设备", "电源", "计量点", "计费参数", "联系人"])
def test_a_sheet_without_the_customer_is_named(sheets, planned, sheet):
    sheets[sheet] = [line | {"户号": "4200000000009"} for line in sheets[sheet]]
    (paper,) = planned("contract")
    assert any(sentence.startswith(f"「{sheet}」中没有户号 {NO} 的") for sentence in paper.missing)


def test_a_sheet_that_is_missing_is_named(sheets, planned):
    del sheets["电源"]
    (paper,) = planned("contract")
    assert "工作簿中没有「电源」表，请从空白台账复制这张表并填写" in paper.missing


def test_a_column_that_is_missing_is_named(sheets, planned):
    del sheets["电源"][0]["产权分界点"]
    (paper,) = planned("contract")
    assert paper.missing == ["「电源」第2行「产权分界点」：这张表没有这一列，请加上列名并补填"]
