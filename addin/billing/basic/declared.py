"""需量核定: the demand that a customer declared for a month, of each feeder or of all of them together."""

import pandas as pd

from addin.billing.doubts import doubt

DEMAND = "需量电费"
FEEDER = ["customer_no", "feeder_sequence"]


def declarations(declared: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the declarations that hold: of several for one feeder the one applied for last.

    Args:
        declared: 需量核定 of a month.

    Returns:
        One row a customer and feeder; and who declared different demands without the dates that say which one holds.

    Source: management.md §5 合同需量核定值: it may be changed every month, on application.
    """
    ordered = declared.sort_values("applied_on", kind="stable", na_position="first")
    several = ordered[ordered.duplicated(FEEDER, keep=False)]
    if several.empty:
        return declared, doubt(several["customer_no"], "", DEMAND)
    groups = several.groupby(FEEDER, dropna=False, sort=False)
    last = groups["applied_on"].transform("max")
    latest = several[(several["applied_on"] == last) | last.isna() | several["applied_on"].isna()]
    unlike = latest.groupby(FEEDER, dropna=False, sort=False)["declared_kw"].transform("nunique") > 1
    torn = latest[unlike].drop_duplicates(FEEDER)
    feeder = torn["feeder_sequence"].map("进线 {:g} ".format, na_action="ignore").astype(object).fillna("")
    said = "「需量核定」" + feeder + "本月有几个不同的核定值，申请日没有填或是同一天，不知以哪行为准，"
    said += "请填申请日或删去作废的行"
    return ordered.drop_duplicates(FEEDER, keep="last"), doubt(torn["customer_no"], said, DEMAND)


def of_feeders(feeders: pd.DataFrame, declared: pd.DataFrame) -> pd.Series:
    """Return the demand declared for each feeder [kW], ``NaN`` where none is.

    Args:
        feeders: customer_no, feeder_sequence.
        declared: from ``declarations``.
    """
    known = declared.dropna(subset=["feeder_sequence"])
    values = known.set_index(FEEDER)["declared_kw"]
    keys = pd.MultiIndex.from_frame(feeders[FEEDER])
    return pd.Series(values.reindex(keys).to_numpy("float64"), index=feeders.index)


def of_customers(feeders: pd.Series, larger: set[str], declared: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """Return the demand declared for all feeders of a customer together [kW], by customer_no; and the doubts.

    A row without a feeder is for all of them; else those of the feeders are added up, or the larger counts.

    Args:
        feeders: how many each customer has, by customer_no.
        larger: customers of whose feeders the larger counts.
        declared: from ``declarations``.
    """
    mine = declared[declared["customer_no"].isin(feeders.index)]
    one = mine["feeder_sequence"].isna()
    groups = mine[~one].groupby("customer_no")["declared_kw"]
    sums, added = groups.sum(), ~groups.sum().index.isin(larger)
    short = added & (groups.size() < feeders.reindex(sums.index))
    total = sums.where(added, groups.max()).mask(short)
    whole = mine[one].set_index("customer_no")["declared_kw"]
    lacking = short.index[short & ~short.index.isin(whole.index)].to_series()
    said = doubt(lacking, "「需量核定」只有一部分进线的核定值，与各进线需量之和无从比较，请补其余进线的核定值", DEMAND)
    return whole.reindex(whole.index.union(total.index)).fillna(total), said
