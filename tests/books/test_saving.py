"""What stands in the way of writing: found out before, said in a sentence, nothing left behind."""

import errno
import hashlib
import os
import tempfile

import pytest
from books.made import findings

from addin.books.backup import backup
from addin.books.closed import ClosedBook
from addin.books.errors import BookError
from addin.books.saving import check_writable


def failing(number):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    return fail


@pytest.fixture
def book(ledger_path):
    opened = ClosedBook(ledger_path)
    opened.write(findings())
    return opened


def test_a_full_disk_leaves_the_original_and_no_rest(book, ledger_path, monkeypatch):
    digest = hashlib.sha256(ledger_path.read_bytes()).digest()
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(BookError, match=r"磁盘空间不足.*原文件未改动"):
        book.save(ledger_path)
    assert hashlib.sha256(ledger_path.read_bytes()).digest() == digest
    assert list(ledger_path.parent.iterdir()) == [ledger_path]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_read_only_folder_is_said_before_the_work_and_at_the_end(book, ledger_path, monkeypatch, number):
    monkeypatch.setattr(tempfile, "mkstemp", failing(number))
    with pytest.raises(BookError, match=r"无法写入.*换一个文件夹"):
        check_writable(ledger_path)
    with pytest.raises(BookError, match=r"无法写入.*换一个文件夹"):
        book.save(ledger_path)


def test_a_target_held_by_another_program_is_said(book, ledger_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.replace", failing(errno.EACCES))
    with pytest.raises(BookError, match="被占用"):
        book.save(ledger_path)
    assert list(ledger_path.parent.iterdir()) == [ledger_path]


@pytest.mark.parametrize("lock", ["~$台账.xlsx", ".~lock.台账.xlsx#", ".~台账.xlsx"])
def test_a_book_open_in_excel_libreoffice_or_wps_is_not_written(book, ledger_path, lock):
    ledger_path.with_name(lock).touch()
    with pytest.raises(BookError, match="正在别处打开"):
        check_writable(ledger_path)
    with pytest.raises(BookError, match="正在别处打开"):
        book.save(ledger_path)


def test_a_read_only_file_is_said(ledger_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(BookError, match="只读"):
        check_writable(ledger_path)


def test_a_missing_folder_is_said_at_saving_and_no_obstacle_before(book, tmp_path):
    check_writable(tmp_path / "尚无" / "out.xlsx")
    with pytest.raises(BookError, match="尚无』不存在"):
        book.save(tmp_path / "尚无" / "out.xlsx")


def test_checking_leaves_nothing_behind(ledger_path):
    check_writable(ledger_path)
    assert list(ledger_path.parent.iterdir()) == [ledger_path]


def test_a_book_changed_since_it_was_opened_is_not_overwritten(book, ledger_path):
    ledger_path.write_bytes(ledger_path.read_bytes() + b" ")
    with pytest.raises(BookError, match="运行期间被别人修改"):
        book.save(ledger_path)


def test_a_book_can_be_saved_in_place_twice(book, ledger_path):
    book.save(ledger_path)
    once = ledger_path.read_bytes()
    book.save(ledger_path)
    assert ledger_path.read_bytes() == once


def test_the_result_takes_the_mode_of_the_file_it_replaces(book, ledger_path):
    ledger_path.chmod(0o640)
    book.save(ledger_path)
    assert ledger_path.stat().st_mode & 0o777 == 0o640


def test_backups_are_numbered_and_never_overwritten(ledger_path):
    first = backup(ledger_path)
    first.write_bytes(b"precious")
    second = backup(ledger_path)
    assert (first.name, second.name) == ("台账-备份-1.xlsx", "台账-备份-2.xlsx")
    assert first.read_bytes() == b"precious"
    assert second.read_bytes() == ledger_path.read_bytes()
