"""Losses of transformers metered on the low side, of lines, and their share of each period."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.metering.fixed_energy import AGREED_DECIMALS
from addin.billing.money import product, round_half_up, scaled
from addin.tables.choices import PERIODS

HOURS_PER_DAY = 24
PLACES = {
    "no_load_loss_kw": 4,
    "load_loss_kw": 4,
    "no_load_current_percent": 4,
    "impedance_percent": 4,
    "loss_factor": 4,
    "rated_kva": 2,
}
"""Decimals that nameplate values may have."""
LINE_PLACES = {"line_resistance_ohm": 6, "line_shape_factor": 4, "supply_kv": 3}
"""Decimals that a line's values may have."""
WATTS = 1000
MOST_KWH = 2**53
"""More than a column of energy can hold exactly: what comes to so much was mistyped."""


def transformer_losses(devices: pd.DataFrame, no_reactive_divisor: float) -> pd.DataFrame:
    """Return active and reactive loss by the formula, each rounded half up to whole kWh and kvarh.

    Args:
        devices: nameplates as in 受电设备, with ``days`` in service, ``active_kwh`` and ``reactive_kvarh`` metered
            behind the device (``NaN`` reactive: no such register).
            Of several devices that share it, ``part`` ÷ ``parts`` is the share of each (whole numbers).
        no_reactive_divisor: apparent energy = active ÷ this where there is no reactive register [1].

    Returns:
        ``active_loss_kwh`` and ``reactive_loss_kvarh``, ``Int64``; ``NA`` where a nameplate value is empty or 0.

    Source: billing.md §5.1, with T hours in service, S rated kVA, W metered energy:
        active = P0·T + K·Pk·(Wp² + Wq²) ÷ (T·S²); reactive = I0·S·T + K·Uk·(Wp² + Wq²) ÷ (T·S).
    """
    plate = nameplates(devices)
    hours, squares = _hours(devices["days"]), _squares(devices, no_reactive_divisor)
    known = plate.notna().all(axis="columns") & pd.Series(squares >= 0, index=devices.index)
    p0, pk, i0, uk, k, kva = (plate[name].fillna(1).to_numpy().astype(object) for name in PLACES)
    part, parts = (devices[name].map(int).to_numpy(object) ** 2 for name in ("part", "parts"))
    above = p0 * 10**4 * hours * hours * kva * kva * parts + k * pk * squares * part * 10**4
    active = round_half_up(above, 10**8 * hours * kva * kva * parts)
    above = i0 * 10**4 * hours * hours * kva * kva * parts + k * uk * squares * part * 10**4
    reactive = round_half_up(above, 10**12 * hours * kva * parts)
    measured = devices["reactive_kvarh"].notna().to_numpy()
    columns = {"active_loss_kwh": active, "reactive_loss_kvarh": np.where(measured, reactive, 0)}
    idle = (devices["days"] == 0).to_numpy()
    return pd.DataFrame(
        {
            name: pd.Series(np.where(idle, 0, values).astype("int64"), index=devices.index, dtype="Int64").where(known)
            for name, values in columns.items()
        }
    )


def nameplates(devices: pd.DataFrame) -> pd.DataFrame:
    """Return the nameplate values of transformers in whole numbers of their last place, ``NA`` where there is no use.

    No transformer has a 0 there: exports write it for nothing.
    """
    plate = pd.DataFrame({name: scaled(devices[name], places) for name, places in PLACES.items()})
    return plate.where((plate > 0).fillna(value=False))


