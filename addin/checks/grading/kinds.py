"""A1: is a customer 工业, 商业 or 公共机构, by its industry."""

import pandas as pd

from addin.industries import sections
from addin.rulebook import RulesInForce

OVERRIDE_MARK = "客户类型"
"""A 备注 that speaks of it is the reason for a kind that staff entered against the industry."""


def kinds(customers: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    """Classify customers by 行业分类, in doubtful sections by the first character of the credit code.

    A row of 客户类型映射 that names the first character (1 = 机构编制, 9 = enterprise) goes before the section's
    general row.

    Args:
        customers: with ``industry_code``, ``credit_code``, ``customer_kind``, ``remark``.
        rules: table ``customer_type_map``.

    Returns:
        One row per customer: ``section`` (letter of GB/T 4754), ``kind_by_industry`` (``None`` where the code does not
        say), ``kind`` (by which the customer is graded), ``rule`` (citation).

    References:
        GB/T 4754—2017; ledger.md §3 客户类型: M, N and others in doubt go by the credit code, hospitals and schools are
        公共机构 whoever owns them.
    """
    table = rules.rows("customer_type_map")
    section = sections(customers["industry_code"], table)
    row = _rows(section, customers["credit_code"], table)
    found = pd.DataFrame({"section": section})
    found["kind_by_industry"] = row.map(table["customer_type"]).astype(object).where(row.notna(), None)
    cites = row.map({line: rules.cite("customer_type_map", line) for line in table.index}).astype(object)
    found["rule"] = cites.where(cites.notna(), None)
    found["kind"] = _graded_kind(customers, found["kind_by_industry"])
    return found


def _rows(section: pd.Series, credit_code: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Return the table's row that classifies each customer."""
    keys = table["section"] + table["credit_code_first"].fillna("")
    rows = dict(zip(keys, table.index, strict=True))
    special = (section + credit_code.astype(object).str[:1]).map(rows)
    return special.fillna(section.map(rows)).astype("float64")


def _graded_kind(customers: pd.DataFrame, by_industry: pd.Series) -> pd.Series:
    """Return the kind to grade by: the industry's, unless staff gave a reason or the industry does not say."""
    entered = customers["customer_kind"]
    reasoned = customers["remark"].astype(object).str.contains(OVERRIDE_MARK, regex=False).fillna(value=False)
    return entered.where((reasoned.astype(bool) & entered.notna()) | by_industry.isna(), by_industry)
