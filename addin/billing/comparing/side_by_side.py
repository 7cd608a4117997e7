"""The sheet 账单重算: issued bills in their printed row order, the recomputed ones beside them."""

import numpy as np
import pandas as pd

from addin.billing.comparing.compare import BY_COMPONENT, BY_ROW, Comparison
from addin.billing.doubts import WHOLE

COLUMNS = (
    "customer_no", "customer_name", "bill_no", "line_no", "component", "period", "issued_quantity", "issued_price",
    "issued_fen", "recomputed_quantity", "recomputed_price", "recomputed_days", "divisor", "recomputed_fen",
    "difference_fen", "compared_at", "outcome", "rule", "line",
)  # fmt: skip
PASS, WRONG, UNKNOWN = "通过", "不符", "未能核查"
NO_ROWS = "「账单明细」没有该账单的行，只能比总额"


def side_by_side(comparison: Comparison, doubts: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Return the rows of the sheet.

    Args:
        comparison: of the month.
        doubts: customer_no, component, reason: what could not be recomputed.
        names: 户名 by customer_no.

    Returns:
        ``COLUMNS``, index running: every issued row; behind the rows of a customer those that its bill lacks. A
        component compared by its sum shows the sum beside its first row. Behind an undone row stands why. ``line`` is
        the row of the statement that stands beside an issued one.
    """
    issued = _issued(comparison, doubts)
    lacking = _lacking(comparison)
    every = pd.concat([issued, lacking], ignore_index=True)
    order = pd.factorize(every["customer_no"])[0]
    every = every.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)
    every["customer_name"] = every["customer_no"].map(names)
    return every[list(COLUMNS)]


def _issued(comparison: Comparison, doubts: pd.DataFrame) -> pd.DataFrame:
    """Return the issued rows with what was recomputed for them."""
    rows = comparison.issued
    unit = comparison.units.reindex(rows["unit_key"]).set_axis(rows.index)
    ours = _counterparts(comparison).reindex(rows["key"]).set_axis(rows.index)
    sums = unit["recomputed_fen"].where(~unit["by_row"] & ~rows["unit_key"].duplicated())
    ours.loc[~unit["by_row"] | unit["undone"]] = np.nan
    frame = rows[["customer_no", "bill_no", "line_no", "component", "period"]].assign(
        issued_quantity=rows["quantity"], issued_price=rows["unit_price"], issued_fen=rows["amount_fen"]
    )
    frame["recomputed_quantity"], frame["recomputed_price"] = ours["quantity"], ours["unit_price"]
    frame["recomputed_days"], frame["divisor"], frame["line"] = ours["days"], ours["divisor"], ours["line"]
    frame["recomputed_fen"] = ours["amount_fen"].fillna(sums.where(~unit["undone"])).astype("Int64")
    frame["recomputed_fen"] = frame["recomputed_fen"].fillna(0).where(_counted(rows, unit), frame["recomputed_fen"])
    off = frame["issued_fen"] - frame["recomputed_fen"]
    frame["difference_fen"] = off.where(unit["by_row"], unit["difference_fen"].where(sums.notna()).astype("Int64"))
    frame["compared_at"] = np.where(unit["by_row"], BY_ROW, BY_COMPONENT)
    wrong = unit["different"] & (~unit["by_row"] | (off.abs() > unit["row_allowed_fen"]).fillna(value=False))
    frame["outcome"] = np.where(unit["undone"], UNKNOWN, np.where(wrong, WRONG, PASS))
    rule = ours["rule"].fillna(rows["unit_key"].map(comparison.ours.groupby("unit_key")["rule"].first()))
    frame["rule"] = rule.where(~unit["undone"], _reasons(rows, doubts))
    frame["rule"] += _added(rows, ~unit["undone"] & sums.notna())
    return frame


def _added(rows: pd.DataFrame, summed: pd.Series) -> pd.Series:
    """Say beside the sum of a component which bills of the month (instalments) were added up for it."""
    owned = rows[["customer_no", "bill_no"]].drop_duplicates("bill_no")
    owned = owned[owned["customer_no"].duplicated(keep=False)]
    several = owned.groupby("customer_no")["bill_no"].agg("、".join)
    said = {customer: f"；与 {bills} 各张账单之和比" for customer, bills in several.items()}
    named = [said.get(customer, "") if now else "" for customer, now in zip(rows["customer_no"], summed, strict=True)]
    return pd.Series(named, index=rows.index, dtype=object)


def _counted(rows: pd.DataFrame, unit: pd.DataFrame) -> pd.Series:
    """Say which rows without a counterpart are compared with nothing: 0 was recomputed for them."""
    return unit["by_row"] & ~unit["undone"] & ~rows["found"] & (rows["key"] >= 0)


def _counterparts(comparison: Comparison) -> pd.DataFrame:
    """Return recomputed rows by the key of the issued row that they correspond to."""
    ours = comparison.ours
    rows = ours.assign(line=ours.index.to_numpy("float64"))
    names = ["quantity", "unit_price", "days", "divisor", "amount_fen", "rule", "line"]
    return rows[rows["key"] >= 0].set_index("key")[names]


def _reasons(rows: pd.DataFrame, doubts: pd.DataFrame) -> pd.Series:
    """Say why a row was not recomputed: the reason of its component, else of the whole bill."""
    said = doubts.set_index(["customer_no", "component"])["reason"]
    own = said.reindex(pd.MultiIndex.from_frame(rows[["customer_no", "unit"]])).to_numpy()
    whole = doubts[doubts["component"] == WHOLE].set_index("customer_no")["reason"]
    reason = pd.Series(own, index=rows.index, dtype=object).fillna(rows["customer_no"].map(whole))
    return reason.fillna("按账单原样计入，没有重算")


def _lacking(comparison: Comparison) -> pd.DataFrame:
    """Return recomputed rows that the bill lacks."""
    ours = comparison.ours
    unit = comparison.units.reindex(ours["unit_key"]).set_axis(ours.index)
    rows = ours[~ours["found"] & (ours["key"] >= 0) & unit["by_row"] & ~unit["undone"]]
    bills = comparison.bills.set_index("customer_no")["bill_no"]
    frame = rows[["customer_no", "component", "period", "rule"]].assign(bill_no=rows["customer_no"].map(bills))
    frame = frame.assign(recomputed_quantity=rows["quantity"], recomputed_price=rows["unit_price"])
    frame = frame.assign(recomputed_days=rows["days"], divisor=rows["divisor"], line=rows.index)
    frame["recomputed_fen"], frame["difference_fen"] = rows["amount_fen"], -rows["amount_fen"]
    allowed = unit["row_allowed_fen"].reindex(rows.index)
    frame["outcome"] = np.where(rows["amount_fen"].abs() > allowed, WRONG, PASS)
    return frame.assign(compared_at=BY_ROW, line_no=np.nan)
