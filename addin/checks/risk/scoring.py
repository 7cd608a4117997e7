"""Points, completeness and level of every customer, and what may lift or hold a level.

References: 制度 B6, D7; management.md §3; ledger.md §3 (risk): missing data are dropped and the rest is
rescaled over all dimensions; a shared bound belongs to the safer band; a level falls only after clean months.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.checks.risk import paying, standing, using  # noqa: F401 - they register their indicators
from addin.checks.risk.case import INDICATORS, Case, Said, each_once
from addin.rulebook import RuleError

BANDS = ("一档", "二档", "三档", "四档")
UNKNOWN = "无数据"
MILLION = 1e6
"""Scores are kept to a millionth, so that binary noise does not move one across the bound of a level."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Points by customer and indicator.

    Attributes:
        coefficients: one column per indicator code, 0–1, NaN where it can say nothing; index 户号.
        raw: the same shape, the raw value as text.
        weights: by indicator code.
        dimensions: by indicator code.
        titles: by indicator code, as printed.
    """

    coefficients: pd.DataFrame
    raw: pd.DataFrame
    weights: pd.Series
    dimensions: pd.Series
    titles: pd.Series

    @property
    def known(self) -> pd.DataFrame:
        """Weights of the indicators that say something."""
        return self.coefficients.notna() * self.weights

    @property
    def score(self) -> pd.Series:
        """Risk score 0–100, rescaled over what is known; NaN where nothing is."""
        known = self.known.sum(axis=1)
        exact = (self.coefficients * self.weights).sum(axis=1) * 100 / known.where(known > 0)
        return np.rint(exact * MILLION) / MILLION

    @property
    def completeness_percent(self) -> pd.Series:
        """Share of the weights that is known [%]."""
        return np.rint(self.known.sum(axis=1) * 100 / self.weights.sum() * MILLION) / MILLION

    def blank(self, dimension: str) -> pd.Series:
        """Say which customers have no indicator of a dimension."""
        codes = self.dimensions.index[self.dimensions == dimension]
        return self.coefficients[codes].isna().all(axis=1)

    def shown(self) -> pd.DataFrame:
        """Return raw value and points of every indicator as text, titled by code and name; 无数据 where missing."""
        columns = {}
        for code in self.coefficients:
            points = each_once(self.coefficients[code] * self.weights[code], "｜{:.4g}分".format)
            text = self.raw[code].fillna("") + points
            columns[f"{code.removeprefix('风险-')} {self.titles[code]}"] = text.where(points.notna(), UNKNOWN)
        return pd.DataFrame(columns)


def _indicator(code: str) -> Callable[[Case], Said]:
    """Return the function of an indicator; raises ``RuleError`` for a code that the program does not know."""
    if code not in INDICATORS:
        raise RuleError(
            f"「风险指标」编号：看到『{code}』，应为 {min(INDICATORS)} 至 {max(INDICATORS)} 之一；"
            "请更正，或填失效日期停用该行"
        )
    return INDICATORS[code]


def score(case: Case) -> Scores:
    """Reckon all indicators of the rule table that are in force."""
    rows = case.rules.rows("risk_indicators").set_index("code")
    coefficients = np.array([case.rules.value("risk_parameters", f"档位系数:{band}") for band in BANDS] + [np.nan])
    found, raw = {}, {}
    for code in rows.index:
        said = _indicator(code)(case)
        bands = case.rules.bands(code).band(said.numbers, said.words)
        found[code] = pd.Series(coefficients[bands.fillna(0).astype("int64") - 1], index=bands.index)
        raw[code] = said.raw()
    shape = {"index": case.customers.index}
    return Scores(
        pd.DataFrame(found, **shape), pd.DataFrame(raw, **shape), rows["weight"], rows["dimension"], rows["indicator"]
    )
