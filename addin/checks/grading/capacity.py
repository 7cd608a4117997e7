"""A2: the grade by contract capacity and the floor by importance."""

from datetime import date

import numpy as np
import pandas as pd

from addin.checks.grading.ranks import BELOW, rank, ranked
from addin.rulebook import RulesInForce

TEMPORARY = "临时性"


def capacity_bands(kind: pd.Series, capacity_kva: pd.Series, rules: RulesInForce) -> pd.DataFrame:
    """Grade by contract capacity; bands are closed on the left.

    Args:
        kind: 工业, 商业, 公共机构, or ``None``.
        capacity_kva: contract capacity [kVA].
        rules: table ``grade_bands``.

    Returns:
        ``capacity_rank`` (-1 below the lowest band, NaN unknown), ``lower_kva``, ``upper_kva`` (NaN = open) and the
        band's ``rule``; below the lowest band those of the lowest, which is what was missed.
    """
    found = pd.DataFrame(np.nan, index=kind.index, columns=["capacity_rank", "lower_kva", "upper_kva"])
    found["rule"] = pd.Series(None, index=kind.index, dtype=object)
    for one, bands in rules.rows("grade_bands").sort_values("lower_kva").groupby("customer_type"):
        asked = kind.index[(kind == one) & capacity_kva.notna()]
        place = np.searchsorted(bands["lower_kva"], capacity_kva[asked], side="right") - 1
        band = bands.iloc[place.clip(0)]
        found.loc[asked, "capacity_rank"] = np.where(place < 0, BELOW, ranked(band["grade"]))
        found.loc[asked, ["lower_kva", "upper_kva"]] = band[["lower_kva", "upper_kva"]].to_numpy()
        cites = np.array([rules.cite("grade_bands", row) for row in bands.index], dtype=object)
        found.loc[asked, "rule"] = cites[place.clip(0)]
    return found


def importance_floors(customers: pd.DataFrame, rules: RulesInForce, as_of: date) -> pd.DataFrame:
    """Return the lowest grade that importance allows; 临时性 only while its protection lasts.

    Args:
        customers: with ``importance``, ``importance_on``, ``protected_until_on``.
        rules: table ``grading_parameters``, keys ``最低等级:…``.
        as_of: the day that counts as today.

    Returns:
        ``floor_rank`` (-1 without importance), ``floor_note`` (why a 临时性 floor does not count) and ``rule``.
    """
    importance = customers["importance"]
    found = pd.DataFrame({"floor_rank": BELOW, "floor_note": "", "rule": None}, index=customers.index)
    for level in importance.dropna().unique():
        if level == "否":
            continue
        key = f"最低等级:{level}"
        here = importance == level
        found.loc[here, "floor_rank"] = rank(rules.text("grading_parameters", key))
        found.loc[here, "rule"] = rules.cite_key("grading_parameters", key)
    note = _lapsed(customers, as_of)
    lapsed = (importance == TEMPORARY) & (note != "")
    found.loc[lapsed, "floor_rank"], found.loc[lapsed, "floor_note"] = BELOW, note[lapsed]
    return found


def _lapsed(customers: pd.DataFrame, as_of: date) -> pd.Series:
    """Say for each customer why a protection period does not hold today; empty where it does."""
    until, start, today = customers["protected_until_on"], customers["importance_on"], pd.Timestamp(as_of)
    ended = until.dt.strftime("保供电期至%Y-%m-%d已止，临时性重要不再计入")
    early = start.dt.strftime("保供电期自%Y-%m-%d起，临时性重要尚未计入")
    note = pd.Series("", index=customers.index, dtype=object)
    note = note.mask(start > today, early).mask(until < today, ended)
    return note.mask(until.isna(), "「保供电止日」未填，临时性重要未计入")
