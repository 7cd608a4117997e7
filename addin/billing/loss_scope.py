"""Which losses a customer bears: of the transformer metered on its low side, and of its own line."""

import pandas as pd

from addin.billing.doubts import doubt, gather
from addin.billing.flags import YES, Flags
from addin.billing.losses import transformer_losses
from addin.billing.money import product
from addin.billing.readings import TOTAL

LOW_SIDE = "高供低计"
FORMULA, AGREED = "公式法", "协议定量"
UNTABLED = ("查表法", "比例")
COLUMNS = ("transformer_loss_kwh", "reactive_loss_kvarh", "line_loss_kwh")


def customer_losses(
    roots: pd.DataFrame, devices: pd.DataFrame, line_loss_percent: pd.Series, month_days: int, flags: Flags
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the losses of each customer.

    Args:
        roots: points without a point above, index point_no: customer_no, metering_side, with_transformer_loss,
            with_line_loss, 总 [kWh], reactive_kvarh.
        devices: table 受电设备 with ``days`` in service in the month and ``loss_factor`` filled in.
        line_loss_percent: of 计费参数, by customer_no [%].
        month_days: calendar days of the month.
        flags: the billing rules.

    Returns:
        By customer_no: transformer_loss_kwh, reactive_loss_kvarh, line_loss_kwh, ``Int64``; and the doubts.

    Source: billing.md §5; the table method needs the tables of its system, a percentage has no column: both are doubts.
    """
    low = roots[(roots["metering_side"] == LOW_SIDE) & (roots["with_transformer_loss"] != "否")]
    load = low.groupby("customer_no", sort=False)[[TOTAL, "reactive_kvarh"]].sum(min_count=1)
    mine = devices[devices["customer_no"].isin(load.index) & (devices["days"] > 0)]
    formula = mine[mine["loss_method"] == FORMULA]
    several = formula["customer_no"].duplicated(keep=False)
    one = formula[~several].set_index("customer_no")
    behind = load.reindex(one.index)
    one = one.assign(active_kwh=behind[TOTAL], reactive_kvarh=behind["reactive_kvarh"])
    by_formula = transformer_losses(one, flags.no_reactive_divisor)
    line, unrated = _line_losses(roots, line_loss_percent)
    every = by_formula.index.union(line.index).union(mine["customer_no"])
    result = pd.DataFrame(index=every, columns=list(COLUMNS), dtype="Int64")
    agreed = _agreed(mine, month_days).astype("Int64").reindex(every)
    formula_kwh = by_formula["active_loss_kwh"].reindex(every)
    result["transformer_loss_kwh"] = formula_kwh.fillna(0) + agreed.fillna(0)
    result["reactive_loss_kvarh"] = by_formula["reactive_loss_kvarh"]
    result["line_loss_kwh"] = line
    unknown = by_formula.index[by_formula.isna().any(axis="columns")].to_series()
    doubts = [
        doubt(formula.loc[several, "customer_no"], "有多台变压器按公式计变损，计量点与变压器无法对应"),
        doubt(mine.loc[mine["loss_method"].isin(UNTABLED), "customer_no"], "变损按查表法或比例，本程序没有所需的表"),
        doubt(unknown, "变损按公式法，而变压器铭牌参数（P0、Pk、I0、Uk、K、容量）或电量不全"),
        doubt(unrated, "计量点参与线损，而计费参数没有线损率"),
    ]
    return result.fillna(0), gather(doubts)


def _line_losses(roots: pd.DataFrame, percent: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the line loss of each customer, rounded for each point; and the customers without a rate."""
    lossy = roots[roots["with_line_loss"] == YES]
    rate = lossy["customer_no"].map(percent)
    each = product((lossy[TOTAL], 0), (rate, 4), digits=0, divisor=100)
    return each.groupby(lossy["customer_no"]).sum(min_count=1), lossy.loc[rate.isna(), "customer_no"]


def _agreed(devices: pd.DataFrame, month_days: int) -> pd.Series:
    """Return the agreed loss of each customer, by days in service."""
    agreed = devices[devices["loss_method"] == AGREED]
    each = product((agreed["agreed_loss_kwh"], 2), (agreed["days"], 0), digits=0, divisor=month_days)
    return each.groupby(agreed["customer_no"]).sum(min_count=1)
