"""Cells of prices and classes that cannot be used: each stops only the customers that its row would have priced."""

from collections.abc import Mapping

import pandas as pd

from addin.reading import Ledger
from addin.tables.rules import RULE_TABLES

PRICES, CATALOGUE, CLASSES, DOUBTS = "prices", "catalogue_prices", "user_classes", "price_doubts"
PLACE: Mapping[str, tuple[str, ...]] = {
    PRICES: ("province", "month", "tariff", "voltage", "user_class"),
    CATALOGUE: ("province", "tariff_class", "voltage", "price_yuan_per_kwh", "effective_on", "expires_on"),
    CLASSES: (
        "province", "user_class", "size_class", "tariff", "least_kva", "most_kva", "open_to",
        "effective_on", "expires_on",
    ),
}  # fmt: skip
"""Columns without which nobody knows whom a row prices, or by how much."""
UNBILLED: Mapping[str, tuple[str, ...]] = {
    "system_operation_items": ("item_yuan_per_kwh",),
    "fund_items": ("item_yuan_per_kwh",),
    "fund_totals": ("funds_yuan_per_kwh",),
    "transmission_prices": (
        "single_part_yuan_per_kwh", "two_part_yuan_per_kwh", "demand_yuan_per_kw_month", "capacity_yuan_per_kva_month",
    ),
    "line_loss_rates": ("rate_percent",),
}  # fmt: skip
"""Amounts that published prices are only held against: what is not known is not held against anything."""
ALTERNATIVE = "alternative"
STAMPS = ("source", "unverified")
FORGIVEN = frozenset(
    [(name, column.title) for name in PLACE for column in RULE_TABLES[name]]
    + [(name, RULE_TABLES[name].column(one).title) for name, columns in UNBILLED.items() for one in columns]
    + [(DOUBTS, RULE_TABLES[DOUBTS].column(ALTERNATIVE).title)]
)
"""Tables, by name, and titles of columns in which a cell that cannot be used does not make the whole book useless."""
Tables = dict[str, pd.DataFrame]


def spoilt_prices(ledger: Ledger, book: str) -> tuple[Tables, Tables]:
    """Return the tables of ``PLACE`` without the rows that nobody can be priced by, and those rows.

    Args:
        ledger: the rule book as it was read.
        book: its file name.

    Returns:
        电价 and 用户档 with ``faulty``, the sentences about cells of a row that cannot be used (empty where all can),
        and 目录电价; and of each the rows whose customers nobody knows, with ``faulty``. A faulty row of 电价 without a
        first day holds from the first of its month: its customers are to be told why it is not used.

    Source: ledger.md §2.5: what could not be checked is 未能核查, never passed over; its neighbours are billed.
    """
    cells = ledger.refused
    cells = cells[cells["table"].isin([*PLACE, DOUBTS]) & ~cells["column"].isin(STAMPS)]
    told = cells.assign(said=[_sentence(one, ledger, book) for one in cells.to_dict("records")])
    kept, unplaced = {}, {}
    for name, columns in PLACE.items():
        rows, mine = ledger[name], told[told["table"] == name]
        lost = rows.index.isin(mine.loc[mine["column"].isin(columns), "row"])
        faulty = _joined(mine["said"], mine["row"], rows.index.to_series())
        kept[name], unplaced[name] = rows[~lost], rows.assign(faulty=faulty)[lost]
        if name == PRICES:
            kept[name] = _begun(kept[name].assign(faulty=_with_doubts(faulty[~lost], kept[name], told, ledger)))
        elif name == CLASSES:
            kept[name] = kept[name].assign(faulty=faulty[~lost])
    return kept, unplaced


def possible(unplaced: pd.DataFrame, **wanted: str) -> str:
    """Return the sentences of rows that may be the one that is wanted, each behind a ；; empty where none may.

    Args:
        unplaced: of one table, with ``faulty``.
        wanted: what the row says in some columns; a cell of it that is empty may say anything.
    """
    fits = pd.Series(data=True, index=unplaced.index)
    for name, word in wanted.items():
        fits &= unplaced[name].isna() | (unplaced[name] == word)
    return "".join(f"；{said}" for said in unplaced.loc[fits, "faulty"])


def _with_doubts(faulty: pd.Series, prices: pd.DataFrame, told: pd.DataFrame, ledger: Ledger) -> pd.Series:
    """Add what is said of their 备选值: a bill by a price that nobody can read is not to be blamed."""
    cells = told[told["table"] == DOUBTS]
    keys = ledger[DOUBTS]["price_key"].reindex(cells["row"]).set_axis(cells.index)
    return (faulty + "；" + _joined(cells["said"], keys, prices["key"])).str.strip("；")


def _joined(said: pd.Series, about: pd.Series, asked: pd.Series) -> pd.Series:
    """Return the sentences about each that is asked, one behind the other; empty where there is none."""
    texts: dict[object, list[str]] = {}
    for one, text in zip(about, said, strict=True):
        texts.setdefault(one, []).append(text)
    return pd.Series(["；".join(texts.get(one, ())) for one in asked], index=asked.index, dtype=object)


def _begun(prices: pd.DataFrame) -> pd.DataFrame:
    """Give faulty rows without a first day the first of their month."""
    firsts = pd.to_datetime(prices["month"], format="%Y-%m", errors="coerce").astype(prices["effective_on"].dtype)
    return prices.assign(effective_on=prices["effective_on"].fillna(firsts.where(prices["faulty"] != "")))


def _sentence(cell: Mapping[str, object], ledger: Ledger, book: str) -> str:
    """Return the sentence of a cell: where, what was seen, what was expected, what to do."""
    table, row, column = str(cell["table"]), int(str(cell["row"])), str(cell["column"])
    place = f"「{ledger.place(table, row).sheet}」{ledger.cell(table, row, column)}"
    title = RULE_TABLES[table].column(column).title
    advice = str(cell["advice"]).rstrip("。")
    return f"规则表「{book}」{place}「{title}」：看到『{cell['seen']}』，应为{cell['expected']}；{advice}"
