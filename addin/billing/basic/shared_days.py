"""How the transformers of a customer share what they carried: each day among those that were energised on it."""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.metering.loss_scope import MOTOR
from addin.billing.money import scaled


def shared_days(units: pd.DataFrame, on: npt.NDArray[np.bool_]) -> pd.Series:
    """Return the days of each transformer, a day weighed by how few kVA shared its load.

    Every day on which any of them is energised carries the same energy, shared by capacity. With S the kVA that are on
    together and L a multiple of every S of the customer, a day weighs L ÷ S: capacity × these days is each one's share
    of their sum. Where all run together, or one alone, L is S, and the days are plain days.

    Args:
        units: customer_no, device_kind, rated_kva.
        on: of each unit and day, whether it is energised.

    Returns:
        Whole numbers, as Python's integers; index that of ``units``.
    """
    days = on.sum(axis=1).astype(object)
    several = np.flatnonzero(units["customer_no"].duplicated(keep=False))
    if len(several):
        together = _together(units.iloc[several], on[several])
        most = together.max(axis=1, initial=0)
        least = np.where(together > 0, together, most[:, None]).min(axis=1, initial=2**62)
        for at in np.flatnonzero(least < most):
            days[several[at]] = _weighed([int(one) for one in together[at]], on[several[at]])
    return pd.Series(days, index=units.index, dtype=object)


def _together(units: pd.DataFrame, on: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return, of each unit and day, how many hundredths of a kVA of its customer are energised."""
    kva = scaled(units["rated_kva"].where(units["device_kind"] != MOTOR), 2).fillna(0).to_numpy("int64")
    each = pd.DataFrame(kva[:, None] * on)
    together: npt.NDArray[np.int64] = each.groupby(units["customer_no"].to_numpy()).transform("sum").to_numpy()
    return together


def _weighed(together: list[int], on: npt.NDArray[np.bool_]) -> int:
    """Return the days of one transformer, each L ÷ S."""
    multiple = math.lcm(*(one for one in together if one))
    return sum(multiple // one for one, mine in zip(together, on, strict=True) if mine and one)
