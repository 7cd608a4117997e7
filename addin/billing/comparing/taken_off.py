"""What goes off the energy of a row of a bill without a reading of its own: 定比, 定量, sub-meters of some days."""

from collections import defaultdict

import pandas as pd

from addin.billing.metering.energy import Energy
from addin.billing.metering.submeters import COLUMNS, deducted, matched

ALWAYS = -1
"""In the place of a segment: all the month."""
Key = tuple[str, str, str, int]
"""customer_no, of_point (empty for the main class), period, segment."""
Off = dict[Key, list[tuple[str, float]]]


def taken_off(energy: Energy, segments: pd.DataFrame, inputs: pd.DataFrame) -> Off:
    """Return what goes off rows beside the readings that are written out: names of points and kWh.

    Of a month that is cut it goes by segment, every sub-meter: which of them are taken off may change with the class.

    Args:
        energy: of the month.
        segments: of every customer, index = segment: customer_no, tariff_class, ``cut``.
        inputs: from ``row_inputs``; sub-meters that are written out by their readings.
    """
    cut, owner = segments["cut"], segments["customer_no"]
    whole = energy.points[~energy.points["customer_no"].isin(owner[cut])]
    tariff = segments[~cut].set_index("customer_no")["tariff_class"]
    whole = whole.assign(point_no=whole.index, owner=whole["customer_no"])
    month = _off(whole, whole["customer_no"].map(tariff))
    told = _collected(month[~month["point"].isin(inputs.loc[inputs["sign"] < 0, "point_no"])])
    parts = energy.segment_points
    if len(parts):
        numbers = parts["customer_no"]
        whose = numbers.map(owner).fillna(numbers)
        cuts = _off(parts.assign(owner=whose), numbers.map(segments["tariff_class"]))
        cuts = cuts[cuts["customer_no"].isin(segments.index)]
        told |= _collected(cuts.assign(segment=cuts["customer_no"], customer_no=cuts["customer_no"].map(owner)))
    return told


def _off(points: pd.DataFrame, tariff_class: pd.Series) -> pd.DataFrame:
    """Return each energy that is taken off: customer_no, of_point, period, ``point`` in words and kwh."""
    target, _ = deducted(points)
    above = target.dropna()
    energy = matched(points.loc[above.index, COLUMNS], points.loc[above, COLUMNS].set_axis(above.index))
    main = points["billed_class"] == tariff_class
    key = points["point_no"].where(~main, "")
    named = energy.assign(
        customer_no=above.map(points["customer_no"]), of_point=above.map(key), point=points["point_no"][above.index],
        segment=ALWAYS, relation=points["relation"][above.index],
    )  # fmt: skip
    owner = points["owner"][above.index].astype(str)
    named["theirs"] = ("户号 " + owner + " 的 ").where(owner != above.map(points["owner"]), "")
    names = ["customer_no", "of_point", "point", "segment", "relation", "theirs"]
    long = named.melt(names, COLUMNS, "period", "kwh")
    return long[long["kwh"].fillna(0.0) != 0]


def _collected(off: pd.DataFrame) -> Off:
    told: Off = defaultdict(list)
    for row in off.itertuples(index=False):
        of = f"（{row.relation}）" if row.relation in {"定比", "定量"} else ""
        name = f"{row.theirs}{row.point}{of}"
        told[row.customer_no, row.of_point, row.period, int(row.segment)].append((name, float(row.kwh)))
    return dict(told)
