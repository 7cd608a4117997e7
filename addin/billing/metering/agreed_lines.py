"""Lines of the customers' own whose loss follows R·I² as agreed: what 计量点 and 电源 say of each."""

import pandas as pd

from addin.billing.flags import NO, Flags
from addin.billing.metering.fixed_energy import days_in_force

GIVEN = ["line_resistance_ohm", "line_shape_factor"]
"""What a contract says of a line: columns of 计量点."""
STEADY = [*GIVEN, "with_line_loss", "feeder_sequence"]
FEEDER = ["customer_no", "feeder_sequence"]
COLUMNS = ["customer_no", *GIVEN, "supply_kv", "days", "unsure"]
NO_LINES = pd.DataFrame(columns=COLUMNS)


def agreed_lines(  # noqa: PLR0913, PLR0917 - a line is described in all of these
    points: pd.DataFrame,
    versions: pd.DataFrame,
    supplies: pd.DataFrame,
    windows: pd.DataFrame,
    line_loss_percent: pd.Series,
    flags: Flags,
) -> pd.DataFrame:
    """Return the points that may take part in the line loss and of whose line 计量点 says anything; mostly none.

    Args:
        points: settlement points in force, index point_no.
        versions: all their rows in force in the month, in order of time.
        supplies: table 电源.
        windows: by customer_no, the ``first_on`` and ``last_on`` that the bill covers.
        line_loss_percent: of 计费参数, by customer_no [%].
        flags: the billing rules; whether they name a formula.

    Returns:
        Index point_no: customer_no, line_resistance_ohm [Ω], line_shape_factor [1], ``supply_kv`` of its feeder [kV],
        ``days`` of the bill on which the point is in force, ``unsure``: why its loss cannot be known, empty otherwise.

    Source: billing.md §5.4: R·I² by agreement. A point has a percentage or a resistance, never both.
    """
    told = versions["line_resistance_ohm"].notna() | versions["line_shape_factor"].notna()
    if not told.any():
        return NO_LINES
    mine = points[points.index.isin(versions.loc[told, "point_no"]) & (points["with_line_loss"] != NO)]
    if mine.empty:
        return NO_LINES
    rows = versions[versions["point_no"].isin(mine.index)]
    covered = windows.reindex(mine["customer_no"]).set_axis(mine.index)
    lines = mine.assign(
        supply_kv=_supply_kv(mine, supplies),
        days=days_in_force(covered, rows).fillna(0),
        percent=mine["customer_no"].map(line_loss_percent),
        unsaid=mine["with_line_loss"].isna(),
        behind=mine["parent_no"].map(points["customer_no"]) == mine["customer_no"],
        changed=rows.groupby("point_no")[STEADY].nunique(dropna=False).gt(1).any(axis="columns"),
    )
    return lines.assign(unsure=_unsure(lines, flags))[COLUMNS]


def _supply_kv(points: pd.DataFrame, supplies: pd.DataFrame) -> pd.Series:
    """Return the voltage of the feeder of each point; where a customer has one feeder, a point need not name it."""
    known = supplies.rename(columns={"sequence": "feeder_sequence"}).drop_duplicates(FEEDER, keep="last")
    sole = known.drop_duplicates("customer_no", keep=False).set_index("customer_no")["feeder_sequence"]
    named = points["feeder_sequence"].fillna(points["customer_no"].map(sole))
    asked = pd.MultiIndex.from_frame(points[FEEDER].assign(feeder_sequence=named))
    kv = known.set_index(FEEDER)["supply_kv"].reindex(asked).set_axis(points.index)
    return kv.where(kv > 0)


def _unsure(lines: pd.DataFrame, flags: Flags) -> pd.Series:
    """Say why the loss of a line cannot be known: of several reasons the last."""
    feeder = lines["feeder_sequence"].map("{:.0f}".format, na_action="ignore").astype(object).fillna("（未填）")
    percent = lines["percent"].map("{:.10g}".format).astype(object)
    ohm, factor = (lines[name].notna() for name in GIVEN)
    reasons = [
        (lines["days"] <= 0, "：在计费的天数内没有有效的行，请核对生效日期"),
        (lines["supply_kv"].isna(), "：「电源」没有该户电源序 " + feeder + " 的「供电电压(kV)」，请补填"),
        (~factor, "：有「线路电阻」而没有「线路形状系数」，系数由合同约定，没有缺省值，请在「计量点」补填"),
        (~ohm, "：有「线路形状系数」而没有「线路电阻」，请在「计量点」补填；按线损率计的，清空「线路形状系数」"),
        (lines["percent"].notna(), "：「计量点」填了「线路电阻」或「线路形状系数」，「计费参数」又填了「线损率」"
         + percent + "%，不知按哪一种，请按合同留一种，清空另一种"),
        (lines["changed"], "：线路电阻、线路形状系数、线损参与或电源序在月内改变，线损电量无法按段分开"),
        (lines["unsaid"], "：「线损参与」为空，请在「计量点」填是或否"),
        (lines["behind"], "：是分表，线损按其总计量点计算，「线路电阻」「线路形状系数」请填在总计量点，分表清空"),
    ]  # fmt: skip
    if not flags.loss_by_mean_current:
        reasons.append((ohm | factor, "：规则表「计费规则」没有设定线损公式"))
    said = pd.Series("", index=lines.index, dtype=object)
    for applies, reason in reasons:
        said = said.mask(applies, reason)
    label = "计量点 " + lines.index.to_series().astype(str) + " 按 R·I² 公式计线损"
    return (label + said).where(said != "", "")
