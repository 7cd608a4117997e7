"""电价: the published prices of each segment, and what of them is 购电."""

from collections.abc import Sequence

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.demand import MODES
from addin.billing.flags import YES
from addin.billing.pricing.prices import ENERGY, NO_CAPACITY
from addin.billing.statement import CAPACITY, DIRECT
from addin.results.worksheet.case import Case, price_word, there
from addin.results.worksheet.figures import Figure, half_up, number
from addin.results.worksheet.paper import Paper, Row, Section
from addin.rulebook.price_cells import PART_COLUMNS, PERIOD_COLUMNS
from addin.tables.choices import BY_CAPACITY, TOTAL

TITLES = ("电价（元）", "总", "尖", "峰", "平", "谷", "深谷", "")
PLACES = 6
FORMAT = "0.00######"
At = tuple[int, str]
"""A segment and the word of its price row."""
Prices = dict[tuple[At, str, str], Figure]
"""Price by segment and price row, component and period."""
MODES_OF = {CAPACITY: (BY_CAPACITY,), DEMAND: MODES}
CAPACITY_COLUMNS = {CAPACITY: "capacity_yuan_per_kva_month", DEMAND: "demand_yuan_per_kw_month"}


def prices(paper: Paper, case: Case, parts: Sequence[At] = ()) -> Prices:
    """Write the prices of every segment; those of the price rows in ``parts`` too, where steps are priced apart."""
    section = paper.section("电价：购电 = 公布的到户电价 − 输配电 − 系统运行 − 政府性基金", TITLES, FORMAT)
    found: Prices = {}
    variant = int(case.lines["variant"].max()) if len(case.lines) else 0
    for segment, terms in case.segments.iterrows():
        since = f"{terms['starts_on']:%m-%d} 起 " if case.cut else ""
        for word in dict.fromkeys([*(one for at, one in parts if at == segment), terms["pricing_voltage"]]):
            _priced(
                section, case, (int(str(segment)), word), _other(terms, pricing_voltage=word), since, variant, found
            )
        for kind in case.of_own_kind.loc[case.of_own_kind["segment"] == segment, "billed_class"].unique():
            word = price_word(kind, terms["pricing_voltage"], terms["tariff_kind"])
            own = _other(terms, tariff_kind=kind, capacity_mode=NO_CAPACITY)
            _priced(section, case, (int(str(segment)), word), own, f"{since}分表（{kind}）", variant, found)
    return found


def _other(terms: pd.Series, **cells: str) -> pd.Series:
    """Return terms with other cells."""
    return pd.Series({**terms.to_dict(), **cells}, dtype=object)


def _priced(  # noqa: PLR0913, PLR0917 - a price row and what it goes into
    section: Section, case: Case, at: At, terms: pd.Series, since: str, variant: int, found: Prices
) -> None:
    """Write the prices of the published row of these terms, where there is one."""
    row = _published(case, terms, variant)
    if row is not None:
        _segment(section, case, at, terms, row, since, found)


def _published(case: Case, terms: pd.Series, variant: int) -> pd.Series | None:
    """Return the published row of a segment, with the alternatives that its bill follows."""
    rows = case.billing.published[terms["epoch"]]
    mine = rows[rows["tariff"].eq(terms["tariff_kind"]) & rows["voltage"].eq(terms["pricing_voltage"])]
    mine = mine[mine["variant"] <= variant].sort_values("variant")
    return mine.iloc[-1] if len(mine) else None


def _segment(  # noqa: PLR0913, PLR0917 - a segment and what its prices go into
    section: Section, case: Case, segment: At, terms: pd.Series, row: pd.Series, since: str, found: Prices
) -> None:
    """Write the prices of one price row of a segment."""
    rule = "；".join(part for part in (f"电价!{row['row']}", row["doubts"]) if part)
    direct = terms["market_kind"] == DIRECT
    published = None if direct else _arriving(section, terms, row, since, rule)
    parts = _parts(section, case, row, since, rule, direct=direct)
    found |= {(segment, component, TOTAL): price for component, price in parts.items()}
    for component, name in CAPACITY_COLUMNS.items():
        if there(row[name]) and terms["capacity_mode"] in MODES_OF[component]:
            line = section.row(f"{since}{component}（元/月）", [number(row[name], 2)], "", rule)
            found[segment, component, TOTAL] = line[0]
    _relieved(section, case, segment, terms, since, found)
    if published is not None:
        _purchase(section, case, segment, terms, published, parts, since, found)


def _parts(  # noqa: PLR0913 - where the components stand and what is said of them
    section: Section, case: Case, row: pd.Series, since: str, rule: str, *, direct: bool
) -> dict[str, Figure]:
    """Write the components of a published price; one who trades directly has a purchase price of its own."""
    parts = {}
    for component, name in PART_COLUMNS.items():
        if there(row[name]) and not (direct and component == ENERGY[0]):
            note = "" if direct else _part_note(component, case)
            parts[component] = section.row(f"{since}{component}", [number(row[name], PLACES)], note, rule)[0]
    return parts


