"""Backup: a copy of a workbook before it is changed, never over another copy."""

import shutil
from itertools import count
from pathlib import Path

from addin.books.saving import writing


def backup(path: Path) -> Path:
    """Copy ``path`` to ``<stem>-备份-<n><suffix>`` beside it and return the copy; ``n`` is the first that is free."""
    path = Path(path)
    with writing(path):
        for number in count(1):
            copy = path.with_name(f"{path.stem}-备份-{number}{path.suffix}")
            try:
                with path.open("rb") as source, copy.open("xb") as target:
                    shutil.copyfileobj(source, target)
            except FileExistsError:
                continue
            break
        shutil.copystat(path, copy)
    return copy
