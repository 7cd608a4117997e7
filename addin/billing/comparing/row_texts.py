"""How the quantity of a row of a statement comes about, as people write it: the readings behind it."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.comparing.taken_off import ALWAYS, Off, taken_off
from addin.billing.flags import YES
from addin.billing.metering.readings import DEMAND as REGISTER
from addin.billing.quantities import Quantities
from addin.billing.statement import CAPACITY, POWER_FACTOR

SETTLED = r"(清算 \d{4}-\d{2})"
"""How the rule of a row begins that settles an earlier month of a market: no reading of this month is behind it."""
SHOWN = 3
"""Readings of a row that are written out; further ones are counted."""
Codes = npt.NDArray[np.int64]


def read_texts(lines: pd.DataFrame, inputs: pd.DataFrame, quantities: Quantities, segments: pd.DataFrame) -> pd.Series:
    """Return how the quantity of each row comes about, index as ``lines``; empty where no meter stands behind it.

    ``示数 100→112 ×1000 = ``; sub-meters with 减; of a row that is a part of what was read: since when, or 其中. A row
    of a point that is billed apart begins with the point.

    Args:
        lines: the statements.
        inputs: from ``row_inputs``.
        quantities: of the month: power factor and standards.
        segments: of the month, index = segment: ``starts_on`` and ``cut``.
    """
    said = pd.Series("", index=lines.index, dtype=object)
    adjusted = lines[lines["component"] == POWER_FACTOR]
    said[adjusted.index] = list(_factors(adjusted, quantities))
    rows = lines[~lines["component"].isin([POWER_FACTOR, CAPACITY])]
    apart = rows[(rows["point_no"] != "") & (rows["component"] != DEMAND)]
    said[apart.index] = _points(apart["point_no"], quantities.energy.points)
    settled = rows["rule"].str.extract(SETTLED, expand=False)
    said[rows.index[settled.notna()]] = settled.dropna() + " "
    texts = _of_readings(rows[settled.isna()], inputs, quantities, segments)
    said[texts.index] += texts
    return said


def _of_readings(rows: pd.DataFrame, inputs: pd.DataFrame, quantities: Quantities, segments: pd.DataFrame) -> pd.Series:
    """Return the readings of rows of energy and demand, and what is added to them or goes off; only of those read."""
    period = rows["period"].where(rows["component"] != DEMAND, REGISTER)
    off = taken_off(quantities.energy, segments, inputs)
    cut = inputs["customer_no"].isin(segments.loc[segments["cut"], "customer_no"])
    inputs = inputs[~((inputs["sign"] < 0) & cut)]
    words = [pd.Index(pd.unique(inputs[name])) for name in ("customer_no", "of_point", "period")]
    theirs = _codes(words, inputs["customer_no"], inputs["of_point"], inputs["period"])
    mine = _codes(words, rows["customer_no"], rows["point_no"], period)
    texts, sums = _read(theirs, inputs)
    place = texts.index.get_indexer(mine)
    found, whole = texts.to_numpy(object)[place], sums.to_numpy()[place]
    keys = pd.DataFrame({"code": mine, "component": rows["component"].to_numpy(), "kwh": rows["quantity"].to_numpy()})
    some, same = _some_days(rows, keys, segments), keys.duplicated(["code", "component"], keep=False).to_numpy()
    summed = keys["kwh"].where(~same, keys.groupby(["code", "component"])["kwh"].transform("sum"))
    named, gone = _named(rows, keys, off)
    rest = np.where(rows["rule"].str.contains("!", regex=False) & ~some, summed - whole + gone, 0)
    demand, since = (rows["component"] == DEMAND).to_numpy(), _since(rows, same | some, segments)
    left = np.where(rows["customer_no"].isin(quantities.energy.losses.index), "损耗、余数等", "余数")
    known = np.flatnonzero((place >= 0) & (mine >= 0))
    said = [_joined(found[at] + named[at], rest[at], since[at], left[at], demand=demand[at]) for at in known]
    return pd.Series(said, index=rows.index[known], dtype=object)


def _points(point_nos: pd.Series, points: pd.DataFrame) -> pd.Series:
    """Return points as they are called before their rows, those without a meter with the ratio."""
    ratio = points["ratio_percent"].map("（定比 {:.10g}%）".format).where(points["relation"] == "定比", "")
    return point_nos + point_nos.map(ratio.mask(points["relation"] == "定量", "（定量）")).fillna("") + " "


def _since(rows: pd.DataFrame, part: npt.NDArray[np.bool_], segments: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Return what a row is of what was read: empty for all of it, the first day of its segment, else 其中."""
    since = "，" + segments["starts_on"].dt.strftime("%m-%d") + " 起 "
    of = since.where(segments["cut"], "，其中 ").reindex(rows["segment"]).to_numpy(object)
    return np.where(part, of, "")


