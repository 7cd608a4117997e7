"""Points, completeness and level of every customer, and what may lift or hold a level.

References: 制度 B6, D7; management.md §3; ledger.md §3 (risk): missing data are dropped and the rest is
rescaled over all dimensions; a shared bound belongs to the safer band; a level falls only after clean months.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.checks.risk import paying, standing, using  # noqa: F401 - they register their indicators
from addin.checks.risk.case import INDICATORS, Case

BANDS = ("一档", "二档", "三档", "四档")


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
        return (self.coefficients * self.weights).sum(axis=1) / known.where(known > 0) * 100

    @property
    def completeness_percent(self) -> pd.Series:
        """Share of the weights that is known [%]."""
        return self.known.sum(axis=1) / self.weights.sum() * 100

    def blank(self, dimension: str) -> pd.Series:
        """Say which customers have no indicator of a dimension."""
        codes = self.dimensions.index[self.dimensions == dimension]
        return self.coefficients[codes].isna().all(axis=1)

    def shown(self) -> pd.DataFrame:
        """Return raw value and points of every indicator as text, titled by code and name; 无数据 where missing."""
        columns = {}
        for code in self.coefficients:
            points = self.coefficients[code] * self.weights[code]
            text = self.raw[code].fillna("").astype(str) + "｜" + points.map(lambda value: f"{value:.4g}分")
            columns[f"{code.removeprefix('风险-')} {self.titles[code]}"] = text.where(points.notna(), "无数据")
        return pd.DataFrame(columns)


def score(case: Case) -> Scores:
    """Reckon all indicators of the rule table that are in force."""
    rows = case.rules.rows("risk_indicators").set_index("code")
    coefficients = [case.rules.value("risk_parameters", f"档位系数:{band}") for band in BANDS]
    found, raw = {}, {}
    for code in rows.index:
        said = INDICATORS[code](case)
        bands = case.rules.bands(code).band(said.numbers, said.words)
        found[code] = bands.map(dict(enumerate(coefficients, 1)))
        raw[code] = said.raw()
    shape = {"index": case.customers.index}
    return Scores(
        pd.DataFrame(found, **shape), pd.DataFrame(raw, **shape), rows["weight"], rows["dimension"], rows["indicator"]
    )


def level_of(scores: pd.Series, levels: pd.DataFrame) -> pd.Series:
    """Return the rank of each score: 1 the safest; 分数下限 belongs to the level. NaN where there is no score.

    Args:
        scores: 0–100.
        levels: the rule table 风险等级, with ``rank`` and ``lower_score``.
    """
    ordered = levels.sort_values("lower_score")
    places = np.searchsorted(ordered["lower_score"].to_numpy(), scores.to_numpy(), side="right") - 1
    ranks = ordered["rank"].to_numpy()[np.clip(places, 0, len(ordered) - 1)]
    return pd.Series(ranks, index=scores.index).where(scores.notna())


def held(rank: pd.Series, earlier: pd.DataFrame, levels: pd.DataFrame, case: Case) -> tuple[pd.Series, pd.Series]:
    """Hold a level that would fall: up at once, down one step only after clean months in a row.

    Args:
        rank: what score and vetoes say now, 1 the safest.
        earlier: the sheet 风险历史: month, customer_no, level, score.
        levels: the rule table 风险等级.
        case: says the month and the rules.

    Returns:
        The rank to print, and the earlier rank (NaN where there is none).
    """
    months = int(case.rules.value("risk_parameters", "降级连续月数"))
    step = case.rules.value("risk_parameters", "每次降级级数")
    past = earlier[earlier["month"] < case.month].sort_values("month", kind="stable")
    printed = past["level"].map(dict(zip(levels["level"], levels["rank"], strict=True)))
    before = printed.groupby(past["customer_no"]).last().reindex(rank.index)
    by_score = level_of(pd.to_numeric(past["score"], errors="coerce"), levels)
    recent = by_score.groupby(past["customer_no"]).apply(lambda part: part.tail(months - 1).max())
    clean = recent.reindex(rank.index) < before if months > 1 else pd.Series(data=True, index=rank.index)
    falls = rank < before
    lowered = np.maximum(rank, before - step).where(clean, before)
    return rank.where(~falls, lowered), before
