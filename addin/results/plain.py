"""The result sheets that show a frame as it is: 分级结果, 风险结果, 账单重算, 数据问题, 核查覆盖, histories."""

import pandas as pd

from addin.books.result import Block, ResultColumn, ResultSheet
from addin.checks.risk.levels import SHORT
from addin.reading import Ledger
from addin.results.sheet import block, sheet, yuan_array
from addin.tables import FILLED
from addin.tables.column import Table
from addin.tables.results import COVERAGE, GRADES, PROBLEMS, RISKS, STATEMENT, UNCHECKED

FIRST_CUSTOMERS = 5
MOST_CUSTOMERS = 20
"""So many customers of one reason are all named, of more the first."""


def grades_sheet(grades: pd.DataFrame, ledger: Ledger, subtitle: str) -> ResultSheet:
    """Lay out the grading; 户号 links to the ledger row."""
    links = {"customer_no": [ledger.link("customers", row, "customer_no") or None for row in grades.index]}
    return sheet(GRADES, [block(GRADES, grades, links=links)], subtitle)


def risks_sheet(risks: pd.DataFrame, indicators: pd.DataFrame, subtitle: str) -> ResultSheet:
    """Lay out the risk levels, with each indicator's raw value and points to the right.

    Args:
        risks: one row per customer.
        indicators: one column per indicator, titled ``R01 当前最长逾期天数``, index 户号, readable text.
        subtitle: the run's line.
    """
    part = block(RISKS, risks)
    extra = indicators.reindex(risks["customer_no"])
    columns = (*part.columns, *(ResultColumn(title, 16, wrap=True) for title in extra.columns))
    tones = [_tone(level) for level in risks["level"]]
    wide = Block(
        columns,
        [
            *part.values,  # noqa: PD011 - a Block, no frame
            *(extra[title] for title in extra.columns),
        ],
        tones=tones,
        toned=(2,),
    )
    return sheet(RISKS, [wide], subtitle)


def statement_sheet(lines: pd.DataFrame, workings: pd.Series, subtitle: str) -> ResultSheet:
    """Lay out the recomputed bills beside the issued ones, in the printed row order."""
    shown = lines.assign(
        **{f"{name}_yuan": yuan_array(lines[f"{name}_fen"]) for name in ("issued", "recomputed", "difference")},
        working=workings,
    )
    return sheet(STATEMENT, [block(STATEMENT, shown, tone="outcome", toned=("outcome",))], subtitle)


def problems_sheet(problems: pd.DataFrame, ledger: Ledger, subtitle: str) -> ResultSheet:
    """Lay out the problems of the data, each linked to its cell where it stands in the main book."""
    ordered = problems.sort_values("level", key=lambda part: part.map({"错误": 0, "警告": 1, "提示": 2}), kind="stable")
    main = str(ledger.main.name)
    cells = [
        f"'{sheet}'!{cell}" if cell and ":" not in str(cell) and str(book) == main else None
        for book, sheet, cell in ordered[["book", "sheet", "cell"]].itertuples(index=False)
    ]
    shown = ordered.assign(number=range(1, len(ordered) + 1))
    return sheet(PROBLEMS, [block(PROBLEMS, shown, links={"cell": cells}, tone="level", toned=("level",))], subtitle)


def coverage_sheet(coverage: pd.DataFrame, subtitle: str) -> ResultSheet:
    """Lay out the coverage of every check."""
    titles = {name: table.title for name, table in FILLED.items()}
    shown = coverage.sort_values("code").assign(sheet=coverage["table"].map(titles).fillna("规则表"))
    return frame_sheet(COVERAGE, shown, subtitle)


def unchecked_sheet(doubts: pd.DataFrame, subtitle: str) -> ResultSheet:
    """Lay out the reasons why rows could not be checked."""
    return frame_sheet(UNCHECKED, reasons(doubts), subtitle)


def reasons(doubts: pd.DataFrame) -> pd.DataFrame:
    """Put rows that could not be checked for the same reason together: count and first customers."""
    if doubts.empty:
        return pd.DataFrame(columns=[column.name for column in UNCHECKED])
    groups = doubts.groupby(["code", "title", "message"], sort=False)["customer_no"]
    named = groups.agg(rows="size", customers=_customers)
    return named.reset_index().rename(columns={"message": "reason"})


def _customers(numbers: pd.Series) -> str:
    """Return customers as a list, of many the first and how many there are."""
    named = numbers.dropna().astype(str).unique()
    if len(named) <= MOST_CUSTOMERS:
        return "、".join(named)
    return f"{'、'.join(named[:FIRST_CUSTOMERS])} 等 {len(named):,} 户"


def frame_sheet(table: Table, frame: pd.DataFrame, subtitle: str) -> ResultSheet:
    """Lay out a frame whose columns are the table's; rows of a table with a key get it as identity, to be read back."""
    keys = zip(*(frame[name].astype(object).fillna("").astype(str) for name in table.key), strict=True)
    return sheet(table, [block(table, frame)], subtitle, ["|".join(parts) for parts in keys])


def _tone(level: object) -> str | None:
    """Return the fill of a risk level, whose numeral stands in the text; a low level on too few data is not green."""
    tone = {"Ⅰ": "error", "Ⅱ": "error", "Ⅲ": "warning", "Ⅳ": "notice", "Ⅴ": "pass"}.get(str(level)[:1], "unknown")
    return "unknown" if tone in {"notice", "pass"} and SHORT in str(level) else tone