def _named(rows: pd.DataFrame, keys: pd.DataFrame, off: Off) -> tuple[list[str], npt.NDArray[np.float64]]:
    """Return what goes off each row by name, and how much of it goes off all rows of its code and component."""
    if not off:
        return [""] * len(rows), np.zeros(len(rows))
    said, kwh = [], []
    for row in rows[["customer_no", "point_no", "period", "segment"]].itertuples(index=False, name=None):
        mine = [*off.get((*row[:3], ALWAYS), ()), *off.get(row, ())]
        said.append("".join(f"，减 {point} {amount:,.12g}" for point, amount in mine))
        kwh.append(sum(amount for _, amount in mine))
    gone = keys.assign(gone=kwh).groupby(["code", "component"])["gone"].transform("sum")
    return said, gone.to_numpy("float64")


def _some_days(rows: pd.DataFrame, keys: pd.DataFrame, segments: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Say which rows are of a component that bills some segments of their customer alone: a class, a market."""
    if not segments["cut"].any():
        return np.zeros(len(rows), dtype=bool)
    counted = keys.assign(segment=rows["segment"].to_numpy()).groupby(["code", "component"])["segment"]
    every = rows["customer_no"].map(segments["customer_no"].value_counts()).to_numpy()
    return np.asarray(counted.transform("nunique").to_numpy() < every)


def _joined(text: str, rest: float, since: str, left: str, *, demand: bool) -> str:
    """Return a reading as the left side of what it leads to; what the meters do not show is said."""
    if demand:
        return f"{text}{since or ('，计费 ' if rest else ' = ')}"
    more = f"，{'加' if rest > 0 else '减'}{left} {abs(rest):,.12g}" if rest else ""
    return f"{text}{more}{since or ' = '}"


def _codes(words: list[pd.Index], *columns: pd.Series) -> Codes:
    """Return one whole number for each combination of words; −1 where one of them is not known."""
    places = [index.get_indexer(column) for index, column in zip(words, columns, strict=True)]
    code = (places[0].astype("int64") * len(words[1]) + places[1]) * len(words[2]) + places[2]
    return np.where(np.minimum.reduce(places) < 0, -1, code)


def _read(codes: Codes, inputs: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return by code what was read, in words, and what it comes to."""
    order = np.argsort(codes, kind="stable")
    sorted_codes = codes[order]
    each = np.array(list(_written(inputs.iloc[order])), dtype=object)
    starts = np.flatnonzero(np.append(True, sorted_codes[1:] != sorted_codes[:-1])[: len(sorted_codes)])
    counts = np.diff(np.append(starts, len(sorted_codes)))
    amounts = (inputs["sign"] * inputs["quantity"].fillna(0)).to_numpy("float64")[order]
    sums = np.add.reduceat(amounts, starts) if len(starts) else amounts
    texts = each[starts] if len(starts) else each
    for at in np.flatnonzero(counts > 1):
        parts = list(each[starts[at] : starts[at] + counts[at]])
        more = f" 等 {counts[at]} 个示数（见核算底稿）" if counts[at] > SHOWN else ""
        texts[at] = "；".join(parts[:SHOWN]) + more
    known = pd.Index(sorted_codes[starts])
    return pd.Series([f"示数 {text}" for text in texts], index=known, dtype=object), pd.Series(sums, index=known)


def _written(inputs: pd.DataFrame) -> Iterator[str]:
    names = [
        "customer_no",
        "owner_no",
        "point_no",
        "sign",
        "register",
        "previous_reading",
        "current_reading",
        "rollover",
        "multiplier",
    ]
    for mine, owner, point, sign, register, before, after, over, multiplier in inputs[names].itertuples(
        index=False, name=None
    ):
        run = f"{after:.10g}" if register == REGISTER else f"{before:.10g}→{after:.10g}"
        off = f"减{'' if owner == mine else f'户号 {owner} 的'} {point} " if sign < 0 else ""
        yield f"{off}{run}{'（翻转）' if over == YES else ''} ×{multiplier:.10g}"


def _factors(lines: pd.DataFrame, quantities: Quantities) -> Iterator[str]:
    known = quantities.power_factor[["active_kwh", "reactive_kvarh", "power_factor"]].reindex(lines["customer_no"])
    standards = quantities.standards.reindex(lines["segment"])
    for (active, reactive, cosine), standard in zip(known.itertuples(index=False, name=None), standards, strict=True):
        parts = f"P {active:,.12g} kWh、Q {reactive:,.12g} kvarh，cosφ {cosine / 100:.2f}"
        yield f"{parts}，标准 {standard / 100:.2f}；"
