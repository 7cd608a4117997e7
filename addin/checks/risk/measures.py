"""Risk types of a customer and the measures matched to them. Source: rule table 风险措施库; 制度 D8."""

import pandas as pd

from addin.checks.risk.case import Case
from addin.checks.risk.scoring import Scores

MOST = 3
PUBLIC = "公共机构预算拖延"


def types_of(case: Case, scores: Scores) -> pd.DataFrame:
    """Return one column per risk type: the points of its dangerous indicators; index 户号."""
    floor = case.rules.value("risk_parameters", "档位系数:三档")
    points = (scores.coefficients * scores.weights).where(scores.coefficients >= floor, 0).fillna(0)
    found = {}
    for row in case.rules.rows("risk_measures").dropna(subset=["indicator_codes"]).itertuples():
        codes = [code for code in row.indicator_codes.split("、") if code in points]
        found[row.kind] = points[codes].sum(axis=1)
    types = pd.DataFrame(found, index=case.customers.index)
    if PUBLIC in types:
        types[PUBLIC] = types[PUBLIC].where(case.customers["customer_kind"] == "公共机构", 0)
    return types


def measures(case: Case, scores: Scores, wanted: pd.Series) -> pd.DataFrame:
    """Return risk_types and measures as text for the customers that want them.

    Args:
        case: says the rules.
        scores: points by indicator.
        wanted: which customers need measures.
    """
    types = types_of(case, scores)
    texts = {row.kind: _text(case, row) for row in case.rules.rows("risk_measures").itertuples()}
    lines = []
    for customer in types.index[wanted]:
        strongest = types.loc[customer].sort_values(ascending=False, kind="stable")
        kinds = [kind for kind, points in strongest.items() if points > 0][:MOST]
        lines.append((customer, "、".join(kinds), "；".join(texts[kind] for kind in kinds)))
    told = pd.DataFrame(lines, columns=["customer_no", "risk_types", "measures"]).set_index("customer_no")
    return told.reindex(types.index).fillna("")


def _text(case: Case, row: object) -> str:
    """Return a measure as one line: first step, then the further one, what it rests on and what must not be done."""
    parts = [f"【{row.kind}】先{row.first_measure}", f"再{row.further_measure}"]  # type: ignore[attr-defined]
    basis = "、".join(_basis(case, code) for code in str(row.legal_basis).split("、"))  # type: ignore[attr-defined]
    parts.append(f"依据：{basis}")
    if isinstance(row.taboo, str):  # type: ignore[attr-defined]
        parts.append(f"注意：{row.taboo}")  # type: ignore[attr-defined]
    return "，".join(parts)


def _basis(case: Case, code: str) -> str:
    """Return a clause as it may be printed; anything else as it stands."""
    known = set(case.rules.rows("clauses")["code"])
    return case.rules.clause_text(code) if code in known else code
