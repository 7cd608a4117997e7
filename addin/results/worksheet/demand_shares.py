"""需量分摊: the demand of sub-meters of the customer's own class, by their share of its energy."""

from addin.billing.basic.demand_shares import shared_demand
from addin.results.worksheet.case import Case
from addin.results.worksheet.energy import Billed
from addin.results.worksheet.figures import Figure, agreed, half_up, total
from addin.results.worksheet.meters import Meters
from addin.results.worksheet.paper import Paper, Section
from addin.tables.choices import TOTAL

HEADING = "需量分摊：分表 = 计费需量 × 分表电量 ÷ 全户计费电量，取 {} 位小数，余数归总表"
TITLES = ("计量点", "计费需量(kW)", "分表电量", "全户电量", "分摊需量(kW)")
Demands = dict[tuple[int, str], tuple[Figure, Figure]]
"""kW and share of the price by segment and point."""


def demand_shares(paper: Paper, case: Case, read: Meters, used: Billed, whole: Demands) -> Demands:
    """Write how a demand is shared out; return what is billed of each point.

    Args:
        paper: written so far.
        case: the customer.
        read: energy of each point.
        used: what is billed.
        whole: the demands before they are shared.
    """
    quantities, flags = case.billing.quantities, case.billing.flags
    mine = quantities.demand[quantities.demand["customer_no"].eq(case.no)]
    rows = shared_demand(mine, quantities.energy, flags)
    if len(rows) == len(mine):
        return whole
    section = paper.section(HEADING.format(flags.demand_shares.decimals), TITLES)
    every = total([row[TOTAL] for (_, point_no), row in used.items() if not point_no and TOTAL in row])
    found = dict(whole)
    for segment, parts in rows.groupby("segment"):
        sub = parts["kwh"].notna()
        head = int(str(segment)), str(parts.loc[~sub, "point_no"].iloc[0])
        kw, percent = whole[head]
        shares = [_share(section, case, read, kw, every, one) for one in parts[sub].to_dict("records")]
        found |= {(head[0], point_no): (one, percent) for point_no, one in shares}
        row = section.row(f"{head[1] or '合计'}（余数）", [kw, None, None, kw - total([one for _, one in shares])])
        found[head] = (row[3], percent)
    return found


def _share(  # noqa: PLR0913, PLR0917 - a share and what it is of
    section: Section, case: Case, read: Meters, kw: Figure, every: Figure, one: dict[str, object]
) -> tuple[str, Figure]:
    """Write the share of a sub-meter: its own energy is less what stands behind it."""
    point_no = str(one["point_no"])
    behind = map(str, case.points.index[case.points["parent_no"].eq(point_no)])
    off = [read.energy[each][TOTAL] for each in behind if TOTAL in read.energy.get(each, {})]
    own = read.energy[point_no].get(TOTAL)
    kwh = agreed(own - total(off) if off and own else own, one["kwh"])
    share = agreed(half_up(kw * kwh, case.billing.flags.demand_shares.decimals, every), one["billed_kw"])
    row = section.row(point_no, [kw, kwh, every, share], "与本户同一电价类别", case.billing.flags.demand_shares.rule)
    return point_no, row[3]
