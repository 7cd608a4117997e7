"""电费-P3, P4: the items that published totals consist of."""

import pandas as pd

from addin.billing.month import Billing
from addin.checks.bill_review.price_rows import month_rows, told
from addin.findings import Level, Verdict, nothing
from addin.register import check
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import FUNDS, SYSTEM, fund_sums, item_sums

YES = "是"
NO_PRICES = "规则表没有本省本月的电价"


@check(
    "电费-P3",
    "系统运行费明细",
    level=Level.WARNING,
    clause="D1",
    table="prices",
    column=SYSTEM,
    advice="与原价目表附注核对各项；合计以电价表为准，明细不齐的补齐「系统运行费明细」",
)
def system_items_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """The items of the system operation charge add up to the published charge.

    References: 制度 D1; billing.md §1.3, §9 P3, §10; 系统运行费明细; 审核阈值 电费-P3:允许差.

    Checked with: the published Hubei price month 2026-01, whose printed items lack 0.0043 of 0.082273.

    Limitations: one charge a month, that of the first price row; items under 待核 give a notice; a month without items
    is 未能核查.
    """
    rows = month_rows(billing)
    if rows.empty:
        return nothing(NO_PRICES)
    items = rules.rows("system_operation_items")
    items = items[items["month"] == billing.month]
    cells = item_sums(rows, items, rules.value("audit_thresholds", "电费-P3:允许差"))
    open_items = (items["unverified"] == YES).any()
    text = "{province} {month}：系统运行费用 {actual:.6f} 元/kWh，明细之和 {expected:.6f} 元/kWh"
    facts = {"reason": _unknown("系统运行费明细", "折价", items, "本月"), "about": "系统运行费用"}
    return told(rows, cells, text, rules, facts=facts, unsure=cells.off & open_items)


@check(
    "电费-P4",
    "基金明细",
    level=Level.ERROR,
    clause="D1",
    table="prices",
    column=FUNDS,
    advice="与原价目表和基金文件核对；基金标准有变的，在「基金明细」给旧行填失效日期并另起一行",
)
def fund_items_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """The fund items of the province add up to the fund price of each row.

    References: 制度 D1; billing.md §1.3, §9 P4; 基金明细; 审核阈值 电费-P4:允许差.

    Checked with: the published Hubei price month 2026-01: 0.02 + 0.0062 + 0.019 = 0.0452.

    Limitations: provinces without rows in 基金明细 are 未能核查; 基金合计 is not consulted here.
    """
    rows = month_rows(billing)
    if rows.empty:
        return nothing(NO_PRICES)
    items = rules.rows("fund_items")
    items = items[items["province"] == billing.province]
    cells = fund_sums(rows, items, rules.value("audit_thresholds", "电费-P4:允许差"))
    text = "{key}：政府性基金及附加 {actual:.8g} 元/kWh，基金明细之和 {expected:.8g} 元/kWh"
    return told(rows, cells, text, rules, facts={"reason": _unknown("基金明细", "标准", items, billing.province)})


def _unknown(title: str, column: str, items: pd.DataFrame, of: str) -> str:
    """Say why the items have no sum: there is none, or a cell that holds no number."""
    rows = "、".join(str(row) for row in items.index[items["item_yuan_per_kwh"].isna()])
    return f"规则表「{title}」第 {rows} 行「{column}」没有数值，请改正" if rows else f"「{title}」没有{of}的行"
