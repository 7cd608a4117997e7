"""The billing rules of a province on a day, read once from the rule table 计费规则."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from addin.rulebook import NoRule, RulesInForce

TABLE = "billing_flags"
YES, NO = "是", "否"
REGION, SHARED = "输配区域加价:", "需量分摊"
RESUPPLY = {"照明": "照明及一班制", "一班制": "照明及一班制", "二班制": "二班制", "三班制": "三班制", "农业": "农业"}
"""Use of a customer that is supplied by another → its rule row."""


@dataclass(frozen=True, slots=True)
class DemandShares:
    """Sub-meters of the customer's own class that have a demand row of their own.

    Attributes:
        relations: theirs; none = all demand stands in the row of the meter above.
        decimals: of the kW.
        rule: the citation of the row that says so.
    """

    relations: tuple[str, ...] = ()
    decimals: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Flags:
    """How a bill is computed.

    Attributes:
        days_per_month: fixed divisor of a day's share [days]; ``None`` = the calendar days of the month.
        charges_first_day: whether the day of commissioning or unsealing is charged.
        charges_last_day: whether the day of sealing is charged.
        least_suspension_days: a shorter suspension is not deducted [days].
        most_suspension_days: of a device in a calendar year; what is beyond is charged again [days].
        suspended_over_years: what becomes of it in the next year: 恢复计费至重新办理 or 次年重新计算; empty = not set.
        least_reduction_days: a shorter reduction of capacity is not deducted; 0 where no rule is in force [days].
        over_contract_mode: A, B or C; empty = not set, nobody may guess.
        step_pricing: what the price of a step of use is for: 全部电量 or 超出部分; empty = not set, nobody may guess.
        over_contract_percent: demand above this share of the contract is charged extra [%].
        discount_from_kwh_per_kva: monthly use from which the demand price is reduced.
        discount_percent: the reduced price as a share of the full one [%].
        power_factor_components: components of the bill that the power factor adjustment is taken on.
        adjusts_by_row: whether each row that takes part is adjusted and rounded by itself; else their sum, once.
        quantity_decimals: decimals that metered energy is rounded to.
        share_decimals: decimals that the energy of a ratio sub-meter is rounded to.
        flat_by_difference: whether a missing flat register is the total less the other periods.
        agent_multiple: of the agent price for customers that must buy directly but do not.
        period_set: of customers whose 计费参数 name none; empty = the province has no default.
        no_reactive_divisor: apparent = active ÷ this, where there is no reactive register.
        loses_first_day: whether a transformer's loss counts on the day that it is switched on.
        loses_last_day: whether it counts on the day that it is switched off.
        loss_by_capacity: whether several transformers share what is metered behind them by their capacity in service.
        loss_share_decimals: decimals of the share of a loss that a period or a sub-meter takes.
        loss_table_days: days that the table of losses is made for.
        loss_table_step: added to the load of a transformer before it is rounded to tenths.
        distributed_by_registers: whether, behind generation of the customer's own without four-quadrant registers, the
            forward and reverse ones are enough; else nobody may guess.
        contract_floor_percent: least contract demand, as a share of the capacity in service [%].
        resupply_kwh_per_kw: monthly energy that stands for a kW of demand, by use (of those with a rule row).
        line_loss_in_transmission: whether the price of transmission holds the loss, which is then no row of its own.
        regional_yuan_per_kwh: what the price of transmission differs by, in provinces with regions.
        charging_stations_exempt: whether 集中式充换电设施 pay no capacity or demand charge.
        floating: components that float with the period; empty = not known for the province.
        reclasses_below_limit: whether a suspension or reduction that leaves too little makes the tariff single-part.
        demand_rests_by_month: whether a customer billed by demand suspends whole calendar months only.
        resting_whole: what a contract demand costs while nothing is in service: 免收; empty = not set.
        resting_part: what it becomes while a part is suspended: 照合同 or 按容量比例; empty = not set.
        two_part_above_kva: not more than this in service is single-part [kVA].
        demand_shares: which sub-meters have a demand row of their own.
    """

    days_per_month: int | None
    charges_first_day: bool
    charges_last_day: bool
    least_suspension_days: int
    most_suspension_days: int
    suspended_over_years: str
    least_reduction_days: int
    over_contract_mode: str
    over_contract_percent: float
    step_pricing: str
    discount_from_kwh_per_kva: float
    discount_percent: float
    power_factor_components: tuple[str, ...]
    adjusts_by_row: bool
    quantity_decimals: int
    share_decimals: int
    flat_by_difference: bool
    agent_multiple: float
    period_set: str
    no_reactive_divisor: float
    loses_first_day: bool
    loses_last_day: bool
    loss_by_capacity: bool
    loss_share_decimals: int
    loss_table_days: int
    loss_table_step: float
    distributed_by_registers: bool
    contract_floor_percent: float
    resupply_kwh_per_kw: Mapping[str, float]
    line_loss_in_transmission: bool
    regional_yuan_per_kwh: Mapping[str, float]
    charging_stations_exempt: bool
    floating: tuple[str, ...]
    reclasses_below_limit: bool
    two_part_above_kva: float
    demand_rests_by_month: bool
    resting_whole: str
    resting_part: str
    demand_shares: DemandShares


def read_flags(rules: RulesInForce) -> Flags:
    """Read the rules; raises ``NoRule`` for those that no bill can do without."""
    return Flags(
        days_per_month=fixed_days(rules),
        charges_first_day=rules.text(TABLE, "启用日计费") == YES,
        charges_last_day=rules.text(TABLE, "停用日计费") == YES,
        least_suspension_days=int(rules.value(TABLE, "暂停:每次最少天数")),
        most_suspension_days=int(rules.value(TABLE, "暂停:年累计上限")),
        suspended_over_years=_text(rules, "暂停超期:跨年"),
        least_reduction_days=_days(rules, "减容:每次最少天数"),
        over_contract_mode=_text(rules, "超合同需量方式"),
        over_contract_percent=rules.value(TABLE, "超合同需量界限"),
        step_pricing=_text(rules, "分档计价方式"),
        discount_from_kwh_per_kva=rules.value(TABLE, "需量折扣:界限"),
        discount_percent=rules.value(TABLE, "需量折扣:折扣"),
        power_factor_components=rules.words(TABLE, "力调参与项"),
        adjusts_by_row=rules.text(TABLE, "力调取整环节") == "每行",
        quantity_decimals=int(rules.value(TABLE, "电量取整位数")),
        share_decimals=int(rules.value(TABLE, "定比取整位数")),
        flat_by_difference=rules.text(TABLE, "平段推算") == YES,
        agent_multiple=rules.value(TABLE, "代理购电倍数"),
        period_set=_text(rules, "默认时段集"),
        no_reactive_divisor=rules.value(TABLE, "变损无功缺失:除数"),
        loses_first_day=rules.text(TABLE, "变损:启用日计入") == YES,
        loses_last_day=rules.text(TABLE, "变损:停用日计入") == YES,
        loss_by_capacity=_text(rules, "变损分摊:多台变压器") == "按运行容量",
        loss_share_decimals=int(rules.value(TABLE, "损耗分摊:份额位数")),
        loss_table_days=int(rules.value(TABLE, "变损表:标准天数")),
        loss_table_step=rules.value(TABLE, "变损表:负荷率加值"),
        distributed_by_registers=_text(rules, "力率分布式口径") == "按正反向示数",
        contract_floor_percent=rules.value(TABLE, "合同需量最低比例"),
        resupply_kwh_per_kw=_resupply(rules),
        line_loss_in_transmission=_loss_included(rules),
        regional_yuan_per_kwh=_regions(rules),
        charging_stations_exempt=_text(rules, "集中式充换电设施容需量") == "免收",
        floating=tuple(word for word in _text(rules, "浮动项").split("、") if word),
        reclasses_below_limit=_text(rules, "减容暂停后改类") == YES,
        demand_rests_by_month=_text(rules, "需量用户暂停单位") == "日历月",
        resting_whole=_text(rules, "暂停后合同需量:全部停用"),
        resting_part=_text(rules, "暂停后合同需量:部分停用"),
        demand_shares=_demand_shares(rules),
        two_part_above_kva=rules.value(TABLE, "两部制:可选下限"),
    )


def _text(rules: RulesInForce, key: str) -> str:
    """Return a word that may be unset: empty then."""
    try:
        return rules.text(TABLE, key)
    except NoRule:
        return ""


def _demand_shares(rules: RulesInForce) -> DemandShares:
    """Return which sub-meters have a demand row of their own: none where the province has no rule on it."""
    relations = tuple(word for word in _text(rules, SHARED).split("、") if word)
    if not relations:
        return DemandShares()
    return DemandShares(relations, int(rules.value(TABLE, SHARED)), rules.cite_key(TABLE, SHARED))


def _days(rules: RulesInForce, key: str) -> int:
    """Return a number of days that may be unset: 0 then."""
    try:
        return int(rules.value(TABLE, key))
    except NoRule:
        return 0


def _resupply(rules: RulesInForce) -> dict[str, float]:
    """Return the energy that stands for a kW of demand, by use."""
    known = {}
    for use, key in RESUPPLY.items():
        with suppress(NoRule):
            known[use] = rules.value(TABLE, f"转供扣减:{key}")
    return known


def _loss_included(rules: RulesInForce) -> bool:
    """Say whether the province's price of transmission holds the line loss already."""
    rates = rules.rows("line_loss_rates")
    mine = rates[rates["province"] == rules.province]
    return bool(len(mine)) and bool((mine["in_transmission"] == YES).all())


def _regions(rules: RulesInForce) -> dict[str, float]:
    """Return the province's surcharge of each region."""
    rows = rules.rows(TABLE)
    mine = rows[rows["key"].str.startswith(REGION) & rows["value"].notna()]
    return {str(key).removeprefix(REGION): float(value) for key, value in zip(mine["key"], mine["value"], strict=True)}


def fixed_days(rules: RulesInForce) -> int | None:
    """Return the fixed divisor, or ``None`` where the days of the calendar month count."""
    return int(rules.value(TABLE, "天数折算")) if rules.text(TABLE, "天数折算") == "固定天数" else None
