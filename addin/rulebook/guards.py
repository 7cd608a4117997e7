"""硬约束: rows that come from law may be tightened, never loosened."""

from collections.abc import Iterator, Mapping

import pandas as pd

from addin.rulebook.in_force import cite, is_blank, plain_key
from addin.rulebook.remark import Remark
from addin.tables.rules import RULE_TABLES

Tables = Mapping[str, pd.DataFrame]
EVERY = "*"
"""In 受约束的行: every row of the table."""
_TITLES = {table.title: name for name, table in RULE_TABLES.items()}
_EXCEPTIONS = {"audit_thresholds": "threshold_exceptions"}
"""Tables whose rows another table replaces for some customers: what guards the one guards the other."""


def loosened(tables: Tables) -> list[Remark]:
    """Return the rows that go beyond a guard in force while they are."""
    return [remark for row in tables["guards"].index for remark in _beyond(tables, row)]


def dangling(tables: Tables) -> Iterator[Remark]:
    """Say which guards name a table, row or column that does not exist: they would guard nothing."""
    for row, guard in tables["guards"].iterrows():
        if is_blank(guard["guarded_table"]):
            continue
        name = _TITLES.get(guard["guarded_table"])
        titles = [column.title for column in RULE_TABLES[name]] if name else []
        if name is None:
            yield _lost(row, "guarded_table", guard, "规则表中的表名")
        elif guard["guarded_column"] not in titles:
            yield _lost(row, "guarded_column", guard, f"「{guard['guarded_table']}」的列名")
        elif not len(_guarded(tables, name, guard)):
            yield _lost(row, "guarded_key", guard, f"「{guard['guarded_table']}」中有的行，或 {EVERY}")


def _lost(row: object, column: str, guard: pd.Series, expected: str) -> Remark:
    advice = "改正名称，否则这条底线不起作用"
    return Remark("guards", int(str(row)), column, str(guard[column] or "空"), expected, advice)


def _guarded(tables: Tables, name: str, guard: pd.Series) -> pd.DataFrame:
    """Return the rows that a guard is about, of its province and in force while it is."""
    frame = tables[name]
    if guard["guarded_key"] != EVERY:
        column = next(part for part in RULE_TABLES[name].key if part != "province")
        keys = frame[column].map(lambda text: plain_key(str(text)))
        frame = frame[keys == plain_key(str(guard["guarded_key"] or ""))]
    if not is_blank(guard["province"]) and "province" in frame:
        frame = frame[frame["province"] == guard["province"]]
    ended = (frame["expires_on"] <= guard["effective_on"]).fillna(value=False)
    later = frame["effective_on"] >= guard["expires_on"]
    return frame[~ended & ~later]


def _beyond(tables: Tables, row: int) -> Iterator[Remark]:
    guard = tables["guards"].loc[row]
    name = _TITLES.get(guard["guarded_table"])
    column = (
        next((one.name for one in RULE_TABLES[name] if one.title == guard["guarded_column"]), None) if name else None
    )
    if name is None or column is None:
        return
    yield from _broken(tables, row, name, column)
    other = _EXCEPTIONS.get(name, "")
    if other and column == "value":
        yield from _broken(tables, row, other, column)


def _broken(tables: Tables, row: int, name: str, column: str) -> Iterator[Remark]:
    """Yield the rows of a table that go beyond the guard of a row of 硬约束."""
    guard = tables["guards"].loc[row]
    frame = _guarded(tables, name, guard)
    limit = guard["text"] if guard["direction"] == "须为" else guard["value"]
    for line, seen in frame.loc[_goes_beyond(frame[column], guard["direction"], limit), column].items():
        rule = f"硬约束 {guard['code']}，{cite('guards', row)}，依据 {guard['source']}"
        expected = f"{guard['direction']} {_plain(limit)}{guard['unit'] or ''}（{rule}）"
        advice = "放宽了法规底线的行不予采用，请改到底线以内"
        yield Remark(name, int(str(line)), column, _plain(seen), expected, advice)


def _goes_beyond(cells: pd.Series, direction: str, limit: object) -> pd.Series:
    """Return where cells break a guard; an empty number is no value and breaks nothing."""
    if direction == "不得小于":
        return cells < limit
    if direction == "不得大于":
        return cells > limit
    return cells != limit


def _plain(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
