"""电费-P1, P2: the published prices that the bills of the month rest on."""

import pandas as pd

from addin.billing.month import Billing
from addin.checks.bill_review.price_rows import cited_rows, told, used_rows
from addin.findings import Level, Verdict, both
from addin.register import check
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import FLAT, part_sums, period_factors


@check(
    "电费-P1",
    "价表分项和",
    level=Level.ERROR,
    clause="D1",
    table="prices",
    column=FLAT,
    advice="与原价目表核对该格；核实后更正「电价」，或在「电价待核」写明备选值",
)
def parts_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """The components of a published price add up to its flat price.

    References: 制度 D1; billing.md §9 P1, §10; ledger.md §2.8; 审核阈值 电费-P1:允许差.

    Checked with: the published Hubei price month 2026-01, whose three single-part rows are 0.0002 off.

    Limitations: only price rows that a bill of the month rests on; a cell under 待核 gives one notice, not one a bill.
    """
    asked = used_rows(billing)
    cells = part_sums(asked, rules.value("audit_thresholds", "电费-P1:允许差"))
    text = "{key}：平时段电价 {actual:.6f} 元/kWh，五个分项之和 {expected:.6f} 元/kWh{followed}"
    return told(asked, cells, text, rules, facts=_followed(billing, asked))


@check(
    "电费-P2",
    "价表系数",
    level=Level.WARNING,
    clause="D1",
    table="prices",
    column="peak_yuan_per_kwh",
    advice="与原价目表核对该格；核实后更正「电价」或「分时系数」，或在「电价待核」写明备选值",
)
def factors_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """Published period prices are the floating part times the factor of the period, plus the fixed part.

    References: 制度 D1; billing.md §3, §9 P2, §10; ledger.md §2.8; 分时系数; 计费规则 浮动项; 审核阈值 电费-P2:允许差.

    Checked with: the published Hubei price month 2026-01: factors 2.0, 1.49, 0.45; 1.495 in one cell.

    Limitations: as 电费-P1; factors of the province's default period set.
    """
    asked = used_rows(billing)
    followed = _followed(billing, asked)
    limit = rules.value("audit_thresholds", "电费-P2:允许差")
    verdicts = []
    for cells in period_factors(asked, rules, limit):
        factor = pd.Series(cells.factor, index=asked.index)
        facts = {"actual": cells.seen_factor, "expected": factor, "difference": cells.seen_factor - factor}
        text = f"{{key}}：{cells.about}时段电价折合系数 {{actual:.4f}}，分时系数表为 {{expected:g}}{{followed}}"
        verdicts.append(told(asked, cells, text, rules, facts=facts | followed))
    return both(verdicts)


def _followed(billing: Billing, asked: pd.DataFrame) -> dict[str, object]:
    """Say of price rows with alternatives how many bills follow the printed and how many the other value."""
    bought = billing.lines[billing.lines["component"] == "购电"]
    row = cited_rows(bought).dropna()
    row = row[~bought["bill"].loc[row.index].duplicated()].astype("int64")
    other = (bought["variant"].loc[row.index] > 0).groupby(row).agg(["sum", "size"])
    printed = other["size"] - other["sum"]
    said = "；本月 " + printed.astype(str) + " 户按表中值、" + other["sum"].astype(str) + " 户按备选值"
    several = billing.prices.groupby("row")["variant"].max() > 0
    return {"values": {"followed": said.where(several.reindex(said.index), "").reindex(asked.index).fillna("")}}
