"""Measure a press without work, 关于, after the first one: the two halves of its way that can be had without Excel.

Both end in ``entry.run`` in a process of its own, kept warm. LibreOffice runs the add-in's VBA: from the ribbon's
callback to the box, the box apart, with a pipe in place of the DLL. Under wine the DLL itself starts and finds the
process, and every call goes through COM as VBA makes it: the workbook too, of which Python asks back. What neither
covers: the VBA of Excel, its ribbon, its own answers to Python, drawing the box.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

PRESSES = 50
TESTS = Path(__file__).parents[1]
WARM = TESTS / "excel" / "twin" / "warm.py"
TO_PIPE = TESTS / "excel" / "twin" / "keywatt_pipe.py"
Line = tuple[str, str, str]
ABSENT = "not measured: KEYWATT_WINDOWS_PYTHON is not set"


def presses() -> list[Line]:
    """Return what a press takes, as lines of the table."""
    return [through_vba(), *through_windows()]


def _line(what: str, taken: list[float]) -> Line:
    return (
        f"a press without work: {what}, median of {len(taken)}",
        f"{median(taken):.0f} ms",
        f"most {max(taken):.0f} ms",
    )


def through_vba() -> Line:
    """Return what a press takes on its way through the add-in's VBA."""
    from calc.office import Office  # noqa: PLC0415 - needs uno
    from excel.test_vba_runs import Running, twin  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, _warm(Path(folder) / "pipe") as pipe:
        book = Path(folder) / "KeyWatt.xlsm"
        book.write_bytes(twin())
        office = Office(scripts={"keywatt_twin.py": TO_PIPE.read_text(encoding="utf-8").replace("@PIPE@", str(pipe))})
        try:
            running = Running(office, book)
            kind, text = running.press("about")
            assert (kind, text[:7]) == ("info", "KeyWatt"), (kind, text)
            return _line(
                "VBA in LibreOffice, a warm process, and back",
                _timed(lambda: running.call("KwPress.KwPressed", "about")),
            )
        finally:
            office.close()


def _timed(press: Callable[[], object]) -> list[float]:
    """Return the milliseconds of presses."""
    taken = []
    for _ in range(PRESSES):
        start = time.perf_counter()
        press()
        taken.append(1000 * (time.perf_counter() - start))
    return taken


@contextmanager
def _warm(pipe: Path) -> Iterator[Path]:
    """Run the process that is kept warm; it listens at a pipe."""
    process = subprocess.Popen([sys.executable, str(WARM), str(pipe)], stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        assert process.stdout
        assert process.stdout.readline() == "warm\n"
        yield pipe
    finally:
        process.kill()
        process.wait()


def through_windows() -> list[Line]:
    """Return what the calls of a press take on Windows Python."""
    from excel.test_wine import FOLDER, bridged, run  # noqa: PLC0415 - imports pytest

    if not FOLDER:
        return [("a press without work: the DLL and COM under wine", ABSENT, "")]
    run("-m", "addin", "addin", "install")
    try:
        told = bridged(Path(tempfile.gettempdir()))
    finally:
        run("-m", "addin", "addin", "uninstall")
    what = {
        "none": "the DLL and COM under wine, no workbook",
        "book": "the DLL and COM under wine, a workbook asked back",
    }
    return [_line(said, told["presses"][name]) for name, said in what.items()]
