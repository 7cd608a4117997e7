"""其他工作簿: the workbooks that 设置 says belong to a ledger; bills and readings often stand in one of their own."""

import re
from pathlib import Path

from addin.facts import JobError
from addin.reading import read_books
from addin.tables import FILLED

SETTING = "其他工作簿"
_SETTINGS = FILLED["settings"]


def companions(book: Path, folder: Path | None) -> list[Path]:
    """Return the workbooks that the sheet 设置 of ``book`` names; their places are relative to ``folder``.

    Raises:
        ReadError: the book cannot be read.
        JobError: one of them is not there; or the folder is unknown.
    """
    frame = read_books([book], {_SETTINGS.name: _SETTINGS}, main_table="")[_SETTINGS.name]
    said = "；".join(str(value) for value in frame.loc[frame["key"] == SETTING, "value"].dropna())
    return [_found(name.strip(), folder) for name in re.split("[;；、\n]", said) if name.strip()]


def _found(name: str, folder: Path | None) -> Path:
    path = (folder or Path()) / name
    if folder is None and not path.is_absolute():
        raise JobError(f"「设置」表「{SETTING}」：看到『{name}』，但这本工作簿没有本机文件夹；请先把它保存到本机再试")
    if not path.exists():
        raise JobError(f"「设置」表「{SETTING}」：看到『{name}』，在「{folder}」里找不到；请核对文件名，或清空这一格")
    return path
