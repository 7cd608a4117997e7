"""Installing writes for this user only; uninstalling leaves the registry as it was."""

import copy
import io
import zipfile
from pathlib import Path

import pytest
from excel.fake_machine import FakeMachine, windows

from addin.excel.setup import opens
from addin.excel.setup.installing import install, trusted_key, uninstall
from addin.facts import JobError

OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
OTHER, XLL = r'"C:\other.xlam"', r'/R "C:\x.xll"'


@pytest.fixture
def machine(tmp_path):
    return FakeMachine(tmp_path)


def ours(machine):
    return f'"{windows(machine.folder / "KeyWatt.xlam")}"'


def test_the_add_in_and_both_libraries_are_copied(machine):
    install(machine)
    assert {path.name for path in machine.folder.iterdir()} == {
        "KeyWatt.xlam", "xlwings64.dll", "xlwings32.dll", "installed.json",
    }  # fmt: skip


def test_the_add_in_knows_how_the_program_is_called(machine):
    install(machine)
    sheet = zipfile.ZipFile(machine.folder / "KeyWatt.xlam").read("xl/worksheets/sheet1.xml").decode()
    assert r'"C:\Python\python.exe" -m addin' in sheet


def test_the_folder_is_trusted_and_the_add_in_opened(machine):
    install(machine)
    values = machine.registry.values(trusted_key("16.0"))
    assert values == {"Path": windows(machine.folder) + "\\", "Description": "KeyWatt"}
    assert opens.opened(machine.registry, "16.0") == {"OPEN": ours(machine)}


def test_nothing_is_written_but_for_this_user(machine):
    before = {key for key in machine.registry.keys if key.startswith("HKLM")}
    install(machine)
    assert {key for key in machine.registry.keys if key.startswith("HKLM")} == before


def test_other_add_ins_keep_their_places_and_ours_takes_the_first_free_number(machine):
    for name, value in (("OPEN", OTHER), ("OPEN2", XLL)):
        machine.registry.put(OPTIONS, name, value)
    install(machine)
    assert opens.opened(machine.registry, "16.0") == {"OPEN": OTHER, "OPEN1": ours(machine), "OPEN2": XLL}


def test_installing_again_registers_once(machine):
    install(machine)
    install(machine)
    assert list(opens.opened(machine.registry, "16.0")) == ["OPEN"]


def test_on_removal_the_others_move_up_so_that_excel_meets_no_gap(machine):
    install(machine)
    for name, value in (("OPEN1", OTHER), ("OPEN2", XLL)):
        machine.registry.put(OPTIONS, name, value)
    uninstall(machine)
    assert opens.opened(machine.registry, "16.0") == {"OPEN": OTHER, "OPEN1": XLL}


def test_ten_add_ins_are_ordered_by_number_not_by_letter(machine):
    for place in range(11):
        machine.registry.put(OPTIONS, f"OPEN{place or ''}", rf'"C:\{place}.xlam"')
    install(machine)
    uninstall(machine)
    assert list(opens.opened(machine.registry, "16.0").values()) == [rf'"C:\{place}.xlam"' for place in range(11)]


@pytest.mark.parametrize("others", [[], [OTHER], [OTHER, XLL]])
def test_uninstalling_leaves_registry_and_folder_as_they_were(machine, others):
    for place, value in enumerate(others):
        machine.registry.put(OPTIONS, f"OPEN{place or ''}", value)
    before = copy.deepcopy(machine.registry.keys)
    install(machine)
    install(machine)
    uninstall(machine)
    assert machine.registry.keys == before
    assert list(machine.folder.iterdir()) == []


def test_logs_and_files_of_others_stay(machine):
    install(machine)
    (machine.folder / "logs").mkdir()
    (machine.folder / "logs" / "运行日志.txt").write_text("一行", encoding="utf-8")
    uninstall(machine)
    assert [path.name for path in machine.folder.iterdir()] == ["logs"]


def test_a_lost_record_does_not_keep_the_add_in_registered(machine):
    install(machine)
    (machine.folder / "installed.json").unlink()
    uninstall(machine)
    assert opens.opened(machine.registry, "16.0") == {}
    assert machine.registry.values(trusted_key("16.0")) == {}
    assert not (machine.folder / "KeyWatt.xlam").exists()


def test_the_offline_bundle_is_copied_whole_and_taken_away_whole(tmp_path):
    bundle = tmp_path / "解压"
    (bundle / "_internal" / "pandas").mkdir(parents=True)
    for name in ("keywatt.exe", "_internal/python311.dll", "_internal/pandas/lib.pyd"):
        (bundle / name).write_bytes(b"x")
    machine = FakeMachine(tmp_path, bundle)
    install(machine)
    assert (machine.folder / "_internal" / "pandas" / "lib.pyd").read_bytes() == b"x"
    uninstall(machine)
    assert list(machine.folder.iterdir()) == []


def test_a_program_that_uninstalls_itself_says_what_is_left(tmp_path):
    machine = FakeMachine(tmp_path)
    machine._bundle = machine.folder
    install(machine)
    (machine.folder / "keywatt.exe").write_bytes(b"x")
    assert "手工删除文件夹" in uninstall(machine)[-1]
    assert [path.name for path in machine.folder.iterdir()] == ["keywatt.exe"]


def test_missing_libraries_are_named_and_nothing_is_registered(machine):
    (machine.source / "xlwings64.dll").unlink()
    machine.libraries = lambda: {"xlwings64.dll": machine.source / "xlwings64.dll"}
    with pytest.raises(JobError, match=r"xlwings64\.dll"):
        install(machine)
    assert opens.opened(machine.registry, "16.0") == {}


def test_a_file_that_excel_holds_is_a_sentence(machine, monkeypatch):
    def refuse(path, _):
        raise PermissionError(13, "in use", str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(JobError, match="请关闭全部 Excel 窗口"):
        install(machine)


def test_an_unchanged_library_that_excel_holds_does_not_stop_an_upgrade(machine):
    install(machine)
    for name in ("xlwings64.dll", "xlwings32.dll"):
        (machine.folder / name).chmod(0o444)
    install(machine)


def test_the_built_add_in_is_a_package(machine):
    install(machine)
    assert zipfile.ZipFile(io.BytesIO((machine.folder / "KeyWatt.xlam").read_bytes())).testzip() is None
