"""The sheet 核算底稿-户号 of one customer: one sheet each, so that it is printed, signed and filed with its customer.

The rule rows that it follows are copied to its end: the paper can be read and followed without another sheet.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from addin.billing.alternatives import alternatives
from addin.billing.month import Billing
from addin.books.result import MARKER_PREFIX, Block, ResultColumn, ResultSheet
from addin.reading import Ledger
from addin.results.citations import STAMPS
from addin.results.worksheet.capacity import capacity, demand
from addin.results.worksheet.case import Case, there
from addin.results.worksheet.charges import Inputs, charges
from addin.results.worksheet.classes import classes
from addin.results.worksheet.energy import energy
from addin.results.worksheet.factor import factor
from addin.results.worksheet.losses import losses
from addin.results.worksheet.meters import meters
from addin.results.worksheet.paper import Paper
from addin.results.worksheet.prices import prices
from addin.results.worksheet.resupply import resupply
from addin.rulebook import Rulebook
from addin.tables.rules import RULE_TABLES

TITLE = "核算底稿"
FACTS_A_ROW = 3
ORDINALS = (
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六",
)  # fmt: skip
SIGNED = ("核算人", "", "复核人", "", "日期")
EXACT = (
    "金额先乘成整数、再除、再四舍五入：Excel 用二进制小数，直接相乘恰逢半分时会少一分；"
    "公式里的 10^n 就是小数位数，结果与手算完全一致。蓝色单价可点到表末所依规则。"
)
FACTS = (
    ("tariff_class", "电价类别"), ("tariff_kind", "单一制/两部制"), ("pricing_voltage", "计价电压"),
    ("capacity_mode", "容需量计费方式"), ("power_factor_standard", "力调标准"), ("market_kind", "市场化属性"),
    ("period_set", "时段集"), ("agent_factor_15", "1.5倍代理购电"), ("contract_capacity_kva", "合同容量(kVA)"),
    ("user_class", "用户档"),
)  # fmt: skip


def worksheet(  # noqa: PLR0913 - a paper needs its month, its ledger and its rules
    no: str, billing: Billing, ledger: Ledger, rulebook: Rulebook, *, company: str = "", folder: Path | None = None
) -> ResultSheet:
    """Return the worksheet of a customer that has a statement.

    Args:
        no: 户号.
        billing: the month.
        ledger: what was read.
        rulebook: every dated rule.
        company: 供电公司全称.
        folder: where the written book will stand; links to rules.xlsx are relative to it; ``None``: no such links.
    """
    case = Case(no, billing, ledger, rulebook)
    heading = (f"电费{TITLE}　{case.name()}", f"{company}　户号 {no}　账期 {billing.month}".strip(), EXACT)
    paper = Paper(len(heading))
    _terms(paper, case)
    read = meters(paper, case)
    lost = losses(paper, case, read)
    used = energy(paper, case, read, lost)
    shared = resupply(paper, case, read)
    parts = classes(paper, case, read, used, shared)
    priced = prices(paper, case, list(parts))
    inputs = Inputs(
        used,
        parts,
        priced,
        capacity(paper, case),
        demand(paper, case, read, used, shared),
        factor(paper, case, read, lost, shared),
    )
    charges(paper, case, inputs)
    _doubts(paper, case)
    title = title_of(no)
    return ResultSheet(title, marker_of(no), heading, _blocks(paper, case, folder, title))


def title_of(no: str) -> str:
    """Return the name of a customer's sheet."""
    return f"{TITLE}-{re.sub(r'[^0-9A-Za-z_-]', '_', no)}"[:31]


def marker_of(no: str) -> str:
    """Return what says that a sheet is this customer's worksheet."""
    return f"{MARKER_PREFIX}{title_of(no)}:1"


def _terms(paper: Paper, case: Case) -> None:
    """Write the customer's terms, those of each segment."""
    section = paper.section("客户与参数", ("参数", "", "参数", "", "参数", ""))
    for _, terms in case.segments.iterrows():
        own = {**case.billing.archive.terms.loc[case.no].to_dict(), **terms.to_dict()}
        since = f"{terms['starts_on']:%m-%d} 起 " if case.cut else ""
        told = [(title, _shown(own[name])) for name, title in FACTS if there(own.get(name))]
        for first in range(0, len(told), FACTS_A_ROW):
            (title, value), *more = told[first : first + FACTS_A_ROW]
            section.row(f"{since}{title}", [value, *(cell for pair in more for cell in pair)])


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _doubts(paper: Paper, case: Case) -> None:
    """Write what could not be recomputed, and why, and what rests on a price that nobody has checked."""
    said = case.billing.doubts
    section = paper.section("未能重算或待核", ("费用组成",))
    for one in said[said["customer_no"].eq(case.no)].to_dict("records"):
        section.row(str(one["component"] or "整张账单"), [], str(one["reason"]), tone="unknown")
    for sentence in alternatives(case.no, case.billing):
        section.row("电价待核", [], sentence, tone="unknown")


def _blocks(paper: Paper, case: Case, folder: Path | None, title: str) -> tuple[Block, ...]:
    """Return the tables, behind them the rules that they follow and the line to sign on."""
    cited = [
        rule for rule in paper.citations() if rule.partition("!")[0] in {one.title for one in RULE_TABLES.values()}
    ]
    rules = paper.section("所依规则（抄自 rules.xlsx）", ("规则", "依据", "", "", "", "证据", "待核", "生效日期"))
    places = {rule: f"'{title}'!B{rules.start + at}" for at, rule in enumerate(cited)}
    for rule in cited:
        text = case.rulebook.row_text(rule)
        content = "；".join(f"{name}：{cell}" for name, cell in text.items() if name not in STAMPS and name != "备注")
        stamps = [text.get("依据"), None, None, None, text.get("证据"), text.get("待核"), text.get("生效日期")]
        rules.row(rule, stamps, content)
    written = [one for one in paper.sections if one.lines]
    for order, one in zip(ORDINALS, written, strict=False):
        one.heading = f"{order}、{one.heading}"
    blocks = [one.block(places) for one in written]
    if cited:
        blocks[-1] = _linked(blocks[-1], cited, case.rulebook, folder)
    return (*blocks, _signature(blocks[0].columns))


def _linked(block: Block, cited: Sequence[str], rulebook: Rulebook, folder: Path | None) -> Block:
    """Return the table of rules, each leading to its row in rules.xlsx."""
    if folder is None:
        return block
    links = [_rule_cell(rule, rulebook, folder) for rule in cited]
    return Block(block.columns, block.values, block.heading, {0: links})


def _rule_cell(rule: str, rulebook: Rulebook, folder: Path) -> str | None:
    """Return the place of a rule row; ``None`` where rules.xlsx stands on another drive."""
    title, _, row = rule.partition("!")
    try:
        file = os.path.relpath(rulebook.path.resolve(), folder.resolve()).replace(os.sep, "/")
    except ValueError:
        return None
    return f"{file}#'{title}'!A{row}"


def _signature(columns: Sequence[ResultColumn]) -> Block:
    """Return the line to sign on."""
    titles = (*SIGNED, *[""] * (len(columns) - len(SIGNED)))
    named = tuple(ResultColumn(title, one.width) for title, one in zip(titles, columns, strict=True))
    return Block(named, [[None]] * len(columns), "签字")
