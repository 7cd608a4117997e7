"""The month's bills once more, written plainly in numpy float64: the floor that ``billing`` is measured against.

Nothing of ``addin.billing`` is used, no exact money, no sentence, no special case: numbers of customers and points become
places, everything else is an array. Prices are those of the made-up area.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from tests.benchmarks.area import CAPACITY_PRICE, FIRST, FIXED, LAST, MONTH, PERIODS, PRICES

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
DAYS = 31
HOURS = 24 * DAYS
REGISTERS = {"正向有功总": 0, **{f"正向有功{name}": at for at, name in enumerate(PERIODS, 1)}, "正向无功总": 5}
PARTS = ("购电", *FIXED, "容量电费", "力调电费")
PLACE = {**{name: place for place, name in enumerate(PARTS)}, "上网环节线损": 0}
"""Line loss is priced with the purchase."""
ENERGY_PRICES = np.array([float(PRICES[name]) - sum(map(float, FIXED.values())) for name in PERIODS])
FIXED_PRICES = np.array([float(price) for price in FIXED.values()])
ADJUSTED = np.array([name != "政府性基金" for name in ("购电", *FIXED, "容量电费")])
FEN = 0.01


def recomputed(frames: Mapping[str, pd.DataFrame], factors: Mapping[tuple[int, int], float]) -> tuple[Numbers, Numbers]:
    """Return the recomputed total of each customer [yuan], and how far its bill is off: 0 where every part agrees.

    Args:
        frames: the sheets by name.
        factors: power factor adjustment [%] by standard and power factor, both in hundredths.
    """
    customer = places(frames["customers"]["customer_no"])
    registers = energies(frames, customer)
    segment, share = segments(frames["billing_terms"], customer)
    with_losses = registers + losses(frames, customer, registers)
    used = cents(with_losses[segment, 1:5] * share[:, None])
    purchase = cents(used * ENERGY_PRICES).sum(axis=1)
    fixed = cents(used.sum(axis=1)[:, None] * FIXED_PRICES)
    capacity = cents(capacities(frames["devices"], customer)[segment] * share * float(CAPACITY_PRICE))
    amounts = np.column_stack([purchase, fixed, capacity])
    standard = pd.to_numeric(frames["billing_terms"]["power_factor_standard"]).to_numpy("float64")
    change = adjustments(with_losses, standard, factors)[segment]
    adjusted = cents((amounts * ADJUSTED).sum(axis=1) * change / 100)
    lines = np.column_stack([amounts, adjusted])
    bills = np.column_stack([np.bincount(segment, part, len(customer)) for part in lines.T])
    return bills.sum(axis=1), differences(frames, customer, bills)


def places(numbers: pd.Series) -> dict[str, int]:
    """Return the place of each number."""
    return {number: place for place, number in enumerate(numbers)}


def at(numbers: pd.Series, place: Mapping[str, int]) -> Places:
    """Return the places of numbers."""
    return np.fromiter((place[number] for number in numbers.to_numpy(object)), "int64", len(numbers))


def cents(amounts: Numbers) -> Numbers:
    """Return amounts rounded to the fen, as floats can."""
    return np.floor(amounts * 100 + 0.5 + 1e-6) / 100


def energies(frames: Mapping[str, pd.DataFrame], customer: Mapping[str, int]) -> Numbers:
    """Return what each customer's registers metered in the month: total, periods, reactive."""
    rows = frames["readings"]
    rows = rows[(rows["month"] == MONTH).to_numpy()]
    points = frames["metering_points"]
    owner = at(points["customer_no"], customer)[at(rows["point_no"], places(points["point_no"]))]
    start, end, times = (
        rows[name].to_numpy("float64") for name in ("previous_reading", "current_reading", "multiplier")
    )
    quantity = np.floor((end - start) * times + 0.5 + 1e-6)
    cell = owner * len(REGISTERS) + at(rows["register"], REGISTERS)
    result = np.bincount(cell, quantity, len(customer) * len(REGISTERS)).reshape(-1, len(REGISTERS))
    result[:, list(PERIODS).index("平") + 1] += result[:, 0] - result[:, 1:5].sum(axis=1)
    return result


def segments(terms: pd.DataFrame, customer: Mapping[str, int]) -> tuple[Places, Numbers]:
    """Return the customer of each segment of the month and the share of the month's days that it covers."""
    owner, begins = at(terms["customer_no"], customer), days(terms["effective_on"])
    order = np.lexsort((begins, owner))
    owner, begins = owner[order], begins[order]
    ends = np.append(np.where(owner[1:] == owner[:-1], begins[1:], day(LAST) + 1), day(LAST) + 1)
    covered = np.minimum(ends, day(LAST) + 1) - np.maximum(begins, day(FIRST))
    return owner[covered > 0], covered[covered > 0] / DAYS