def _purchase(  # noqa: PLR0913, PLR0917 - a price and what it is made of
    section: Section,
    case: Case,
    segment: At,
    terms: pd.Series,
    published: Row,
    parts: dict[str, Figure],
    since: str,
    found: Prices,
) -> None:
    """Write what of the published price of each period is 购电."""
    fixed = [one for name, one in parts.items() if name not in {*ENERGY, *case.billing.flags.floating}]
    own = {at: published[at] for at in published.figures}
    bought = section.row(f"{since}购电", [None, *[_less(own[at], fixed) if at in own else None for at in range(1, 6)]])
    price = dict(bought.figures)
    if terms["agent_factor_15"] == YES:
        price = _boosted(section, case, since, parts, price)
    for at, period in enumerate(PERIOD_COLUMNS, 1):
        if at in price:
            found[segment, ENERGY[0], period] = price[at]
    if 3 in price:  # noqa: PLR2004 - 平 holds for customers without periods
        found[segment, ENERGY[0], TOTAL] = price[3]


def _arriving(section: Section, terms: pd.Series, row: pd.Series, since: str, rule: str) -> Row:
    """Write the published price of each period."""
    cells = [None, *(number(row[name], PLACES) if there(row[name]) else None for name in PERIOD_COLUMNS.values())]
    return section.row(f"{since}公布的到户电价", cells, f"{terms['tariff_kind']}、{terms['pricing_voltage']}", rule)


def _part_note(component: str, case: Case) -> str:
    return "随时段浮动，含在购电内，不另列" if component in case.billing.flags.floating else ""


def _less(price: Figure, fixed: list[Figure]) -> Figure:
    for one in fixed:
        price = price - one
    return half_up(price, price.places)


def _boosted(
    section: Section, case: Case, since: str, parts: dict[str, Figure], bought: dict[int, Figure]
) -> dict[int, Figure]:
    """Write the prices on the multiplied agent price: × the factor that the published price implies."""
    flags = case.billing.flags
    floats = [one for name, one in parts.items() if name in {*ENERGY, *flags.floating}]
    base = section.row(f"{since}浮动基数", [_sum(floats)], "代理购电价 + 上网环节线损（及随时段浮动的各项）")[0]
    more = parts["购电"] * number(flags.agent_multiple) - parts["购电"]
    label = f"{since}基数（代理购电 × {flags.agent_multiple:g}）"
    multiplied = section.row(label, [base + half_up(more, more.places)], "只有代理购电价乘倍数")[0]
    places = flags.agent_factor_decimals
    ten = Figure(f"10^{PLACES}", number(10**PLACES).value)
    factor = {
        at: half_up(half_up(one * ten, 0) * number(10**places), 0, half_up(base * ten, 0)) for at, one in bought.items()
    }
    scale = number(10**places)
    cells = [
        Figure(f"{factor[at].text}/{scale.text}", factor[at].value / scale.value, places, 1) if at in factor else None
        for at in range(1, 6)
    ]
    factors = section.row(f"{since}时段系数", [None, *cells], f"购电价 ÷ 浮动基数，{places} 位小数")
    decimals = flags.agent_price_decimals
    made = [half_up(multiplied * factors[at], decimals) if at in factors.figures else None for at in range(1, 6)]
    return dict(section.row(f"{since}购电（1.5 倍）", [None, *made]).figures)


def _sum(figures: list[Figure]) -> Figure:
    return sum(figures[1:], figures[0])


def _relieved(  # noqa: PLR0913, PLR0917 - a segment and what its prices go into
    section: Section, case: Case, segment: At, terms: pd.Series, since: str, found: Prices
) -> None:
    """Write what the funds and the transmission of this customer differ by."""
    funds, relief = (segment, "政府性基金", TOTAL), terms["fund_relief_yuan_per_kwh"]
    if there(relief) and relief and funds in found:
        cut = section.row(f"{since}基金减免", [number(relief, PLACES)], "取自「计费参数」")[0]
        row = section.row(f"{since}政府性基金（减免后）", [_less(found[funds], [cut])])
        found[funds] = row[0]
    region, added = (
        (segment, "输配电", TOTAL),
        case.billing.flags.regional_yuan_per_kwh.get(terms["transmission_region"]),
    )
    if added is not None and region in found:
        more = section.row(f"{since}输配区域加价", [number(added, PLACES)], str(terms["transmission_region"]))[0]
        found[region] = section.row(f"{since}输配电（含区域加价）", [found[region] + more])[0]
