"""A declared result table and its frame → the block of a result sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.books.result import Block, ResultColumn, ResultSheet
from addin.tables.column import Column, Kind, Table
from addin.tables.result_findings import HUMAN
from addin.tables.results import marker

LEVEL_TONES = {
    "错误": "error",
    "警告": "warning",
    "提示": "notice",
    "未能核查": "unknown",
    "通过": "pass",
    "合计": "total",
}
FEN_A_YUAN = 100
CENTRED = frozenset({"level", "outcome", "clause", "number", "period", "handling", "line_no"})


def block(  # noqa: PLR0913 - a block has this many looks
    table: Table,
    frame: pd.DataFrame,
    *,
    links: Mapping[str, Sequence[str | None]] | None = None,
    tone: str = "",
    toned: Sequence[str] = (),
    heading: str = "",
    formats: Mapping[str, Sequence[str]] | None = None,
) -> Block:
    """Return a table's block.

    Args:
        table: declares the columns, in order.
        frame: holds a column for each of the table's columns.
        links: internal locations by column name.
        tone: name of the column whose text decides the fill.
        toned: names of the columns that get the fill.
        heading: a bold line above the header.
        formats: Excel's number format of each row, by column name.
    """
    names = [column.name for column in table]
    tones = frame[tone].map(LEVEL_TONES).astype(object) if tone else pd.Series(dtype=object)
    return Block(
        columns=tuple(replace(result_column(one), repeated=one.name in table.repeated) for one in table),
        values=[frame[name] for name in names],
        heading=heading,
        links={names.index(name): where for name, where in (links or {}).items()},
        tones=tones.where(tones.notna(), None).tolist(),
        toned=tuple(names.index(name) for name in toned),
        formats={names.index(name): codes for name, codes in (formats or {}).items()},
    )


def sheet(table: Table, blocks: Sequence[Block], subtitle: str, identities: Sequence[str] = ()) -> ResultSheet:
    """Return the result sheet of a table: title, the run's line, the table's note, its blocks."""
    lines = (table.title, subtitle, table.note)
    return ResultSheet(table.title, marker(table), lines, tuple(blocks), identities)


def result_column(column: Column) -> ResultColumn:
    """Return how a declared column looks on a result sheet."""
    editable = column in HUMAN
    centre = column.name in CENTRED
    return ResultColumn(
        title=column.heading,
        width=column.width,
        number_format=number_format(column),
        wrap=column.width >= 18,  # noqa: PLR2004 - wide columns hold sentences
        align="center" if centre else "",
        choices=column.choices if editable else (),
        editable=editable,
    )


def figure_format(value: object, least: int = 0) -> str:
    """Return Excel's number format of one number: thousands apart, the decimals that it has, at ``least`` so many."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or pd.isna(value):
        return ""
    exponent = Decimal(f"{value:.8f}").normalize().as_tuple().exponent
    digits = max(least, -exponent if isinstance(exponent, int) else 0)
    return "#,##0." + "0" * digits if digits else "#,##0"


def number_format(column: Column) -> str:
    """Return the Excel number format of a column: yuan with two decimals, red and − where negative."""
    if column.kind is Kind.MONEY:
        return "#,##0.00;[Red]-#,##0.00"
    if column.kind is Kind.DATE:
        return "yyyy-mm-dd"
    if column.kind is Kind.INTEGER:
        return "#,##0"
    if column.kind is Kind.NUMBER and column.decimals is not None:
        return "#,##0." + "0" * column.decimals if column.decimals else "#,##0"
    return "@" if column.kind in {Kind.CODE, Kind.MONTH} else ""


def yuan(fen: pd.Series) -> pd.Series:
    """Return exact yuan amounts of a series of fen; ``None`` where unknown."""
    return pd.Series(
        [None if pd.isna(part) else Decimal(int(part)).scaleb(-2) for part in fen], index=fen.index, dtype=object
    )


def yuan_array(fen: pd.Series) -> npt.NDArray[np.float64]:
    """Return fen as the floats nearest to their yuan, for very long columns; a cell holds nothing finer anyway."""
    amounts: npt.NDArray[np.float64] = fen.to_numpy(dtype=float, na_value=np.nan) / FEN_A_YUAN
    return amounts
