"""电费-A18, A19: multipliers that change without an order or do not fit the transformers."""

import numpy as np
import pandas as pd

from addin.billing.disputed import off_fen
from addin.billing.metering.multipliers import BY_RATIOS, ct_pt, multipliers
from addin.billing.month import Billing
from addin.billing.own_months.trends import back
from addin.checks.bill_review.registers import by_meter, in_force_within, month_rows
from addin.days import DAY
from addin.findings import Level, Verdict, both, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce

WHERE = "计量点 {point_no} 表 {meter_no}"
FOLLOWS = (
    "审计-A07", "审计-A08", "电费-A01", "电费-A02", "电费-A03", "电费-A16", "电费-B01", "电费-C02", "电费-C04",
    "电费-E04", "电费-E05",
)  # fmt: skip
"""What follows from a wrong multiplier."""


@check(
    "电费-A19",
    "倍率与互感器不符",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="multiplier",
    advice="现场核对互感器铭牌变比，更正档案或抄表的倍率；已按错误倍率发行的，重算后按倍率差错办理退补",
    explains=("电费-A18", *FOLLOWS),
)
def multiplier_fits_transformers(  # noqa: PLR0913, PLR0917 - a multiplier hangs on all of these
    month_readings: pd.DataFrame,
    metering_points: pd.DataFrame,
    ledger: Ledger,
    billing: Billing,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """The multiplier of a reading, and of its point in the archive on those days, is CT ratio × PT ratio.

    References: 制度 D2; billing.md §9 A19, §6 (倍率 = CT × PT).

    Checked with: generated cases only.

    Limitations: on the low side an empty PT counts as 1; a meter without CT, PT and multiplier other than 1 is unknown.
    """
    rows, rule = month_readings, rules.cite_key("audit_rules", "电费-A19")
    versions = in_force_within(metering_points, month)
    factors = multipliers(rows, versions, ledger["meter_changes"])
    right = factors["multiplier"].where(factors["multiplier_from"] == BY_RATIOS)
    wrong = _differs(rows["multiplier"], right)
    asked = by_meter(rows.assign(right=right), wrong, right.isna())
    read = judge(
        asked,
        asked["failed"],
        needs=(asked["right"], asked["multiplier"]),
        reason="「计量点」没有填 CT、PT 变比，或抄表记录没有倍率",
        actual=asked["multiplier"],
        expected=asked["right"],
        difference=asked["multiplier"] - asked["right"],
        stake_fen=_stake(asked[asked["failed"]], billing),
        about=asked["point_no"],
        message=WHERE + "：抄表倍率 {actual:,g}，按 CT×PT 应为 {expected:,g}",
        rule=rule,
    )
    fine = ~versions["point_no"].isin(rows.loc[wrong, "point_no"]) & versions["point_no"].isin(rows["point_no"])
    return both([read, _archived(versions[fine], rule)])


def _archived(versions: pd.DataFrame, rule: str) -> Verdict:
    """Return what is found of points whose archive alone is wrong: bills go by CT × PT, no money is disputed."""
    right = ct_pt(versions, versions["multiplier"])
    asked = versions[_differs(versions["multiplier"], right) & versions["customer_no"].notna()]
    return judge(
        asked,
        pd.Series(data=True, index=asked.index),
        actual=asked["multiplier"],
        expected=right,
        difference=asked["multiplier"] - right,
        about=asked["point_no"],
        message=WHERE + "：「计量点」综合倍率 {actual:,g}，按 CT×PT 应为 {expected:,g}；本月抄表倍率无误",
        table="metering_points",
        column="multiplier",
        rule=rule,
    )


@check(
    "电费-A18",
    "倍率变动",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="multiplier",
    advice="查找换表或换互感器工单；没有工单的，核对现场变比，更正倍率后重算",
    explains=FOLLOWS,
)
def multiplier_changes(  # noqa: PLR0913, PLR0917 - a multiplier hangs on all of these
    month_readings: pd.DataFrame,
    readings: pd.DataFrame,
    ledger: Ledger,
    billing: Billing,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """The multiplier of a point is last month's, unless a work order changed meter or transformers.

    References: 制度 D2; billing.md §9 A18.

    Checked with: generated cases only.

    Limitations: an order counts when 换表记录 has it for the point between last month's reading and this one; points
    without a reading last month are not asked.
    """
    rows = month_readings
    last = month_rows(readings, back(month, 1)).dropna(subset=["multiplier"]).drop_duplicates("point_no", keep="last")
    rows = rows.assign(last=rows["point_no"].map(last.set_index("point_no")["multiplier"])).dropna(subset=["last"])
    changed = _differs(rows["multiplier"], rows["last"])
    told = ledger.has("meter_changes")
    asked = by_meter(rows, changed & ~_ordered(rows, ledger["meter_changes"]))
    return judge(
        asked,
        asked["failed"],
        unknown=None if told else asked["failed"],
        actual=asked["multiplier"],
        expected=asked["last"],
        reason="抄表记录没有倍率" if told else "倍率与上月不同，而工作簿中没有「换表记录」表，无法核对工单",
        difference=asked["multiplier"] - asked["last"],
        stake_fen=_stake(asked[asked["failed"]], billing),
        about=asked["point_no"],
        message=WHERE + "：本月倍率 {actual:,g}，上月 {expected:,g}，其间没有换表或换互感器工单",
        rule=rules.cite_key("audit_rules", "电费-A18"),
    )


def _differs(one: pd.Series, other: pd.Series) -> pd.Series:
    """Say where two multipliers differ, both being known."""
    return one.notna() & other.notna() & ~pd.Series(np.isclose(one, other, rtol=1e-9), index=one.index)


def _ordered(rows: pd.DataFrame, meter_changes: pd.DataFrame) -> pd.Series:
    """Say for which readings a work order changed the point's meter or transformers since last month."""
    orders = meter_changes.dropna(subset=["order_no", "changed_at"])
    ends = rows.groupby("point_no")["read_on"].transform("max") + DAY
    starts = rows.groupby("point_no")["previous_on"].transform("min")
    starts = starts.fillna(rows["read_on"] - pd.offsets.MonthBegin(1))
    last = orders.groupby("point_no")["changed_at"].max().reindex(rows["point_no"]).set_axis(rows.index)
    return (last >= starts) & (last < ends)


def _stake(found: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what a wrong multiplier costs [fen]: what the bill is off by; nothing where it agrees or is not whole."""
    off = off_fen(billing).abs()
    different = billing.totals.loc[billing.totals["different"], "customer_no"]
    return found["customer_no"].map(off[off.index.isin(different)]).astype("Int64")
