"""电费-A08, A10, A12: readings that run backwards, are estimated or missing, or do not add up."""

import numpy as np
import pandas as pd

from addin.billing.metering.register_digits import register_digits
from addin.billing.money import scaled, transport
from addin.billing.own_months.trends import back
from addin.checks.bill_review.registers import (
    ACTIVE,
    DECIMALS,
    DEMAND,
    METER,
    PERIOD_REGISTERS,
    TOTAL,
    YES,
    apart,
    by_meter,
    contradicted,
    in_force_within,
    meter_codes,
    month_rows,
    ran,
)
from addin.findings import Level, Verdict, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce

FLAT = ACTIVE + "平"
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


@check(
    "电费-A12",
    "总分不平",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对总示数和各时段示数；差额大的停止发行，查明是抄录差错还是表计故障",
    explains=("审计-A07",),
)
def periods_do_not_add_up(
    month_readings: pd.DataFrame,
    metering_points: pd.DataFrame,
    ledger: Ledger,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """The total register ran as far as its periods together, within the resolution of the registers.

    A difference beyond the resolution is a warning, beyond the share of the total as well an error.

    References: 制度 D2; billing.md §9 A12, §6; 审核阈值 电费-A12:比例, 每时段.

    Checked with: generated cases only.

    Limitations: forward active registers of one meter; a meter without period registers is not asked. Where 平 is not
    read and is reckoned as the rest (计费规则 平段推算), only periods that exceed the total are found.
    """
    rows = month_readings[month_readings["register"].str.startswith(ACTIVE)]
    digits = register_digits(rows, in_force_within(metering_points, month), ledger["meter_changes"])
    asked = _balance(rows, ran(rows, digits).mask(contradicted(rows)))
    if rules.text("billing_flags", "平段推算") == YES:
        asked["gap"] = asked["gap"].mask((asked["flats"] == 0) & (asked["gap"] > 0), 0)
    step, share = (rules.value("audit_thresholds", f"电费-A12:{name}") for name in ("每时段", "比例"))
    gap = asked["gap"].abs()
    beyond = gap > scaled(asked["periods"] * step, DECIMALS)
    grave = (gap * 100).astype("Float64") > asked["total"].abs().astype("Float64") * share
    row = rules.rows("audit_rules").loc[rules.row("audit_rules", "电费-A12")]
    return judge(
        asked,
        beyond,
        needs=(asked["gap"],),
        reason="缺上次或本次示数，或翻转而没有表位数，或同一示数有几行而内容不同",
        actual=transport(asked["total"], DECIMALS),
        expected=transport(asked["total"] - asked["gap"], DECIMALS),
        difference=transport(asked["gap"], DECIMALS),
        level=grave.fillna(value=False).astype(bool).map({True: row["level"], False: row["second_level"]}),
        about=asked["point_no"],
        message=WHERE + "：总示数走了 {actual:,.2f}，各时段之和 {expected:,.2f}，相差 {difference:+,.2f}，"
        "乘倍率约 {energy:,.0f} kWh",
        values={"energy": transport(asked["gap"], DECIMALS) * asked["multiplier"]},
        rule=rules.cite_key("audit_thresholds", "电费-A12:每时段"),
    )


def _balance(rows: pd.DataFrame, run: pd.Series) -> pd.DataFrame:
    """Return totals of meters with periods: ``total``, ``gap`` (total − periods), numbers ``periods`` and ``flats``."""
    part, flat = (rows["register"] != TOTAL).to_numpy(), (rows["register"] == FLAT).to_numpy()
    meter = meter_codes(rows)
    known = run.notna().to_numpy()
    units = run.fillna(0).to_numpy(dtype="float64")
    weights = {"total": np.where(part, 0, units), "gap": np.where(part, -units, units)}
    weights |= {"periods": part, "flats": flat, "lost": ~known}
    sums = {name: np.bincount(meter, weights=weight).astype("int64") for name, weight in weights.items()}
    whole = rows[~part]
    places, firsts = np.unique(meter[~part], return_index=True)
    asked = whole.iloc[firsts].assign(**{name: sums[name][places] for name in ("total", "periods", "flats")})
    gap = pd.Series(sums["gap"][places], index=asked.index, dtype="Int64").mask(sums["lost"][places] > 0)
    return asked.assign(gap=gap)[asked["periods"] > 0]
