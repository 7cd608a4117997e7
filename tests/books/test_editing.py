"""Values in rows that are there: the cell keeps its style, all others keep their bytes."""

from datetime import date

import openpyxl
import pytest
from books.made import MAIN, make_by_hand, rezip, text_of

from addin.books.closed import ClosedBook
from addin.books.errors import BookError

SHEET = "xl/worksheets/sheet2.xml"
ROWS = (
    '<row r="1"><c r="A1" t="str"><v>文号</v></c><c r="B1" t="str"><v>户号</v></c></row>'
    '<row r="2" ht="30"><c r="A2" s="1" t="str"><v>甲</v></c><c r="C2"><f>1+1</f><v>2</v></c></row><row r="3"/>'
)


@pytest.fixture
def path(ledger_path, tmp_path):
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{ROWS}</sheetData><x/></worksheet>'
    more = {"xl/worksheets/_rels/sheet2.xml.rels": None, "xl/tables/table1.xml": None}
    return rezip(ledger_path, tmp_path / "in.xlsx", {SHEET: sheet, **more})


def edited(path, values, title="通知书登记"):
    out = path.with_name("out.xlsx")
    book = ClosedBook(path)
    book.set_values(title, values)
    book.save(out)
    return out


def test_a_value_changes_and_its_cell_keeps_the_style(path):
    text = text_of(edited(path, {(2, "A"): "乙"}), SHEET)
    assert '<c r="A2" s="1" t="inlineStr"><is><t>乙</t></is></c>' in text
    assert text.replace('t="inlineStr"><is><t>乙</t></is>', 't="str"><v>甲</v>') == text_of(path, SHEET)


def test_a_cell_that_is_not_there_comes_to_its_place(path):
    text = text_of(edited(path, {(2, "B"): 5, (2, "D"): 6, (3, "A"): 7}), SHEET)
    assert '</c><c r="B2"><v>5</v></c><c r="C2"><f>1+1</f><v>2</v></c><c r="D2"><v>6</v></c></row>' in text
    assert '<row r="3"><c r="A3"><v>7</v></c></row></sheetData><x/>' in text


def test_a_day_is_shown_as_a_day(path):
    out = edited(path, {(2, "A"): date(2026, 2, 1)})
    assert openpyxl.load_workbook(out)["通知书登记"]["A2"].is_date


def test_a_prefixed_sheet_keeps_its_prefix(tmp_path):
    path = make_by_hand(tmp_path / "in.xlsx")
    text = text_of(edited(path, {(1, "A"): "丙"}, "客户台账"), "xl/worksheets/Sheet.xml")
    assert "<x:is><x:t>丙</x:t></x:is></x:c>" in text


@pytest.mark.parametrize(("place", "sentence"), [((2, "C"), "C2 是公式，不会改写"), ((9, "A"), "没有第 9 行")])
def test_a_formula_or_a_missing_row_is_refused(path, place, sentence):
    with pytest.raises(BookError, match=sentence):
        ClosedBook(path).set_values("通知书登记", {place: 1})


def test_no_values_change_nothing(path):
    assert text_of(edited(path, {}), SHEET) == text_of(path, SHEET)
