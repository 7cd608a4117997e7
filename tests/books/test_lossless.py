"""Every part of the package that is not ours is byte for byte what it was."""

import hashlib
import zipfile
from datetime import date

import openpyxl
import pytest
from books.made import MAIN, OURS, RELATIONS, findings, make_by_hand, make_grown, overview, raw_parts, rezip, text_of
from lxml import etree
from python_calamine import CalamineWorkbook

from addin.books.closed import ClosedBook


def written(path, out, *sheets):
    book = ClosedBook(path)
    for sheet in sheets or (overview(), findings()):
        book.write(sheet)
    book.save(out)
    return out


def old_rows(path):
    book = CalamineWorkbook.from_path(str(path))
    kinds = {one.name: str(one.typ) for one in book.sheets_metadata}
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names if "Work" in kinds[name]}


def test_all_other_parts_keep_their_compressed_bytes(book_path, tmp_path):
    before, after = raw_parts(book_path), raw_parts(written(book_path, tmp_path / "out.xlsx"))
    ours = {name.lower() for name in OURS}
    assert {n for n in before if n.lower() not in ours} - after.keys() == set()
    assert [n for n in before if n.lower() not in ours and before[n] != after[n]] == []


def test_the_order_of_the_members_stays(book_path, tmp_path):
    before, after = list(raw_parts(book_path)), list(raw_parts(written(book_path, tmp_path / "out.xlsx")))
    assert after[: len(before)] == before


def test_the_input_file_is_not_touched(book_path, tmp_path):
    digest = hashlib.sha256(book_path.read_bytes()).digest()
    written(book_path, tmp_path / "out.xlsx")
    assert hashlib.sha256(book_path.read_bytes()).digest() == digest


def test_an_unchanged_book_is_saved_as_it_was(book_path, tmp_path):
    ClosedBook(book_path).save(tmp_path / "out.xlsx")
    assert raw_parts(tmp_path / "out.xlsx") == raw_parts(book_path)


def test_old_sheets_read_the_same_and_new_ones_are_there(book_path, tmp_path):
    before, after = old_rows(book_path), old_rows(written(book_path, tmp_path / "out.xlsx"))
    assert {name: after[name] for name in before} == before
    assert after["复核发现"][3][1:] == ["错误", "0420000003", "倍率不符", 12.5, ""]
    assert after["复核发现"][4][1:] == ["警告", "0420000004", "甲 & <乙>", "", "处理中"]


def test_openpyxl_reads_the_new_sheets_with_links_lists_and_filter(ledger_path, tmp_path):
    book = openpyxl.load_workbook(written(ledger_path, tmp_path / "out.xlsx"))
    sheet = book["复核发现"]
    assert sheet["C4"].hyperlink.location == "'客户台账'!A4"
    assert sheet["C5"].hyperlink is None
    assert sheet.data_validations.dataValidation[0].formula1 == '"处理中,已核实"'
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A3:F5", "A4", "$3:$3")
    assert sheet.column_dimensions["A"].hidden
    assert sheet["B4"].fill.fgColor.rgb != sheet["B5"].fill.fgColor.rgb
    assert sheet["E4"].number_format == "#,##0.00"


def test_a_sheet_of_several_tables_has_neither_filter_nor_grid(ledger_path, tmp_path):
    sheet = openpyxl.load_workbook(written(ledger_path, tmp_path / "out.xlsx"))["本月概览"]
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.sheet_view.showGridLines) == (None, None, False)
    assert sheet.page_setup.orientation == "portrait"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert "第 &P 页 共 &N 页" in sheet.oddFooter.center.text


def test_every_written_part_is_well_formed(book_path, tmp_path):
    with zipfile.ZipFile(written(book_path, tmp_path / "out.xlsx")) as book:
        for name in book.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(book.read(name))


def test_the_same_book_and_sheets_give_the_same_bytes(book_path, tmp_path):
    one = written(book_path, tmp_path / "one.xlsx").read_bytes()
    assert written(book_path, tmp_path / "two.xlsx").read_bytes() == one


def test_a_second_run_on_the_result_changes_nothing(book_path, tmp_path):
    one = written(book_path, tmp_path / "one.xlsx")
    assert written(one, tmp_path / "two.xlsx").read_bytes() == one.read_bytes()


