"""What calamine does not tell: error values, formulas never computed, percentages, dates of Chinese formats."""

import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter
from sheets import book

from addin.reading import ReadError, read_books
from addin.tables import Column, Kind, Table

THINGS = Table(
    "things",
    "设备表",
    (
        Column("no", "户号", Kind.CODE, required=True),
        Column("price", "电价", Kind.NUMBER, required=True),
        Column("share_percent", "线损率", Kind.NUMBER, "%"),
        Column("opened_on", "立户日期", Kind.DATE),
        Column("name", "户名"),
    ),
    key=("no",),
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    '<numFmts count="3"><numFmt numFmtId="180" formatCode="0.0&quot;%&quot;%"/>'
    '<numFmt numFmtId="181" formatCode="0000000000"/><numFmt numFmtId="182" formatCode="0.0&quot;%&quot;"/></numFmts>'
    '<cellXfs count="{count}">{xfs}</cellXfs>'
)
HEAD = '<row r="1"><c r="A1" t="str"><v>户号</v></c><c r="B1" t="str"><v>电价</v></c><c r="C1" t="str"><v>线损率(%)</v></c><c r="D1" t="str"><v>立户日期</v></c><c r="E1" t="str"><v>户名</v></c></row>'


def package(path, rows, *, formats=(0,), prefix="", namespace=MAIN, dimension=""):  # noqa: PLR0913 - ways of writing
    """Write an .xlsx by hand: rows is the XML of the sheet's rows, formats the number formats of styles 0, 1, 2 …"""
    xfs = "".join(f'<xf numFmtId="{each}" xfId="0"/>' for each in formats)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}"><sheets><sheet name="设备表" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="s" Type="{OFFICE}/worksheet" Target="worksheets/Sheet1.xml"/>'
        f'<Relationship Id="t" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{namespace}">{STYLES.format(count=len(formats), xfs=xfs)}</styleSheet>',
        "xl/worksheets/Sheet1.xml": f'<worksheet xmlns="{namespace}">{dimension}<sheetData>{HEAD}{rows}</sheetData></worksheet>',
    }  # fmt: skip
    if prefix:
        sheet = (
            parts["xl/worksheets/Sheet1.xml"]
            .replace("</", "<\0")
            .replace("<", f"<{prefix}:")
            .replace(f"<{prefix}:\0", f"</{prefix}:")
        )
        parts["xl/worksheets/Sheet1.xml"] = sheet.replace("xmlns=", f"xmlns:{prefix}=")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def read(path):
    return read_books([path], {"things": THINGS}, main_table="")


def errors(ledger):
    found = ledger.problems[ledger.problems["level"] == "错误"]
    return dict(zip(found["cell"], found["seen"], strict=True))


def row(number, cells):
    return f'<row r="{number}"><c r="A{number}" t="str"><v>0{number}</v></c>{cells}</row>'


