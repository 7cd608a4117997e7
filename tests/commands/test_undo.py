"""``keywatt undo``: the last write is taken back byte for byte, and never what people did since."""

from pathlib import Path

from sheets import book

from commands.test_bad_input import GOOD
from commands.test_cli import audit, invoke


def backups(path):
    return {one.name: one.read_bytes() for one in path.parent.glob(f"{path.stem}-备份-*")}


def test_a_write_in_place_is_taken_back_byte_for_byte_and_what_it_wrote_is_kept(tmp_path):
    path = book(tmp_path, GOOD)
    before = path.read_bytes()
    audit(path, "--in-place")
    written = path.read_bytes()
    done = invoke("undo", path)
    assert done.exit_code == 0, done.output
    assert "已恢复为『台账-备份-1.xlsx』的内容" in done.output
    assert path.read_bytes() == before
    assert backups(path)["台账-备份-2.xlsx"] == written


def test_of_two_writes_the_last_goes_first_and_then_nothing_is_left_to_undo(tmp_path):
    path = book(tmp_path, GOOD)
    before = path.read_bytes()
    audit(path, "--in-place")
    between = path.read_bytes()
    audit(path, "--in-place", "--month", "2025-12")
    assert invoke("undo", path).exit_code == 0
    assert path.read_bytes() == between
    assert invoke("undo", path).exit_code == 0
    assert path.read_bytes() == before
    done = invoke("undo", path)
    assert (done.exit_code, path.read_bytes()) == (2, before)
    assert "没有可以撤销的写入" in done.output


def test_results_beside_the_ledger_are_taken_back_too(tmp_path):
    path = book(tmp_path, GOOD)
    first = Path(audit(path)["result"])
    content = first.read_bytes()
    audit(path, "--as-of", "2026-02-20")
    assert invoke("undo", first).exit_code == 0
    assert first.read_bytes() == content


def test_a_workbook_changed_since_is_refused_with_the_way_out(tmp_path):
    path = book(tmp_path, GOOD)
    audit(path, "--in-place")
    path.write_bytes(path.read_bytes() + b" ")
    changed, kept = path.read_bytes(), backups(path)
    done = invoke("undo", path)
    assert done.exit_code == 2
    assert "在 KeyWatt 写入之后又有人改过，没有撤销" in done.output
    assert "『台账-备份-1.xlsx』" in done.output
    assert (path.read_bytes(), backups(path)) == (changed, kept)


def test_a_backup_that_is_lost_or_changed_is_refused(tmp_path):
    path = book(tmp_path, GOOD)
    audit(path, "--in-place")
    written = path.read_bytes()
    (tmp_path / "台账-备份-1.xlsx").write_bytes(b"x")
    done = invoke("undo", path)
    assert (done.exit_code, path.read_bytes()) == (2, written)
    assert "备份『台账-备份-1.xlsx』不见了或被改过" in done.output


def test_a_workbook_that_was_never_written_to_has_nothing_to_undo(tmp_path):
    done = invoke("undo", book(tmp_path, GOOD))
    assert done.exit_code == 2
    assert "没有可以撤销的写入" in done.output


def test_a_workbook_open_elsewhere_is_refused(tmp_path):
    path = book(tmp_path, GOOD)
    audit(path, "--in-place")
    (tmp_path / "~$台账.xlsx").touch()
    done = invoke("undo", path)
    assert done.exit_code == 2
    assert "正在别处打开" in done.output
