"""vbaProject.bin: other people's readers give back what we wrote."""

import io
import re
import zipfile

import olefile
import pytest
from oletools.olevba import VBA_Parser

from addin.excel.xlam.build import build, contents
from addin.excel.xlam.compound import compound_file
from addin.excel.xlam.module import Kind, Module
from addin.excel.xlam.project import vba_project


def read_back(data):
    """Return the sources that olevba finds, by module."""
    return {stream.rpartition("/")[2]: code for _, stream, _, code in VBA_Parser("KeyWatt.xlam", data).extract_macros()}


def opened(data):
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL)


def unsealed(text):
    """Decrypt a value as [MS-OVBA] 2.4.3.3 says."""
    seed, version, key, *rest = bytes.fromhex(text)
    plain, first, second, before = [], seed ^ key ^ seed, version, seed ^ key
    for byte in rest:
        plain.append(byte ^ (second + before) & 0xFF)
        second, first, before = first, byte, plain[-1]
    ignored = (seed & 6) // 2
    length = int.from_bytes(bytes(plain[ignored : ignored + 4]), "little")
    return version ^ seed, bytes(plain[ignored + 4 :]), length


def test_olevba_gives_back_every_module_byte_for_byte():
    want = {module.name: module.source for module in contents().modules}
    found = read_back(build())
    assert found.pop("Sheet1").startswith('Attribute VB_Name = "Sheet1"')
    assert found == want


def test_the_container_has_no_defect_and_holds_what_the_format_asks_for():
    raw = zipfile.ZipFile(io.BytesIO(build())).read("xl/vbaProject.bin")
    with opened(raw) as file:
        streams = {"/".join(one) for one in file.listdir()}
        assert {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT", "VBA/KwBridge"} <= streams
        assert file.openstream("VBA/_VBA_PROJECT").read().hex() == "cc61ffff000000"
        assert not file.parsing_issues


def test_the_project_says_that_it_is_not_protected():
    with opened(vba_project("KeyWatt", [Module("Kw", "Option Explicit")])) as file:
        text = file.openstream("PROJECT").read().decode()
    sealed = {name: unsealed(re.search(f'{name}="(.*?)"', text)[1]) for name in ("CMG", "DPB", "GC")}
    assert sealed == {"CMG": (2, bytes(4), 4), "DPB": (2, b"\0", 1), "GC": (2, b"\xff", 1)}


def test_chinese_in_vba_is_refused():
    with pytest.raises(UnicodeEncodeError):
        _ = Module("Kw", "' 中文").source


def test_a_document_module_belongs_to_its_sheet_and_a_standard_one_to_nobody():
    assert "VB_PredeclaredId = True" in Module("Sheet1", kind=Kind.SHEET).source
    assert "VB_Base" not in Module("Kw").source


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 70_000])
def test_a_stream_of_any_size_comes_back_beside_others(size):
    content = bytes(place % 251 for place in range(size))
    with opened(compound_file({"A": content, "Folder": {"B": content[::-1], "Longer name": b"x"}})) as file:
        assert file.openstream("A").read() == content
        assert file.openstream("Folder/B").read() == content[::-1]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 50])
def test_a_folder_of_any_number_of_streams_is_found_by_name(count):
    with opened(compound_file({f"m{number}": bytes([number]) for number in range(count)})) as file:
        assert [file.openstream(f"m{number}").read() for number in range(count)] == [bytes([n]) for n in range(count)]


def test_a_container_of_several_tables_comes_back():
    content = bytes(1_000_000)
    with opened(compound_file({"A": content})) as file:
        assert file.openstream("A").read() == content
    with pytest.raises(ValueError, match="more tables than its header lists"):
        compound_file({"A": bytes(8_000_000)})
