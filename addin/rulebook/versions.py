"""Dates, versions and sources of rule rows: what every sheet of the book has in common."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from addin.days import NEVER
from addin.reading.problems import NOTICE, WARNING
from addin.reading.stack import withdrawn
from addin.rulebook.remark import Remark
from addin.tables.rules import RULE_TABLES

Tables = Mapping[str, pd.DataFrame]
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{2}-[0-9\u4e00-\u9fff]+)")


def standing(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that were not taken back."""
    return frame[~withdrawn(frame)]


def reversed_dates(tables: Tables) -> Iterator[Remark]:
    """Rows that end before they begin."""
    for name, frame in _dated(tables):
        for row in frame.index[frame["expires_on"] <= frame["effective_on"]]:
            seen = f"{frame.loc[row, 'expires_on']:%Y-%m-%d}"
            expected = f"晚于生效日期 {frame.loc[row, 'effective_on']:%Y-%m-%d} 的日期，或空"
            yield Remark(name, row, "expires_on", seen, expected, "改正日期；失效日期是不再有效的第一天")


def overlapping_versions(tables: Tables) -> Iterator[Remark]:
    """Two rows of the same key in force on the same day."""
    for name, frame in _dated(tables):
        key = [part for part in RULE_TABLES[name].key if part != "effective_on"]
        several = frame[frame.duplicated(key, keep=False)]
        if several.empty:
            continue
        ordered = several.sort_values([*key, "effective_on"], kind="stable")
        same = ordered.duplicated(key, keep="first")
        before_ends = ordered["expires_on"].fillna(NEVER).shift()
        for row in ordered.index[same & (ordered["effective_on"] < before_ends)]:
            other = int(ordered.index[ordered.index.get_loc(row) - 1])
            label = "、".join(str(part) for part in ordered.loc[row, key] if not pd.isna(part))
            seen = f"{frame.loc[row, 'effective_on']:%Y-%m-%d}"
            expected = f"『{label}』同一天只有一行有效（与第 {other} 行重叠）"
            yield Remark(name, row, "effective_on", seen, expected, f"给第 {other} 行填失效日期，或删去一行")


def unknown_clauses(tables: Tables) -> Iterator[Remark]:
    """依据 that names a clause code which 条款库 does not hold."""
    known = set(tables["clauses"]["code"])
    for name, row, code in _cited(tables):
        if code not in known:
            advice = "在条款库补上这一条，或改正编码"
            yield Remark(name, row, "source", code, "条款库中有的条款编码", advice, WARNING)


def hidden_doubts(tables: Tables) -> Iterator[Remark]:
    """Rows said to be verified although the only clause they stand on is not."""
    clauses = tables["clauses"]
    doubtful = set(clauses.loc[clauses["unverified"] == "是", "code"])
    cited: dict[tuple[str, int], set[str]] = {}
    for name, row, code in _cited(tables):
        cited.setdefault((name, row), set()).add(code)
    hidden: dict[tuple[str, str], list[int]] = {}
    for (name, row), codes in cited.items():
        if codes <= doubtful and tables[name].loc[row, "unverified"] == "否":
            hidden.setdefault((name, "、".join(sorted(codes))), []).append(row)
    for (name, label), rows in hidden.items():
        expected = f"是（依据 {label} 在条款库中待核）"
        seen = "否" if len(rows) == 1 else f"否（共 {len(rows)} 行）"
        yield Remark(name, rows[0], "unverified", seen, expected, "核实条款原文，或标为待核", NOTICE)


def _dated(tables: Tables) -> Iterator[tuple[str, pd.DataFrame]]:
    return ((name, standing(frame)) for name, frame in tables.items() if "effective_on" in frame)


def _cited(tables: Tables) -> Iterator[tuple[str, int, str]]:
    """Yield table, row and clause code of every clause cited in 依据."""
    for name, frame in _dated(tables):
        if name == "clauses":
            continue
        for row, source in frame["source"].dropna().items():
            for code in _CODE.findall(source):
                yield name, int(str(row)), code
