"""Cells of 退补工单 that reading refused: nobody knows what they were to say, so their month is not computed."""

import pandas as pd

from addin.billing.refused_cells import spoken_cells
from addin.reading import Ledger

TABLE = "adjustments"
TOLD_ONLY = ("point_no", "booked_month", "energy_kwh", "charge_yuan", "remark")
"""Columns that no energy is computed from."""


def refused_orders(rows: pd.DataFrame, shared: tuple[str, ...], ledger: Ledger) -> dict[object, str]:
    """Return by row id what is said of cells that its energy would be computed from.

    Args:
        rows: 退补工单, index = row id, ``order_no``.
        shared: columns that an order may fill in one row for all of its months.
        ledger: the sheets that were read.
    """
    cells = ledger.refused
    cells = cells[(cells["table"] == TABLE) & ~cells["empty"] & ~cells["column"].isin(TOLD_ONLY)]
    cells = cells[cells["row"].isin(rows.index)]
    if cells.empty:
        return {}
    said = spoken_cells(TABLE, cells, ledger)
    orders = rows["order_no"].loc[cells["row"]].to_numpy()
    told: dict[object, list[str]] = {}
    for row, order, column, text in zip(cells["row"], orders, cells["column"], said, strict=True):
        for one in rows.index[rows["order_no"] == order] if column in shared else [row]:
            told.setdefault(one, []).append(text)
    return {row: "；".join(texts) for row, texts in told.items()}
