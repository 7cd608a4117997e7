"""Who is assessed for power factor, by which standard, with which result."""

from functools import partial

import pandas as pd

from addin.billing.doubts import NONE, doubt, gather
from addin.billing.flags import NO, YES, Flags
from addin.billing.metering.energy import Energy
from addin.billing.metering.own_kinds import inside_power_factor
from addin.billing.metering.power_factor_scope import ENERGY, counting, taking_part
from addin.billing.metering.submeters import deducted
from addin.billing.power_factor import EXEMPT, power_factor_percent, standard_percent
from addin.billing.statement import DIRECT
from addin.tables.choices import TARIFF_KINDS

COMPONENT = "力调电费"
NOBODY = "「计费参数」有力调标准，而该户「计量点」的力调参与都为『否』，两者矛盾：请更正其中一处（不考核的填 不考核）"


def assessed(terms: pd.DataFrame, energy: Energy, flags: Flags) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return standard and power factor of each row of terms, and the doubts.

    Args:
        terms: 计费参数 in force, index customer_no; several rows of a customer whose month is cut.
        energy: of the month; one power factor holds for all of it.
        flags: the billing rules.

    Returns:
        Like ``terms``: active_kwh, reactive_kvarh, ``standard`` and ``power_factor`` in hundredths (``NA``: exempt, or
        nothing used).

    Source: billing.md §4; ledger.md §3: 分布式电源 needs four-quadrant registers, or a rule on the registers there are.
    """
    result = energy.scope.reindex(terms.index)
    result["standard"] = standard_percent(terms["power_factor_standard"])
    result["power_factor"] = power_factor_percent(result["active_kwh"], result["reactive_kvarh"])
    subject = result["standard"].notna()
    unsaid = terms.index[~subject & (terms["power_factor_standard"] != EXEMPT)].to_series()
    apart = _inseparable(terms, energy, result)
    left_out = _left_out(terms[subject], energy)
    silent = subject & result["reactive_kvarh"].isna() & (result["active_kwh"] > 0)
    silent = result.index[silent & ~result.index.isin(apart["customer_no"])].to_series()
    alone = result[subject & (result["active_kwh"] == 0) & (result["reactive_kvarh"] > 0)]
    own = _unread_quadrants(terms.index[subject & (terms["distributed"] == YES)], energy, flags).to_series()
    kinds = result.loc[terms["market_kind"] == DIRECT, "standard"].fillna(-1)
    settled = _settled_together(terms, energy, subject, flags)
    several = kinds.groupby(level=0).nunique()
    traded = several.index[several > 1].to_series()
    doubts = [
        doubt(traded, "力调标准在月内改变，而市场化购电按全月结算，力调基数无法分段", COMPONENT),
        doubt(unsaid, "「计费参数」的力调标准为空或无法识别，应为 0.90、0.85、0.80 或 不考核", COMPONENT),
        doubt(left_out, NOBODY, COMPONENT),
        doubt(silent, partial(_unread, silent, energy), COMPONENT),
        apart,
        settled,
        doubt(alone.index.to_series(), partial(_reactive_only, alone["reactive_kvarh"]), COMPONENT),
        doubt(
            own, "有分布式电源而没有四象限无功示数，「计费规则」的力率分布式口径也没有设定，实际力率不能重算", COMPONENT
        ),
    ]
    return result, gather(doubts)


def _unread(customer_nos: pd.Series, energy: Energy) -> pd.Series:
    """Name the main points of customers that have no kvarh, and say what to do."""
    roots = energy.points[energy.points["root"].astype(bool) & energy.points["reactive_kvarh"].isna()]
    names = roots.index.to_series().astype(object).groupby(roots["customer_no"]).agg("、".join)
    said = "应考核功率因数而没有无功示数：计量点 " + customer_nos.map(names).astype(object) + "，请补抄无功示数"
    return said.fillna("应考核功率因数而没有无功示数，请补抄").astype(object)


def _inseparable(terms: pd.DataFrame, energy: Energy, scope: pd.DataFrame) -> pd.DataFrame:
    """Say which sub-meters that take no part cannot be set apart, in energy or in money."""
    points = energy.points[~energy.points["root"].astype(bool)]
    if points.empty:
        return NONE
    subject = scope.index[scope["standard"].notna()]
    tariff_class = terms["tariff_class"][~terms.index.duplicated(keep="last")]
    counted = counting(energy.points, tariff_class)
    taken = energy.points.loc[counted.index]
    left = taken[ENERGY].mul(counted, axis="index").groupby(taken["customer_no"]).sum()
    short = left.index[(left < 0).any(axis="columns") & left.index.isin(subject)].to_series()
    more = "力调参与为否的分表，有功或无功比总表还大，请核对示数"
    unlike = taking_part(energy.points, energy.points["with_power_factor"], tariff_class).index
    mine = points[points.index.isin(unlike) & points["customer_no"].isin(subject)]
    within = mine[deducted(energy.points)[1].reindex(mine.index)]
    told = (
        "分表 " + within.index.to_series().astype(str) + " 的力调参与为否，而它与总表同一电价类别、电费在总表各行之内，"
    )
    told += "力调参与金额无法分开：请人工核定，或核实它是否随总表参与（参与的填「是」）"
    parts = (short, more), (within["customer_no"], told)
    return gather([doubt(numbers, reason, COMPONENT) for numbers, reason in parts])


def _settled_together(terms: pd.DataFrame, energy: Energy, subject: pd.Series, flags: Flags) -> pd.DataFrame:
    """Say whose purchase is settled for all points while the adjustment is not taken on one of them."""
    points = energy.points[energy.points["billed_class"].isin(TARIFF_KINDS)]
    if points.empty:
        return NONE
    direct = terms.index[subject & (terms["market_kind"] == DIRECT)]
    outside = points[points["customer_no"].isin(direct) & ~inside_power_factor(points["with_power_factor"], flags)]
    said = "市场化购电按全户结算，其中分表 " + outside.index.to_series().astype(str)
    said += " 不参与力调，它的购电费无法分开：请人工核定力调电费，或核实它是否参与（参与的在「计量点」填「是」）"
    return doubt(outside["customer_no"], said, COMPONENT)


def _left_out(terms: pd.DataFrame, energy: Energy) -> pd.Series:
    """Return who has a standard and no metering point that takes part, though some are said not to."""
    points = energy.points
    told = points.loc[points["root"].astype(bool) & (points["with_power_factor"] == NO), "customer_no"]
    nobody = terms.index[terms.index.isin(told) & ~terms.index.isin(energy.scope.index)]
    return nobody.drop_duplicates().to_series()


def _reactive_only(kvarh: pd.Series) -> pd.Series:
    """Say that a power factor of 0 is no reason to charge by itself (billing.md §4.2)."""
    counted = kvarh.map("{:,.0f}".format).astype(object)
    said = "本月有功电量为 0、无功电量 " + counted + " kvarh，力率为 0.00，查表加收超过一倍："
    return said + "请到现场核对有功、无功示数和补偿装置（停用后是否未退出电容器），由人工决定是否计收力调电费"


def _unread_quadrants(asked: pd.Index, energy: Energy, flags: Flags) -> pd.Index:
    """Return who has a point without four-quadrant registers; nobody where a rule says how to do without."""
    if flags.distributed_by_registers or asked.empty:
        return asked[:0]
    roots = energy.points[energy.points["root"] & energy.points["customer_no"].isin(asked)]
    whole = roots["has_quadrants"].eq(other=True).groupby(roots["customer_no"]).all()
    return asked[~asked.isin(whole.index[whole])]
