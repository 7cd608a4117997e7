"""Clean months of made-up enterprises whose energy moves from month to month as that of real ones does.

The figures are those of the daily energy of the 1,454 enterprises of the Yangzhong high-tech zone (Jiangsu), 2015-01-01 to
2016-09-30, handed out for the Tianchi 「电力AI大赛」 of 2017 (race 231602, tianchi.aliyun.com), added up to months here. Used
were the 631 enterprises with 10,000 kWh a month or more that never fell below a tenth of their median month: those that
start, stop or close are no clean months. Not the data, only the quantiles below are kept; the generator was fitted to them
before any threshold was looked at. Steps into and out of a month of the Spring Festival are not among the changes; they
have a row of their own (median fall into February: 42 %).

Assumed, for lack of published data of the kind: power factors that stay within 0.02, shares of the periods within about
two points, and energy prices that change a few percent from month to month.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

MONTHS = [str(month) for month in pd.period_range("2024-04", "2026-04", freq="M")]
CHANGES = {0.25: 0.069, 0.50: 0.156, 0.75: 0.310, 0.90: 0.498, 0.95: 0.643, 0.98: 0.901}
"""|log change| from one month to the next: quantile → figure; 25.5 % of them are beyond ±30 %."""
BEYOND_30_PERCENT = 0.255
SPREADS = {0.05: 0.078, 0.25: 0.150, 0.50: 0.226, 0.75: 0.330, 0.95: 0.556}
"""1.4826 × the median absolute deviation of an enterprise's own log changes, over the enterprises."""
YEARLY = {0.25: 0.082, 0.50: 0.190, 0.75: 0.392, 0.90: 0.833}
"""|log change| against the same month a year before, March to September."""
FESTIVAL = {0.05: -1.27, 0.25: -0.81, 0.50: -0.55, 0.75: -0.29, 0.95: -0.05}
"""Log change from January to February where the holidays fall into February."""
PERIODS = ("尖", "峰", "平", "谷")
SHARES = (9, 26, 42, 23)


@dataclass(frozen=True)
class Area:
    """Enterprises over ``MONTHS``, one row each.

    Attributes:
        numbers: 户号.
        kwh: energy, columns months.
        kvarh: reactive energy, columns months.
        yuan: charge, columns months.
        shares: of the periods in each month, enterprises × months × periods.
        kva: contract capacity.
        kw: maximum demand, columns months.
    """

    numbers: list[str]
    kwh: np.ndarray
    kvarh: np.ndarray
    yuan: np.ndarray
    shares: np.ndarray
    kva: np.ndarray
    kw: np.ndarray


def energy_logs(dice: np.random.Generator, count: int, months: int) -> np.ndarray:
    """Return log energies around 0: own spread, a season that returns each year, now and then another level."""
    spread = 0.13 * np.exp(0.52 * dice.standard_normal(count))[:, None]
    shocks = dice.standard_t(3, (count, months + 12)) * spread
    state, states = np.zeros(count), []
    for month in range(months + 12):
        state = 0.5 * state + shocks[:, month]
        states.append(state)
    turn, place = dice.uniform(0, 12, (count, 2)), np.arange(months)
    year = np.cos((place - turn[:, :1]) * np.pi / 6) + 0.7 * np.cos((place - turn[:, 1:]) * np.pi / 3)
    levels = np.cumsum((dice.random((count, months)) < 0.011) * dice.normal(0, 0.46, (count, months)), axis=1)
    return np.array(states[12:]).T + 1.5 * spread * year + levels


def festival_logs(dice: np.random.Generator, count: int) -> np.ndarray:
    """Return what the Spring Festival takes off: 2025 one half each off January and February, 2026 all off February."""
    fall = np.minimum(dice.normal(-0.56, 0.37, count), 0)
    logs = np.zeros((count, len(MONTHS)))
    for month, part in (("2025-01", 0.5), ("2025-02", 0.5), ("2026-02", 1.0)):
        logs[:, MONTHS.index(month)] = part * fall
    return logs


def area(count: int, seed: int = 20260401) -> Area:
    """Return enterprises without a fault."""
    dice = np.random.default_rng(seed)
    level = 10_000 * np.exp(np.abs(dice.normal(0, 1.55, count)))
    logs = energy_logs(dice, count, len(MONTHS)) + festival_logs(dice, count)
    kwh = np.rint(level[:, None] * np.exp(logs)).clip(min=10)
    tangent = np.tan(np.arccos(dice.normal(0.93, 0.015, (count, 1)).clip(0.85, 0.97)))
    kvarh = np.rint(kwh * tangent * np.exp(dice.normal(0, 0.03, kwh.shape)))
    shares = np.array(SHARES) * np.exp(dice.normal(0, 0.3, (count, 1, 4))) + dice.normal(0, 1.0, (*kwh.shape, 4))
    shares = shares.clip(1) / shares.clip(1).sum(axis=2, keepdims=True)
    hours = dice.uniform(180, 420, count)
    kw = kwh / hours[:, None] * np.exp(dice.normal(0, 0.1, kwh.shape))
    kva = np.ceil(kw.max(axis=1) * 1.2 / 50) * 50
    price = 0.62 * np.exp(dice.normal(0, 0.03, len(MONTHS)))
    yuan = kva[:, None] * 26.3 + kwh * price
    return Area([f"42{n:011}" for n in range(count)], kwh, kvarh, np.rint(yuan * 100) / 100, shares, kva, kw)
