"""Try the mistakes: bill the clones, keep those that give exactly what was issued."""

import itertools
from collections.abc import Sequence

import pandas as pd

from addin.billing.causes.clones import MARK, alone, cloned
from addin.billing.causes.prices import other_months, with_other_months
from addin.billing.causes.rounding import family, other_orders
from addin.billing.causes.tried import TOUCHES, Try
from addin.billing.causes.tries import tries
from addin.billing.month import Billing, bill_month
from addin.billing.statement import POWER_FACTOR
from addin.reading import Ledger
from addin.rulebook import Rulebook, RulesInForce

AT_ONCE = 20_000
"""Clones that are billed in one call: more cost memory, fewer cost time."""
Different = dict[str, frozenset[str]]
MOST = ("审计-A07:试算户数", "审计-A07:组合试算户数")
COLUMNS = ["customer_no", "first", "second"]
FITS = [*COLUMNS, "order", "off"]


def explain(ledger: Ledger, rulebook: Rulebook, billing: Billing, rules: RulesInForce) -> pd.DataFrame:
    """Return what would explain each bill that differs, to the fen.

    Every try alone first; pairs of tries only for bills that no single one explains. Of a bill that passes, but not to
    the fen, only the order of rounding is asked: nothing else costs so little.

    Args:
        ledger: the sheets that were read.
        rulebook: every dated rule.
        billing: the month recomputed.
        rules: in force; how many bills are tried at most, alone and in pairs, those with the greatest difference first.

    Returns:
        One row per explanation that fits best: customer_no, ``families`` (``倍率`` or ``倍率+力调标准``), ``words``.
    """
    most, most_pairs = (int(rules.value("audit_thresholds", key)) for key in MOST)
    asked = _asked(ledger, billing, most)
    made = tries(ledger, billing, asked, other_months(rulebook, billing.month, billing.province))
    priced = with_other_months(rulebook, billing.month, billing.province)
    different = _different(billing, asked)
    table = rules.rows("power_factor_table")
    rounding = other_orders(billing, asked.union(_cents(billing)), table).assign(first=-1, second=-1)
    fits = _fits(ledger, priced, billing, made, _singles(made, different), table)
    singles = _best(pd.concat([rounding[FITS], fits], ignore_index=True))
    open_ = asked[~asked.isin(singles["customer_no"])][:most_pairs]
    pairs = _best(_fits(ledger, priced, billing, made, _pairs(made, open_, different), table))
    return _named(pd.concat([singles, pairs], ignore_index=True), made)


def _asked(ledger: Ledger, billing: Billing, most: int) -> pd.Index:
    """Return the customers whose bill differs though all of it was recomputed, the greatest difference first.

    Asked too is a bill that lacks a component which could not be recomputed: by a mistake it may have none.
    """
    totals = billing.totals
    lacks = totals["recomputed_fen"].isna() & totals["customer_no"].isin(billing.billed)
    known = ~totals["undone"] & (totals["difference_fen"] != 0).fillna(value=False)
    wrong = totals[totals["different"] & totals["issued_fen"].notna() & (known | lacks)]
    size = wrong["difference_fen"].abs().fillna(wrong["over_fen"] + wrong["under_fen"])
    ordered = wrong.assign(size=size).sort_values("size", ascending=False, kind="stable")
    return alone(pd.Index(ordered["customer_no"]), ledger["metering_points"])[:most]


def _cents(billing: Billing) -> pd.Index:
    """Return the customers whose bill passes, though its total is not the recomputed one to the fen."""
    totals = billing.totals[~billing.totals["different"] & ~billing.totals["undone"]]
    return pd.Index(totals.loc[(totals["difference_fen"] != 0).fillna(value=False), "customer_no"])


def _different(billing: Billing, asked: pd.Index) -> Different:
    """Return the components whose sums differ, by customer; none where only the total is known."""
    units = billing.comparison.units
    wrong = units[units["different"] & (units["difference_fen"] != 0)].groupby("customer_no")["unit"].agg(frozenset)
    return {str(customer): wrong.get(customer, frozenset()) for customer in asked}


