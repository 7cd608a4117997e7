"""Main and check meter of a point: the main meter counts where both agree within their accuracy."""

import pandas as pd

from addin.billing.doubts import doubt
from addin.billing.flags import Flags
from addin.billing.metering.readings import by_point, metered
from addin.tables.choices import TOTAL

CHECK = "副表"
CLASS = r"(\d+(?:\.\d+)?)"
KINDS = {
    "customer_no": "str", "main_no": "str", "main_kwh": "float64", "check_kwh": "float64", "class_percent": "Float64",
    "allowed_kwh": "Float64", "apart": "boolean",
}  # fmt: skip
NO_PAIRS = pd.DataFrame(columns=list(KINDS), index=pd.Index([], name="point_no", dtype="str")).astype(KINDS)
"""Nobody has a check meter, as in most areas."""


def check_meters(ledger_points: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the check meters in force in the month: points whose 关系 is 副表.

    Args:
        ledger_points: table 计量点.
        days: of the month.
    """
    mine = (ledger_points["relation"] == CHECK) & ~(ledger_points["effective_on"] > days[-1])
    rows = ledger_points[mine]
    rows = rows[~(rows["expires_on"] <= days[0])].dropna(subset=["point_no", "customer_no", "parent_no"])
    return rows.sort_values("effective_on", kind="stable", na_position="first")


def paired(  # noqa: PLR0913, PLR0917 - two meters are compared by all of these
    checks: pd.DataFrame,
    points: pd.DataFrame,
    readings: pd.DataFrame,
    meter_changes: pd.DataFrame,
    flags: Flags,
    multiple: float,
) -> pd.DataFrame:
    """Return main and check energy side by side.

    Args:
        checks: from ``check_meters``.
        points: settlement points with their energy, index point_no: customer_no, meter_class, 总 [kWh].
        readings: of the month.
        meter_changes: table 换表记录.
        flags: the billing rules.
        multiple: of the main meter's accuracy class within which the two may differ.

    Returns:
        Index point_no of the check meter: customer_no, main_no, main_kwh, check_kwh, class_percent, allowed_kwh and
        ``apart`` (boolean, ``NA`` where class or a reading is missing).

    Source: DL/T 448 (billing.md §6, from memory): |main − check| ≤ 1.5 × class of the main meter.
    """
    if checks.empty:
        return NO_PAIRS
    counted = by_point(metered(readings, checks, meter_changes, flags)[0])
    last = checks.drop_duplicates("point_no", keep="last").set_index("point_no")
    last = last[last["parent_no"].isin(points.index)]
    main = points.reindex(last["parent_no"]).set_axis(last.index)
    result = pd.DataFrame({"customer_no": main["customer_no"], "main_no": last["parent_no"]})
    result["main_kwh"], result["check_kwh"] = main[TOTAL], counted[TOTAL].reindex(last.index)
    accuracy = main["meter_class"].astype("string").str.extract(CLASS, expand=False)
    result["class_percent"] = pd.to_numeric(accuracy).astype("Float64")
    result["allowed_kwh"] = result["main_kwh"] * result["class_percent"] * multiple / 100
    off = (result["main_kwh"] - result["check_kwh"]).abs().astype("Float64")
    return result.assign(apart=off > result["allowed_kwh"] + 1e-9)


def pair_doubts(pairs: pd.DataFrame) -> pd.DataFrame:
    """Say whose main and check meter disagree: nobody may bill by either before both are verified."""
    off = pairs[pairs["apart"].fillna(value=False).astype(bool)]
    said = [
        f"计量点 {row.main_no} 主表 {row.main_kwh:,.10g} kWh 与副表 {row.Index} {row.check_kwh:,.10g} kWh 相差超过 "
        f"{row.allowed_kwh:,.10g} kWh，两表校验前不能计费"
        for row in off.itertuples()
    ]
    return doubt(off["customer_no"], pd.Series(said, dtype=object))
