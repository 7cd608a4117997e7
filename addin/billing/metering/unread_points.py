"""Which points have no reading for what they are billed by."""

from functools import partial

import pandas as pd

from addin.billing.doubts import WHOLE, doubt, gather
from addin.billing.metering.loss_scope import FORMULA, LOW_SIDE
from addin.billing.money import scaled
from addin.tables.choices import NOT_TIMED, PERIODS, TOTAL

POWER_FACTOR = "力调电费"


def needed_for_losses(
    unread: pd.DataFrame, roots: pd.DataFrame, devices: pd.DataFrame, lines: pd.DataFrame
) -> pd.DataFrame:
    """Return doubts about readings; those about kvarh are of the whole bill where losses are reckoned from it."""
    if unread.empty:
        return unread
    low = roots.loc[(roots["metering_side"] == LOW_SIDE) & (roots["with_transformer_loss"] != "否"), "customer_no"]
    by_formula = devices.loc[(devices["loss_method"] == FORMULA) & devices["customer_no"].isin(low), "customer_no"]
    owners = pd.concat([by_formula, lines["customer_no"]])
    grave = (unread["component"] == POWER_FACTOR) & unread["customer_no"].isin(owners)
    return unread.assign(component=unread["component"].mask(grave, WHOLE))


def point_doubts(points: pd.DataFrame, read: pd.DataFrame, torn: pd.Series, lacking: pd.Series) -> pd.DataFrame:
    """Say which points have no energy, lack a period, or have a total that their periods do not make."""
    lacking = lacking[lacking.index.isin(points.index)]
    blank = points[points[TOTAL].isna()]
    split = points[points.index.isin(torn.index[torn]) & ~points.index.isin(lacking.index)]
    return gather(
        [
            doubt(blank["customer_no"], partial(_why_blank, blank)),
            doubt(split["customer_no"], lambda: _why_torn(read.loc[split.index])),
            doubt(points["customer_no"].reindex(lacking.index), partial(_why_unread, lacking)),
        ]
    )


def _why_unread(lacking: pd.Series) -> pd.Series:
    """Say which register of points was not read."""
    said = "计量点 " + lacking.index.to_series().astype(str) + " 没有『正向有功" + lacking
    return said + "』示数，而该户的时段集本月有这一时段：没有抄的不能当作零，请补抄"


def _why_torn(read: pd.DataFrame) -> pd.Series:
    """Say how far the registers of points are apart, and what to look at."""
    apart = read["rest_millionths"] / 1e6
    numbers = (read[TOTAL], read[TOTAL] - apart, apart.abs())
    total, sums, rest = (each.map("{:,.10g}".format).astype(object) for each in numbers)
    said = "计量点 " + read.index.to_series().astype(str) + " 总示数电量与各时段之和不平：总 "
    said += total + " kWh，各时段之和 " + sums + " kWh，相差 " + rest
    return said + " kWh，超过「审核阈值」电费-A12 的容许差；请核对该计量点的总和各时段示数"


def _why_blank(blank: pd.DataFrame) -> pd.Series:
    """Say why points have no energy: a share or fixed energy has no meter, its cell or the point above decides."""
    share, fixed = blank["relation"] == "定比", blank["relation"] == "定量"
    percent = blank["ratio_percent"]
    fine = (
        " 的「定比」为 "
        + percent.map("{:.10g}".format).astype(object)
        + " %，应不多于四位小数；请按供用电合同更正「计量点」"
    )
    above = " 的关系是定比，其上级计量点 " + blank["parent_no"].astype(object).fillna("（未填）").astype(str)
    said = pd.Series(" 本月没有有功示数", index=blank.index, dtype=object)
    said = said.mask(fixed, " 的关系是定量，而「计量点」的「定量」没有可用的数，应为每月电量（kWh）；请补填")
    said = said.mask(share, above + " 没有电量，按比例算不出；请先补齐上级计量点的抄表记录")
    said = said.mask(share & percent.notna() & scaled(percent, 4).isna(), fine)
    said = said.mask(
        share & percent.isna(), " 的关系是定比，而「计量点」的「定比」没有可用的数，应为百分数，如 3；请补填"
    )
    return "计量点 " + blank.index.to_series().astype(str) + said


def untimed(roots: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Say which customers are billed by period without period registers."""
    main = roots["billed_class"] == roots["customer_no"].map(terms["tariff_class"])
    timed = roots["customer_no"].map(terms["period_set"]) != NOT_TIMED
    lacking = roots[main & timed & roots[list(PERIODS)].isna().all(axis="columns")]
    numbers = lacking.index.to_series().astype(str)
    return doubt(lacking["customer_no"], lambda: "计量点 " + numbers + " 没有分时示数，而该户执行分时电价")