def days(dates: pd.Series) -> Places:
    """Return dates as numbers of days."""
    return dates.to_numpy("datetime64[D]").astype("int64")


def day(one: object) -> int:
    """Return a date as a number of days."""
    return int(np.datetime64(one, "D").astype("int64"))


def losses(frames: Mapping[str, pd.DataFrame], customer: Mapping[str, int], metered: Numbers) -> Numbers:
    """Return the loss of transformers metered on the low side and of lines, shared over the registers by energy."""
    devices, terms = frames["devices"], frames["billing_terms"]
    owner = at(devices["customer_no"], customer)
    names = (
        "no_load_loss_kw",
        "load_loss_kw",
        "no_load_current_percent",
        "impedance_percent",
        "loss_factor",
        "rated_kva",
    )
    p0, pk, i0, uk, k, kva = (np.nan_to_num(devices[name].to_numpy("float64")) for name in names)
    low = (frames["customers"]["metering_side"] == "高供低计").to_numpy()[owner]
    squares = (metered[:, 0] ** 2 + metered[:, 5] ** 2)[owner]
    active = np.where(low, np.floor(p0 * HOURS + k * pk * squares / (HOURS * kva**2) + 0.5), 0)
    reactive = np.where(low, np.floor(i0 / 100 * kva * HOURS + k * uk / 100 * squares / (HOURS * kva) + 0.5), 0)
    result = np.zeros_like(metered)
    result[:, 0], result[:, 5] = (np.bincount(owner, part, len(customer)) for part in (active, reactive))
    rate = np.zeros(len(customer))
    rate[at(terms["customer_no"], customer)] = np.nan_to_num(terms["line_loss_percent"].to_numpy("float64"))
    result[:, 0] += np.floor((metered[:, 0] + result[:, 0]) * rate / 100 + 0.5)
    result[:, 1:5] = result[:, :1] * metered[:, 1:5] / metered[:, 1:5].sum(axis=1)[:, None]
    return result


def capacities(devices: pd.DataFrame, customer: Mapping[str, int]) -> Numbers:
    """Return the capacity of each customer over the month, its days added up one by one [kVA]."""
    since = days(devices["commissioned_on"])
    served = since[:, None] <= np.arange(day(FIRST), day(LAST) + 1)
    each = (served * devices["rated_kva"].to_numpy("float64")[:, None]).sum(axis=1) / DAYS
    return np.bincount(at(devices["customer_no"], customer), each, len(customer))


def adjustments(metered: Numbers, standard: Numbers, factors: Mapping[tuple[int, int], float]) -> Numbers:
    """Return the power factor adjustment of each customer [%]."""
    factor = np.floor(100 * metered[:, 0] / np.hypot(metered[:, 0], metered[:, 5]) + 0.5).astype("int64")
    table = np.full((101, 101), np.nan)
    for (row, column), percent in factors.items():
        table[row, column] = percent
    return table[np.rint(standard * 100).astype("int64"), factor]


def differences(frames: Mapping[str, pd.DataFrame], customer: Mapping[str, int], ours: Numbers) -> Numbers:
    """Return how far each issued bill is off [yuan]: its parts beyond a fen a row, else its total beyond as much."""
    lines, bills = frames["bill_lines"], frames["bills"]
    lines = lines[(lines["month"] == MONTH).to_numpy()]
    bills = bills[(bills["month"] == MONTH).to_numpy()]
    cell = at(lines["customer_no"], customer) * len(PARTS) + at(lines["component"], PLACE)
    size = len(customer) * len(PARTS)
    theirs = np.bincount(cell, lines["amount_yuan"].to_numpy("float64"), size).reshape(ours.shape)
    rows = np.bincount(cell, minlength=size).reshape(ours.shape)
    rows[:, -1] = rows.sum(axis=1)
    parts = np.abs(theirs - ours)
    issued = np.bincount(at(bills["customer_no"], customer), bills["charge_yuan"].to_numpy("float64"), len(customer))
    whole = np.abs(issued - ours.sum(axis=1))
    allowed = np.maximum(rows * FEN, FEN) + 1e-6
    return np.where((parts > allowed).any(axis=1), parts.max(axis=1), np.where(whole > 0.5, whole, 0.0))
