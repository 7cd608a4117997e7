"""What is said of a bill that mistakes would explain."""

import pandas as pd

from addin.billing.causes.rounding import FAMILY as ROUNDING

BILL = "审计-A07"
"""The check that compares a whole bill: what it says of causes is not lost under another finding."""


def sentences(explained: pd.DataFrame) -> pd.Series:
    """Return by customer_no what is said of its bill: ；若按倍率 30 计算，与账单分毫不差."""
    groups = explained.groupby("customer_no", sort=False)["words"]
    return pd.Series({customer: _sentence(list(words)) for customer, words in groups}, dtype=object)


def beside(compared: pd.DataFrame, explained: pd.DataFrame) -> pd.DataFrame:
    """Return 账单重算 with what would explain a bill said once: on its first row that differs, else on its first row.

    Args:
        compared: the rows of the sheet, ``side_by_side.COLUMNS``.
        explained: from ``explain``; also of bills that pass though they are not equal to the fen.
    """
    said = sentences(explained)
    rows = compared[compared["customer_no"].isin(said.index)]
    agrees = rows["difference_fen"].fillna(0) == 0
    places = pd.concat([rows[~agrees], rows]).drop_duplicates("customer_no").index
    rule = compared["rule"].astype(object).fillna("")
    rule[places] = (rule[places] + compared.loc[places, "customer_no"].map(said)).str.removeprefix("；")
    return compared.assign(rule=rule)


def named(roots: pd.DataFrame, explained: pd.DataFrame) -> pd.DataFrame:
    """Return the findings with what would explain a bill, also where another finding has the bill's under it.

    Args:
        roots: findings: customer_no, message, and in ``consequences`` what is folded under each.
        explained: from ``explain``.
    """
    said = roots["customer_no"].map(sentences(_of_mistakes(explained))).astype(object)
    under = roots["consequences"].astype("str").str.contains(BILL, regex=False) & said.notna()
    return roots.assign(message=roots["message"].mask(under, roots["message"] + said.fillna("")))


def _of_mistakes(explained: pd.DataFrame) -> pd.DataFrame:
    """Return the explanations that are more than another order of rounding, which makes no bill wrong."""
    return explained[explained["families"] != ROUNDING]


def of_rounding(explained: pd.DataFrame) -> pd.DataFrame:
    """Return the explanations that an order of rounding is a part of."""
    return explained[explained["families"].str.endswith(ROUNDING)]


def _sentence(words: list[str]) -> str:
    """Return the end of a finding's sentence."""
    return f"；若{'，或'.join(words)}，{'均' if len(words) > 1 else ''}与账单分毫不差"
