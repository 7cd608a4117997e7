"""LibreOffice opens what we write, prints it, and reads the same cells."""

import shutil
import subprocess

import pytest
from books.made import findings, make_grown, overview
from python_calamine import CalamineWorkbook

from addin.books.closed import ClosedBook
from addin.books.earlier import earlier_rows

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")


def test_libreoffice_prints_the_book_and_saves_the_same_cells(tmp_path):
    path = make_grown(tmp_path / "台账.xlsx")
    book = ClosedBook(path)
    for sheet in (overview(), findings()):
        book.write(sheet)
    book.save(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind, folder in (("pdf", "pdf"), ("xlsx:Calc MS Excel 2007 XML", "again")):
        command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 -- our own command line
    assert (tmp_path / "pdf" / "台账.pdf").read_bytes().startswith(b"%PDF")
    again = tmp_path / "again" / "台账.xlsx"
    assert ClosedBook(again).owned() == ClosedBook(path).owned()
    for title in ("客户台账", "本月概览", "复核发现"):
        before, after = (
            CalamineWorkbook.from_path(str(one)).get_sheet_by_name(title).to_python() for one in (path, again)
        )
        assert after == before
    assert earlier_rows(again, "KeyWatt:findings:1").equals(earlier_rows(path, "KeyWatt:findings:1"))
