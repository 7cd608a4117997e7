"""The mistakes that are tried: what each would change in the sheets of a customer.

A mistake is a function ``(frames, facts)`` that changes frames of clones in place; ``facts`` says for each clone, by
its number, what the mistake needs to know (a multiplier, a voltage …).
"""

from collections.abc import Callable, Mapping

import pandas as pd

from addin.billing.causes.clones import MARK, Frames
from addin.billing.metering.readings import ACTIVE, DEMAND, QUADRANTS, READING_DECIMALS
from addin.billing.metering.readings import REACTIVE as BOTH_WAYS

Change = Callable[[Frames, pd.Series], None]
RATIOS = ["current_ratio", "voltage_ratio"]
FORWARD, REVERSE = BOTH_WAYS
REACTIVE = (*BOTH_WAYS, *QUADRANTS)
FAR_KVA, NEAR_KVA = 1e9, 1.0
"""Contract capacities at which the discount on demand is never, and always, reached."""


def multiplier(frames: Frames, facts: pd.Series) -> None:
    """Read the main meters with another multiplier."""
    multiplied(frames, _mains(frames).map(facts).astype("float64"))


def multiplied(frames: Frames, others: pd.Series) -> None:
    """Read meters with other multipliers, by point_no."""
    for name in ("metering_points", "meter_changes", "readings"):
        _multiplied(frames[name], frames[name]["point_no"].map(others))


def meter_multiplier(frames: Frames, facts: pd.Series) -> None:
    """Read one of the meters of a point with the multiplier of another: the fact is its number, and the multiplier."""
    others = by_number(facts).astype("float64")
    for name in ("metering_points", "meter_changes", "readings"):
        _multiplied(frames[name], frames[name]["meter_no"].map(others))


def demand_multiplier(frames: Frames, facts: pd.Series) -> None:
    """Read the demand with another multiplier than the energy: as that of a meter of which the archive says nothing."""
    readings = frames["readings"]
    of_main = readings["point_no"].map(_mains(frames))
    other = of_main.map(facts).where(readings["register"] == DEMAND).astype("float64")
    readings["multiplier"] = other.fillna(readings["multiplier"])
    readings["meter_no"] = readings["meter_no"].mask(other.notna(), readings["meter_no"].astype(object) + DEMAND)


def by_number(facts: pd.Series) -> pd.Series:
    """Return the second of each pair by the first, the number of a thing of a clone (without its mark)."""
    numbers = [f"{number}{MARK}{clone.rpartition(MARK)[2]}" for clone, (number, _) in facts.items()]
    return pd.Series([value for _, value in facts], index=numbers)


def swap(frames: Frames, facts: pd.Series) -> None:
    """Take two periods of the main meters for one another; the fact names them: ``峰谷``."""
    readings = frames["readings"]
    pair = readings["point_no"].map(_mains(frames)).map(facts).dropna()
    period = readings.loc[pair.index, "register"].str.removeprefix(ACTIVE)
    other = pair.str[1].where(period == pair.str[0], pair.str[0].where(period == pair.str[1])).dropna()
    readings.loc[other.index, "register"] = ACTIVE + other


def term(column: str) -> Change:
    """Return the mistake of another value in a column of 计费参数."""

    def change(frames: Frames, facts: pd.Series) -> None:
        terms = frames["billing_terms"]
        terms[column] = terms["customer_no"].map(facts).where(terms["customer_no"].isin(facts.index), terms[column])

    return change


def tariff(frames: Frames, facts: pd.Series) -> None:
    """Take the price row of another kind of tariff; capacity or demand goes by it."""
    term("tariff_kind")(frames, facts)
    single = facts.index[facts == "单一制"]
    terms = frames["billing_terms"]
    terms["capacity_mode"] = terms["capacity_mode"].mask(terms["customer_no"].isin(single), "不计")


def loss(frames: Frames, facts: pd.Series) -> None:
    """Leave out the losses of the transformer, or count them where they are not to be counted."""
    points = frames["metering_points"]
    mine = points["customer_no"].isin(facts.index)
    points["with_transformer_loss"] = points["with_transformer_loss"].mask(mine, points["customer_no"].map(facts))


