"""A file that is no workbook for us: one sentence each, the file unchanged."""

import hashlib
import zipfile

import pytest
from books.made import findings, make_xlsxwriter, rezip

from addin.books.closed import ClosedBook
from addin.books.errors import BookError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def truncated(path):
    path.write_bytes(make_xlsxwriter(path).read_bytes()[:-300])


def binary(path):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="a" Type="{kind}" Target="xl/workbook.bin"/></Relationships>',
        )
        book.writestr("xl/workbook.bin", b"\x83\x01\x00")


def zipped(path):
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


def doubled(path):
    make_xlsxwriter(path)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("XL/Workbook.xml", "<workbook/>")


def utf16(path):
    plain = make_xlsxwriter(path.with_name("plain.xlsx"))
    rezip(plain, path, {"xl/workbook.xml": lambda text: text.encode("utf-16")})


def gbk(path):
    plain = make_xlsxwriter(path.with_name("plain.xlsx"))
    rezip(plain, path, {"xl/workbook.xml": lambda text: text.replace('"UTF-8"', '"GBK"').encode("gbk")})


FOREIGN = {
    "encrypted": (
        lambda path: path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")),
        "设有打开密码.*取消密码",
    ),
    "xls": (lambda path: path.write_bytes(OLE + "Workbook".encode("utf-16-le")), "旧版工作簿（.xls）.*另存为 .xlsx"),
    "xlsb": (binary, "二进制工作簿（.xlsb）.*另存为 .xlsx"),
    "csv": (lambda path: path.write_text("户号,户名\n"), "不是 Excel 工作簿"),
    "empty": (lambda path: path.write_bytes(b""), "空文件"),
    "folder": (lambda path: path.mkdir(), "是文件夹"),
    "truncated": (truncated, "已损坏"),
    "another zip": (zipped, "没有工作簿"),
    "doubled parts": (doubled, "重名"),
    "utf-16": (utf16, "xl/workbook.xml 不是 UTF-8"),
    "gbk": (gbk, "xl/workbook.xml 不是 UTF-8"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_refused_in_a_sentence_and_left_alone(tmp_path, kind):
    make, sentence = FOREIGN[kind]
    path = tmp_path / "台账.xlsx"
    make(path)
    digest = path.is_file() and hashlib.sha256(path.read_bytes()).digest()
    with pytest.raises(BookError, match=sentence):
        ClosedBook(path)
    assert digest == (path.is_file() and hashlib.sha256(path.read_bytes()).digest())


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BookError, match=r"找不到工作簿『.*没有\.xlsx』"):
        ClosedBook(tmp_path / "没有.xlsx")


def test_a_damaged_part_is_named(ledger_path):
    info = zipfile.ZipFile(ledger_path).getinfo("xl/styles.xml")
    raw = bytearray(ledger_path.read_bytes())
    raw[info.header_offset + 60 : info.header_offset + 90] = b"\xff" * 30
    ledger_path.write_bytes(raw)
    with pytest.raises(BookError, match=r"xl/styles\.xml 已损坏"):
        ClosedBook(ledger_path).write(findings())


def test_a_zip64_directory_entry_is_refused(ledger_path):
    raw = bytearray(ledger_path.read_bytes())
    at = raw.index(b"PK\x01\x02") + 42
    raw[at : at + 4] = b"\xff" * 4
    ledger_path.write_bytes(raw)
    with pytest.raises(BookError, match=r"zip64|已损坏"):
        ClosedBook(ledger_path)
