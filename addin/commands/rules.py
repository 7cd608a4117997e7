"""规则: check the rule book."""

from pathlib import Path
from typing import Any

import pandas as pd

from addin.commands.registry import When, command
from addin.rulebook import Rulebook
from addin.shipped import shipped


@command(
    "rules check",
    label="检查规则",
    group="规则",
    tip="检查 rules.xlsx：缺行、重叠、放宽了硬约束、数字写成文字等，逐条指出单元格",
    icon="DataValidationCircleInvalid",
    key_tip="J",
    place=2,
    when=When.ALWAYS,
)
def check_rules(path: Path) -> pd.DataFrame:
    """Return the problems of a rule book, one row each with its cell.

    Raises:
        RuleError: it cannot be used at all.
    """
    return Rulebook.load(path).problems


def problem_lines(problems: pd.DataFrame) -> list[str]:
    """Return a sentence for each problem: level, place, what was seen and expected, what to do."""
    return [
        f"{one.level}：{_place(one)}：{f'看到『{one.seen}』，' if one.seen else ''}应为{one.expected}；{one.advice}"
        for one in problems.itertuples()
    ]


def _place(one: Any) -> str:  # noqa: ANN401 - a named tuple of a problem
    """Return where a problem is: sheet and cell, or the book where it is about several sheets."""
    return f"「{one.sheet}」{one.cell}" if one.sheet else f"「{one.book}」"


def rule_book(folder: Path | None) -> Path:
    """Return the rule book of the workbooks in a folder: the one beside them, else the shipped one."""
    beside = folder / "rules.xlsx" if folder else None
    return beside if beside and beside.exists() else shipped("rules.xlsx")
