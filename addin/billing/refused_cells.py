"""Cells that reading refused, in columns that a bill is made from: nobody knows what they were to say."""

from collections.abc import Iterator

import pandas as pd

from addin.billing.archive import Archive
from addin.billing.device_events import bears_losses, powered
from addin.billing.doubts import NONE, doubt, gather
from addin.billing.known_changes import DEVICE
from addin.billing.metering.agreed_lines import GIVEN
from addin.billing.metering.reading_faults import component_of
from addin.billing.refused_columns import NEEDED, OF_LOSSES, READ
from addin.days import DAY
from addin.reading import Ledger

ENDS, NEVER = ("expires_on", "approved_until_on", "closed_on"), r"(2[1-9]|[3-9]\d)\d\d-"
"""Last days, and how those begin that never come: exports write 9999-12-31 for no end, and empty says the same."""
DIRECT = "直接交易"
TAKEN_AS_EMPTY = "，该值按缺失处理|该值按缺失处理；"
"""What reading says of such a cell, and billing does not do."""


def refused_cells(ledger: Ledger, archive: Archive, month: str, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return a doubt for each cell that was refused, in a row and column that a customer's bill is made from.

    Args:
        ledger: the sheets that were read.
        archive: of the month, with the terms as they are written.
        month: ``YYYY-MM``.
        days: of the month.

    Source: ledger.md §1: what a bill stands on; §2.5: what could not be checked is 未能核查, never passed over.
    """
    cells = ledger.refused
    if cells.empty:
        return NONE
    endless = cells["column"].isin(ENDS) & cells["seen"].astype(str).str.match(NEVER)
    cells = cells[cells["table"].isin(READ) & ~endless]
    cells = cells[~cells["empty"] | pd.MultiIndex.from_frame(cells[["table", "column"]]).isin(NEEDED)]
    if cells.empty:
        return NONE
    parts: list[pd.DataFrame] = []
    for table, mine in cells.groupby("table", sort=False):
        rows = ledger[str(table)].reindex(mine["row"])
        told = {"customer_no": _owners(str(table), rows, archive, month, days).to_numpy()}
        if "register" in rows:
            told["register"] = rows["register"].astype(object).fillna("").to_numpy()
        parts += _said(str(table), mine.assign(**told), archive, ledger)
    return gather(parts)


def _owners(table: str, rows: pd.DataFrame, archive: Archive, month: str, days: pd.DatetimeIndex) -> pd.Series:
    """Return whose bill each row is part of; nobody's where it is of another time."""
    points = archive.points["customer_no"]
    owner = (rows["customer_no"] if "customer_no" in rows else rows["point_no"].map(points)).astype(object)
    if table == "meter_changes":
        first_on = archive.windows["first_on"].reindex(owner).set_axis(rows.index).astype("datetime64[s]")
        used = rows["changed_at"].isna() | rows["changed_at"].between(first_on, days[-1] + DAY)
    elif table == "billing_terms":
        used = _terms_used(rows, archive)
    elif table == "capacity_changes":
        used = ~_superseded(rows, archive, days)
    elif table == "metering_points":
        owner = owner.fillna(rows["parent_no"].map(points))
        nameless = rows["customer_no"].isna() | rows["point_no"].isna()
        over = (rows["effective_on"] > days[-1]) | (rows["expires_on"] <= days[0])
        used = rows.index.isin(archive.versions.index) | (nameless & ~over)
    elif table == "readings":
        owner = rows["point_no"].map(points).astype(object).fillna(owner.where(rows["point_no"].isna()))
        used = (rows["month"] == month) | rows["month"].isna() & rows["read_on"].between(days[0], days[-1] + DAY)
    elif "month" in rows:
        used = (rows["month"] == month) | rows["month"].isna()
    else:
        used = pd.Series(data=True, index=rows.index)
    asked = [*archive.windows.index, *(archive.points["customer_no"] if table == "readings" else ())]
    return owner.where(used & owner.isin(asked))


def _terms_used(rows: pd.DataFrame, archive: Archive) -> pd.Series:
    """Say which rows of 计费参数 hold on a day of their customer's bill, or may, having no first day."""
    window = archive.windows.reindex(rows["customer_no"]).set_axis(rows.index)
    undated = rows["effective_on"].isna() & ~(rows["expires_on"] <= window["first_on"])
    return undated | rows.index.isin(archive.term_rows["row"])


def _superseded(rows: pd.DataFrame, archive: Archive, days: pd.DatetimeIndex) -> pd.Series:
    """Say which events begin after the month, or were over before its year began: days are counted by the year."""
    known = archive.changes.sort_values([*DEVICE, "changed_at"], kind="stable")
    after = known.groupby(DEVICE, dropna=False)["changed_at"].shift(-1).reindex(rows.index)
    return (after < pd.Timestamp(days[0].year, 1, 1)) | (rows["changed_at"] >= days[-1] + DAY)


def _said(table: str, cells: pd.DataFrame, archive: Archive, ledger: Ledger) -> Iterator[pd.DataFrame]:
    """Yield the sentences on cells of a table, for the component that the column decides, of readings the register."""
    cells = cells[cells["customer_no"].notna() & _concerned(table, cells, archive)]
    for component, columns in READ[table].items():
        mine = cells[cells["column"].isin(columns)]
        of = component_of(mine["register"]) if table == "readings" else pd.Series(component, index=mine.index)
        once = _together(mine.assign(component=of))
        said = spoken_cells(table, once, ledger)
        for name, part in once.groupby("component", sort=False):
            yield doubt(part["customer_no"], said[part.index], str(name))


def _together(cells: pd.DataFrame) -> pd.DataFrame:
    """Return one cell for those of a customer and column that were refused for the same text, and for how ``many``.

    A month that cannot be read stands in the row of every register: what leaves the whole bill undone is said once.
    """
    key = ["customer_no", "column", "seen"]
    cells = cells.assign(many=cells.groupby(key)["row"].transform("size"))
    return cells.sort_values("component", kind="stable").drop_duplicates(key)


def spoken_cells(table: str, cells: pd.DataFrame, ledger: Ledger) -> pd.Series:
    """Return the sentence of each refused cell of a table: where, what was seen, what was expected, what to do.

    Args:
        table: whose cells they are.
        cells: of ``Ledger.refused``; ``many``, where it is there, says for how many rows each stands.
        ledger: says where.
    """
    where = [ledger.where(table, row, column) for row, column in zip(cells["row"], cells["column"], strict=True)]
    many = cells["many"] if "many" in cells else pd.Series(1, index=cells.index)
    said = pd.Series(where, index=cells.index, dtype=object) + many.map(
        lambda rows: f"等 {rows} 行" if rows > 1 else ""
    )
    said += "看到『" + cells["seen"] + "』，应为" + cells["expected"]
    return said + "；" + cells["advice"].str.replace(TAKEN_AS_EMPTY, "", regex=True).str.rstrip("。")


def _concerned(table: str, cells: pd.DataFrame, archive: Archive) -> pd.Series:
    """Say which cells matter to the bill of their customer as it is made."""
    owner, versions = cells["customer_no"], archive.versions
    if table == "customers":
        unsided = versions.loc[versions["metering_side"].isna(), "customer_no"]
        return (cells["column"] != "metering_side") | owner.isin(unsided)
    if table == "supplies":
        lined = versions.loc[versions[GIVEN].notna().any(axis="columns"), "customer_no"]
        return (cells["column"] != "supply_kv") | owner.isin(lined)
    if table == "market_prices":
        rows = archive.term_rows
        return owner.isin(rows.loc[rows["market_kind"] == DIRECT, "customer_no"])
    if table not in {"devices", "capacity_changes"}:
        return pd.Series(data=True, index=cells.index)
    lossy = ~cells["column"].isin(OF_LOSSES) | owner.isin(bears_losses(versions))
    return lossy & owner.isin(powered(archive.term_rows, versions))
