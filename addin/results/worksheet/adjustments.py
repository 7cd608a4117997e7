"""The power factor adjustment: the rows of the statement that it is taken on."""

from collections.abc import Mapping

import pandas as pd

from addin.billing.metering.own_kinds import outside_power_factor
from addin.billing.metering.own_kinds import taking_part as adjusted_rows
from addin.billing.statement import POWER_FACTOR
from addin.results.worksheet.beside import CENTS
from addin.results.worksheet.case import Case
from addin.results.worksheet.figures import Figure, half_up, total


def adjusted(case: Case, line: pd.Series) -> str:
    """Return how the adjustment comes about, and which points it is not taken on."""
    how = "参与力调各行 × 调整率 ÷ 100，逐行取整后相加" if by_row(case, line) else "参与力调各行之和 × 调整率 ÷ 100"
    points = case.billing.quantities.energy.points
    outside = case.lines.loc[outside_power_factor(case.lines, points, case.billing.flags), "point_no"].unique()
    return f"{how}；分表 {'、'.join(outside)} 的各行不参与" if len(outside) else how


def base(case: Case, line: pd.Series, amounts: Mapping[int, Figure]) -> Figure:
    """Return the sum of the rows that take part."""
    return half_up(total(amounts_taking_part(case, line, amounts)), CENTS)


def by_row(case: Case, line: pd.Series) -> bool:
    """Say whether a row is an adjustment that is rounded row by row."""
    return line["component"] == POWER_FACTOR and case.billing.flags.adjusts_by_row


def amounts_taking_part(case: Case, line: pd.Series, amounts: Mapping[int, Figure]) -> list[Figure]:
    """Return the amounts that an adjustment is taken on: of segments with the same standard."""
    standards = case.billing.quantities.standards
    rows = case.lines[adjusted_rows(case.lines, case.billing.quantities.energy.points, case.billing.flags)]
    same = standards.reindex(rows["segment"]).to_numpy() == standards[line["segment"]]
    return [amounts[int(one)] for one in rows.index[same]]
