"""One line per root cause: a finding that follows from another is folded under it."""

import pandas as pd

from addin.findings import Level
from addin.outcome.collect import LEVELS
from addin.register import CHECKS

RANKS = {str(level): rank for rank, level in enumerate(LEVELS)}
"""How grave each level is, 0 the gravest."""

MONEY = ["stake_fen", "owed_fen"]
"""What a finding disputes, and what is owed: two columns, never added up."""


def fold(findings: pd.DataFrame) -> pd.DataFrame:
    """Fold findings that a graver cause of the same customer explains.

    A check says with ``explains`` which codes follow from it. The root keeps the gravest level and the largest amounts
    of its group, and names what was folded in ``consequences``. A note (提示) explains no 错误: 「可以保留单一制」 once
    stood as an error before a bill that was wrong for another cause, and hid it.

    Args:
        findings: as collected.

    Returns:
        The roots, ordered by level, stake and customer, with the further column ``consequences``.
    """
    parents = _parents(findings)
    top = pd.Series([_top(row, parents) for row in findings.index], index=findings.index, dtype="int64")
    under = top != findings.index
    said = (findings["code"] + " " + findings["title"])[under].groupby(top[under]).agg("；".join)
    roots = findings[~under].copy()
    roots["consequences"] = said.reindex(roots.index).fillna("")
    roots[MONEY] = findings[MONEY].groupby(top).max()  # the same money is counted once
    roots["level"] = findings["level"].map(RANKS).groupby(top).min().map(dict(enumerate(RANKS)))
    return _ordered(roots)


def _parents(findings: pd.DataFrame) -> dict[int, int]:
    """Map a finding's row to the row of the finding of the same customer that explains it.

    Of several that explain it, or one another, that of the first code is the root: the order of the rulebook.
    """
    order = {code: place for place, code in enumerate(sorted(CHECKS))}
    parents: dict[int, int] = {}
    level = findings["level"].to_dict()
    for known in _by_customer(findings).values():
        if len(known) > 1:
            known.sort(key=lambda pair: order[pair[1]])
            for row, code in known:
                _adopt(row, code, [one for one in known if not _noted(level[row], level[one[0]])], parents)
    return parents


def _noted(level: str, other: str) -> bool:
    """Tell whether a finding is a note beside an error."""
    return level == str(Level.NOTICE) and other == str(Level.ERROR)


def _by_customer(findings: pd.DataFrame) -> dict[str, list[tuple[int, str]]]:
    """Return row and code of the findings of each customer; plain lists, for there may be a hundred thousand."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for row, code, customer in zip(findings.index, findings["code"], findings["customer_no"], strict=True):
        if isinstance(customer, str) and customer:
            groups.setdefault(customer, []).append((row, code))
    return groups


def _adopt(row: int, code: str, known: list[tuple[int, str]], parents: dict[int, int]) -> None:
    """Put the findings that ``code`` explains under ``row``, unless that would close a circle."""
    explained = CHECKS[code].explains
    for other, other_code in known if explained else ():
        if other_code in explained and other not in parents and _top(row, parents) != other:
            parents[other] = row


def _top(row: int, parents: dict[int, int]) -> int:
    """Follow the parents up to the root."""
    while row in parents:
        row = parents[row]
    return row


def _ordered(roots: pd.DataFrame) -> pd.DataFrame:
    """Order by level, then money, then customer."""
    rank = roots["level"].map(RANKS)
    money = -roots[MONEY].fillna(0).astype("int64").abs().max(axis="columns")
    keys = pd.DataFrame({"rank": rank, "money": money, "no": roots["customer_no"].fillna(""), "code": roots["code"]})
    return roots.loc[keys.sort_values(list(keys), kind="stable").index].reset_index(drop=True)
