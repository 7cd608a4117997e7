"""电费-A08, A10: readings that run backwards, are estimated or missing."""

import pandas as pd

from addin.billing.own_months.trends import back
from addin.checks.bill_review.registers import (
    DEMAND,
    METER,
    PERIOD_REGISTERS,
    TOTAL,
    YES,
    apart,
    by_meter,
    month_rows,
)
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

ESTIMATED = ("估抄", "缺抄")
REACTIVE = "无功"
"""Registers that not every meter has: last month's rows tell which has."""
WHERE = "计量点 {point_no} 表 {meter_no}"
FOLLOWS = ("电费-A01", "电费-A02", "电费-A03", "审计-A07", "审计-A08", "电费-A13", "电费-E04", "电费-E05")
"""What follows from a wrong reading."""


@check(
    "电费-A08",
    "示数倒走",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对现场示数和表号；确属翻转的在「翻转」列填 是，抄错的更正后重算",
    explains=("电费-A12", "电费-A05", "审计-A09", "电费-E06", "电费-B01", "电费-B02", *FOLLOWS),
)
def runs_backwards(month_readings: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """A register does not run backwards, unless it rolled over.

    References: 制度 D2; billing.md §9 A08, §6.

    Checked with: generated cases only.

    Limitations: a missing reading is the matter of 电费-A10; whether a rollover is plausible that of 电费-A09.
    """
    rows = month_readings[month_readings["register"] != DEMAND].dropna(subset=["previous_reading", "current_reading"])
    asked = by_meter(rows, (rows["current_reading"] < rows["previous_reading"]) & (rows["rollover"] != YES))
    return judge(
        asked,
        asked["failed"],
        actual=asked["current_reading"],
        expected=asked["previous_reading"],
        difference=apart(asked["current_reading"], asked["previous_reading"]),
        about=asked["point_no"],
        message=WHERE + "『{registers}』：本次示数 {actual:,.2f} 小于上次示数 {expected:,.2f}，且未标翻转",
        rule=rules.cite_key("audit_rules", "电费-A08"),
    )


@check(
    "电费-A10",
    "估抄或缺抄",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="补抄现场示数，更正后重算；确需估算的，下期按实抄示数清算并告知客户",
    explains=("电费-A12", "电费-A05", "审计-A09", "电费-B01", "电费-B02", *FOLLOWS),
)
def estimated_or_missing(
    month_readings: pd.DataFrame, readings: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """Every register is read: not estimated, not left out, not copied from last month while the meter ran.

    References: 制度 D2; billing.md §9 A10.

    Checked with: generated cases only.

    Limitations: a copied total is seen where another active register or the demand of the same meter shows a load; a
    meter copied in all registers looks like one that used nothing (电费-A05). Left out are registers of 无功
    that the same meter showed last month; a period that is left out is the matter of 电费-A15, a demand that the bill
    needs that of 审计-A07.
    """
    rows = month_readings
    lacking = rows["current_reading"].isna() | (rows["previous_reading"].isna() & (rows["register"] != DEMAND))
    stuck = _copied(rows)
    why = _left_out(rows, month_rows(readings, back(month, 1)))
    why = why.mask(stuck, "示数与上次相同，而其他示数有负荷").mask(lacking, "缺上次或本次示数")
    why = why.mask(rows["reading_way"].isin(ESTIMATED), "为" + rows["reading_way"].fillna("").astype(str))
    asked = by_meter(rows.assign(why=why), why != "")
    return judge(
        asked,
        asked["failed"],
        needs=(),
        actual=asked["reading_way"].where(asked["reading_way"].isin(ESTIMATED), asked["current_reading"]),
        expected="实抄示数",
        about=asked["point_no"],
        message=WHERE + "『{registers}』{why}",
        rule=rules.cite_key("audit_rules", "电费-A10"),
    )


def _left_out(rows: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """Say at the first row of a meter which registers it showed last month and does not show now; empty elsewhere."""
    asked = before[before["register"].str.contains(REACTIVE)]
    now, then = (pd.MultiIndex.from_frame(part[[*METER, "register"]]) for part in (rows, asked))
    gone = asked[~then.isin(now)].drop_duplicates([*METER, "register"]).groupby(METER)["register"].agg("、".join)
    said = pd.Series("", index=rows.index, dtype=object)
    first = rows[~rows.duplicated(METER)] if len(gone) else rows[:0]
    names = gone.reindex(pd.MultiIndex.from_frame(first[METER])).set_axis(first.index).dropna()
    said[names.index] = "在，而上月有的『" + names + "』本月没有"
    return said


def _copied(rows: pd.DataFrame) -> pd.Series:
    """Say which totals stand still although the meter shows a load."""
    still = rows["current_reading"] == rows["previous_reading"]
    moved = (rows["current_reading"] > rows["previous_reading"]) & rows["register"].isin(PERIOD_REGISTERS)
    loaded = rows[moved | ((rows["register"] == DEMAND) & (rows["current_reading"] > 0))]
    busy = pd.MultiIndex.from_frame(loaded[METER]).unique()
    candidates = rows[still & (rows["register"] == TOTAL)]
    hit = candidates.index[pd.MultiIndex.from_frame(candidates[METER]).isin(busy)]
    return pd.Series(rows.index.isin(hit), index=rows.index)
