"""审计-A10: readings that do not follow on last month's."""

import pandas as pd

from addin.billing.money import scaled
from addin.billing.own_months.trends import back
from addin.checks.bill_review.registers import (
    DECIMALS,
    DEMAND,
    METER,
    TOTAL,
    apart,
    by_meter,
    contradicted,
    looked_up,
    month_rows,
)
from addin.findings import Level, Verdict, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce

WHERE = "计量点 {point_no} 表 {meter_no}"
FOLLOWS = (
    "审计-A07", "审计-A08", "电费-A01", "电费-A02", "电费-A03", "电费-A08", "电费-A12", "电费-A13", "电费-E04",
    "电费-E05",
)  # fmt: skip
"""What follows from a wrong reading at the start."""
REGISTER_COLUMNS = {
    "active_total": TOTAL, "active_sharp": "正向有功尖", "active_peak": "正向有功峰", "active_flat": "正向有功平",
    "active_valley": "正向有功谷", "active_deep_valley": "正向有功深谷", "reactive_total": "正向无功总",
}  # fmt: skip
"""Columns of 换表记录 and the registers whose readings they hold."""


@check(
    "审计-A10",
    "止码不连续",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="previous_reading",
    advice="核对上月止码与本月起码；换表的补登「换表记录」，抄错的更正后重算",
    explains=FOLLOWS,
)
def readings_follow_on(
    month_readings: pd.DataFrame, readings: pd.DataFrame, ledger: Ledger, rules: RulesInForce, month: str
) -> Verdict:
    """A month begins with the reading that the month before ended with, a new meter with the one it was put in with.

    References: 制度 D2; 审计检查点 A10; billing.md §6.

    Checked with: generated cases only.

    Limitations: the multiplier, which the checkpoint names too, is the matter of 电费-A18 and A19; a meter without a
    reading last month and without a record in 换表记录 is unknown. Rows that contradict one another are 审计-A07.
    """
    rows = month_readings[(month_readings["register"] != DEMAND) & month_readings["previous_reading"].notna()]
    rows = rows[~contradicted(rows)]
    before = month_rows(readings, back(month, 1))
    rows = rows.assign(ended=_ended(rows, before, ledger["meter_changes"]))
    broken = (scaled(rows["previous_reading"], DECIMALS) != scaled(rows["ended"], DECIMALS)).fillna(value=False)
    asked = by_meter(rows, broken, rows["ended"].isna())
    return judge(
        asked,
        asked["failed"],
        needs=(asked["ended"],),
        reason="没有上月示数，「换表记录」里也没有装表示数",
        actual=asked["previous_reading"],
        expected=asked["ended"],
        difference=apart(asked["previous_reading"], asked["ended"]),
        about=asked["point_no"],
        message=WHERE + "『{registers}』：本月上次示数 {actual:,.2f}，应接上月（或装表）止码 {expected:,.2f}",
        rule=rules.cite_key("audit_points", "审计-A10"),
    )


def _ended(rows: pd.DataFrame, before: pd.DataFrame, meter_changes: pd.DataFrame) -> pd.Series:
    """Return the reading that each row should begin with: the one before it, else the one at installation."""
    key = [*METER, "register"]
    joined = pd.concat([before, rows])[[*key, "read_on", "current_reading"]].sort_values("read_on", kind="stable")
    previous = joined.groupby(key, dropna=False, sort=False)["current_reading"].shift()
    put_in = meter_changes[meter_changes["event"] == "装"].drop_duplicates("meter_no", keep="last")
    read = put_in.set_index("meter_no").rename(columns=REGISTER_COLUMNS)[list(REGISTER_COLUMNS.values())]
    return previous.reindex(rows.index).fillna(looked_up(read, rows["meter_no"], rows["register"]))
