"""数据: a new ledger, and the example."""

import shutil
from pathlib import Path

from addin.commands.registry import When, command
from addin.facts import JobError
from addin.shipped import shipped

BLANK = "大客户台账(空白).xlsx"
NEW = "大客户台账.xlsx"
EXAMPLE = "示例"


@command(
    "new",
    label="新建台账",
    group="数据",
    tip="在所选文件夹放一本空白的大客户台账和一份规则表，填好后即可审计",
    icon="FileNew",
    key_tip="X",
    place=1,
    large=True,
    when=When.ALWAYS,
)
def new_ledger(folder: Path) -> Path:
    """Put a blank ledger and the rule book into a folder; never over an existing file.

    Raises:
        JobError: one of the files is already there.
    """
    for source, name in ((shipped("workbook_templates") / BLANK, NEW), (shipped("rules.xlsx"), "rules.xlsx")):
        _copy(source, folder / name)
    return folder / NEW


def copy_example(folder: Path) -> list[Path]:
    """Copy the example's workbooks into a folder, once; return them, the ledger first."""
    sources = sorted((shipped("workbook_templates") / EXAMPLE).glob("*.xlsx"), key=lambda path: path.name != NEW)
    for source in sources:
        if not (folder / source.name).exists():
            _copy(source, folder / source.name)
    return [folder / source.name for source in sources]


def _copy(source: Path, target: Path) -> None:
    """Copy one file; raises ``JobError`` when the target is there."""
    if target.exists():
        raise JobError(f"「{target}」已经存在；为免覆盖，没有新建。请换一个文件夹，或先移走它")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
