"""The billing rules of a province on a day."""

from collections.abc import Mapping
from dataclasses import dataclass

YES, NO = "是", "否"


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
class Suspensions:
    """How long what is suspended or reduced is not charged.

    Attributes:
        least_days: a shorter suspension is not deducted [days].
        least_reduction_days: a shorter reduction of capacity is not deducted; 0 where no rule is in force [days].
        most_days: of a device in a calendar year; what is beyond is charged again [days].
        over_years: what becomes of it in the next year: 恢复计费至重新办理 or 次年重新计算; empty = not set.
    """

    least_days: int
    least_reduction_days: int
    most_days: int
    over_years: str


@dataclass(frozen=True, slots=True)
class Rest:
    """What a suspension does to a customer that is billed by demand.

    Attributes:
        by_month: whether whole calendar months only are suspended.
        whole: what a contract demand costs while nothing is in service: 免收; empty = not set.
        part: what it becomes while a part is suspended: 照合同 or 按容量比例; empty = not set.
    """

    by_month: bool
    whole: str
    part: str


@dataclass(frozen=True, slots=True)
class Flags:
    """How a bill is computed.

    Attributes:
        days_per_month: fixed divisor of a day's share [days]; ``None`` = the calendar days of the month.
        cycle_is_month: whether a whole reading cycle (例日) pays one month's price on power; else each day that of its
            calendar month.
        charges_first_day: whether the day of commissioning or unsealing is charged.
        charges_last_day: whether the day of sealing is charged.
        suspensions: how long what is suspended or reduced is not charged.
        over_contract_mode: A, B or C; empty = not set, nobody may guess.
        step_pricing: what the price of a step of use is for: 全部电量 or 超出部分; empty = not set, nobody may guess.
        over_contract_percent: demand above this share of the contract is charged extra [%].
        discount_from_kwh_per_kva: monthly use from which the demand price is reduced.
        discount_percent: the reduced price as a share of the full one [%].
        power_factor_components: components of the bill that the power factor adjustment is taken on.
        adjusts_by_row: whether each row that takes part is adjusted and rounded by itself; else their sum, once.
        own_kinds_adjusted: whether it is taken on sub-meters at a tariff kind of their own too, of which no word says.
        quantity_decimals: decimals that metered energy is rounded to.
        share_decimals: decimals that the energy of a ratio sub-meter is rounded to.
        fixed_by_days: whether an agreed monthly energy bears only the days that are billed of a month.
        flat_by_difference: whether a missing flat register is the total less the other periods.
        agent_multiple: of the agent price for customers that must buy directly but do not.
        agent_factor_decimals: of the factor of a period by which that multiple reaches its price.
        agent_price_decimals: of that price [yuan/kWh].
        period_set: of customers whose 计费参数 name none; empty = the province has no default.
        no_reactive_divisor: apparent = active ÷ this, where there is no reactive register.
        loses_first_day: whether a transformer's loss counts on the day that it is switched on.
        loses_last_day: whether it counts on the day that it is switched off.
        loss_by_capacity: whether several transformers share what is metered behind them by their capacity in service.
        loss_by_mean_current: whether the loss of a line by its resistance follows the mean current; else nobody may
            guess.
        loss_share_decimals: decimals of the share of a loss that a period or a sub-meter takes.
        loss_table_days: days that the table of losses is made for.
        loss_table_step: added to the load of a transformer before it is rounded to tenths.
        distributed_by_registers: whether, behind generation of the customer's own without four-quadrant registers, the
            forward and reverse ones are enough; else nobody may guess.
        swapped_quadrants: which of a meter's quadrants (Ⅰ, Ⅱ, Ⅲ, Ⅳ) count beside forward or reverse kvarh of another
            one of its point; empty = not set, nobody may guess.
        contract_floor_percent: least contract demand, as a share of the capacity in service [%].
        resupply_kwh_per_kw: monthly energy that stands for a kW of demand, by use (of those with a rule row).
        line_loss_in_transmission: whether the price of transmission holds the loss, which is then no row of its own.
        regional_yuan_per_kwh: what the price of transmission differs by, in provinces with regions.
        charging_stations_exempt: whether 集中式充换电设施 pay no capacity or demand charge.
        floating: components that float with the period; empty = not known for the province.
        reclasses_below_limit: whether a suspension or reduction that leaves too little makes the tariff single-part.
        two_part_above_kva: not more than this in service is single-part [kVA].
        demand_rest: what a suspension does to a customer that is billed by demand.
        demand_shares: which sub-meters have a demand row of their own.
    """

    days_per_month: int | None
    cycle_is_month: bool
    charges_first_day: bool
    charges_last_day: bool
    suspensions: Suspensions
    over_contract_mode: str
    over_contract_percent: float
    step_pricing: str
    discount_from_kwh_per_kva: float
    discount_percent: float
    power_factor_components: tuple[str, ...]
    adjusts_by_row: bool
    own_kinds_adjusted: bool
    quantity_decimals: int
    share_decimals: int
    fixed_by_days: bool
    flat_by_difference: bool
    agent_multiple: float
    agent_factor_decimals: int
    agent_price_decimals: int
    period_set: str
    no_reactive_divisor: float
    loses_first_day: bool
    loses_last_day: bool
    loss_by_capacity: bool
    loss_by_mean_current: bool
    loss_share_decimals: int
    loss_table_days: int
    loss_table_step: float
    distributed_by_registers: bool
    swapped_quadrants: tuple[str, ...]
    contract_floor_percent: float
    resupply_kwh_per_kw: Mapping[str, float]
    line_loss_in_transmission: bool
    regional_yuan_per_kwh: Mapping[str, float]
    charging_stations_exempt: bool
    floating: tuple[str, ...]
    reclasses_below_limit: bool
    two_part_above_kva: float
    demand_rest: Rest
    demand_shares: DemandShares
