"""规则: check the rule book."""

from pathlib import Path

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


def rule_book(folder: Path | None) -> Path:
    """Return the rule book of the workbooks in a folder: the one beside them, else the shipped one."""
    beside = folder / "rules.xlsx" if folder else None
    return beside if beside and beside.exists() else shipped("rules.xlsx")
