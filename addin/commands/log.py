"""运行日志: the only place, beside the file system, where the clock time of a run stands."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

NAME = "运行日志.txt"


def note(folder: Path, job: str, figures: Mapping[str, object]) -> None:
    """Append one line for a finished run to the log of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / NAME, f"{job}\t{json.dumps(figures, ensure_ascii=False, default=str)}")


def log_file() -> Path:
    """Return the log of this machine, in a folder that is the user's own; the folder is made when it is missing."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    folder = Path(home) / "KeyWatt" / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / NAME


def write(path: Path, text: str) -> None:
    """Append a text to a log, behind the time."""
    stamp = datetime.now().astimezone().isoformat(timespec="seconds")
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{stamp}\t{text}\n")
