"""What recomputing and comparing a month's bills costs, beside the same calculation in plain numpy float64."""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from addin.billing.month import Billing, bill_month
from addin.commands.readme import table
from addin.reading import Ledger, read_books
from addin.rulebook import Rulebook
from addin.shipped import shipped
from tests.benchmarks.area import MONTH, make
from tests.benchmarks.plain import FEN, recomputed

SIZES = (1_000, 10_000, 50_000)
READ = 1_000
"""Customers of the workbook that is read; larger areas hold it several times, each time under other numbers."""
RUNS = 5
KEYS = ("customer_no", "point_no", "meter_no", "device_no", "bill_no", "receipt_no")
PROVINCE = "湖北"
T = TypeVar("T")


def drawn() -> str:
    """Return a table of CPU seconds and ratios, the best of a few runs, for each size of the area."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = read_books([make(Path(folder) / "台账.xlsx", READ)])
    rulebook = Rulebook.load(shipped("rules.xlsx"))
    rows = [_row(grown(ledger, size // READ), rulebook, size) for size in SIZES]
    first = rows[0][2] / SIZES[0]
    cells = [
        (
            f"{size:,}",
            f"{count:,}",
            f"{ours:.2f} s",
            f"{plain:.3f} s",
            f"{ours / plain:.1f} ×",
            f"{ours / size / first:.2f}",
        )
        for size, count, ours, plain in rows
    ]
    return table(
        ("customers", "rows issued + recomputed", "KeyWatt", "numpy float64", "ratio", "per customer, to 1,000"), cells
    )


def grown(ledger: Ledger, times: int) -> Ledger:
    """Return the ledger with every row several times, each time under other numbers."""
    names = ("customers", "devices", "billing_terms", "metering_points", "readings", "bills", "bill_lines", "receipts")
    return ledger.replaced({name: _repeated(ledger[name], times) for name in names})


def _repeated(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    """Return the rows several times; the numbers of each time end in its own digits.

    Equal numbers are one object, as they are when sheets are read.
    """
    keys = {name: pd.factorize(frame[name]) for name in KEYS if name in frame}
    parts = [frame.assign(**{name: _ended(*key, f"{at:03d}") for name, key in keys.items()}) for at in range(times)]
    return pd.concat(parts, ignore_index=True)


def _ended(code: np.ndarray, numbers: pd.Index, digits: str) -> np.ndarray:
    """Return numbers that end in digits; an empty cell, code −1, stays empty."""
    return np.array([*(sys.intern(number + digits) for number in numbers), None], dtype=object)[code]


def _row(ledger: Ledger, rulebook: Rulebook, size: int) -> tuple[int, int, float, float]:
    """Return customers, rows, and the CPU seconds of both; raises ``ValueError`` where they disagree."""
    rules = rulebook.on(pd.Timestamp(f"{MONTH}-31").date(), PROVINCE)
    rows = rules.rows("power_factor_table")
    hundredths = [
        np.rint(rows[name].to_numpy("float64") * 100).astype("int64") for name in ("standard", "power_factor")
    ]
    factors = dict(zip(zip(*(part.tolist() for part in hundredths), strict=True), rows["change_percent"], strict=True))
    names = ("customers", "devices", "billing_terms", "metering_points", "readings", "bills", "bill_lines")
    frames = {name: ledger[name] for name in names}
    ours, billing = _best(lambda: bill_month(ledger, rulebook, MONTH, PROVINCE))
    plain, (totals, off) = _best(lambda: recomputed(frames, factors))
    _agree(billing, ledger["customers"]["customer_no"], totals, off)
    return size, len(billing.lines) + len(billing.issued), ours, plain


def _best(run: Callable[[], T]) -> tuple[float, T]:
    """Return the least CPU seconds of a few runs, all threads together, and the last result."""
    seconds = []
    for _ in range(RUNS):
        gc.collect()
        start = time.process_time()
        result = run()
        seconds.append(time.process_time() - start)
    return min(seconds), result


def _agree(billing: Billing, numbers: pd.Series, totals: np.ndarray, off: np.ndarray) -> None:
    """Raise ``ValueError`` unless both give the same totals, a fen for each row apart, and doubt the same bills."""
    ours = billing.totals.set_index("customer_no").reindex(numbers)
    rows = billing.lines.groupby("customer_no").size().reindex(numbers)
    apart = np.abs(ours["recomputed_fen"].to_numpy("float64") / 100 - totals)
    if not (apart <= FEN * rows.to_numpy()).all():
        raise ValueError(f"the plain calculation disagrees by up to {np.nanmax(apart):.2f} yuan")
    if not (ours["different"].to_numpy(bool) == (off > 0)).all():
        raise ValueError("the plain calculation doubts other bills")
