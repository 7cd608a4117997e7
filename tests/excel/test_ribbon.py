"""The tab: what no validator of Microsoft's looks at."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from addin.commands.registry import COMMANDS, Command, When
from addin.excel.presses import LONG, SHORT
from addin.excel.xlam.build import build, contents
from addin.excel.xlam.ribbon import NAMESPACE, ribbon

ICONS = Path(__file__).with_name("icons.txt").read_text(encoding="ascii").split()
"""Names of built-in pictures that every Excel from 2013 to 365 has (office-fluent-ui-command-identifiers)."""


def tab(xml=None):
    return ET.fromstring(xml or contents().ribbon)  # noqa: S314 - our own XML


def buttons(xml=None):
    return list(tab(xml).iter(f"{{{NAMESPACE}}}button"))


def callbacks():
    """Return the public Subs of the modules that the ribbon may call."""
    code = "\n".join(module.code for module in contents().modules)
    return set(re.findall(r"^Public Sub (\w+)\((?:ribbon|control) As Object", code, re.MULTILINE))


def unique(values):
    found = [value for value in values if value is not None]
    return len(set(found)) == len(found)


def test_every_id_stands_once():
    assert unique(node.get("id") for node in tab().iter())


def test_key_tips_are_unique_in_the_tab_and_at_most_three_letters():
    tips = [button.get("keytip") for button in buttons()]
    assert unique(tips)
    assert all(re.fullmatch(r"[A-Z0-9]{1,3}", tip) for tip in tips)


def test_no_key_tip_begins_another_one():
    tips = [button.get("keytip") for button in buttons()]
    assert not [(a, b) for a in tips for b in tips if a != b and b.startswith(a)]


def test_every_tag_is_a_command():
    assert {button.get("tag") for button in buttons()} <= set(COMMANDS)


def test_every_button_is_answered():
    assert {button.get("tag") for button in buttons()} <= {*SHORT, *LONG}


def test_every_callback_is_a_public_sub():
    names = {node.get(name) for node in tab().iter() for name in ("onLoad", "onAction", "getEnabled")} - {None}
    assert names <= callbacks()
    assert {f"KwEnabled{when.title()}" for when in When if when is not When.ALWAYS} <= callbacks()


def test_every_picture_is_one_that_every_excel_has():
    assert {button.get("imageMso") for button in buttons()} <= set(ICONS)


def test_every_button_says_what_it_reads_and_writes_within_what_excel_shows():
    tips = [button.get("supertip") for button in buttons()]
    assert all(12 <= len(tip) <= 1024 and tip.endswith("。") and "。。" not in tip for tip in tips)


def test_the_main_job_is_large_and_first_of_its_group():
    large = [button.get("tag") for button in buttons() if button.get("size") == "large"]
    assert "audit" in large


def test_a_button_whose_command_is_not_there_is_not_shown():
    only = Command("audit", "审核", "审核", "读台账", "CalculateNow", "Y", print)
    assert [button.get("tag") for button in buttons(ribbon({"审核": [only]}))] == ["audit"]


def test_same_sources_same_bytes_and_no_clock_in_them():
    assert build() == build()
    times = {part.date_time for part in zipfile.ZipFile(io.BytesIO(build())).infolist()}
    assert times == {(2020, 1, 1, 0, 0, 0)}
