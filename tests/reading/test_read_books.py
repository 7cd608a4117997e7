"""Whole workbooks: which files, which sheets, where a row stands."""

import hashlib
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from sheets import book, table

from addin.reading import PART, Ledger, Place, ReadError, read_books
from addin.tables import FILLED, Column, Kind, Table

CUSTOMERS = Table(
    "customers",
    "客户台账",
    (
        Column("customer_no", "户号", Kind.CODE, required=True),
        Column("contract_capacity_kva", "合同容量", Kind.NUMBER, "kVA"),
    ),
    key=("customer_no",),
    aliases=("大客户台账",),
)
READINGS = Table(
    "readings",
    "抄表记录",
    (
        Column("customer_no", "户号", Kind.CODE, required=True),
        Column("month", "月份", Kind.MONTH, required=True),
        Column("kwh", "电量", Kind.NUMBER, "kWh"),
    ),
    key=("customer_no", "month"),
    aliases=("抄表数据",),
)
TABLES = {"customers": CUSTOMERS, "readings": READINGS}
TWO = "户号|合同容量(kVA)\n'01'|315\n'02'|400"
MONTHS = "户号|月份|电量\n'01'|2026-01|5\n'02'|2026-01|6"


def read(*paths, **options) -> Ledger:
    return read_books(paths, TABLES, **options)


def errors(ledger):
    return ledger.problems[ledger.problems["level"] != "提示"].to_dict("records")


def test_the_tables_of_the_dictionary_are_the_default(tmp_path):
    ledger = read_books([book(tmp_path, {"客户台账": TWO})])
    assert list(ledger["customers"].columns) == [column.name for column in FILLED["customers"]]


def test_a_row_leads_back_to_its_cell(tmp_path):
    path = book(tmp_path, {"客户台账": "某公司\n\n" + TWO})
    ledger = read(path)
    assert ledger["customers"].index.tolist() == [4, 5]
    assert ledger.place("customers", 5) == Place(path, "客户台账", 5)
    assert ledger.cell("customers", 5, "contract_capacity_kva") == "B5"
    assert ledger.cell("customers", 5, "nowhere") == ""
    assert ledger.link("customers", 5, "contract_capacity_kva") == "'客户台账'!B5"
    assert ledger.where("customers", 5, "contract_capacity_kva") == "「客户台账」第5行「合同容量」"
    assert (ledger.main, ledger.paths) == (path, (path,))


def test_a_quote_in_a_sheet_title_is_doubled_in_a_link(tmp_path):
    ledger = read(book(tmp_path, {"客户台账'26": TWO}))
    assert ledger.link("customers", 2, "customer_no") == "'客户台账''26'!A2"


def of_no_rows(ledger):
    found = ledger.problems[ledger.problems["expected"] == "至少一行数据"]
    return found[["book", "sheet", "seen", "table"]].to_numpy().tolist()


def test_a_sheet_with_nothing_under_its_header_is_noted(tmp_path):
    head = MONTHS.partition("\n")[0]
    assert of_no_rows(read(book(tmp_path, {"客户台账": TWO, "抄表记录": MONTHS}))) == []
    path = book(tmp_path, {"客户台账": TWO, "抄表记录": head})
    assert of_no_rows(read(path)) == [[path.name, "抄表记录", "", "readings"]]


def test_several_of_them_are_one_row_of_their_book(tmp_path):
    heads = {title: sheet.partition("\n")[0] for title, sheet in (("客户台账", TWO), ("抄表记录", MONTHS))}
    blank, full = book(tmp_path, heads, "空.xlsx"), book(tmp_path, {"抄表记录": MONTHS}, "抄表.xlsx")
    assert of_no_rows(read(blank, full)) == [["空.xlsx", "", "「客户台账」「抄表记录」", ""]]


def test_a_table_that_no_book_holds_has_no_rows_and_is_noted(tmp_path):
    ledger = read(book(tmp_path, {"客户台账": TWO, "抄表纪录": "甲"}))
    assert not ledger.has("readings")
    assert not ledger.has_column("readings", "kwh")
    assert ledger["readings"].empty
    assert ledger["readings"].dtypes.astype(str).tolist() == ["object", "object", "float64"]
    [problem] = ledger.problems.to_dict("records")
    assert (problem["level"], problem["seen"]) == ("提示", "抄表纪录")
    assert "抄表记录" in problem["expected"]


