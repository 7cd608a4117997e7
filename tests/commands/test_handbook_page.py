"""The handbook that staff open names every check and every button, and its pictures are there."""

import re
from pathlib import Path
from urllib.parse import unquote, urlparse

from addin import checks
from addin.commands.handbook import handbook
from addin.commands.registry import buttons
from addin.findings import CHECKS


def test_every_check_stands_in_it_with_what_to_do():
    checks.load()
    page = handbook()
    assert all(f"<td>{one.code}</td><td>{one.title}</td>" in page for one in CHECKS.values())


def test_every_button_stands_in_it():
    page = handbook()
    assert all(f"<td>{one.label}</td>" in page for shown in buttons().values() for one in shown)


def test_its_pictures_are_there():
    pictures = re.findall(r'src="([^"]+)"', handbook())
    assert pictures
    assert all(Path(unquote(urlparse(picture).path)).exists() for picture in pictures)
