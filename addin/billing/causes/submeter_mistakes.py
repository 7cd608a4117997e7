"""Mistakes about sub-meters: what they show, whether they are taken off, how they are priced; see ``mistakes``.

Where one sub-meter is meant its fact is a pair: its point_no (without the clone's mark), and what it is taken for.
"""

import pandas as pd

from addin.billing.causes.clones import Frames
from addin.billing.causes.mistakes import Change, by_number, multiplied
from addin.billing.metering.own_kinds import beside


def other_multiplier(frames: Frames, facts: pd.Series) -> None:
    """Read a sub-meter with another multiplier."""
    multiplied(frames, by_number(facts).astype("float64"))


def told(column: str) -> Change:
    """Return the mistake of another value in a column of 计量点, throughout the month: 定比, 定量, the tariff kind."""

    def change(frames: Frames, facts: pd.Series) -> None:
        points = frames["metering_points"]
        other = points["point_no"].map(by_number(facts))
        points[column] = other.where(other.notna(), points[column]).astype(points[column].dtype)

    return change


def not_taken_off(frames: Frames, facts: pd.Series) -> None:
    """Leave sub-meters out, with their readings: energy of a point that nobody holds would be a doubt."""
    points = beside(frames["metering_points"])
    behind = points["customer_no"].isin(facts.index) & points["parent_no"].notna()
    gone = points.loc[behind, "point_no"]
    for name in ("metering_points", "meter_changes", "readings"):
        frame = frames[name]
        frames[name] = frame[~frame["point_no"].isin(gone)].reset_index(drop=True)


def as_main(frames: Frames, facts: pd.Series) -> None:
    """Price sub-meters at a tariff kind of their own as their customer, in the rows of the meter above."""
    points = frames["metering_points"]
    points["tariff_kind"] = points["tariff_kind"].mask(points["customer_no"].isin(facts.index), None)


def adjusted(frames: Frames, facts: pd.Series) -> None:
    """Take the adjustment on sub-meters at a kind of their own, or not: the fact is the word, empty for none."""
    points = frames["metering_points"]
    word = points["customer_no"].map(facts).where(points["tariff_kind"].notna() & points["parent_no"].notna())
    points["with_power_factor"] = points["with_power_factor"].mask(word.notna(), word.replace("", None))
