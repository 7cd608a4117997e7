"""A threshold for each customer: its own row of 阈值例外, else the row of its size, else the row of 审核阈值."""

import pandas as pd

from addin.rulebook.exceptions import TABLE
from addin.rulebook.in_force import RulesInForce, cite, plain_key

GENERAL = "audit_thresholds"


def thresholds(rules: RulesInForce, key: str, asked: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the threshold that holds for each row.

    Args:
        rules: in force.
        key: of 审核阈值, such as ``电费-A01:增幅``.
        asked: rows with ``customer_no``.
        customers: the sheet 客户台账, for the contract capacity; a customer that it does not hold has no size.

    Returns:
        Indexed as ``asked``: ``value`` in the unit of the threshold, ``rule`` the citation of the row that decided.

    Raises:
        NoRule: 审核阈值 has no number for the key.
    """
    found = pd.DataFrame({"value": rules.value(GENERAL, key), "rule": rules.cite_key(GENERAL, key)}, index=asked.index)
    rows = rules.rows(TABLE)
    rows = rows[(rows["key"].map(plain_key, na_action="ignore") == plain_key(key)) & rows["value"].notna()]
    if len(rows):
        _by_size(found, rows[rows["customer_no"].isna()], asked["customer_no"], customers)
        _by_customer(found, rows.dropna(subset=["customer_no"]), asked["customer_no"])
    return found


def told_in(rules: RulesInForce, code: str, month: str) -> bool:
    """Say whether an advice that holds for long is told in a month (row ``code:提示月份`` of 审核阈值), not in each."""
    return str(int(month[5:])) in rules.words(GENERAL, f"{code}:提示月份")


def _by_size(found: pd.DataFrame, rows: pd.DataFrame, numbers: pd.Series, customers: pd.DataFrame) -> None:
    """Put the values of the sizes in; a lower bound belongs to the size, an upper one does not."""
    known = customers.drop_duplicates("customer_no").set_index("customer_no")["contract_capacity_kva"]
    kva = numbers.map(known)
    for row, line in rows.dropna(subset=["lower_kva", "upper_kva"], how="all").iterrows():
        meant = kva.notna() & ~(kva < line["lower_kva"]) & ~(kva >= line["upper_kva"])
        found.loc[meant, ["value", "rule"]] = [line["value"], cite(TABLE, int(str(row)))]


def _by_customer(found: pd.DataFrame, rows: pd.DataFrame, numbers: pd.Series) -> None:
    """Put the values of single customers in."""
    own = rows.drop_duplicates("customer_no", keep="last").reset_index(names="row").set_index("customer_no")
    meant = numbers.isin(own.index)
    place = own.loc[numbers[meant]]
    found.loc[meant, "value"] = place["value"].to_numpy()
    found.loc[meant, "rule"] = place["row"].map(lambda row: cite(TABLE, int(row))).to_numpy()
