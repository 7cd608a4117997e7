"""Why a customer is graded so: one sentence each, with the numbers and the rule cells."""

import math
from typing import NamedTuple

import pandas as pd

from addin.checks.grading.contribution import PARTS
from addin.checks.grading.ranks import BELOW, named

_SAME = 0.05
"""Scores are shown with one decimal."""


class Line(NamedTuple):
    """What the grading knows of a customer; ranks are shown by the names of their grades."""

    closed: bool
    mode: str
    kind: str | None
    ledger_kind: str | None
    kind_by_industry: str | None
    kind_rule: str | None
    importance: str | None
    contract_capacity_kva: float
    capacity_rank: float
    capacity_name: str | None
    lower_kva: float
    upper_kva: float
    band_rule: str | None
    floor_name: str | None
    floor_note: str
    floor_rule: str | None
    energy_points: float
    charge_points: float
    on_time_points: float
    growth_points: float
    contribution_score: float
    contribution_reach: float
    contribution_note: str
    raised: bool
    weighted_score: float
    weighted_reach: float
    mode_rule: str | None
    suggested_name: str | None
    manual_note: str | None
    review_note: str


def causes(facts: pd.DataFrame) -> pd.Series:
    """Write the cause of every suggestion.

    Args:
        facts: the columns of ``Line``, and the ranks whose names it shows.
    """
    shown = facts.assign(
        capacity_name=named(facts["capacity_rank"]),
        floor_name=named(facts["floor_rank"]),
        suggested_name=named(facts["suggested_rank"]),
    )
    lines = map(Line._make, zip(*(shown[name] for name in Line._fields), strict=True))
    return pd.Series([_sentence(line) for line in lines], index=facts.index, dtype=object)


def _sentence(line: Line) -> str:
    """Put the parts that apply together."""
    if line.closed:
        return "已销户，不参加定级"
    parts = [_kind(line), _capacity(line), _importance(line), _contribution(line), _score(line), _manual(line)]
    parts.append(line.review_note)
    return "；".join(part for part in parts if part)


def _kind(line: Line) -> str:
    if line.kind_by_industry is None:
        return f"行业分类不能判定客户类型，按台账的{line.ledger_kind or '空值'}"
    if line.ledger_kind == line.kind_by_industry:
        return ""
    said = f"行业属{line.kind_by_industry}〔{line.kind_rule}〕，台账为{line.ledger_kind or '空'}"
    reason = "备注写明了理由" if line.kind == line.ledger_kind else "备注没有写明「客户类型」的理由"
    return f"{said}，{reason}，按{line.kind}定级"


def _capacity(line: Line) -> str:
    kva = line.contract_capacity_kva
    if math.isnan(line.capacity_rank):
        return "合同容量未填，容量等级未能判定" if math.isnan(kva) else "客户类型不明，容量等级未能判定"
    head = f"{line.kind}合同容量 {kva:g} kVA"
    if line.capacity_rank == BELOW:
        return f"{head}，低于准入下限 {line.lower_kva:g} kVA〔{line.band_rule}〕"
    top = "" if math.isnan(line.upper_kva) else f"、小于 {line.upper_kva:g}"
    return f"{head}，不小于 {line.lower_kva:g}{top}，容量{line.capacity_name}〔{line.band_rule}〕"


def _importance(line: Line) -> str:
    if line.floor_note:
        return str(line.floor_note)
    if not line.floor_name:
        return ""
    return f"{line.importance}重要用户，不低于{line.floor_name}〔{line.floor_rule}〕"


def _contribution(line: Line) -> str:
    score, reach = line.contribution_score, line.contribution_reach
    if math.isnan(score):
        return "贡献得分未能计算（没有可用的账单和收款数据）"
    note = line.contribution_note
    more = f"，{note}，补齐后最多 {reach:.1f}" if note else ""
    raised = f"，达到升级分，升一级至{line.suggested_name}〔{line.mode_rule}〕" if line.raised else ""
    return f"贡献得分 {score:.1f}（{_points(line)}）{more}{raised}"


def _points(line: Line) -> str:
    """Write the four parts out: ``年电量 20.1、年电费 …``."""
    points = (line.energy_points, line.charge_points, line.on_time_points, line.growth_points)
    named_points = zip(PARTS.values(), points, strict=True)
    return "、".join(f"{name} {'未知' if math.isnan(one) else f'{one:.1f}'}" for name, one in named_points)


def _score(line: Line) -> str:
    if line.mode != "加权":
        return ""
    low, high = line.weighted_score, line.weighted_reach
    span = f"{low:.1f}" if high - low < _SAME else f"{low:.1f}～{high:.1f}（信用分或贡献数据不全）"
    rule = f"〔{line.mode_rule}〕" if line.mode_rule else ""
    return f"加权得分 {span}，{line.suggested_name or '等级未能判定'}{rule}"


def _manual(line: Line) -> str:
    return str(line.manual_note or "")
