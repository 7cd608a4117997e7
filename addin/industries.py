"""Industry codes of GB/T 4754: which section a code belongs to."""

import numpy as np
import pandas as pd

CODE = r"^([A-T]?)(\d{2})\d{0,2}$"


def sections(codes: pd.Series, ranges: pd.DataFrame) -> pd.Series:
    """Return the section letters of industry codes such as ``C3110``, ``3110`` or ``C31``.

    Args:
        codes: as written in the ledger.
        ranges: the table 客户类型映射: ``section``, ``first_division``, ``last_division``.

    Returns:
        Letters; ``None`` where there is no such division, or the letter written is another section's.
    """
    distinct = pd.Series(codes.dropna().unique(), dtype=object)
    parts = distinct.str.extract(CODE)
    division = pd.to_numeric(parts[1], errors="coerce")
    ordered = ranges.drop_duplicates("section").sort_values("first_division")
    place = (np.searchsorted(ordered["first_division"], division.fillna(0), side="right") - 1).clip(0)
    first, last = (ordered[name].to_numpy()[place] for name in ("first_division", "last_division"))
    letter = pd.Series(ordered["section"].to_numpy(dtype=object)[place], dtype=object)
    known = (division >= first) & (division <= last) & ((parts[0] == "") | (parts[0] == letter))
    found = codes.map(dict(zip(distinct[known], letter[known], strict=True))).astype(object)
    return found.where(found.notna(), None)
