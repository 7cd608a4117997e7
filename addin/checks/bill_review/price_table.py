"""电费-P1, P2: the published prices that the bills of the month rest on."""

import pandas as pd

from addin.billing.money import scaled
from addin.billing.month import Billing
from addin.billing.prices import PERIOD_COLUMNS, PLACES, TITLES
from addin.findings import Level, Outcome, Verdict, both, check, judge
from addin.rulebook import RulesInForce

PARTS = ("agent", "line_loss", "transmission", "system_operation", "funds")
FLOATING = PARTS[:2]
FLAT = "flat_yuan_per_kwh"


@check(
    "电费-P1",
    "价表分项和",
    level=Level.ERROR,
    clause="D1",
    table="prices",
    column=FLAT,
    advice="与原价目表核对该格；核实后更正「电价」，或在「电价待核」写明备选值",
)
def parts_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """The components of a published price add up to its flat price.

    References: 制度 D1; billing.md §9 P1, §10; ledger.md §2.8; 审核阈值 电费-P1:允许差.

    Checked with: the published Hubei price month 2026-01, whose three single-part rows are 0.0002 off.

    Limitations: only price rows that a bill of the month rests on; a cell under 待核 gives one notice, not one a bill.
    """
    asked = _used(billing)
    total = _sum(asked, PARTS)
    key = "电费-P1:允许差"
    limit = scaled(pd.Series([rules.value("audit_thresholds", key)]), PLACES)[0]
    off = (scaled(asked[FLAT], PLACES) - scaled(total, PLACES)).abs() > limit
    doubted = _doubted(asked, FLAT, rules)
    facts = {"actual": asked[FLAT], "expected": total, "difference": asked[FLAT] - total, "rule": _cited(asked, rules)}
    text = "平时段电价 {actual:.6f} 元/kWh，五个分项之和 {expected:.6f} 元/kWh"
    return _split(asked, off, doubted, facts, text, _followed(billing))


@check(
    "电费-P2",
    "价表系数",
    level=Level.WARNING,
    clause="D1",
    table="prices",
    column="peak_yuan_per_kwh",
    advice="与原价目表核对该格；核实后更正「电价」或「分时系数」，或在「电价待核」写明备选值",
)
def factors_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """Published period prices are the floating part times the factor of the period, plus the fixed part.

    References: 制度 D1; billing.md §3, §9 P2, §10; ledger.md §2.8; 分时系数; 审核阈值 电费-P2:允许差.

    Checked with: the published Hubei price month 2026-01: factors 2.0, 1.49, 0.45; 1.495 in one cell.

    Limitations: as 电费-P1; factors of the province's default period set; agent price and line loss float.
    """
    asked = _used(billing)
    table = rules.rows("period_factors")
    mine = (table["province"] == billing.province) & (table["period_set"] == billing.flags.period_set)
    factors = table[mine].set_index("period")["factor"]
    base, fixed = _sum(asked, FLOATING), _sum(asked, PARTS[2:])
    key = "电费-P2:允许差"
    verdicts = []
    for period, column in PERIOD_COLUMNS.items():
        if period == "平" or period not in factors or asked[column].isna().all():
            continue
        rows = asked[asked[column].notna()]
        seen = (rows[column] - fixed) / base
        off = (seen - factors[period]).abs() > rules.value("audit_thresholds", key)
        facts = {"actual": seen, "expected": pd.Series(factors[period], index=rows.index), "rule": _cited(rows, rules)}
        facts |= {"difference": seen - factors[period]}
        text = f"{period}时段电价折合系数 {{actual:.4f}}，分时系数表为 {{expected:g}}"
        verdicts.append(_split(rows, off, _doubted(rows, column, rules), facts, text, _followed(billing), period))
    return both(verdicts) if verdicts else judge(asked, asked[FLAT].isna(), message="", needs=())


def _used(billing: Billing) -> pd.DataFrame:
    """Return the price rows that statements of the month rest on, as printed, index = sheet row."""
    rows = billing.lines["rule"].str.extract(r"^电价!(\d+)", expand=False).dropna().astype("int64").unique()
    printed = billing.prices[billing.prices["variant"] == 0].set_index("row")
    return printed[printed.index.isin(rows)].assign(customer_no=None)


def _sum(rows: pd.DataFrame, parts: tuple[str, ...]) -> pd.Series:
    """Add up components [yuan/kWh]."""
    return rows[[f"{part}_yuan_per_kwh" for part in parts]].sum(axis="columns", skipna=False)


def _doubted(rows: pd.DataFrame, column: str, rules: RulesInForce) -> pd.Series:
    """Say in which rows a cell is under 待核."""
    cells = rules.rows("price_doubts")
    named = cells.loc[cells["column"].map(TITLES) == column, "price_key"]
    return rows["key"].isin(named)


def _cited(rows: pd.DataFrame, rules: RulesInForce) -> pd.Series:
    """Return the citation of the price rows."""
    return pd.Series([rules.cite("prices", row) for row in rows.index], index=rows.index, dtype=object)


def _followed(billing: Billing) -> pd.Series:
    """Say by price row how many bills follow the printed and how many the alternative value."""
    lines = billing.lines[billing.lines["component"] == "购电"].drop_duplicates("bill")
    row = lines["rule"].str.extract(r"^电价!(\d+)", expand=False).astype("int64")
    other = (lines["variant"] > 0).groupby(row).agg(["sum", "size"])
    printed = other["size"] - other["sum"]
    return "；本月 " + printed.astype(str) + " 户按表中值、" + other["sum"].astype(str) + " 户按备选值"


def _split(  # noqa: PLR0913, PLR0917 - two verdicts over the same rows
    rows: pd.DataFrame,
    off: pd.Series,
    doubted: pd.Series,
    facts: dict[str, pd.Series],
    text: str,
    followed: pd.Series,
    about: str = "平",
) -> Verdict:
    """Judge sure cells at the check's level, and note those under 待核."""
    named = {"about": rows["key"] + "-" + about, "values": {"followed": followed.reindex(rows.index).fillna("")}}
    sure = judge(rows[~doubted], off[~doubted], message="{key}：" + text, **facts, **named)
    noted = judge(
        rows[doubted],
        off[doubted],
        message="{key}：" + text + "，该格待核{followed}",
        level=str(Level.NOTICE),
        outcome=Outcome.NOTICE,
        **facts,
        **named,
    )
    return both([sure, noted])