def line_loss(frames: Frames, facts: pd.Series) -> None:
    """Count the line loss as often as the value says: it is in proportion to the percentage, or to the resistance."""
    for name, column in (("billing_terms", "line_loss_percent"), ("metering_points", "line_resistance_ohm")):
        frame = frames[name]
        frame[column] *= frame["customer_no"].map(facts).fillna(1.0).astype("float64")


def discount(frames: Frames, facts: pd.Series) -> None:
    """Give the discount on demand, or not, whatever the use: the value is the capacity that the use is held against."""
    customers = frames["customers"]
    held = customers["customer_no"].map(facts)
    customers["contract_capacity_kva"] = held.fillna(customers["contract_capacity_kva"])


def left_out(frames: Frames, facts: pd.Series) -> None:
    """Leave out a meter, the fact being its number (without the clone's mark): one of two in a month."""
    whose = {"readings": frames["readings"]["customer_no"], "meter_changes": _owner(frames)}
    for name, customer in whose.items():
        frame, meter = frames[name], customer.map(facts).dropna()
        gone = meter.index[frame.loc[meter.index, "meter_no"].str.rsplit(MARK, n=1).str[0] == meter]
        frames[name] = frame.drop(gone).reset_index(drop=True)


def no_reverse(frames: Frames, facts: pd.Series) -> None:
    """Leave the reverse reactive register out."""
    readings = frames["readings"]
    gone = readings["customer_no"].isin(facts.index) & (readings["register"] == REVERSE)
    frames["readings"] = readings[~gone].reset_index(drop=True)


def reverse_taken_off(frames: Frames, facts: pd.Series) -> None:
    """Take the reverse reactive register of each meter off the forward one, in place of adding it."""
    readings = frames["readings"]
    keys = pd.MultiIndex.from_frame(readings[["customer_no", "point_no", "meter_no", "read_on"]])
    mine = readings["customer_no"].isin(facts.index)
    back, forward = (mine & (readings["register"] == name) for name in (REVERSE, FORWARD))
    off = _run(readings)[back].groupby(keys[back]).sum().reindex(keys[forward]).fillna(0.0).to_numpy()
    _run_as(readings, (_run(readings)[forward] - off).abs())
    no_reverse(frames, facts)


def unmultiplied(multipliers: Mapping[tuple[str, str], float]) -> Change:
    """Return the mistake of reactive registers taken as they run, by the multiplier of each point's meter."""

    def change(frames: Frames, facts: pd.Series) -> None:
        readings = frames["readings"]
        mine = readings[readings["customer_no"].isin(facts.index) & readings["register"].isin(REACTIVE)]
        plain = [mine[name].str.rpartition(MARK)[0] for name in ("point_no", "meter_no")]
        factors = [multipliers.get(pair, 1.0) for pair in zip(*plain, strict=True)]
        _run_as(readings, _run(mine) / factors)

    return change


def _multiplied(frame: pd.DataFrame, other: pd.Series) -> None:
    """Write multipliers over what a frame says of them, where there are others."""
    frame["multiplier"] = other.fillna(frame["multiplier"])
    for ratio in RATIOS:
        if ratio in frame:
            frame[ratio] = frame[ratio].where(other.isna(), None)


def _run(readings: pd.DataFrame) -> pd.Series:
    """Return how far each register ran."""
    return readings["current_reading"] - readings["previous_reading"]


def _run_as(readings: pd.DataFrame, runs: pd.Series) -> None:
    """Let registers have run so far, to the last decimal that a reading may have."""
    scale = 10**READING_DECIMALS
    ends = readings.loc[runs.index, "previous_reading"] + runs
    readings.loc[runs.index, "current_reading"] = (ends * scale + 0.5) // 1 / scale


def _mains(frames: Frames) -> pd.Series:
    """Return the customers of the points that stand behind no other, by point_no."""
    points = frames["metering_points"]
    mains = points[points["parent_no"].isna()].drop_duplicates("point_no")
    return mains.set_index("point_no")["customer_no"]


def _owner(frames: Frames) -> pd.Series:
    """Return whose meter each row of 换表记录 is about."""
    points = frames["metering_points"].drop_duplicates("point_no").set_index("point_no")
    return frames["meter_changes"]["point_no"].map(points["customer_no"])
