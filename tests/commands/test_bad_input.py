"""Bad input: one Chinese sentence and exit code 2, or a row in 数据问题; the input file stays as it was."""

import errno
import hashlib
import json
import os
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook
from sheets import book

from addin.__main__ import main
from addin.books.elsewhere import open_elsewhere

ROOT = Path(__file__).parents[2]
NO = "4200000000001"
SETTINGS = "项目|内容\n省份|湖北\n月份|2026-01\n供电公司全称|江城供电公司"
HEAD = (
    "户号|户名|统一社会信用代码|法定代表人|用电地址|客户类型|行业分类|用电类别|供电电压|合同容量(kVA)|运行容量(kVA)|计量方式|"
    "电源类型|负荷性质|重要电力用户等级|市场化属性|用户状态|现等级"
)
ROW = (
    f"'{NO}'|江城钢管厂|'91350100M000100Y43'|张三|江城市一路1号|工业|C3392|工商业-两部制|交流10kV|1000|1000|高供高计|单电源单回路|"
    "三类|否|电网代理购电|正常|三级"
)
GOOD = {"设置": SETTINGS, "客户台账": f"{HEAD}\n{ROW}"}


@pytest.fixture
def run():
    """Run a command line; return exit code, what it said, and check that no input file changed."""

    def inner(*arguments, inputs=()):
        before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in inputs}
        done = CliRunner().invoke(main, [str(part) for part in arguments], catch_exceptions=False)
        assert before == {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in inputs}
        assert "Traceback" not in done.output
        return done.exit_code, done.output

    return inner


def refused(run, path, *options, about=()):
    """Audit a book that cannot be used: exit code 2 and one sentence that names what is asked."""
    code, said = run("audit", path, "--json", *options, inputs=[path] if path.is_file() else [])
    assert code == 2, said
    assert said.startswith("没有完成：")
    for word in about:
        assert word in said
    return said


def problems(run, path, *more):
    """Audit a book that can be used; return the rows of 数据问题 as text."""
    code, said = run("audit", path, *more, "--json", inputs=[path])
    assert code in {0, 1}, said
    result = json.loads(said)["result"]
    return [
        " ".join(map(str, row)) for row in CalamineWorkbook.from_path(result).get_sheet_by_name("数据问题").to_python()
    ]


def test_a_missing_file_is_named(run, tmp_path):
    refused(run, tmp_path / "没有.xlsx", about=("没有.xlsx",))


def test_a_book_without_the_ledger_is_refused(run, tmp_path):
    refused(run, book(tmp_path, {"设置": SETTINGS}), about=("客户台账",))


def test_the_same_table_twice_in_one_book_is_refused_and_both_sheets_are_named(run, tmp_path):
    twice = {**GOOD, "大客户台账": GOOD["客户台账"]}
    refused(run, book(tmp_path, twice), about=("客户台账", "大客户台账"))


def test_a_missing_column_is_a_row_of_the_problems(run, tmp_path):
    path = book(tmp_path, {"设置": SETTINGS, "客户台账": "户号|户名\n" + f"'{NO}'|江城钢管厂"})
    assert any("合同容量" in row for row in problems(run, path))


def test_an_empty_sheet_is_a_row_of_the_problems(run, tmp_path):
    path = book(tmp_path, {**GOOD, "电费账单": []})
    assert any("电费账单" in row for row in problems(run, path))


def test_a_month_without_prices_leaves_the_bills_unchecked_and_says_so(run, tmp_path):
    code, said = run("audit", book(tmp_path, GOOD), "--month", "2025-03", "--json")
    assert code in {0, 1}
    assert json.loads(said)["billed"] == 0


def test_a_month_that_is_none_is_refused(run, tmp_path):
    refused(run, book(tmp_path, GOOD), "--month", "2026-13", about=("2026-13", "2026-01"))


def test_a_book_without_month_is_refused(run, tmp_path):
    refused(run, book(tmp_path, {**GOOD, "设置": "项目|内容\n省份|湖北"}), about=("月份",))


def test_a_book_without_province_is_refused(run, tmp_path):
    refused(run, book(tmp_path, {**GOOD, "设置": "项目|内容\n月份|2026-01"}), about=("省份",))


