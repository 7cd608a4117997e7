"""What changed against the prices of the month before: a small table for the eye."""

from dataclasses import dataclass

import pandas as pd

from addin.published.price_rows import MONEY, TITLES
from addin.published.table import PriceTable
from addin.reading.stack import withdrawn

COLUMNS = ("cell", "before", "after", "change")
_ROW = ["tariff", "row"]
_PLACES = 8


@dataclass(frozen=True, slots=True)
class Changes:
    """The comparison with the month before.

    Attributes:
        month: before this one, ``YYYY-MM``; empty when the rule book has no prices of it.
        cells: ``COLUMNS``: cell in words, price before and now as printed text, difference with its sign.
    """

    month: str
    cells: pd.DataFrame


def changes(table: PriceTable, prices: pd.DataFrame) -> Changes:
    """Compare a table with the month before.

    Args:
        table: as read.
        prices: the sheet 电价, every row.
    """
    month = str(pd.Period(table.month, "M") - 1)
    earlier = prices[(prices["province"] == table.province) & (prices["month"] == month) & ~withdrawn(prices)]
    if earlier.empty:
        return Changes("", pd.DataFrame(columns=list(COLUMNS)))
    before = _named(earlier).drop_duplicates(_ROW, keep="last").set_index(_ROW)
    now = _named(table.rows).set_index(_ROW)
    keys = [*now.index, *before.index.difference(now.index)]
    rows = [
        (f"{tariff} {voltage} {TITLES[column]}", *_texts(old, new))
        for tariff, voltage in keys
        for column in MONEY
        if (old := _price(before, (tariff, voltage), column)) != (new := _price(now, (tariff, voltage), column))
    ]
    return Changes(month, pd.DataFrame(rows, columns=list(COLUMNS)))


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Add what names a row beside its tariff: the voltage, and the class where there are such."""
    return rows.assign(row=rows["voltage"] + (" " + rows["user_class"].astype(object)).fillna(""))


def _price(rows: pd.DataFrame, key: tuple[str, str], column: str) -> int | None:
    """Return a price as whole 10⁻⁸ yuan; None where there is none."""
    value = rows.loc[key, column] if key in rows.index else None
    return None if pd.isna(value) else int(f"{value:.{_PLACES}f}".replace(".", ""))


def _texts(old: int | None, new: int | None) -> tuple[str, str, str]:
    """Return both prices and their exact difference as text; empty where there is no price."""
    change = "" if old is None or new is None else _decimal(new - old, sign=True)
    return "" if old is None else _decimal(old), "" if new is None else _decimal(new), change


def _decimal(whole: int, *, sign: bool = False) -> str:
    """Return whole 10⁻⁸ yuan as a decimal of at least six places."""
    text = f"{abs(whole):0{_PLACES + 1}d}"
    tail = text[-_PLACES:].rstrip("0").ljust(6, "0")
    mark = "-" if whole < 0 else "+" * sign
    return f"{mark}{text[:-_PLACES]}.{tail}"
