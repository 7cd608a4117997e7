"""电费-P5, P6: published prices beside one another."""

from addin.billing.month import Billing
from addin.checks.bill_review.price_rows import month_rows, told
from addin.checks.bill_review.price_table_items import NO_PRICES
from addin.findings import Level, Verdict, both, nothing
from addin.register import check
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import DELIVERY, DEMAND, charge_ratios, exempt, falling, two_part_no_dearer

NO_CHARGES = "本月电价没有同时列出需量电价和容量电价的行"
OWN_SCALE = "本省输配电价已含线损，需量电价与容量电价之比自成一套，不与限值比"


@check(
    "电费-P5",
    "价格单调",
    level=Level.WARNING,
    clause="D1",
    table="prices",
    column=DELIVERY,
    advice="与原价目表核对两行的输配电价和电压等级，常见为两行对调",
)
def prices_out_of_order(billing: Billing, rules: RulesInForce) -> Verdict:
    """Delivery costs no more at the next higher voltage, and two-part energy no more than single-part energy.

    References: 制度 D1; billing.md §9 P5, §11 (all grids of 发改价格〔2026〕1077号).

    Checked with: the published Hubei price month 2026-01; the national table of 2026-08-01 by ``rules check``.

    Limitations: the delivery price is compared, since the other components are the same in all rows; a slip in the flat
    price is 电费-P1's. Voltages are not compared where prices contain the line losses (深圳: 高供低计 is dearer).
    """
    rows = month_rows(billing)
    if rows.empty:
        return nothing(NO_PRICES)
    lower = falling(rows, DELIVERY, ["province", "month", "tariff"], exempt(rules))
    text = "{key}：输配电价 {actual:g} 元/kWh，高于低一级电压的 {expected:g} 元/kWh"
    dearer = "{key}：两部制输配电价 {actual:g} 元/kWh，高于同电压单一制的 {expected:g} 元/kWh"
    return both([
        told(rows, lower, text, rules, facts={"needs": ()}),
        told(rows, two_part_no_dearer(rows), dearer, rules, facts={"needs": ()}),
    ])  # fmt: skip


@check(
    "电费-P6",
    "需量容量价比",
    level=Level.WARNING,
    clause="D1",
    table="prices",
    column=DEMAND,
    advice="与原价目表核对需量电价和容量电价，常见为两列对调或错行",
)
def charges_out_of_proportion(billing: Billing, rules: RulesInForce) -> Verdict:
    """The demand price is between the limits as a multiple of the capacity price.

    References: 制度 D1; billing.md §2.3, §9 P6, §11; 审核阈值 电费-P6:下限, 电费-P6:上限.

    Checked with: all grids of 发改价格〔2026〕1077号 but one: 1.576–1.607.

    Limitations: rows with both prices; grids whose delivery prices contain the line losses (深圳) are left out.
    """
    rows = month_rows(billing)
    low, high = (rules.value("audit_thresholds", f"电费-P6:{name}") for name in ("下限", "上限"))
    cells = charge_ratios(rows, rules)
    if cells.seen.empty:
        return nothing(OWN_SCALE if billing.province in exempt(rules) else NO_CHARGES)
    prices = "需量电价 {demand_yuan_per_kw_month:g} 元/kW·月，是容量电价 {capacity_yuan_per_kva_month:g} 元/kVA·月"
    text = f"{{key}}：{prices}的 {{actual:.3f}} 倍，应在 {{expected}}之间"
    facts = {"actual": cells.seen_factor, "expected": f"{low:g}–{high:g} 倍", "difference": None}
    return told(rows, cells, text, rules, facts=facts)