BAD = (
    row(2, '<c r="B2"><v>1</v></c>')
    + row(3, '<c r="B3" t="e"><v>#N/A</v></c>')
    + row(4, '<c r="B4" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
)


@pytest.mark.parametrize("options", [{}, {"prefix": "x"}, {"namespace": STRICT}])
def test_error_values_are_errors_with_their_cell_and_never_blank(tmp_path, options):
    ledger = read(package(tmp_path / "表.xlsx", BAD, **options))
    assert errors(ledger) == {"B3": "#N/A", "B4": "#DIV/0!"}
    assert ledger["things"]["price"].isna().tolist() == [False, True, True]


def test_attributes_in_single_quotes_and_cells_without_reference_are_understood(tmp_path):
    rows = "<row><c t='str'><v>02</v></c><c t='e'><v>#REF!</v></c></row><row/><row><c t='str'><v>04</v></c><c t='e'><v>#NAME?</v></c></row>"
    ledger = read(package(tmp_path / "表.xlsx", rows))
    assert errors(ledger) == {"B2": "#REF!", "B4": "#NAME?"}


@pytest.mark.parametrize(
    "cell",
    [
        "<f>A1</f>",
        "<f>A1</f><v></v>",
        "<f>A1</f><v/>",
        '<f t="shared" si="0"/>',
        "<f>A1</f>\n",
        '<f ca="1">NOW()</f><v />',
    ],
)
def test_a_formula_never_computed_is_an_error(tmp_path, cell):
    ledger = read(package(tmp_path / "表.xlsx", row(2, f'<c r="B2">{cell}</c>')))
    assert errors(ledger) == {"B2": "公式未计算"}
    assert ledger["things"]["price"].isna().all()


def test_a_formula_with_a_value_is_read_and_one_that_is_an_empty_text_is_empty(tmp_path):
    rows = row(2, '<c r="B2"><f>1+1</f><v>2</v></c><c r="E2" t="str"><f>""</f><v></v></c>')
    ledger = read(package(tmp_path / "表.xlsx", rows))
    assert (ledger["things"].loc[2, "price"], ledger["things"].loc[2, "name"]) == (2, None)
    assert ledger.problems.empty


def test_a_computed_formula_beside_one_never_computed_stays(tmp_path):
    rows = row(2, '<c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f>B2</f></c>')
    ledger = read(package(tmp_path / "表.xlsx", rows))
    assert errors(ledger) == {"C2": "公式未计算"}
    assert ledger["things"].loc[2, "price"] == 2


@pytest.mark.parametrize("number_format", [14, 22, 27, 31, 36, 50, 57, 58])
def test_dates_of_chinese_built_in_formats_are_dates(tmp_path, number_format):
    rows = row(2, '<c r="B2"><v>1</v></c><c r="D2" s="1"><v>46027</v></c>')
    ledger = read(package(tmp_path / "表.xlsx", rows, formats=(0, number_format)))
    assert ledger["things"].loc[2, "opened_on"].date() == date(2026, 1, 5)
    assert ledger.problems.empty


@pytest.mark.parametrize(("number_format", "value"), [(10, 3.5), (9, 3.5), (180, 3.5), (182, 0.035), (2, 0.035)])
def test_a_percentage_is_read_as_it_is_shown(tmp_path, number_format, value):
    rows = row(2, '<c r="B2"><v>1</v></c><c r="C2" s="1"><v>0.035</v></c>')
    ledger = read(package(tmp_path / "表.xlsx", rows, formats=(0, number_format)))
    assert ledger["things"].loc[2, "share_percent"] == value
    assert ledger.problems["level"].tolist() == (["提示"] if value > 1 else [])


def test_a_text_in_a_cell_with_a_percent_format_is_what_it_says(tmp_path):
    rows = row(2, '<c r="B2"><v>1</v></c><c r="C2" s="1" t="str"><v>3.5</v></c>')
    ledger = read(package(tmp_path / "表.xlsx", rows, formats=(0, 10)))
    assert ledger["things"].loc[2, "share_percent"] == 3.5


def test_leading_zeros_that_a_number_format_shows_are_read(tmp_path):
    rows = '<row r="2"><c r="A2" s="1"><v>42</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="A3"><v>43</v></c><c r="B3"><v>1</v></c></row>'
    ledger = read(package(tmp_path / "表.xlsx", rows, formats=(0, 181)))
    assert ledger["things"]["no"].tolist() == ["0000000042", "43"]
    assert ledger.problems["level"].tolist() == ["警告"]


def test_a_row_of_nothing_but_errors_is_no_blank_row(tmp_path):
    rows = (
        row(2, '<c r="B2"><v>1</v></c>')
        + '<row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3" t="e"><v>#N/A</v></c></row>'
    )
    ledger = read(package(tmp_path / "表.xlsx", rows))
    assert errors(ledger) == {"A3": "#N/A", "B3": "#N/A"}
    assert ledger["things"].index.tolist() == [2, 3]


def test_lookups_filled_down_below_the_table_are_blank_rows(tmp_path):
    rows = row(2, '<c r="B2"><v>1</v></c>') + "".join(
        f'<row r="{n}"><c r="B{n}" t="e"><v>#N/A</v></c></row>' for n in range(3, 99)
    )
    assert read(package(tmp_path / "表.xlsx", rows)).problems.empty


def test_an_error_in_a_total_row_or_an_unknown_column_is_nobodys(tmp_path):
    rows = row(2, '<c r="B2"><v>1</v></c><c r="G2" t="e"><v>#N/A</v></c>')
    rows += '<row r="3"><c r="A3" t="str"><v>合计</v></c><c r="B3" t="e"><v>#N/A</v></c></row>'
    assert read(package(tmp_path / "表.xlsx", rows)).problems.empty


def test_errors_are_found_across_blocks_of_a_large_sheet(tmp_path):
    bad = {5, 40_000, 79_999}
    rows = "".join(
        row(n, f'<c r="B{n}" t="e"><v>#N/A</v></c>' if n in bad else f'<c r="B{n}"><v>1</v></c>')
        for n in range(2, 80_001)
    )
    assert sorted(errors(read(package(tmp_path / "表.xlsx", rows)))) == ["B40000", "B5", "B79999"]


def test_a_lone_cell_far_out_is_refused_with_its_address(tmp_path):
    rows = row(2, '<c r="B2"><v>1</v></c>') + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = package(tmp_path / "表.xlsx", rows, dimension='<dimension ref="A1:XFD1048576"/>')
    with pytest.raises(ReadError, match="XFD 列、第 1048576 行"):
        read(path)


@pytest.mark.parametrize("dimension", ["", '<dimension ref="A1"/>'])
def test_a_lone_cell_far_out_is_refused_too_where_the_sheet_does_not_say_how_far_it_reaches(tmp_path, dimension):
    rows = row(2, '<c r="B2"><v>1</v></c>') + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(ReadError, match="XFD 列、第 1048576 行"):
        read(package(tmp_path / "表.xlsx", rows, dimension=dimension))
    assert (
        len(read(package(tmp_path / "近.xlsx", row(2, '<c r="B2"><v>1</v></c>'), dimension=dimension))["things"]) == 1
    )


def test_a_wide_range_that_is_only_formatted_is_read(tmp_path):
    rows = row(2, '<c r="B2"><v>1</v></c>') + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = package(tmp_path / "表.xlsx", rows, dimension='<dimension ref="A1:XFD1048576"/>')
    assert len(read(path)["things"]) == 1


def test_an_xls_shows_its_errors_and_percentages(request):
    ledger = read(request.path.with_name("errors.xls"))
    assert errors(ledger) == {"B3": "#DIV/0!", "B4": "#N/A"}
    assert ledger["things"]["share_percent"].tolist()[0] == 3.5
    assert ledger["things"].loc[2, "opened_on"].date() == date(2026, 1, 5)


def records(*each):
    """Records of an .xlsb: kind in one or two bytes, size in one."""
    out = b""
    for kind, data in each:
        out += (bytes([kind]) if kind < 128 else bytes([kind % 128 + 128, kind // 128])) + bytes([len(data)]) + data
    return out


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_cell(kind, column, data, style=0):
    return kind, struct.pack("<II", column, style) + data


@pytest.fixture
def xlsb(tmp_path):
    """An .xlsb by hand: header, then a row with an error constant, a formula in error and a percentage."""
    heads = [binary_cell(6, nth, wide(text)) for nth, text in enumerate(["户号", "电价", "线损率", "立户日期", "户名"])]
    sheet = records(
        (129, b""), (148, struct.pack("<IIII", 0, 2, 0, 4)), (145, b""),
        (0, struct.pack("<I", 0) + bytes(13)), *heads,
        (0, struct.pack("<I", 1) + bytes(13)), binary_cell(6, 0, wide("01")), binary_cell(3, 1, b"\x2a"),
        binary_cell(5, 2, struct.pack("<d", 0.035), style=1),
        (0, struct.pack("<I", 2) + bytes(13)), binary_cell(6, 0, wide("02")), binary_cell(11, 1, b"\x07" + bytes(10)),
        (146, b""), (130, b""),
    )  # fmt: skip
    styles = records(
        (278, b""),
        (617, struct.pack("<I", 2)),
        (47, bytes(16)),
        (47, struct.pack("<HH", 0, 10) + bytes(12)),
        (618, b""),
        (279, b""),
    )
    workbook = records(
        (131, b""), (143, b""), (156, struct.pack("<II", 0, 1) + wide("rId1") + wide("设备表")), (144, b""), (132, b"")
    )
    relations = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.bin"/></Relationships>'
    )
    path = tmp_path / "表.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.bin": workbook, "xl/_rels/workbook.bin.rels": relations, "xl/worksheets/sheet1.bin": sheet,
            "xl/styles.bin": styles,
        }.items():  # fmt: skip
            archive.writestr(name, content)
    return path


def test_an_xlsb_shows_its_errors_and_percentages(xlsb):
    ledger = read(xlsb)
    assert errors(ledger) == {"B2": "#N/A", "B3": "#DIV/0!"}
    assert ledger["things"].loc[2, "share_percent"] == 3.5


@pytest.mark.parametrize(
    ("row_number", "column"),
    [(1048575, 16383), (4_000_000_000, 1), (1, 4_000_000_000)],
    ids=["the last of any sheet", "beyond every row", "beyond every column"],
)
def test_an_xlsb_with_a_lone_cell_far_out_is_refused(xlsb, row_number, column):
    far = records((0, struct.pack("<I", row_number) + bytes(13)), binary_cell(5, column, bytes(8)))
    part = "xl/worksheets/sheet1.bin"
    with zipfile.ZipFile(xlsb) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    end = records((146, b""), (130, b""))
    parts[part] = parts[part].removesuffix(end) + far + end
    with zipfile.ZipFile(xlsb, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(ReadError, match="XFD 列、第 1048576 行" if column == 16383 else "已损坏"):
        read(xlsb)


def test_an_old_workbook_whose_records_cannot_be_followed_says_so(xlsb):
    with zipfile.ZipFile(xlsb) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "xl/styles.bin"}
    with zipfile.ZipFile(xlsb, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    try:
        ledger = read(xlsb)
    except ReadError:
        return
    assert "公式错误" in ledger.problems["advice"].str.cat()


def test_the_1904_calendar_is_understood(tmp_path):
    path = tmp_path / "苹果.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet("设备表")
        sheet.write_row(0, 0, ["户号", "电价", "立户日期"])
        sheet.write_row(1, 0, ["01", 1])
        sheet.write_datetime(1, 2, date(2026, 1, 5), workbook.add_format({"num_format": "yyyy/m/d"}))
    assert read(path)["things"].loc[2, "opened_on"].date() == date(2026, 1, 5)


def test_a_value_merged_over_rows_is_meant_for_each_of_them_an_amount_is_not(tmp_path):
    path = tmp_path / "合并.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("设备表")
        for nth, cells in enumerate(
            [["户号", "电价", "户名"], ["01", 1, "甲"], [None, None, "乙"], [None, None, None]]
        ):
            sheet.write_row(nth, 0, cells)
        sheet.merge_range("A2:A4", "01")
        sheet.merge_range("B2:B3", 1)
    ledger = read(path)
    assert ledger["things"]["no"].tolist() == ["01", "01"]
    assert ledger["things"]["price"].isna().tolist() == [False, True]
    merged = ledger.problems[ledger.problems["expected"] == "每行各填一格"]
    assert merged["cell"].tolist() == ["A3"]


def test_a_book_without_flaws_has_no_problems(tmp_path):
    assert read(book(tmp_path, {"设备表": "户号|电价\n'01'|1"})).problems.empty
