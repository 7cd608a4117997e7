"""运行日志: the only place, beside the file system, where the clock time of a run stands."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

NAME = "运行日志.txt"


def note(folder: Path, job: str, figures: Mapping[str, object]) -> None:
    """Append one line for a finished run to the log of a folder."""
    stamp = datetime.now().astimezone().isoformat(timespec="seconds")
    with (folder / NAME).open("a", encoding="utf-8") as log:
        log.write(f"{stamp}\t{job}\t{json.dumps(figures, ensure_ascii=False)}\n")
