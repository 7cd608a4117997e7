"""Risk types of a customer and the measures matched to them. Source: rule table 风险措施库; 制度 D8."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from addin.checks.risk.case import Case
from addin.checks.risk.scoring import Scores

MOST = 3
"""Types named for one customer, the strongest first."""
PUBLIC, PUBLIC_KIND = "公共机构预算拖延", "公共机构"
SHORT_OF_CASH, WORSENING = "临时资金困难", "经营恶化"


def measures(case: Case, scores: Scores, wanted: pd.Series) -> pd.DataFrame:
    """Return ``risk_types`` and ``measures`` as text by 户号; empty where none is wanted or none matches.

    Args:
        case: says the rules.
        scores: points by indicator.
        wanted: which customers need measures.
    """
    types = types_of(case, scores)
    strength = types.to_numpy(dtype="float64") * wanted.reindex(types.index).to_numpy(dtype=bool)[:, None]
    order = np.argsort(-strength, axis=1, kind="stable")[:, :MOST]
    chosen = np.where(np.take_along_axis(strength, order, axis=1) > 0, order, -1)
    patterns, which = np.unique(chosen, axis=0, return_inverse=True)
    kinds = [[types.columns[place] for place in pattern if place >= 0] for pattern in patterns]
    return (
        pd.DataFrame(_texts(case, kinds), columns=["risk_types", "measures"]).iloc[which.ravel()].set_axis(types.index)
    )


def types_of(case: Case, scores: Scores) -> pd.DataFrame:
    """Return one column per risk type: the points of its dangerous indicators, those of 三档 and 四档; index 户号.

    Delay counts as a public body's budget only for public bodies, and want of cash as temporary only while business
    does not worsen.
    """
    floor = case.rules.value("risk_parameters", "档位系数:三档")
    points = (scores.coefficients * scores.weights).where(scores.coefficients >= floor, 0).fillna(0)
    rows = case.rules.rows("risk_measures").dropna(subset=["indicator_codes"])
    named = dict(zip(rows["kind"], rows["indicator_codes"].str.split("、"), strict=True))
    types = pd.DataFrame(
        {kind: points[points.columns.intersection(codes)].sum(axis=1) for kind, codes in named.items()},
        index=case.customers.index,
    )
    if PUBLIC in types:
        types[PUBLIC] = types[PUBLIC].where(case.customers["customer_kind"] == PUBLIC_KIND, 0)
    if {SHORT_OF_CASH, WORSENING} <= set(types):
        types[SHORT_OF_CASH] = types[SHORT_OF_CASH].where(types[WORSENING] == 0, 0)
    return types


def _texts(case: Case, patterns: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return types and measures of each pattern of types."""
    clauses = set(case.rules.rows("clauses")["code"])
    lines = {row["kind"]: _text(case, row, clauses) for row in case.rules.rows("risk_measures").to_dict("records")}
    return [("、".join(kinds), "；".join(lines[kind] for kind in kinds)) for kinds in patterns]


def _text(case: Case, row: Mapping[str, object], clauses: set[str]) -> str:
    """Return a measure as one line: first step, further one, what it rests on, what must not be done."""
    basis = [case.rules.clause_text(code) if code in clauses else code for code in _words(row["legal_basis"])]
    parts = [f"【{row['kind']}】先{row['first_measure']}", f"再{row['further_measure']}"]
    parts += [f"依据：{'、'.join(basis)}"] if basis else []
    parts += [f"注意：{row['taboo']}"] if _words(row["taboo"]) else []
    return "，".join(parts)


def _words(cell: object) -> list[str]:
    """Return the words of a cell that lists them; none for an empty one."""
    return [word for word in cell.split("、") if word] if isinstance(cell, str) else []
