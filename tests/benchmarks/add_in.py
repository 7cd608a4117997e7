"""What building KeyWatt.xlam costs; the aim is 0.2 s."""

import time

from addin import commands
from addin.commands.readme import table
from addin.excel.xlam.build import build

RUNS = 5


def drawn() -> str:
    """Return the seconds of one build, the best of a few, and the size."""
    commands.load()
    seconds, size = min(_timed() for _ in range(RUNS))
    return table(("step", "cost"), [("KeyWatt.xlam built from source", f"{seconds:.3f} s, {size:,} bytes")])


def _timed() -> tuple[float, int]:
    start = time.perf_counter()
    size = len(build())
    return time.perf_counter() - start, size
