"""The rows of 计费规则 that the billing rules of a province on a day are read from."""

from contextlib import suppress

from addin.billing.flags import YES, DemandShares, Flags, Rest, Suspensions
from addin.rulebook import NoRule, RulesInForce

TABLE = "billing_flags"
REGION = "输配区域加价:"
SHARED = "需量分摊"
RESUPPLY = {"照明": "照明及一班制", "一班制": "照明及一班制", "二班制": "二班制", "三班制": "三班制", "农业": "农业"}
"""Use of a customer that is supplied by another → its rule row."""


def read_flags(rules: RulesInForce) -> Flags:
    """Read the rules; raises ``NoRule`` for those that no bill can do without."""
    return Flags(
        days_per_month=fixed_days(rules),
        cycle_is_month=_text(rules, "容需量:例日周期") == "整月",
        charges_first_day=rules.text(TABLE, "启用日计费") == YES,
        charges_last_day=rules.text(TABLE, "停用日计费") == YES,
        suspensions=_suspensions(rules),
        over_contract_mode=_text(rules, "超合同需量方式"),
        over_contract_percent=rules.value(TABLE, "超合同需量界限"),
        step_pricing=_text(rules, "分档计价方式"),
        discount_from_kwh_per_kva=rules.value(TABLE, "需量折扣:界限"),
        discount_percent=rules.value(TABLE, "需量折扣:折扣"),
        power_factor_components=rules.words(TABLE, "力调参与项"),
        adjusts_by_row=rules.text(TABLE, "力调取整环节") == "每行",
        own_kinds_adjusted=_text(rules, "力调参与:另有电价的分表") == "参与",
        quantity_decimals=int(rules.value(TABLE, "电量取整位数")),
        share_decimals=int(rules.value(TABLE, "定比取整位数")),
        fixed_by_days=_text(rules, "定量:不足月折算") == "按天数",
        flat_by_difference=rules.text(TABLE, "平段推算") == YES,
        agent_multiple=rules.value(TABLE, "代理购电倍数"),
        agent_factor_decimals=int(rules.value(TABLE, "代理购电倍数:时段系数位数")),
        agent_price_decimals=int(rules.value(TABLE, "代理购电倍数:单价位数")),
        period_set=_text(rules, "默认时段集"),
        no_reactive_divisor=rules.value(TABLE, "变损无功缺失:除数"),
        loses_first_day=rules.text(TABLE, "变损:启用日计入") == YES,
        loses_last_day=rules.text(TABLE, "变损:停用日计入") == YES,
        loss_by_capacity=_text(rules, "变损分摊:多台变压器") == "按运行容量",
        loss_by_mean_current=_text(rules, "线损公式:按电阻") == "平均电流法",
        loss_share_decimals=int(rules.value(TABLE, "损耗分摊:份额位数")),
        loss_table_days=int(rules.value(TABLE, "变损表:标准天数")),
        loss_table_step=rules.value(TABLE, "变损表:负荷率加值"),
        distributed_by_registers=_text(rules, "力率分布式口径") == "按正反向示数",
        swapped_quadrants=tuple(word for word in _text(rules, "换表无功:四象限口径").split("、") if word),
        contract_floor_percent=rules.value(TABLE, "合同需量最低比例"),
        resupply_kwh_per_kw=_resupply(rules),
        line_loss_in_transmission=_loss_included(rules),
        regional_yuan_per_kwh=_regions(rules),
        charging_stations_exempt=_text(rules, "集中式充换电设施容需量") == "免收",
        floating=tuple(word for word in _text(rules, "浮动项").split("、") if word),
        reclasses_below_limit=_text(rules, "减容暂停后改类") == YES,
        demand_rest=_demand_rest(rules),
        demand_shares=_demand_shares(rules),
        two_part_above_kva=rules.value(TABLE, "两部制:可选下限"),
    )


def _text(rules: RulesInForce, key: str) -> str:
    """Return a word that may be unset: empty then."""
    try:
        return rules.text(TABLE, key)
    except NoRule:
        return ""


def _suspensions(rules: RulesInForce) -> Suspensions:
    """Return how long what is suspended or reduced is not charged."""
    return Suspensions(
        least_days=int(rules.value(TABLE, "暂停:每次最少天数")),
        least_reduction_days=_days(rules, "减容:每次最少天数"),
        most_days=int(rules.value(TABLE, "暂停:年累计上限")),
        over_years=_text(rules, "暂停超期:跨年"),
    )


def _demand_rest(rules: RulesInForce) -> Rest:
    """Return what a suspension does to a customer that is billed by demand."""
    by_month = _text(rules, "需量用户暂停单位") == "日历月"
    return Rest(by_month, _text(rules, "暂停后合同需量:全部停用"), _text(rules, "暂停后合同需量:部分停用"))


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