def _singles(made: Sequence[Try], different: Different) -> pd.DataFrame:
    """Return one row per customer and try that can explain its bill."""
    rows = [
        (customer, at, -1)
        for at, one in enumerate(made)
        for customer in one.facts.index
        if one.explains(different[customer]) and one.concerns(different[customer])
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _pairs(made: Sequence[Try], asked: pd.Index, different: Different) -> pd.DataFrame:
    """Return one row per customer and pair of tries of different families that can explain its bill together."""
    rows = [
        (customer, first, second)
        for (first, one), (second, other) in itertools.combinations(enumerate(made), 2)
        if one.family != other.family
        for customer in one.facts.index.intersection(other.facts.index).intersection(asked)
        if together(one, other, different[customer])
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def together(one: Try, other: Try, different: frozenset[str]) -> bool:
    """Say whether two tries can change all components that differ, and each at least one of them."""
    if not (one.concerns(different) and other.concerns(different)):
        return False
    left = different - TOUCHES.get(one.family, different)
    return other.explains(left) and one.shares(different) and other.shares(different)


def _fits(  # noqa: PLR0913, PLR0917 - a trial bills a month again
    ledger: Ledger,
    rulebook: Rulebook,
    billing: Billing,
    made: Sequence[Try],
    trials: pd.DataFrame,
    table: pd.DataFrame,
) -> pd.DataFrame:
    """Return the trials that give the issued total: ``FITS``, ``order`` empty where rows are rounded as they are."""
    parts = [
        _billed(ledger, rulebook, billing, made, trials.iloc[at : at + AT_ONCE].reset_index(drop=True), table)
        for at in range(0, len(trials), AT_ONCE)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=FITS)


def _best(fits: pd.DataFrame) -> pd.DataFrame:
    """Return, of each bill, the explanations with the fewest mistakes, those nearest to its rows."""
    size = (fits[["first", "second"]] >= 0).sum(axis="columns") + (fits["order"] != "")
    fits = fits[size == size.groupby(fits["customer_no"]).transform("min")]
    return fits[fits["off"] == fits.groupby("customer_no")["off"].transform("min")]


def _billed(  # noqa: PLR0913, PLR0917 - a trial bills a month again
    ledger: Ledger,
    rulebook: Rulebook,
    billing: Billing,
    made: Sequence[Try],
    trials: pd.DataFrame,
    table: pd.DataFrame,
) -> pd.DataFrame:
    """Bill the trials; return those with the issued total, and in how many components they are ``off``."""
    tail = pd.Series([f"{MARK}{at}" for at in trials.index], index=trials.index, dtype=object)
    clones = trials.assign(tail=tail, clone_no=trials["customer_no"].astype(object) + tail)
    frames = cloned(ledger, clones[["customer_no", "tail"]], billing.month)
    for at, one in enumerate(made):
        mine = clones[(clones["first"] == at) | (clones["second"] == at)]
        if len(mine):
            one.change(frames, mine["customer_no"].map(one.facts).set_axis(mine["clone_no"]))
    again = bill_month(ledger.replaced(frames), rulebook, billing.month, billing.province)
    fits = _fit(again, table).rename(columns={"customer_no": "clone_no"})
    return clones.merge(fits, on="clone_no")[FITS]


def _fit(again: Billing, table: pd.DataFrame) -> pd.DataFrame:
    """Return the clones that give the issued total, as they are or in another order of rounding."""
    totals = again.totals[~again.totals["undone"]].set_index("customer_no")
    different = again.comparison.units[again.comparison.units["different"]].groupby("customer_no")["unit"]
    exact = totals.index[(totals["difference_fen"] == 0).fillna(value=False)]
    off = different.size().reindex(exact).fillna(0).to_numpy("float64")
    rows = again.lines.groupby("customer_no").size().reindex(totals.index)
    small = totals.index[(totals["difference_fen"].abs() <= rows).fillna(value=False)]
    adjusted = different.agg(set).map({POWER_FACTOR}.__eq__)
    near = small.union(adjusted.index[adjusted.astype(bool)].intersection(totals.index)).difference(exact)
    plain = pd.DataFrame({"customer_no": exact, "order": "", "off": off})
    return pd.concat([plain, other_orders(again, near, table)], ignore_index=True)


def _named(fits: pd.DataFrame, made: Sequence[Try]) -> pd.DataFrame:
    """Return the explanations in words."""
    rows = []
    for customer, first, second, order in fits[[*COLUMNS, "order"]].itertuples(index=False):
        chosen = [made[at] for at in (first, second) if at >= 0]
        families = [*(one.family for one in chosen), *([family(order)] if order else [])]
        words = [*(str(one.words[customer]) for one in chosen), *([order] if order else [])]
        rows.append((customer, "+".join(families), "并".join(words)))
    return pd.DataFrame(rows, columns=["customer_no", "families", "words"]).drop_duplicates()
