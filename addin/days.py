"""Days: one of them, and two that no bill, reading or rule is dated: for what has no beginning, and no end."""

import numpy as np
import numpy.typing as npt
import pandas as pd

DAY = pd.Timedelta(days=1)
LONG_AGO, NEVER = pd.Timestamp("1900-01-01"), pd.Timestamp("2999-01-01")


def within(rows: pd.DataFrame, begin: str, end: str, days: pd.Index) -> npt.NDArray[np.bool_]:
    """Say of each row and day whether the row covers it, its first and last day included; none where one is blank.

    Args:
        rows: columns ``begin`` and ``end``, the first and last day.
        begin: name of the column.
        end: name of the column.
        days: asked for.
    """
    moments = days.to_numpy("datetime64[s]")
    first, last = (rows[name].to_numpy("datetime64[s]")[:, None] for name in (begin, end))
    covered: npt.NDArray[np.bool_] = (first <= moments) & (moments <= last)
    return covered
