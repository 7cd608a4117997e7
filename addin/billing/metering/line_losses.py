"""Losses of the customers' own lines: an agreed share of the energy, or by the resistance as agreed."""

import pandas as pd

from addin.billing.charge import charge
from addin.billing.doubts import doubt, gather
from addin.billing.flags import YES, Flags
from addin.billing.metering.losses import resistive_losses
from addin.billing.money import product
from addin.tables.choices import TOTAL

UNRATED = (
    "计量点参与线损，而「计费参数」没有线损率，「计量点」也没有 R·I² 公式的线路电阻和线路形状系数，请按合同补填一种"
)
BEYOND = "计量点 {} 按 R·I² 公式计线损：线路电阻、线路形状系数、供电电压的小数过多，或数值大得不可能，请核对"


@charge(
    "线损电量，计入计费电量",
    how="线损参与的计量点：抄见电量 × 线损率；或按合同的 R·I² 公式 K²·R·(Wp²+Wq²) ÷ (1000·U²·T)（公式待核，"
    "以合同为准）；逐点取整，按电量份额分到时段和分表，平段取余数",
    rules="计费规则（线损公式、变损无功缺失、损耗分摊）",
    source="供用电合同",
)
def line_losses(
    roots: pd.DataFrame, percent: pd.Series, lines: pd.DataFrame, flags: Flags
) -> tuple[pd.Series, pd.DataFrame]:
    """Return the line loss of each point that takes part, and the doubts.

    Args:
        roots: points without a point above, index point_no: customer_no, with_line_loss, 总 [kWh], reactive_kvarh.
        percent: line loss of 计费参数, by customer_no [%].
        lines: of which a resistance is agreed, from ``agreed_lines``.
        flags: the billing rules.

    Returns:
        By point_no, whole kWh, ``Int64``, rounded half up for each point; ``NA`` where it is not known.

    Source: billing.md §5.4: rate × metered energy, or R·I² by agreement.
    """
    lossy = roots[roots["with_line_loss"] == YES]
    rate = lossy["customer_no"].map(percent)
    each = product((lossy[TOTAL], 0), (rate, 4), digits=0, divisor=100)
    if lines.empty:
        return each, doubt(lossy.loc[rate.isna(), "customer_no"], UNRATED)
    own = lossy.index.isin(lines.index)
    by_resistance, beyond = _by_resistance(lossy[own], lines, flags)
    said = lines[lines["unsure"] != ""]
    doubts = [
        doubt(lossy.loc[rate.isna() & ~own, "customer_no"], UNRATED),
        doubt(said["customer_no"], said["unsure"]),
        beyond,
    ]
    return pd.concat([each[~own], by_resistance]), gather(doubts)


def _by_resistance(lossy: pd.DataFrame, lines: pd.DataFrame, flags: Flags) -> tuple[pd.Series, pd.DataFrame]:
    """Return the loss of each line by its resistance, and whose cannot be reckoned from numbers that are there."""
    load = lossy[[TOTAL, "reactive_kvarh"]].set_axis(["active_kwh", "reactive_kvarh"], axis="columns")
    rows = lines.loc[lossy.index].join(load)
    sure = (rows["unsure"] == "").to_numpy()
    each = resistive_losses(rows, flags.no_reactive_divisor).where(sure)
    beyond = rows[each.isna() & sure & rows["active_kwh"].notna()]
    return each, doubt(beyond["customer_no"], beyond.index.to_series().map(BEYOND.format))
