"""Grades as numbers, so that frames can compare them: 特级 3, 一级 2, 二级 1, 三级 0, below them -1."""

import numpy as np
import pandas as pd

from addin.tables.choices import GRADES

TOP = len(GRADES) - 1
BELOW = -1.0
"""Rank of a customer whose capacity does not reach the lowest grade."""
_RANKS = {grade: float(TOP - place) for place, grade in enumerate(GRADES)}
_NAMES = np.array([*GRADES[::-1], None, None], dtype=object)


def ranked(grades: pd.Series) -> pd.Series:
    """Return the ranks of grades; NaN where there is none."""
    return grades.map(_RANKS).astype("float64")


def rank(grade: str) -> float:
    """Return the rank of one grade; raises ``KeyError`` for anything else."""
    return _RANKS[grade]


def named(ranks: pd.Series) -> pd.Series:
    """Return the grades of ranks; ``None`` below the lowest and where unknown."""
    places = ranks.fillna(BELOW).clip(BELOW, TOP).astype("int64")
    return pd.Series(_NAMES[places.to_numpy()], index=ranks.index, dtype=object)