def test_sheets_of_one_title_in_several_books_are_stacked(tmp_path):
    first = book(tmp_path, {"客户台账": TWO, "抄表记录": MONTHS})
    second = book(tmp_path, {"抄表数据": "月份|户号|电量\n2026-02|'01'|7"}, "二月.xlsx")
    ledger = read(second, first)
    assert ledger["readings"].index.tolist() == [2, PART + 2, PART + 3]
    assert ledger["readings"]["kwh"].tolist() == [7, 5, 6]
    assert ledger.main == first
    assert ledger.place("readings", 2) == Place(second, "抄表数据", 2)
    assert ledger.cell("readings", 2, "customer_no") == "B2"
    assert ledger.cell("readings", PART + 2, "customer_no") == "A2"
    assert ledger.link("readings", 2, "kwh") == ""
    assert ledger.link("readings", PART + 2, "kwh") == "'抄表记录'!C2"
    assert ledger.where("readings", 2, "kwh") == "《二月.xlsx》「抄表数据」第2行「电量」"


def test_a_key_that_stands_in_two_books_names_both(tmp_path):
    first = book(tmp_path, {"客户台账": TWO, "抄表记录": MONTHS})
    second = book(tmp_path, {"抄表记录": "户号|月份|电量\n'01'|2026年1月|5"}, "补.xlsx")
    [problem] = errors(read(first, second))
    assert (problem["book"], problem["cell"], problem["row"]) == ("补.xlsx", "A2", PART + 2)
    assert "「台账.xlsx」的「抄表记录」第 2 行" in problem["advice"]


def test_two_books_with_customers_are_stacked_and_the_first_is_the_main_one(tmp_path):
    first = book(tmp_path, {"客户台账": TWO}, "东.xlsx")
    second = book(tmp_path, {"大客户台账": "户号|合同容量\n'03'|50"}, "西.xlsx")
    ledger = read(first, second)
    assert ledger["customers"]["customer_no"].tolist() == ["01", "02", "03"]
    assert ledger.main == first


def test_the_same_book_given_twice_is_read_once(tmp_path):
    path = book(tmp_path, {"客户台账": TWO})
    assert len(read(path, path)["customers"]) == 2


def test_without_customers_the_run_stops_and_names_the_sheets_seen(tmp_path):
    with pytest.raises(ReadError, match=r"没有工作表「客户台账」（现有：抄表记录）"):
        read(book(tmp_path, {"抄表记录": MONTHS}))


def test_one_table_twice_in_a_book_stops_the_run_and_names_both_sheets(tmp_path):
    path = book(tmp_path, {"客户台账": TWO, "大客户 台账": TWO})
    with pytest.raises(ReadError, match="「客户台账」、「大客户 台账」"):
        read(path)


@pytest.mark.parametrize("title", ["抄表 记录", "抄表记录 ", "2026年1月抄表记录", "抄表记录(1月)", "江城抄表记录"])
def test_a_sheet_is_found_by_a_title_near_its_own(tmp_path, title):
    assert len(read(book(tmp_path, {"客户台账": TWO, title: MONTHS}))["readings"]) == 2


@pytest.mark.parametrize("title", ["旧抄表记录", "抄表记录汇总", "抄表记录(备份)"])
def test_a_title_that_says_it_is_not_the_table_is_passed_over(tmp_path, title):
    assert not read(book(tmp_path, {"客户台账": TWO, title: MONTHS})).has("readings")


def test_a_sheet_whose_title_only_sounds_like_a_table_is_left_alone(tmp_path):
    ledger = read(book(tmp_path, {"客户台账": TWO, "抄表记录填写规定": "序号|要求\n1|每月25日前抄表"}))
    assert not ledger.has("readings")
    assert errors(ledger) == []


