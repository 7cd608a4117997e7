"""Business sub-meters at a tariff kind of their own, 单一制 behind a 两部制 customer: priced in rows of their own."""

import pandas as pd

from addin.billing.doubts import NONE, doubt
from addin.billing.flags import YES, Flags
from addin.billing.pricing.prices import BUSINESS, ENERGY, FIXED
from addin.tables.choices import TARIFF_KINDS

SINGLE, TWO_PART = TARIFF_KINDS
MAIN, PARALLEL = "总表", "并接"
PRICED = (*ENERGY, *FIXED)
"""Components of their rows: they pay no capacity and no demand of their own."""


def own_kinds(points: pd.DataFrame, term_rows: pd.DataFrame) -> pd.Series:
    """Return the tariff kind that business points are priced at by themselves; blank where they go with the customer.

    A main point always does. A sub-meter, or one wired beside the main meter (并接), whose kind is the customer's in a
    part of the month only has rows of its own throughout.

    Args:
        points: rows of 计量点: customer_no, relation, parent_no, tariff_class, tariff_kind.
        term_rows: 计费参数 of the month as written: customer_no, tariff_class, tariff_kind.

    Returns:
        Like ``points``: 单一制 or 两部制.

    Source: billing.md §0.5, §4.4: a sub-meter group with its own tariff in a real bill.
    """
    told = _told(points) & ~is_main(points)
    if not told.any():
        return pd.Series(None, index=points.index, dtype=object)
    kinds = term_rows.groupby("customer_no")["tariff_kind"].agg(["first", "nunique"])
    mine = kinds.reindex(points["customer_no"]).set_axis(points.index)
    same = (mine["first"] == points["tariff_kind"]) & (mine["nunique"] == 1)
    return points["tariff_kind"].astype(object).where(told & ~same & mine["first"].notna(), None)


def beside(points: pd.DataFrame) -> pd.DataFrame:
    """Return rows of 计量点, those that are wired beside a main meter (并接) behind no other point.

    Their 上级计量点 says beside which one they stand: the main meter does not count their kWh.

    Source: billing.md §4.2: what is wired separately (并接) is no part of the main meter's P and Q.
    """
    wired = points["relation"] == PARALLEL
    return points.assign(parent_no=points["parent_no"].mask(wired)) if wired.any() else points


def _told(points: pd.DataFrame) -> pd.Series:
    return points["tariff_kind"].notna() & (points["tariff_class"].fillna(BUSINESS) == BUSINESS)


def is_main(points: pd.DataFrame) -> pd.Series:
    """Say which points are main meters: behind no other, and not wired beside one (并接)."""
    return points["parent_no"].isna() & (points["relation"].fillna(MAIN) == MAIN)


def kind_doubts(points: pd.DataFrame, term_rows: pd.DataFrame) -> pd.DataFrame:
    """Say which main points contradict 计费参数.

    Args:
        points: as ``own_kinds``, with point_no.
        term_rows: likewise; a main point agrees with any of its customer's kinds in the month.
    """
    asked = points[_told(points)]
    if asked.empty:
        return NONE
    owner = asked["customer_no"]
    pairs = pd.MultiIndex.from_frame(term_rows[["customer_no", "tariff_kind"]])
    agrees = pd.MultiIndex.from_frame(asked[["customer_no", "tariff_kind"]]).isin(pairs)
    other = asked[
        is_main(asked) & ~agrees & owner.isin(term_rows.loc[term_rows["tariff_class"] == BUSINESS, "customer_no"])
    ]
    said = "总表 " + other["point_no"].astype(str) + " 的『单一制/两部制』为" + other["tariff_kind"].astype(object)
    said += "，与该户的计费参数不同，以哪一个为准不明：请改正；单独计价而不在总表之后的计量点，关系填『并接』"
    return doubt(other["customer_no"], said)


def powerless(points: pd.DataFrame) -> pd.DataFrame:
    """Say which sub-meters would have a charge on power of their own, which 计费参数 of the customer does not give.

    Args:
        points: point_no, customer_no, ``own_kind``.
    """
    dear = points[points["own_kind"] == TWO_PART].drop_duplicates("point_no")
    said = "分表 " + dear["point_no"].astype(str) + " 执行两部制，而「计费参数」只有该户一种容（需）量计费方式："
    said += "该分表的容（需）量电费没有依据，未能重算；请核对其电价制度，确应执行两部制的立为单独的户号"
    return doubt(dear["customer_no"], said, "容量电费")


def of_own_kind(billed: pd.DataFrame) -> pd.Series:
    """Say which rows of ``Energy.billed`` are of points at a kind of their own."""
    return billed["billed_class"].isin(TARIFF_KINDS) & (billed["point_no"] != "")


def at_business_prices(billed: pd.DataFrame) -> pd.Series:
    """Say which rows of ``Energy.billed`` follow 电价: of the main class, and of points at a kind of their own."""
    return (billed["point_no"] == "") | of_own_kind(billed)


def each_kind(segments: pd.DataFrame, billed: pd.DataFrame) -> pd.DataFrame:
    """Return the segments, those with points at a kind of their own once more at that kind.

    Args:
        segments: of customers, index = segment: tariff_kind.
        billed: see ``Energy.billed``.
    """
    apart = billed.loc[of_own_kind(billed), ["segment", "billed_class"]].drop_duplicates()
    apart = apart[apart["segment"].isin(segments.index)]
    if apart.empty:
        return segments
    kind = apart["billed_class"].to_numpy()
    return pd.concat([segments, segments.loc[apart["segment"]].assign(tariff_kind=kind)])


def outside_power_factor(lines: pd.DataFrame, points: pd.DataFrame, flags: Flags) -> pd.Series:
    """Say which rows of statements are of points at a kind of their own that the adjustment is not taken on.

    Args:
        lines: of statements: component, point_no.
        points: index point_no: with_power_factor; one without a word goes by the rule 力调参与:另有电价的分表.
        flags: the billing rules.
    """
    named = ~lines["point_no"].isin([""]) & lines["component"].isin(PRICED)
    if not named.any():
        return named
    inside = inside_power_factor(lines.loc[named, "point_no"].map(points["with_power_factor"]), flags)
    return named & ~inside.reindex(lines.index, fill_value=False)


def taking_part(lines: pd.DataFrame, points: pd.DataFrame, flags: Flags) -> pd.Series:
    """Say which rows of statements the power factor adjustment is taken on; see ``outside_power_factor``."""
    return lines["component"].isin(flags.power_factor_components) & ~outside_power_factor(lines, points, flags)


def inside_power_factor(word: pd.Series, flags: Flags) -> pd.Series:
    """Say for which words 力调参与 of points at a kind of their own the adjustment is taken on their rows."""
    return (word == YES) | (word.isna() & flags.own_kinds_adjusted)
