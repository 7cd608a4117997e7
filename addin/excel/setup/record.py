"""What an installation wrote, kept beside the add-in, so that uninstalling takes away just that."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

NAME = "installed.json"


@dataclass(slots=True)
class Record:
    """What was written.

    Attributes:
        versions: of Excel that the add-in was registered with.
        keys: of the registry that were made, the outermost first.
        files: copied, relative to the folder.
    """

    versions: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def save(self, folder: Path) -> None:
        """Keep the record in a folder."""
        (folder / NAME).write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")


def record_in(folder: Path) -> Record:
    """Return the record of a folder; an empty one where there is none."""
    path = folder / NAME
    return Record(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Record()