def test_a_damaged_file_is_refused(run, tmp_path):
    path = book(tmp_path, GOOD)
    path.write_bytes(path.read_bytes()[:3000])
    refused(run, path, about=(path.name,))


def test_a_protected_file_is_refused(run, tmp_path):
    path = tmp_path / "台账.xlsx"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    path.write_bytes(header + "EncryptedPackage".encode("utf-16-le") + bytes(4096))
    refused(run, path, about=(path.name,))


def test_text_in_a_number_column_of_the_rules_is_refused_with_its_cell(run, tmp_path):
    rules = tmp_path / "rules.xlsx"
    workbook = openpyxl.load_workbook(ROOT / "rules.xlsx")
    sheet = workbook["分级阈值"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "工业")
    sheet.cell(row, 3).value = "四万"
    workbook.save(rules)
    refused(run, book(tmp_path, GOOD), "--rules", rules, about=(f"C{row}", "四万"))


def test_ten_thousand_blank_formatted_rows_are_no_customers(run, tmp_path):
    path = tmp_path / "台账.xlsx"
    workbook = openpyxl.load_workbook(book(tmp_path, GOOD, "原.xlsx"))
    sheet = workbook["客户台账"]
    for row in range(3, 10_003):
        sheet.cell(row, 1).number_format = "@"
    workbook.save(path)
    _, said = run("audit", path, "--json", inputs=[path])
    assert json.loads(said)["customers"] == 1


def test_a_customer_with_bills_but_not_in_the_ledger_is_reported(run, tmp_path):
    bills = "账单号|户号|月份|起日|止日|总电量|总电费\n'B1'|'4200000000099'|2026-01|2026-01-01|2026-01-31|100|60"
    path = book(tmp_path, {**GOOD, "电费账单": bills})
    code, said = run("audit", path, "--json", inputs=[path])
    assert code == 1
    found = CalamineWorkbook.from_path(json.loads(said)["result"]).get_sheet_by_name("复核发现").to_python()
    assert any("4200000000099" in map(str, row) for row in found)


def test_a_book_open_elsewhere_is_not_written_in_place(run, tmp_path):
    path = book(tmp_path, GOOD)
    (tmp_path / f"~${path.name}").write_bytes(b"user")
    refused(run, path, "--in-place", about=(path.name, "关闭"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(run, tmp_path):
    path = book(tmp_path, GOOD)
    tmp_path.chmod(0o500)
    try:
        refused(run, path)
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_is_a_sentence_and_leaves_nothing_half_written(run, tmp_path, monkeypatch):
    path = book(tmp_path, GOOD)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused(run, path, "--out", tmp_path / "结果", about=("空间",))
    assert not list((tmp_path / "结果").glob("*.xlsx"))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice makes the old format")
@pytest.mark.parametrize("kind", ["xls"])
def test_a_ledger_in_an_old_format_is_refused_with_what_to_do(run, tmp_path, kind):
    import subprocess  # noqa: PLC0415

    source = book(tmp_path, GOOD, "旧.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)]
    subprocess.run(convert, check=True, capture_output=True)  # noqa: S603
    refused(run, tmp_path / f"旧.{kind}", about=("xlsx",))


def test_of_a_workbook_that_is_open_elsewhere_it_is_said_that_unsaved_changes_were_not_read(run, tmp_path):
    path = book(tmp_path, GOOD, "台账.xlsx")
    assert "正在别处打开" not in run("grade", path)[1]
    (tmp_path / "~$台账.xlsx").touch()
    said = run("grade", path, inputs=[path])[1]
    assert "『台账.xlsx』正在别处打开（旁边有『~$台账.xlsx』），没有保存的修改没有读到" in said


@pytest.mark.parametrize("beside", ["~$台账.xlsx", ".~台账.xlsx", ".~lock.台账.xlsx#"])
def test_excel_wps_and_libreoffice_each_say_it_with_a_file_of_their_own(tmp_path, beside):
    paths = [tmp_path / "台账.xlsx", tmp_path / "账单.xlsx"]
    assert open_elsewhere(paths) == []
    (tmp_path / beside).touch()
    [said] = open_elsewhere(paths)
    assert said.startswith(f"『台账.xlsx』正在别处打开（旁边有『{beside}』）")