def resistive_losses(lines: pd.DataFrame, no_reactive_divisor: float) -> pd.Series:
    """Return the loss of lines by their resistance, each rounded half up to whole kWh.

    Args:
        lines: line_resistance_ohm (of each phase), line_shape_factor, supply_kv, ``days`` above 0, ``active_kwh`` and
            ``reactive_kvarh`` metered (``NaN`` reactive: no such register).
        no_reactive_divisor: apparent energy = active ÷ this where there is no reactive register [1].

    Returns:
        ``Int64`` [kWh]; ``NA`` where a value is empty, has more decimals than it may, or cannot be.

    Source: billing.md §5.4, by agreement; the formula is 待核 (计费规则 线损公式:按电阻): 3·(K·I)²·R·T ÷ 1000 with the
        mean current I = √(Wp² + Wq²) ÷ (√3·U·T) is K²·R·(Wp² + Wq²) ÷ (1000·U²·T).
    """
    told = pd.DataFrame({name: scaled(lines[name], places) for name, places in LINE_PLACES.items()})
    hours, squares = _hours(lines["days"]), _squares(lines, no_reactive_divisor)
    known = told.notna().all(axis="columns") & (lines["days"] > 0) & (squares >= 0)
    ohm, factor, kv = (told[name].fillna(1).to_numpy().astype(object) for name in LINE_PLACES)
    finer = LINE_PLACES["line_resistance_ohm"] + 2 * (LINE_PLACES["line_shape_factor"] - LINE_PLACES["supply_kv"])
    kwh = round_half_up(factor * factor * ohm * squares, WATTS * kv * kv * hours * 10**finer)
    sane = kwh < MOST_KWH
    return pd.Series(np.where(sane, kwh, 0).astype("int64"), index=lines.index, dtype="Int64").where(known & sane)


def share_out(loss: pd.Series, periods: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Share a loss over the periods by their energy; 平 takes what rounding leaves.

    Args:
        loss: whole numbers [kWh].
        periods: metered energy, columns ``PERIODS`` [kWh]; ``NaN`` where a customer has no periods.
        decimals: of a period's share.

    Returns:
        The shares, whole kWh that add up to the loss; ``NaN`` where there are no periods.

    Source: billing.md §5.3: the share has four decimals, the energy none, 平 takes the remainder.
    """
    others = [period for period in PERIODS if period != "平"]
    total = periods.sum(axis="columns")
    each = pd.Series(periods[others].fillna(0.0).to_numpy().ravel())  # all periods at once, customer by customer
    losses, totals = (whole.repeat(len(others)).reset_index(drop=True) for whole in (loss, total))
    part = portion(losses, totals, each, decimals)
    wide = part.to_numpy("float64", na_value=np.nan).reshape(-1, len(others))
    shares = pd.DataFrame(wide, index=periods.index, columns=others)
    shares["平"] = loss.to_numpy("float64", na_value=np.nan) - shares.sum(axis="columns")
    return shares[list(PERIODS)].where(periods.notna().any(axis="columns"), np.nan)


def portion(loss: pd.Series, total: pd.Series, part: pd.Series, decimals: int) -> pd.Series:
    """Return loss × (part ÷ total, rounded to its decimals), rounded half up to whole kWh; 0 of nothing.

    A part may be an agreed energy (定量), which has decimals, and so may what it is a part of.
    """
    whole = scaled(total.where(total > 0, 1.0), AGREED_DECIMALS).fillna(1).astype("int64")
    share = product((part, AGREED_DECIMALS), digits=decimals + AGREED_DECIMALS, divisor=whole)
    return product((loss, 0), (share, 0), digits=0, divisor=10**decimals)


def _hours(days: pd.Series) -> npt.NDArray[np.object_]:
    """Return the hours in service as Python integers; 1 where there are none, whose losses are 0 anyway."""
    return np.asarray(np.maximum(days.to_numpy("int64") * HOURS_PER_DAY, 1).astype(object))


def _squares(devices: pd.DataFrame, no_reactive_divisor: float) -> npt.NDArray[np.object_]:
    """Return Wp² + Wq² as Python integers; (Wp ÷ divisor)² where no reactive energy is metered; −1 where unknown."""
    active = scaled(devices["active_kwh"], 0)
    reactive = scaled(devices["reactive_kvarh"], 0)
    p = active.fillna(0).to_numpy().astype(object)
    q = reactive.fillna(0).to_numpy().astype(object)
    measured = devices["reactive_kvarh"].notna().to_numpy()
    hundredths = int(scaled(pd.Series([no_reactive_divisor]), 2)[0])
    alone = round_half_up(p * p * 10**4, hundredths * hundredths)
    squares = np.where(measured, p * p + q * q, alone)
    return np.where(active.notna().to_numpy(), squares, -1)
