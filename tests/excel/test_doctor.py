"""What would stop the add-in, each in a sentence with what to do."""

import pytest
from excel.fake_machine import FakeMachine, program_header, windows

from addin.excel.setup.doctor import doctor
from addin.excel.setup.installing import install, trusted_key

OFFICE = r"HKCU\Software\Microsoft\Office\16.0"
POLICY = r"HKLM\Software\Policies\Microsoft\Office\16.0"


@pytest.fixture
def machine(tmp_path):
    made = FakeMachine(tmp_path)
    install(made)
    return made


def the_one(machine):
    found = doctor(machine)
    assert len(found) == 1, found
    return found[0]


def test_a_good_machine_has_nothing_to_mend(machine):
    assert doctor(machine) == []


def test_before_installing_it_says_to_install(tmp_path):
    assert all("keywatt addin install" in trouble for trouble in doctor(FakeMachine(tmp_path)))


def test_no_excel(machine):
    machine.registry.keys = {key: v for key, v in machine.registry.keys.items() if not key.startswith("HKLM")}
    assert the_one(machine).startswith("没有找到 Excel")


def test_excel_known_by_its_path_only_is_found(machine):
    machine.registry.keys = {key: v for key, v in machine.registry.keys.items() if not key.startswith("HKLM")}
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    machine.registry.put(key, "", str(machine.program_file))
    assert doctor(machine) == []


@pytest.mark.parametrize("path", [r"C:\Program Files\Kingsoft\WPS Office\et.exe", r"D:\WPS Office\office6\et.exe"])
def test_wps_in_excels_place(machine, path):
    machine.answers_as_excel(path)
    said = the_one(machine)
    assert "WPS 接管了 Excel" in said
    assert path in said


def test_a_32_bit_excel_needs_the_32_bit_library(machine):
    machine.program_file.write_bytes(program_header(0x14C))
    assert doctor(machine) == []
    (machine.folder / "xlwings32.dll").unlink()
    assert any("32 位 Excel" in trouble for trouble in doctor(machine))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (rf"{POLICY}\Common", "VBAOff"),
        (rf"{POLICY}\Excel\Security", "RequireAddinSig"),
        (rf"{OFFICE}\Excel\Security", "DisableAllAddins"),
        (rf"{OFFICE}\Excel\Security\Trusted Locations", "AllLocationsDisabled"),
    ],
)
def test_what_policy_or_the_user_forbids_is_named(machine, key, name):
    machine.registry.put(key, name, 1)
    assert name in the_one(machine)


def test_a_policy_that_allows_is_no_trouble(machine):
    machine.registry.put(rf"{POLICY}\Excel\Security", "RequireAddinSig", 0)
    assert doctor(machine) == []


def test_an_add_in_that_excel_disabled_after_a_crash(machine):
    value = b"\0\0" + windows(machine.folder / "KEYWATT.XLAM").encode("utf-16-le")
    machine.registry.put(rf"{OFFICE}\Excel\Resiliency\DisabledItems", "A1B2", value)
    assert "禁用项目" in the_one(machine)


def test_a_path_outside_the_code_page(machine):
    machine.code_page = "ascii"
    machine.folder = machine.folder.rename(machine.folder.with_name("安装"))
    assert any("代码页" in trouble for trouble in doctor(machine))


def test_a_missing_library(machine):
    (machine.folder / "xlwings64.dll").unlink()
    assert "缺少「" in the_one(machine)


def test_a_library_that_windows_blocks(machine):
    machine.blocks.add("xlwings64.dll")
    assert "白名单" in the_one(machine)


def test_an_add_in_with_the_mark_of_the_web(machine):
    machine.marks.add("KeyWatt.xlam")
    assert "来自其他计算机" in the_one(machine)


def test_a_gap_before_our_number(machine):
    options = rf"{OFFICE}\Excel\Options"
    ours = machine.registry.values(options)["OPEN"]
    machine.registry.remove(options, "OPEN")
    machine.registry.put(options, "OPEN1", ours)
    assert "缺口" in the_one(machine)


def test_a_folder_that_is_no_longer_trusted(machine):
    machine.registry.remove(trusted_key("16.0"), "Path")
    assert "受信任位置" in the_one(machine)
