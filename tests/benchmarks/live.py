"""Measure the live side over LibreOffice Calc, beside one bare xlwings block call; and a press without work."""

import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from addin.books.live import LiveBook
from addin.books.result import Block, ResultColumn, ResultSheet
from addin.commands.readme import table
from addin.excel import entry
from addin.reading.grid import open_book
from tests.benchmarks.presses import Line, presses

ROWS, COLUMNS = 10_000, 20
PRESSES = 200
TEXTS, DATES = (0, 4, 8, 12, 16), (5,)


def values() -> list[list[object]]:
    """Return 10,000 rows of 20 cells: codes, numbers, a date."""
    start = datetime(2024, 1, 1)  # noqa: DTZ001 - cells know no time zone
    return [[_value(row, column, start) for column in range(COLUMNS)] for row in range(ROWS)]


def _value(row: int, column: int, start: datetime) -> object:
    if column in TEXTS:
        return f"{row:013d}"
    return start + timedelta(hours=row) if column in DATES else row * 20.0 + column


def seconds(action) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def beside(action, bare, times: int = 3) -> tuple[float, float]:
    """Return the shortest times of an action and of the bare call, taken in turn: other work of the machine hits both."""
    taken = [(seconds(bare), seconds(action)) for _ in range(times)]
    return min(of_action for _, of_action in taken), min(of_bare for of_bare, _ in taken)


def drawn() -> str:
    """Return the figures as a table: the live side beside the bare call, and a press in milliseconds."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from calc.engine import register  # noqa: PLC0415 - needs uno
    from calc.office import Office  # noqa: PLC0415

    office = Office()
    try:
        with tempfile.TemporaryDirectory() as folder:
            lines = _figures(register(office), Path(folder))
    finally:
        office.close()
    return table((f"live side, {ROWS:,} × {COLUMNS} cells", "time", "bare block call"), [*lines, *presses()])


def _figures(app, folder: Path) -> list[Line]:
    cells, book = values(), app.books.add()
    live, sheet = LiveBook(book), book.sheets[0]
    sheet.name = "登记"
    area = sheet.range((2, 1), (ROWS + 1, COLUMNS))
    for column in TEXTS:
        sheet.range((2, column + 1), (ROWS + 1, column + 1)).number_format = "@"
    letters = {str(at): chr(65 + at) for at in range(COLUMNS)}
    rows = [dict(zip(letters, row, strict=True)) for row in cells]
    columns = [list(column) for column in zip(*cells, strict=True)]
    result = ResultSheet("结果", "KeyWatt:speed:1", ("结果",), (Block((ResultColumn("列", 14),) * COLUMNS, columns),))

    def write():
        area.value = cells

    def read():
        return area.options(ndim=2).value

    write()
    figures = (
        ("a sheet's cells in one block", *beside(lambda: live.cells("登记"), read)),
        ("a copy of the workbook, unsaved changes too, read as a file is", *beside(lambda: _read(live, folder), read)),
        (
            "rows appended to a register, texts kept",
            *beside(lambda: live.append_rows("登记", 1, letters, rows), write, 1),
        ),
        ("a result sheet with its whole look", *beside(lambda: _commit(live, result), write, 1)),
    )
    lines = [(what, f"{taken:.2f} s", f"{taken / floor:.1f} ×") for what, taken, floor in figures]
    alone = seconds(lambda: [entry.run("about", book) for _ in range(PRESSES)]) / PRESSES
    lines.append(("a press without work: Python's part, the workbook in Calc", f"{alone * 1000:.1f} ms", ""))
    return lines


def _commit(live: LiveBook, result: ResultSheet) -> None:
    live.write(result)
    live.commit()


def _read(live: LiveBook, folder: Path) -> None:
    open_book(live.snapshot(folder)).read("登记")
