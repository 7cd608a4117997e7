"""The first sheet, 本月概览: what a section chief looks at first."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from addin.books.result import Block, ResultColumn, ResultSheet
from addin.findings import Level, Outcome
from addin.results.findings import FIRST_ROW as FIRST_FINDING
from addin.results.sheet import LEVEL_TONES, yuan
from addin.tables.result_findings import FINDINGS

TITLE = "本月概览"
MARKER = "KeyWatt:overview:1"
MOST_CUSTOMERS = 20
MONEY = "#,##0.00;[Red]-#,##0.00"
PENDING = "待发行"

LEVEL = ResultColumn("级别", 20, align="center")
LINES = (ResultColumn("项目", 20), ResultColumn("内容", 60, wrap=True))
DEADLINES = (
    LEVEL,
    ResultColumn("事项", 60, wrap=True),
    ResultColumn("户名", 28, wrap=True),
    ResultColumn("户号", 16),
    ResultColumn("下一步", 40, wrap=True),
    ResultColumn("责任人", 10),
    ResultColumn("见", 12),
)
CUSTOMERS = (
    LEVEL,
    ResultColumn("根因", 60, wrap=True),
    *DEADLINES[2:],
    ResultColumn("账单金额(元)", 16, MONEY),
    ResultColumn("重算金额(元)", 16, MONEY),
)
AMOUNTS = {"stake_fen": "涉及金额(元)", "owed_fen": "欠费或敞口(元)"}
"""What customers are ranked by, and how its column is called."""
COUNTS = (
    ResultColumn("最高级别", 20, align="center"),
    ResultColumn("检查", 60, wrap=True),
    ResultColumn("核查情况", 28),
    ResultColumn("发现", 16, "#,##0"),
    ResultColumn("未能核查", 40, wrap=True),
)
ORDER = ("level", "message", "customer_name", "customer_no", "advice", "responsible")


@dataclass(frozen=True, slots=True)
class Overview:
    """What the overview shows.

    Attributes:
        facts: label and text of the period, the inputs, the coverage and the totals, in order.
        findings: roots with human columns, in the order of 复核发现.
        bills: by 户号: state, issued_fen, recomputed_fen of the month's bills.
        coverage: from ``collect``.
    """

    facts: Mapping[str, str]
    findings: pd.DataFrame
    bills: pd.DataFrame
    coverage: pd.DataFrame


def overview_sheet(overview: Overview, subtitle: str) -> ResultSheet:
    """Lay out the overview: facts, deadlines without yuan, customers by yuan, counts by check."""
    found = overview.findings.assign(sheet_row=range(FIRST_FINDING, FIRST_FINDING + len(overview.findings)))
    blocks = [_facts(overview.facts), _deadlines(found)]
    billed = found["customer_no"].isin(overview.bills.index)
    pending = found["customer_no"].map(overview.bills["state"]) == PENDING
    blocks.append(_customers("待发行账单：退回重算", found[pending], overview.bills))
    blocks.append(_customers("已发行账单：办理退补", found[billed & ~pending], overview.bills))
    blocks.append(_customers("尚未出账：更正后再计费", found[~billed], overview.bills))
    blocks.append(_customers("欠费与风险：按欠费或敞口", found, overview.bills, "owed_fen"))
    blocks.append(_counts(overview))
    return ResultSheet(TITLE, MARKER, (TITLE, subtitle), tuple(block for block in blocks if block))


def _facts(facts: Mapping[str, str]) -> Block:
    """Return the block of labels and texts."""
    return Block(LINES, [list(facts), list(facts.values())], "账期、口径与覆盖")


def _deadlines(found: pd.DataFrame) -> Block | None:
    """Return what is overdue by law or contract, money aside."""
    late = found[(found["outcome"] == Outcome.OVERDUE) & (found["level"] == Level.ERROR)].head(MOST_CUSTOMERS)
    if late.empty:
        return None
    return Block(
        DEADLINES,
        [*(late[name] for name in ORDER), _seen(late)],
        "法定与约定期限（先办）",
        links={6: _links(late)},
        tones=_tones(late),
        toned=(0,),
    )


def _customers(heading: str, found: pd.DataFrame, bills: pd.DataFrame, money: str = "stake_fen") -> Block | None:
    """Return at most twenty customers, one line each with its root cause: what is wrong first, then by yuan."""
    paid = found[found[money].fillna(0) != 0]
    grave = paid["level"].map({level: rank for rank, level in enumerate(LEVEL_TONES)})
    ranked = paid.assign(grave=grave, size_fen=-paid[money].abs().astype("int64"))
    top = ranked.sort_values(["grave", "size_fen"], kind="stable").drop_duplicates("customer_no").head(MOST_CUSTOMERS)
    if top.empty:
        return None
    amounts = [yuan(top["customer_no"].map(bills[name])) for name in ("issued_fen", "recomputed_fen")]
    return Block(
        (*CUSTOMERS, ResultColumn(AMOUNTS[money], 16, MONEY)),
        [*(top[name] for name in ORDER), _seen(top), *amounts, yuan(top[money])],
        heading,
        links={6: _links(top)},
        tones=_tones(top),
        toned=(0,),
    )


def _counts(overview: Overview) -> Block:
    """Return how many findings each check has and how many rows it could not check; and which checks failed."""
    roots = overview.findings
    grave = roots.groupby("code")["level"].agg(lambda levels: min(levels, key=list(LEVEL_TONES).index))
    lines = overview.coverage.set_index("code").sort_index()
    lines = lines[(lines["found"] > 0) | (lines["unknown"] > 0) | lines["failed"]]
    levels = [grave.get(code, "") for code in lines.index]
    rows = [f"{count:,} 行" if count else "" for count in lines["unknown"]]
    unknown = lines["note"].where(lines["failed"], rows)
    asked = [
        f"应核 {asked:,} 行，通过 {passed:,} 行" for asked, passed in zip(lines["asked"], lines["passed"], strict=True)
    ]
    named = lines.index + " " + lines["title"]
    values = [levels, named, asked, lines["found"], unknown]
    tones = [LEVEL_TONES.get(level) for level in levels]
    return Block(COUNTS, values, "各项检查", tones=tones, toned=(0,))


def _seen(found: pd.DataFrame) -> list[str]:
    """Return where in 复核发现 a line stands."""
    return [f"第 {row} 行" for row in found["sheet_row"]]


def _links(found: pd.DataFrame) -> list[str | None]:
    """Return the links to the lines of 复核发现."""
    return [f"'{FINDINGS.title}'!B{row}" for row in found["sheet_row"]]


def _tones(found: pd.DataFrame) -> list[str | None]:
    """Return the fills by level."""
    return [LEVEL_TONES.get(level) for level in found["level"]]