def test_of_two_sheets_alike_the_one_with_the_columns_is_read(tmp_path):
    ledger = read(book(tmp_path, {"客户台账": TWO, "抄表记录规定": "序号|要求\n1|抄", "1月抄表记录": MONTHS}))
    assert len(ledger["readings"]) == 2


def test_two_sheets_alike_are_both_left_unread_with_a_warning(tmp_path):
    ledger = read(book(tmp_path, {"客户台账": TWO, "1月抄表记录": MONTHS, "2月抄表记录": MONTHS}))
    assert not ledger.has("readings")
    [problem] = errors(ledger)
    assert (problem["level"], problem["seen"]) == ("警告", "1月抄表记录、2月抄表记录")


def test_an_exact_title_leaves_one_that_contains_it_alone(tmp_path):
    ledger = read(book(tmp_path, {"客户台账": TWO, "抄表记录": MONTHS, "12月抄表记录": MONTHS}))
    assert len(ledger["readings"]) == 2
    assert ledger.problems.empty


def test_the_longer_of_two_titles_inside_a_sheets_title_wins(tmp_path):
    path = book(tmp_path, {"客户台账": "户号\n'01'", "1月电费账单明细": "账单号|行号|费用组成|金额\n'B1'|1|购电|5"})
    ledger = read_books([path])
    assert ledger.has("bill_lines")
    assert not ledger.has("bills")


def test_sheets_that_we_wrote_are_never_input(tmp_path):
    ours = [["KeyWatt: 抄表记录"], *table(MONTHS)]
    ledger = read(book(tmp_path, {"客户台账": TWO, "抄表记录": ours}))
    assert ledger["readings"].empty
    assert not ledger.has("readings")


def test_a_books_header_is_told(tmp_path):
    path = book(tmp_path, {"客户台账": "某公司\n" + TWO})
    ledger = read(path)
    assert ledger.header("customers", path) == ("客户台账", 2, {"customer_no": "A", "contract_capacity_kva": "B"})
    assert ledger.header("readings", path) is None


def test_hidden_sheets_are_read(tmp_path):
    path = tmp_path / "隐藏.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("说明")
        hidden = workbook.add_worksheet("客户台账")
        hidden.write_row(0, 0, ["户号", "合同容量"])
        hidden.write_row(1, 0, ["01", 315])
        hidden.very_hidden()
        sheet.activate()
    assert len(read(path)["customers"]) == 1


def test_an_empty_main_table_name_takes_the_first_book(tmp_path):
    path = book(tmp_path, {"抄表记录": MONTHS})
    assert read(path, main_table="").main == path


def test_every_sheet_is_announced(tmp_path):
    said = []
    read(book(tmp_path, {"客户台账": TWO, "抄表记录": MONTHS}), progress=said.append)
    assert said == ["读取「台账.xlsx」的「客户台账」", "读取「台账.xlsx」的「抄表记录」"]


def test_the_books_are_left_as_they_were(tmp_path):
    path = book(tmp_path, {"客户台账": TWO})
    path.chmod(0o444)
    before = hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime_ns
    read(path)
    assert (hashlib.sha256(path.read_bytes()).digest(), path.stat().st_mtime_ns) == before


def test_many_errors_of_a_column_are_capped_and_counted(tmp_path):
    rows = [["户号", "合同容量"], *([f"{nth:03d}", "很大"] for nth in range(100))]
    problems = read(book(tmp_path, {"客户台账": rows})).problems
    of_cells = problems[problems["column"] == "合同容量"]
    assert len(of_cells) == 21
    assert of_cells.iloc[-1]["seen"].startswith("B22『很大』")
    assert of_cells.iloc[-1]["seen"].endswith("…等 80 处")


def test_a_note_is_one_row_for_a_column(tmp_path):
    rows = [["户号", "合同容量"], *([f"{nth:05d}", "1,200"] for nth in range(1000))]
    problems = read(book(tmp_path, {"客户台账": rows})).problems
    notes = problems[problems["column"] == "合同容量"]
    assert len(notes) == 1
    assert notes.iloc[0]["seen"] == "B2『1,200』、B3『1,200』、B4『1,200』、B5『1,200』、B6『1,200』…等 1000 处"


