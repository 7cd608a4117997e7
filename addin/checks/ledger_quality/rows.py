"""What the checks of the ledger have in common: which rows they ask, and the rule row that decides."""

from typing import TypedDict

import pandas as pd

from addin.rulebook import RulesInForce

TABLE = "ledger_rules"
LIMITS = "ledger_limits"
CLOSED = "已销户"
_WIDE_BRACKETS = str.maketrans("（）", "()")


class Stamp(TypedDict):
    """Level and citation of the row of 校验规则 that a check applies."""

    level: str
    rule: str


def stamp(rules: RulesInForce, code: str, *, second: bool = False) -> Stamp:
    """Return level and citation of a rule; ``second`` = its 另一级别."""
    row = rules.row(TABLE, code)
    level = rules.rows(TABLE).loc[row, "second_level" if second else "level"]
    return Stamp(level=str(level), rule=rules.cite(TABLE, row))


def active(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the customers that have a 户号 and are not closed."""
    return customers[customers["customer_no"].notna() & (customers["state"] != CLOSED)]


def filled(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows of customers that have something in a column."""
    return frame[frame[column].notna() & frame["customer_no"].notna()]


def fits(texts: pd.Series, rules: RulesInForce, code: str) -> pd.Series:
    """Say which texts fit the pattern of a rule row, from end to end."""
    pattern = rules.rows(TABLE).loc[rules.row(TABLE, code), "pattern"]
    return texts.astype(object).str.fullmatch(pattern).fillna(value=False).astype(bool)


def plain_name(names: pd.Series) -> pd.Series:
    """Return names as they are compared: brackets of one width, no blanks."""
    return names.astype(object).str.translate(_WIDE_BRACKETS).str.replace(r"\s", "", regex=True)


def worded(values: pd.Series, form: str) -> pd.Series:
    """Return each value put into ``form``; text also where there is no value at all, unlike ``map``."""
    return pd.Series([form.format(value) for value in values], index=values.index, dtype=object)


def day(dates: pd.Series) -> pd.Series:
    """Return dates as text; 空 where there is none."""
    return dates.dt.strftime("%Y-%m-%d").astype(object).fillna("空")
