"""Which points have no reading for what they are billed by."""

import pandas as pd

from addin.billing.doubts import WHOLE, doubt, gather
from addin.billing.metering.loss_scope import FORMULA, LOW_SIDE
from addin.tables.choices import NOT_TIMED, PERIODS, TOTAL

POWER_FACTOR = "力调电费"


def needed_for_losses(unread: pd.DataFrame, roots: pd.DataFrame, devices: pd.DataFrame) -> pd.DataFrame:
    """Return doubts about readings; those about kvarh are of the whole bill where losses are reckoned from it."""
    if unread.empty:
        return unread
    low = roots.loc[(roots["metering_side"] == LOW_SIDE) & (roots["with_transformer_loss"] != "否"), "customer_no"]
    by_formula = devices.loc[(devices["loss_method"] == FORMULA) & devices["customer_no"].isin(low), "customer_no"]
    grave = (unread["component"] == POWER_FACTOR) & unread["customer_no"].isin(by_formula)
    return unread.assign(component=unread["component"].mask(grave, WHOLE))


def point_doubts(points: pd.DataFrame, torn: pd.Series, lacking: pd.Series) -> pd.DataFrame:
    """Say which points have no energy, lack a period, or have a total that their periods do not make."""
    lacking = lacking[lacking.index.isin(points.index)]
    blank = points[points[TOTAL].isna()]
    split = points[points.index.isin(torn.index[torn]) & ~points.index.isin(lacking.index)]
    unmetered = "计量点 " + lacking.index.to_series().astype(str) + " 没有『正向有功" + lacking
    unmetered += "』示数，而该户的时段集本月有这一时段：没有抄的不能当作零，请补抄"
    return gather(
        [
            doubt(blank["customer_no"], "计量点 " + blank.index.to_series().astype(str) + " 本月没有有功示数"),
            doubt(
                split["customer_no"], "计量点 " + split.index.to_series().astype(str) + " 总示数电量与各时段之和不平"
            ),
            doubt(points["customer_no"].reindex(lacking.index), unmetered),
        ]
    )


def untimed(roots: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Say which customers are billed by period without period registers."""
    main = roots["billed_class"] == roots["customer_no"].map(terms["tariff_class"])
    timed = roots["customer_no"].map(terms["period_set"]) != NOT_TIMED
    lacking = roots[main & timed & roots[list(PERIODS)].isna().all(axis="columns")]
    said = "计量点 " + lacking.index.to_series().astype(str) + " 没有分时示数，而该户执行分时电价"
    return doubt(lacking["customer_no"], said)
