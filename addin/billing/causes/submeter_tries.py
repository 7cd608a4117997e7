"""Sub-meters that a bill may have been reckoned with otherwise: multiplier, 定比 or 定量, tariff kind."""

from collections.abc import Iterator, Sequence

import pandas as pd

from addin.billing.causes import submeter_mistakes
from addin.billing.causes.mistakes import Change
from addin.billing.causes.multiplier_tries import STEPS, energy, known, near, unlike, written
from addin.billing.causes.tried import Try, same, tried
from addin.billing.flags import NO, YES
from addin.billing.metering.own_kinds import SINGLE, TWO_PART, inside_power_factor
from addin.billing.metering.submeters import deducted
from addin.billing.month import Billing
from addin.reading import Ledger
from addin.tables.choices import TOTAL

TWICE = 2.0
FIGURES = (("定比", "ratio_percent", "%", (1.0, 0.1)), ("定量", "fixed_kwh", " kWh", (100.0, 10.0, 1.0)))
"""Relation, the column of its figure, its unit, and what a figure that a bill implies is rounded to."""
FINEST = 10_000
"""Figures have at most four decimals."""


def submeter_tries(ledger: Ledger, billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield what may have been taken wrongly of sub-meters, of each of a customer's by itself.

    Multipliers and figures are tried only where the bill has another energy than the main meter's less its sub-meters,
    or does not say how much it has.
    """
    yield from _pricing(billing, terms)
    points = billing.quantities.energy.points
    points = points[points["customer_no"].isin(terms.index)]
    above, merged = deducted(points)
    yield from _apart(points[merged], terms)
    subs = _implying(points[above.notna()].assign(above=above), billing)
    yield from _multipliers(subs[~subs["relation"].isin([name for name, *_ in FIGURES])], ledger, billing)
    for relation, column, unit, rounds in FIGURES:
        said = f"按分表 {{0[0]}} 的{relation} {{0[1]:.10g}}{unit} 计算"
        mine = subs[subs["relation"] == relation]
        yield from _each(mine, "定比定量", _figures(mine, ledger, column, rounds), said, submeter_mistakes.told(column))


def _pricing(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield sub-meters not taken off, not priced by themselves, adjusted or not."""
    points = billing.archive.points
    points = points[points["customer_no"].isin(terms.index)]
    apart = points["own_kind"].notna()
    behind = points.loc[points["parent_no"].notna() & ~apart, "customer_no"]
    kinds = points.loc[apart].drop_duplicates("customer_no").set_index("customer_no")["own_kind"]
    own = terms["tariff_kind"].where(terms.index.isin(kinds.index))
    yield tried("分表电价", own, "分表不单独计价，并入总表按{}计算", submeter_mistakes.as_main)
    inside = inside_power_factor(points.loc[apart, "with_power_factor"], billing.flags)
    owners = points.loc[inside.index, "customer_no"]
    outer, inner = (terms.index.intersection(owners[part].unique()) for part in (~inside, inside))
    yield tried("分表力调", same(YES, outer), "分表的电费计入力调参与金额", submeter_mistakes.adjusted)
    without = "" if not billing.flags.own_kinds_adjusted else NO
    yield tried("分表力调", same(without, inner), "分表的电费不计入力调参与金额", submeter_mistakes.adjusted)
    left_out = same(YES, terms.index[terms.index.isin(behind)])
    yield tried("分表", left_out, "不扣减分表电量", submeter_mistakes.not_taken_off)


def _apart(points: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield sub-meters billed in the rows of the meter above of a two-part customer, but priced at 单一制."""
    two_part = points["customer_no"].map(terms["tariff_kind"]) == TWO_PART
    kind = pd.Series(SINGLE, index=points.index[two_part & points["tariff_kind"].isna()])
    change = submeter_mistakes.told("tariff_kind")
    yield from _each(points, "分表电价", [kind], "分表 {0[0]} 按{0[1]}单独计价", change)


def _implying(subs: pd.DataFrame, billing: Billing) -> pd.DataFrame:
    """Add ``factor``, how many times its energy the bill implies; without those whose energy is that of the bill."""
    ours, issued = (
        energy(rows[~rows["point_no"].isin(subs.index)]).reindex(subs["customer_no"]).set_axis(subs.index)
        for rows in (billing.lines, billing.issued)
    )
    billed = billing.quantities.energy.billed.groupby("point_no")[TOTAL].sum().reindex(subs.index)
    factor = ((billed + ours - issued) / billed).where(billed > 0)
    return subs.assign(factor=factor)[ours != issued]


def _multipliers(subs: pd.DataFrame, ledger: Ledger, billing: Billing) -> Iterator[Try]:
    """Yield multipliers of metered sub-meters: as ``multiplier_tries``, and that of the meter above."""
    taken = billing.quantities.energy.metered.groupby("point_no", sort=False)["multiplier"].last()
    used = taken.reindex(subs.index)
    main = taken.reindex(subs["above"]).set_axis(subs.index)
    candidates = [main, *written(ledger, billing, "point_no"), *(used * step for step in STEPS)]
    candidates += near(used * subs["factor"], known(ledger))
    said, change = "按分表 {0[0]} 的倍率 {0[1]:.10g} 计算", submeter_mistakes.other_multiplier
    yield from _each(subs, "分表倍率", unlike(used, candidates), said, change)


def _figures(subs: pd.DataFrame, ledger: Ledger, column: str, rounds: Sequence[float]) -> Iterator[pd.Series]:
    """Yield figures: one in the archive at another time, twice, a decimal point off, as the bill implies."""
    figure = "agreed_kwh" if column == "fixed_kwh" else column
    used = subs[figure].astype("float64")
    rows = ledger["metering_points"]
    rows = rows[rows["point_no"].isin(subs.index)].sort_values("effective_on", kind="stable", na_position="first")
    others = rows[rows[column].notna() & (rows[column] != rows["point_no"].map(used))]
    former = others.groupby("point_no")[column].last()
    implied = used * subs["factor"]
    candidates = [former, used * TWICE, *(used * step for step in STEPS)]
    candidates += [(implied / each + 0.5) // 1 * each for each in rounds]
    return unlike(used, [(one * FINEST + 0.5) // 1 / FINEST for one in candidates])


def _each(
    subs: pd.DataFrame, family: str, values: Iterator[pd.Series] | Sequence[pd.Series], said: str, change: Change
) -> Iterator[Try]:
    """Yield values by point_no as tries: of a customer with several sub-meters one each."""
    nth = subs.groupby("customer_no").cumcount()
    for value in values:
        kept = value.reindex(subs.index).dropna()
        for _, group in kept.groupby(nth[kept.index]):
            pairs = pd.Series(list(group.items()), index=subs.loc[group.index, "customer_no"], dtype=object)
            yield tried(family, pairs, said, change)