def test_a_new_sheet_of_a_strict_book_is_strict(tmp_path):
    path = make_by_hand(tmp_path / "in.xlsx", p="", strict=True)
    out = written(path, tmp_path / "out.xlsx")
    assert "http://purl.oclc.org/ooxml/spreadsheetml/main" in text_of(out, "xl/worksheets/keywatt.xml")
    assert "schemas.openxmlformats.org/officeDocument" not in text_of(out, "xl/_rels/workbook.xml.rels")


def test_dates_follow_the_epoch_of_the_book(tmp_path):
    path = make_by_hand(tmp_path / "in.xlsx")
    out = written(path, tmp_path / "out.xlsx", findings(amounts=(date(2026, 1, 31), date(1904, 1, 2))))
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("复核发现").to_python()
    assert [row[4] for row in rows[3:]] == [date(2026, 1, 31), date(1904, 1, 2)]


def test_the_book_is_to_be_recalculated_when_it_is_opened(book_path, tmp_path):
    out = written(book_path, tmp_path / "out.xlsx")
    name = next(name for name in raw_parts(out) if name.lower() == "xl/workbook.xml")
    assert text_of(out, name).count('fullCalcOnLoad="1"') == 1


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "docProps/app.xml"])
def test_shared_strings_and_properties_stay(ledger_path, tmp_path, name):
    out = written(ledger_path, tmp_path / "out.xlsx")
    assert raw_parts(out)[name] == raw_parts(ledger_path)[name]


def test_the_calculation_chain_loses_only_entries_of_a_replaced_sheet(tmp_path):
    one = written(make_grown(tmp_path / "in.xlsx"), tmp_path / "one.xlsx")
    sheet_id = next(s.sheet_id for s in ClosedBook(one)._book.sheets if s.title == "复核发现")
    chain = f'<calcChain xmlns="{MAIN}"><c r="E4" i="1"/><c r="E5"/><c r="B9" i="{sheet_id}"/><c r="B10"/><c r="E6" i="1"/></calcChain>'
    edited = rezip(one, tmp_path / "edited.xlsx", {"xl/calcChain.xml": chain})
    found = text_of(written(edited, tmp_path / "two.xlsx"), "xl/calcChain.xml")
    assert found == f'<calcChain xmlns="{MAIN}"><c r="E4" i="1"/><c r="E5" i="1"/><c r="E6" i="1"/></calcChain>'


def test_a_calculation_chain_left_empty_goes(tmp_path):
    one = written(make_grown(tmp_path / "in.xlsx"), tmp_path / "one.xlsx")
    sheet_id = next(s.sheet_id for s in ClosedBook(one)._book.sheets if s.title == "复核发现")
    chain = f'<calcChain xmlns="{MAIN}"><c r="B9" i="{sheet_id}"/></calcChain>'
    out = written(rezip(one, tmp_path / "edited.xlsx", {"xl/calcChain.xml": chain}), tmp_path / "two.xlsx")
    assert "xl/calcChain.xml" not in raw_parts(out)
    assert "calcChain" not in text_of(out, "[Content_Types].xml") + text_of(out, "xl/_rels/workbook.xml.rels")


def test_what_the_user_hung_on_our_sheet_goes_with_it_and_what_others_share_stays(tmp_path):
    one = written(make_grown(tmp_path / "in.xlsx"), tmp_path / "one.xlsx")
    part = next(s.part for s in ClosedBook(one)._book.sheets if s.title == "复核发现")
    rels = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="../{target}"/>'
        for n, (kind, target) in enumerate([("comments", "comments9.xml"), ("image", "media/image1.png")], 1)
    )
    changes = {
        rels: f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        "xl/comments9.xml": f'<comments xmlns="{MAIN}"/>',
        "[Content_Types].xml": lambda text: text.replace(
            "</Types>", '<Override PartName="/xl/comments9.xml" ContentType="x/y"/></Types>'
        ),
    }
    out = written(rezip(one, tmp_path / "edited.xlsx", changes), tmp_path / "two.xlsx")
    assert "xl/comments9.xml" not in raw_parts(out)
    assert rels not in raw_parts(out)
    assert "comments9" not in text_of(out, "[Content_Types].xml")
    assert raw_parts(out)["xl/media/image1.png"] == raw_parts(one)["xl/media/image1.png"]
