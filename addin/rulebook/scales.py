"""Scales without gaps or overlaps, weights that add up, bands and patterns that can be read."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from addin.conditions import ConditionError
from addin.rulebook.in_force import BANDS, effective, indicator_bands
from addin.rulebook.remark import Remark
from addin.tables.rules import RULE_TABLES

Tables = Mapping[str, pd.DataFrame]
Address = Callable[[str, int, str], str]
FULL = 100.0
"""Weights are percentages and scores run from 0 to 100."""
DIVISIONS = (1, 97)
"""First and last division of GB/T 4754—2017."""


def days_of_change(frame: pd.DataFrame) -> list[date]:
    """Return the days on which a dated table changes: the table is looked at as it stands on each."""
    days = pd.concat([frame["effective_on"], frame["expires_on"]]).dropna().drop_duplicates().sort_values()
    return [day.date() for day in days]


def _standing(tables: Tables, name: str) -> Iterator[pd.DataFrame]:
    """Yield the rows in force at every day of change on which there are any."""
    for day in days_of_change(tables[name]):
        frame = effective(tables[name], day)
        if len(frame):
            yield frame


def grade_bands(tables: Tables) -> Iterator[Remark]:
    """分级阈值: for each customer type the bands join and the highest is open."""
    for frame in _standing(tables, "grade_bands"):
        for _, bands in frame.groupby("customer_type"):
            yield from _joined("grade_bands", bands, "lower_kva", "upper_kva", None)


def risk_levels(tables: Tables) -> Iterator[Remark]:
    """风险等级: the levels join and cover every score from 0 to 100."""
    for frame in _standing(tables, "risk_levels"):
        yield from _joined("risk_levels", frame, "lower_score", "upper_score", FULL)
        lowest = frame["lower_score"].idxmin()
        if frame.loc[lowest, "lower_score"] > 0:
            seen = f"{frame.loc[lowest, 'lower_score']:g}"
            yield Remark("risk_levels", lowest, "lower_score", seen, "0", "最低一级应从 0 分起")


def customer_types(tables: Tables) -> Iterator[Remark]:
    """客户类型映射: the sections cover every division once."""
    for frame in _standing(tables, "customer_type_map"):
        sections = frame.drop_duplicates("section").sort_values("first_division")
        expected = np.append(DIVISIONS[0], sections["last_division"].to_numpy()[:-1] + 1)
        for row, start in zip(sections.index, expected, strict=True):
            seen = sections.loc[row, "first_division"]
            if seen != start:
                yield Remark("customer_type_map", row, "first_division", f"{seen:g}", f"{start:g}", "大类应首尾相接")


def _joined(name: str, bands: pd.DataFrame, lower: str, upper: str, most: float | None) -> Iterator[Remark]:
    """Compare every band's upper bound with the next one's lower bound."""
    ordered = bands.sort_values(lower)
    below = ordered.index[:-1]
    for row, start in zip(below, ordered[lower].to_numpy()[1:], strict=True):
        end = ordered.loc[row, upper]
        if end != start:
            fault = "重叠" if np.isnan(end) or end > start else "空档"
            advice = f"与上一档之间有{fault}，请使上限等于上一档的下限"
            yield Remark(name, row, upper, "空" if np.isnan(end) else f"{end:g}", f"{start:g}", advice)
    top = ordered.index[-1]
    end = ordered.loc[top, upper]
    if most is None and not np.isnan(end):
        yield Remark(name, top, upper, f"{end:g}", "空（最高一档不封顶）", "清空该格")
    if most is not None and end <= most:
        yield Remark(name, top, upper, f"{end:g}", f"大于 {most:g}", "最高一级应包含满分")


def weights(tables: Tables) -> Iterator[Remark]:
    """Weights that belong together add up to 100."""
    for frame in _standing(tables, "risk_indicators"):
        yield from _sum("risk_indicators", frame, frame["weight"], "weight", "风险指标权重")
    for frame in _standing(tables, "grading_parameters"):
        for group in ("贡献权重", "加权权重"):
            part = frame[frame["key"].str.startswith(group)]
            yield from _sum("grading_parameters", part, part["value"], "value", group)


def _sum(name: str, frame: pd.DataFrame, parts: pd.Series, column: str, label: str) -> Iterator[Remark]:
    total = parts.sum()
    if len(frame) and not np.isclose(total, FULL):
        advice = "调整各行，使合计为 100"
        yield Remark(name, int(frame.index[-1]), column, f"{label}合计 {total:g}", f"{FULL:g}", advice)


def indicators(tables: Tables, address: Address) -> Iterator[Remark]:
    """风险指标: every band can be read and neighbours join."""
    frame = tables["risk_indicators"]
    title = RULE_TABLES["risk_indicators"].title
    for row in frame.index:
        places = [f"{title}!{address('risk_indicators', row, name)}" for name in BANDS]
        try:
            indicator_bands(frame, row, places)
        except ConditionError as error:
            faulty = next((name for place, name in zip(places, BANDS, strict=True) if place in str(error)), BANDS[0])
            why = str(error).partition("』：")[2]
            expected = "首尾相接的四档，如 0、1–7、8–30、>30"
            yield Remark("risk_indicators", row, faulty, str(frame.loc[row, faulty]), expected, why)


def patterns(tables: Tables) -> Iterator[Remark]:
    """校验规则: every pattern is a regular expression."""
    for row, pattern in tables["ledger_rules"]["pattern"].dropna().items():
        try:
            re.compile(pattern)
        except re.error as error:
            yield Remark("ledger_rules", int(str(row)), "pattern", pattern, "正则表达式", f"改正：{error}")
