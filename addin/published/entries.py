"""What an import writes into rules.xlsx: rows to append, and rows that a corrected table takes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from addin.days import DAY
from addin.published.price_rows import COLUMNS, TITLES
from addin.published.review import DOUBTFUL, Fault
from addin.published.table import PriceTable
from addin.reading.stack import withdrawn
from addin.rulebook.errors import RuleError
from addin.tables.rule_columns import WITHDRAWN
from addin.tables.rules import RULE_TABLES

Row = dict[str, object]
CLAUSE = "D1"
YES, NO = "是", "否"
_SMALL = 1e-9


@dataclass(slots=True)
class Entries:
    """Changes of the rule book, by name of the table.

    Attributes:
        added: rows to append, columns by name.
        taken_back: sheet row → new values of rows that a correction replaces.
        same: price rows that stand there already.
        left: keys of price rows of the month that the new table does not have; they stay as they are.
    """

    added: dict[str, list[Row]] = field(default_factory=dict)
    taken_back: dict[str, dict[int, Row]] = field(default_factory=dict)
    same: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Tell whether the rule book stays as it is."""
        return not any(self.added.values()) and not any(self.taken_back.values())


def entries(table: PriceTable, tables: Mapping[str, pd.DataFrame], found: Sequence[Fault]) -> Entries:
    """Compare a table with the rule book and return what has to be written.

    A row that is not there is appended. A row that is there with other prices was wrong from its first day, so it is
    not changed: it ends on the day it begins and says 作废 in 依据 (it never holds, and can still be read), and the
    corrected row is appended. A row that is the same stays. Rows of other days of the month have nothing to do with it.

    Args:
        table: as read.
        tables: the rule book's, by name.
        found: faults of the table; cells of ``DOUBTFUL`` go under 待核.

    Raises:
        RuleError: rows that begin on another day hold on some of the days of the table.
    """
    made = Entries()
    doubts = _doubts(table, found)
    unsure = {str(row["price_key"]) for row in doubts}
    wanted = [row | {"unverified": YES if row["key"] in unsure else NO} for row in _price_rows(table)]
    known = _of_days(tables["prices"], table)
    old = _settle(made, "prices", wanted, known, ("key",))
    made.same = len(wanted) - len(made.added["prices"])
    made.left = sorted(set(known["key"]) - set(table.rows["key"]))
    _settle(
        made, "system_operation_items", _item_rows(table), _of_days(tables["system_operation_items"], table), ("item",)
    )
    cells = _standing(tables["price_doubts"], table)
    stale = cells[cells["price_key"].isin(old)]
    made.taken_back["price_doubts"] = {int(row): _back(line) for row, line in stale.iterrows()}
    kept = set(cells.drop(stale.index)[["price_key", "column"]].itertuples(index=False, name=None))
    made.added["price_doubts"] = [row for row in doubts if (row["price_key"], row["column"]) not in kept]
    return made


def _settle(made: Entries, name: str, wanted: Sequence[Row], known: pd.DataFrame, key: tuple[str, ...]) -> set[object]:
    """Sort the wanted rows of a table into new, same and corrected; return the keys that were corrected."""
    standing = {tuple(line[part] for part in key): (int(str(row)), line) for row, line in known.iterrows()}
    made.added[name], made.taken_back[name], old = [], {}, set()
    for row in wanted:
        there = standing.get(tuple(row[part] for part in key))
        if there and _alike(row, there[1]):
            continue
        made.added[name].append(row)
        if there:
            made.taken_back[name][there[0]] = _back(there[1])
            old.add(row[key[0]])
    return old


def _alike(row: Row, line: pd.Series) -> bool:
    """Tell whether a row says what is there: its own columns and days, not where it comes from or how sure it is."""
    own = [name for name in row if name not in {"expires_on", "source", "evidence", "unverified", "clause"}]
    ends = {line["expires_on"], row["expires_on"]}
    return all(_equal(row[name], line[name]) for name in own) and (len(ends) == 1 or pd.isna(line["expires_on"]))


def _equal(one: object, other: object) -> bool:
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one)) and bool(pd.isna(other))
    if isinstance(one, float | int | np.number):
        return abs(float(str(one)) - float(str(other))) < _SMALL
    return one == other


def _back(line: pd.Series) -> Row:
    """Return the cells that take a row back."""
    return {"expires_on": line["effective_on"].to_pydatetime(), "source": f"{WITHDRAWN}（价表更正）：{line['source']}"}


def _of_days(frame: pd.DataFrame, table: PriceTable) -> pd.DataFrame:
    """Return the rows of the table's province and month that hold on some of its days."""
    mine = frame[(frame["province"] == table.province) & (frame["month"] == table.month)]
    standing = _standing(mine, table)
    _refuse_overlap(standing, table, RULE_TABLES["prices" if "key" in frame else "system_operation_items"].title)
    return standing


def _standing(frame: pd.DataFrame, table: PriceTable) -> pd.DataFrame:
    """Return the rows that were not taken back and hold on some of the table's days."""
    begun = frame["effective_on"] <= pd.Timestamp(table.last_on)
    return frame[begun & ~(frame["expires_on"] <= pd.Timestamp(table.first_on)) & ~withdrawn(frame)]


def _refuse_overlap(standing: pd.DataFrame, table: PriceTable, title: str) -> None:
    """Refuse days that the rule book has prices for which begin on another day: which of them hold is a decision."""
    other = standing[standing["effective_on"] != pd.Timestamp(table.first_on)]
    for row, line in other.iterrows():
        last = "" if pd.isna(line["expires_on"]) else f"{line['expires_on'] - DAY:%Y-%m-%d}"
        raise RuleError(
            f"「{title}」第 {row} 行「生效日期」：该行管 {line['effective_on']:%Y-%m-%d} 至 {last or '以后'}，"
            f"与本表执行时间 {table.first_on} 至 {table.last_on} 有重叠；没有写入，请核对两份价表的执行时间："
            f"价格在月中变动的，先把该{'等' * (len(other) > 1)}行的「失效日期」改为新价的第一天，再导入"
        )


def _price_rows(table: PriceTable) -> list[Row]:
    return [{**record, **_tail(table)} for record in table.rows[list(COLUMNS)].to_dict("records")]


def _item_rows(table: PriceTable) -> list[Row]:
    month = {"province": table.province, "month": table.month}
    return [{**month, **record, **_tail(table), "unverified": NO} for record in table.items.to_dict("records")]


def _doubts(table: PriceTable, found: Sequence[Fault]) -> list[Row]:
    """Return the rows of 电价待核: one a cell, the first fault of a cell decides its alternative."""
    rows: dict[tuple[str, str], Row] = {}
    for fault in found:
        key = str(table.rows.loc[fault.row, "key"])
        if fault.code in DOUBTFUL and (key, fault.column) not in rows:
            reason = f"{fault.text.partition('：')[2]}；须与原表核对"
            own = {"price_key": key, "column": TITLES[fault.column], "alternative": fault.expected, "reason": reason}
            rows[key, fault.column] = {**own, **_tail(table), "unverified": YES}
    return list(rows.values())


def _tail(table: PriceTable) -> Row:
    """Return the dated tail of every new row: the prices hold on the days printed."""
    first, end = pd.Timestamp(table.first_on), pd.Timestamp(table.last_on) + DAY
    days = {"effective_on": first.to_pydatetime(), "expires_on": end.to_pydatetime()}
    return {**days, "source": table.source, "evidence": f"导入：{table.path.name}", "clause": CLAUSE}
