"""Try the mistakes: bill the clones, keep those that give exactly what was issued."""

import itertools
from collections.abc import Sequence

import pandas as pd

from addin.billing.causes.clones import MARK, alone, cloned
from addin.billing.causes.prices import other_months, with_other_months
from addin.billing.causes.rounding import rounded_once_fen
from addin.billing.causes.tries import TOUCHES, Try, tries
from addin.billing.month import Billing, bill_month
from addin.reading import Ledger
from addin.rulebook import Rulebook, RulesInForce

AT_ONCE = 20_000
"""Clones that are billed in one call: more cost memory, fewer cost time."""
Different = dict[str, frozenset[str]]
MOST = ("审计-A07:试算户数", "审计-A07:组合试算户数")
ONCE = "（合计后一次取整）"
COLUMNS = ["customer_no", "first", "second"]


def explain(ledger: Ledger, rulebook: Rulebook, billing: Billing, rules: RulesInForce) -> pd.DataFrame:
    """Return what would explain each bill that differs, to the fen.

    Every try alone first; pairs of tries only for bills that no single one explains.

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
    singles = _fitting(ledger, priced, billing, made, _singles(made, different))
    open_ = asked[~asked.isin(singles["customer_no"])][:most_pairs]
    pairs = _fitting(ledger, priced, billing, made, _pairs(made, open_, different))
    return _named(pd.concat([singles, pairs], ignore_index=True), made)


def sentences(explained: pd.DataFrame) -> pd.Series:
    """Return by customer_no what is said of its bill: ；若按倍率 30 计算，与账单分毫不差."""
    groups = explained.groupby("customer_no", sort=False)["words"]
    return pd.Series({customer: _sentence(list(words)) for customer, words in groups}, dtype=object)


def _sentence(words: list[str]) -> str:
    """Return the end of a finding's sentence."""
    return f"；若{'，或'.join(words)}，{'均' if len(words) > 1 else ''}与账单分毫不差"


def _asked(ledger: Ledger, billing: Billing, most: int) -> pd.Index:
    """Return the customers whose bill differs though all of it was recomputed, the greatest difference first."""
    totals = billing.totals
    wrong = totals[
        totals["different"] & ~totals["undone"] & totals["issued_fen"].notna() & (totals["difference_fen"] != 0)
    ]
    ordered = wrong.assign(size=wrong["difference_fen"].abs()).sort_values("size", ascending=False, kind="stable")
    return alone(pd.Index(ordered["customer_no"]), ledger["metering_points"])[:most]


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
        if one.explains(different[customer])
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
    left = different - TOUCHES.get(one.family, different)
    return other.explains(left) and one.shares(different) and other.shares(different)


def _fitting(
    ledger: Ledger, rulebook: Rulebook, billing: Billing, made: Sequence[Try], trials: pd.DataFrame
) -> pd.DataFrame:
    """Return the trials that give the issued total, those nearest to its rows."""
    parts = [
        _billed(ledger, rulebook, billing, made, trials.iloc[at : at + AT_ONCE].reset_index(drop=True))
        for at in range(0, len(trials), AT_ONCE)
    ]
    if not parts:
        return trials.assign(once=pd.Series(dtype=object), off=pd.Series(dtype="float64"))
    found = pd.concat(parts, ignore_index=True)
    plain = ~found["once"].astype(bool)
    found = found[plain | ~found["customer_no"].isin(found.loc[plain, "customer_no"])]
    return found[found["off"] == found.groupby("customer_no")["off"].transform("min")]


def _billed(
    ledger: Ledger, rulebook: Rulebook, billing: Billing, made: Sequence[Try], trials: pd.DataFrame
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
    totals = again.totals[~again.totals["undone"]].set_index("customer_no")
    off = again.comparison.units
    off = off[off["different"]].groupby("customer_no").size()
    fits = clones.assign(once=clones["clone_no"].map(_fit(again, totals)), off=clones["clone_no"].map(off).fillna(0))
    return fits.dropna(subset="once")[[*COLUMNS, "once", "off"]]


def _fit(again: Billing, totals: pd.DataFrame) -> pd.Series:
    """Return the clones that give the issued total: ``False`` as they are, ``True`` when rounded once at the end."""
    exact = totals.index[(totals["difference_fen"] == 0).fillna(value=False)]
    rows = again.lines.groupby("customer_no").size().reindex(totals.index)
    near = totals.index[(totals["difference_fen"].abs() <= rows).fillna(value=False)].difference(exact)
    lines = again.lines[again.lines["customer_no"].isin(near)]
    once = rounded_once_fen(lines, again.flags.power_factor_components, len(again.days))
    same = once.index[once == totals["issued_fen"].reindex(once.index)]
    return pd.concat([pd.Series(data=False, index=exact), pd.Series(data=True, index=same)]).astype(object)


def _named(fits: pd.DataFrame, made: Sequence[Try]) -> pd.DataFrame:
    """Return the explanations in words."""
    chosen = [[made[at] for at in pair if at >= 0] for pair in zip(fits["first"], fits["second"], strict=True)]
    families = ["+".join(one.family for one in pair) for pair in chosen]
    ends = fits["once"].map({True: ONCE, False: ""})
    said = zip(fits["customer_no"], chosen, strict=True)
    words = ["并".join(str(one.words[customer]) for one in pair) for customer, pair in said]
    words = [word + end for word, end in zip(words, ends, strict=True)]
    return pd.DataFrame({"customer_no": fits["customer_no"], "families": families, "words": words}).drop_duplicates()
