"""Blank workbooks: what a heading asks for is in its note and colour, and the same tables give the same bytes."""

from dataclasses import dataclass

import openpyxl
import pytest

from generators.guide import Guide, SheetGuide
from generators.heading import note_text, number_format, shown_width
from generators.workbooks import write_blank


@dataclass(frozen=True)
class Heading:
    title: str
    kind: str = "文本"
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    open_choices: bool = False
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    note: str = ""
    width: int = 12

    @property
    def heading(self):
        return f"{self.title}({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class Sheet:
    title: str
    columns: tuple[Heading, ...]


CUSTOMERS = Sheet(
    "客户台账",
    (
        Heading("户号", "编码", required=True, note="营销系统户号"),
        Heading("合同容量", "数值", "kVA", required=True, minimum=0, decimals=0),
        Heading("供电电压", "选项", choices=("交流10kV", "交流35kV")),
        Heading("送电日期", "日期"),
        Heading("年电费", "金额", "元"),
        Heading("月份", "月份"),
    ),
)
LONG = Sheet("检查", (Heading("项目", "选项", choices=tuple(f"第{number}项检查内容" for number in range(50))),))
GUIDE = Guide(
    "说明书", ("先填客户台账。",), ("深蓝＝必填。",), {"客户台账": SheetGuide("每户一行", "✎ 手工维护", "全部")}
)


@pytest.fixture
def book(tmp_path):
    write_blank(tmp_path / "空白.xlsx", [CUSTOMERS], GUIDE)
    return openpyxl.load_workbook(tmp_path / "空白.xlsx")


def test_the_explanation_stands_first_and_the_sheets_follow_in_order(book):
    assert book.sheetnames == ["说明", "客户台账"]


def test_headings_stand_in_the_first_row_with_their_unit(book):
    headings = [cell.value for cell in book["客户台账"][1]]
    assert headings == ["户号", "合同容量(kVA)", "供电电压", "送电日期", "年电费(元)", "月份"]


def test_a_required_heading_is_marked_in_colour_and_note_but_not_in_its_text(book):
    required, optional = book["客户台账"]["A1"], book["客户台账"]["C1"]
    assert required.fill.fgColor.rgb != optional.fill.fgColor.rgb
    assert required.comment.text.startswith("＊必填")
    assert optional.comment.text.startswith("选填")
    assert "＊" not in required.value


def test_codes_months_and_text_columns_are_text_to_the_end_of_the_sheet(book):
    formats = {letter: book["客户台账"].column_dimensions[letter].number_format for letter in "ABDEF"}
    assert formats == {"A": "@", "B": "#,##0", "D": "yyyy-mm-dd", "E": "#,##0.00", "F": "@"}


def test_allowed_values_become_a_drop_down_list(book):
    rules = {str(rule.sqref): rule for rule in book["客户台账"].data_validations.dataValidation}
    assert rules["C2:C5001"].formula1 == '"交流10kV,交流35kV"'


def test_a_list_longer_than_excel_takes_goes_to_a_hidden_sheet(tmp_path):
    guide = Guide("说明书", (), (), {"检查": SheetGuide("每项一行", "", "")})
    write_blank(tmp_path / "长.xlsx", [LONG], guide)
    book = openpyxl.load_workbook(tmp_path / "长.xlsx")
    assert book["选项"].sheet_state == "hidden"
    assert book["检查"].data_validations.dataValidation[0].formula1 == "'选项'!$A$1:$A$50"
    assert book["选项"]["A50"].value == "第49项检查内容"


def test_a_list_of_exactly_255_characters_stays_in_the_cell_and_one_more_does_not(tmp_path):
    fits = Sheet("检查", (Heading("甲", "选项", choices=("一" * 127, "二" * 127)),))
    too_long = Sheet("检查", (Heading("甲", "选项", choices=("一" * 127, "二" * 128)),))
    guide = Guide("说明书", (), (), {"检查": SheetGuide("", "", "")})
    for sheet, names in ((fits, ["说明", "检查"]), (too_long, ["说明", "检查", "选项"])):
        write_blank(tmp_path / "甲.xlsx", [sheet], guide)
        assert openpyxl.load_workbook(tmp_path / "甲.xlsx").sheetnames == names


def test_header_is_frozen_filtered_and_printed_on_every_page(book):
    sheet = book["客户台账"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:F5001"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_rows_handed_in_are_filled_in(tmp_path):
    write_blank(tmp_path / "甲.xlsx", [CUSTOMERS], GUIDE, {"客户台账": [("0123456789012",)]})
    assert openpyxl.load_workbook(tmp_path / "甲.xlsx")["客户台账"]["A2"].value == "0123456789012"


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("甲.xlsx", "乙.xlsx"):
        write_blank(tmp_path / name, [CUSTOMERS, LONG][:1], GUIDE)
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Heading("户号", "编码"), "@"),
        (Heading("单价", "数值", decimals=8), "#,##0.00######"),
        (Heading("示数", "数值", decimals=4), "#,##0.00##"),
        (Heading("力率", "数值", decimals=1), "#,##0.0"),
        (Heading("倍率", "数值"), "General"),
        (Heading("时刻", "时刻"), "yyyy-mm-dd hh:mm"),
    ],
)
def test_number_formats_follow_the_kind_and_the_decimals(column, expected):
    assert number_format(column) == expected


def test_the_note_names_unit_form_values_and_range():
    note = note_text(Heading("线损率", "数值", "%", minimum=0, maximum=100, note="合同约定"))
    assert note == "选填 · 数值 · 单位 %\n合同约定\n范围：0 到 100"
    assert "只能填：是、否" in note_text(Heading("有载调压", "选项", choices=("是", "否")))
    assert "建议填：是、否" in note_text(Heading("有载调压", "选项", choices=("是", "否"), open_choices=True))


def test_a_long_heading_widens_a_narrow_column():
    assert shown_width(Heading("序", width=6)) == 9
    assert shown_width(Heading("法定代表人身份证号", width=6)) == 20