def test_problems_have_their_columns_even_when_there_are_none(tmp_path):
    path = book(tmp_path, {"客户台账": TWO, "抄表记录": MONTHS})
    assert list(read(path).problems.columns) == [
        "level", "book", "sheet", "cell", "column", "seen", "expected", "advice", "table", "row",
    ]  # fmt: skip


def test_an_unmatched_csv_is_found_by_its_name(tmp_path):
    main = book(tmp_path, {"客户台账": TWO})
    for name, encoding in (
        ("抄表记录_202601.csv", "gb18030"),
        ("抄表记录.csv", "utf-8-sig"),
        ("抄表数据.txt", "utf-16"),
    ):
        export = tmp_path / name
        export.write_text('户号,月份,电量\n0042,202601,"1,200"\n="0043",202601,5\n', encoding=encoding)
        ledger = read(main, export)
        assert ledger["readings"]["customer_no"].tolist() == ["0042", "0043"]
        assert ledger["readings"]["kwh"].tolist() == [1200, 5]
        assert errors(ledger) == []
        assert ledger.link("readings", 2, "kwh") == ""


def test_a_book_of_which_nothing_is_read_is_a_warning(tmp_path):
    main = book(tmp_path, {"客户台账": TWO, "抄表记录": MONTHS})
    export = tmp_path / "202601.csv"
    export.write_text("户号,月份,电量\n0042,202601,5\n", encoding="gbk")
    [problem] = errors(read(main, export))
    assert (problem["level"], problem["book"]) == ("警告", "202601.csv")


def test_tab_separated_text_called_xls_is_read(tmp_path):
    export = tmp_path / "抄表记录.xls"
    export.write_text("户号\t月份\t电量\n0042\t202601\t5\n", encoding="gbk")
    assert len(read(book(tmp_path, {"客户台账": TWO}), export)["readings"]) == 1


BROKEN = {
    "空.xlsx": (b"", "空的（0 字节）"),
    "坏.xlsx": (b"PK\x03\x04" + b"x" * 500, "已损坏或不是工作簿"),
    "乱.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "已损坏或不是工作簿"),
    "锁.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "表.et": (b"\xd0\xcf\x11\xe0", "WPS 表格自有格式"),
    "文.wps": (b"\xd0\xcf\x11\xe0", "WPS 文字文档"),
    "~$台账.xlsx": (b"x", "临时锁文件"),
    "网页.xls": ("<html><table>户号</table></html>".encode(), "网页格式"),
    "图.xlsx": (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\x00", "不是工作簿"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, name):
    content, words = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError, match=words) as raised:
        read(path)
    assert "请" in str(raised.value)


def test_a_truncated_workbook_is_one_sentence(tmp_path):
    path = book(tmp_path, {"客户台账": TWO})
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(ReadError, match="已损坏"):
        read(path)


def test_a_word_document_called_xlsx_is_named(tmp_path):
    path = tmp_path / "合同.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<x/>")
        package.writestr("word/document.xml", "<x/>")
    with pytest.raises(ReadError, match="Word 文档"):
        read(path)


@pytest.mark.parametrize("path", [Path("没有.xlsx"), Path()])
def test_a_missing_file_or_a_folder_is_one_sentence(path):
    with pytest.raises(ReadError, match=r"找不到文件|是文件夹"):
        read(path)


def test_no_file_at_all_is_one_sentence():
    with pytest.raises(ReadError, match="没有指定工作簿"):
        read()


def test_texts_are_objects_and_dates_have_seconds(tmp_path):
    ledger = read_books([book(tmp_path, {"客户台账": "户号|立户日期|合同容量\n'01'|2020-01-01|5"})])
    types = ledger["customers"].dtypes
    assert (types["customer_no"], types["opened_on"], types["contract_capacity_kva"]) == (
        "object",
        "datetime64[s]",
        "float64",
    )
    assert ledger["customers"].loc[2, "opened_on"] == pd.Timestamp(2020, 1, 1)
    assert ledger["customers"].loc[2, "customer_name"] is None
