"""电费-A20: current transformers too large or too small for the load."""

import numpy as np
import pandas as pd

from addin.billing.metering.loss_scope import LOW_SIDE
from addin.billing.metering.multipliers import RATIO
from addin.billing.metering.readings import DEMAND
from addin.billing.month import Billing
from addin.findings import Level, Outcome, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce, thresholds, told_in
from addin.tables.choices import TOTAL

PERCENT = 100
LOW_KV = 0.38


@check(
    "电费-A20",
    "互感器选配",
    level=Level.NOTICE,
    clause="D2",
    table="metering_points",
    column="current_ratio",
    advice="按实际负荷更换合适变比的电流互感器，并更新倍率",
)
def transformers_fit_the_load(
    billing: Billing,
    metering_points: pd.DataFrame,
    readings: pd.DataFrame,
    customers: pd.DataFrame,
    rules: RulesInForce,
) -> Verdict:
    """Tell where the largest current is a small part of the current transformer's, or beyond it.

    Beyond it is told in the month itself; too large a transformer is told once a quarter, by the highest demand of all
    months in 抄表记录, so that a quiet month or a suspension advises nothing.

    References: 制度 D2; billing.md §9 A20; 审核阈值 电费-A20:下限, 上限, 提示月份.

    Checked with: generated cases on both sides of the limits.

    Limitations: by the demand register; a point without one is 未能核查. A point without energy is not asked. The power
    factor is that of the month, 1 where it is not known.
    """
    points = billing.quantities.energy.points
    mine = points[points["root"] & points["current_ratio"].notna() & ~(points[TOTAL] <= 0)]
    rows = metering_points.reset_index(names="row_id").drop_duplicates("point_no", keep="last").set_index("point_no")
    asked = mine.assign(row_id=rows["row_id"].reindex(mine.index)).reset_index().set_index("row_id")
    rated_kw = _rated_kw(asked, billing)
    load = asked["demand_kw"] * PERCENT / rated_kw
    highest = np.fmax(asked["point_no"].map(_highest_kw(readings, billing.month)) * PERCENT / rated_kw, load)
    least, most = (thresholds(rules, f"电费-A20:{word}限", asked, customers) for word in "下上")
    small = (highest < least["value"]) & told_in(rules, "电费-A20", billing.month)
    return judge(
        asked,
        small | (load > most["value"]),
        needs=(load,),
        reason="没有最大需量示数，或 CT、PT 变比不是 150/5 这样的写法",
        actual=highest.where(small, load),
        outcome=Outcome.NOTICE,
        about=asked["point_no"],
        message="计量点 {point_no} {when}最大负荷电流是互感器 {current_ratio} 额定电流的 {actual:.0f}%，{said}",
        values={
            "said": small.map({True: "变比偏大", False: "变比偏小"}),
            "when": small.map({True: "近几个月", False: "本月"}),
        },
        rule=least["rule"].where(small, most["rule"]),
    )


def _rated_kw(asked: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return the load at which each point's current transformer carries its rated current [kW]."""
    ampere = asked["current_ratio"].map(_primary)
    kv = (asked["voltage_ratio"].map(_primary, na_action="ignore").astype("float64") / 1000).where(lambda one: one > 1)
    low = asked["metering_side"].isin((LOW_SIDE, "低供低计"))
    cosine = asked["customer_no"].map(billing.quantities.power_factor["power_factor"]).astype("float64") / PERCENT
    return np.sqrt(3) * kv.mask(low & kv.isna(), LOW_KV) * ampere * cosine.where(cosine > 0, 1.0)


def _highest_kw(readings: pd.DataFrame, month: str) -> pd.Series:
    """Return the highest demand of each point in the months up to this one [kW]."""
    rows = readings[(readings["register"] == DEMAND) & (readings["month"] <= month)]
    return (rows["current_reading"] * rows["multiplier"]).groupby(rows["point_no"]).max()


def _primary(text: str) -> float:
    """Return the primary side of a ratio such as 150/5 or 10kV/100V [A, V]; NaN where it is none."""
    match = RATIO.fullmatch(str(text))
    return float(match[1]) * (1000 if match[2] else 1) if match else float("nan")
