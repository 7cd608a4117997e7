"""Rules in force on a day for a province: a province's own row goes before the national row of the same key."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from addin.bands import Bands, read_bands
from addin.conditions import Cell
from addin.rulebook.errors import NoRule
from addin.tables.column import Table
from addin.tables.rules import RULE_TABLES

Refused = Mapping[tuple[str, int], str]
"""(table, sheet row) → why the row is not used."""
BANDS = ("band_1", "band_2", "band_3", "band_4")


def cite(table: str, row: int) -> str:
    """Return the citation of a rule row: ``分级阈值!12``."""
    return f"{RULE_TABLES[table].title}!{row}"


def plain_key(key: str) -> str:
    """Return a key with half-width colon and without blanks, as keys are compared."""
    return "".join(key.split()).replace("：", ":")


def effective(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the rows of a dated table that hold on ``day``: 生效日期 ≤ day < 失效日期; of an undated one, all."""
    if "effective_on" not in frame:
        return frame
    at = pd.Timestamp(day)
    return frame[(frame["effective_on"] <= at) & ~(frame["expires_on"] <= at)]


def own_first(frame: pd.DataFrame, table: Table, province: str) -> pd.DataFrame:
    """Return the national rows and the province's own; its own row displaces the national one of the same key."""
    if "province" not in frame:
        return frame
    general = frame["province"].isna()
    mine = frame["province"] == province
    key = [name for name in table.key if name not in ("province", "effective_on")]
    own = pd.MultiIndex.from_frame(frame.loc[mine, key])
    displaced = general & pd.MultiIndex.from_frame(frame[key]).isin(own)
    return frame[(general | mine) & ~displaced]


@dataclass(frozen=True)
class RulesInForce:
    """The rules of one day and province.

    Attributes:
        day: the day on which they hold.
        province: as 设置 names it; empty = national rows only.
    """

    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    refused: Refused = field(repr=False)
    day: date
    province: str = ""
    _cache: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _keys: dict[str, dict[str, int]] = field(default_factory=dict, repr=False)

    def rows(self, table: str) -> pd.DataFrame:
        """Return the rows in force, index = sheet row; rows that loosen a guard are left out."""
        if table not in self._cache:
            frame = own_first(effective(self.tables[table], self.day), RULE_TABLES[table], self.province)
            loosened = [row for name, row in self.refused if name == table]
            self._cache[table] = frame.drop(index=loosened, errors="ignore")
        return self._cache[table]

    def value(self, table: str, key: str) -> float:
        """Return the number of a parameter; raises ``NoRule`` when the row is missing or its 值 is empty."""
        return float(str(self._cell(table, key, "value", "值")))

    def text(self, table: str, key: str) -> str:
        """Return the word of a parameter; raises ``NoRule`` when the row is missing or its 文字 is empty."""
        return str(self._cell(table, key, "text", "文字"))

    def words(self, table: str, key: str) -> tuple[str, ...]:
        """Return the words of a parameter that lists them: ``购电、输配电``."""
        return tuple(word.strip() for word in self.text(table, key).split("、") if word.strip())

    def cite(self, table: str, row: int) -> str:
        """Return the citation of a row: ``分级阈值!12``."""
        return cite(table, int(row))

    def cite_key(self, table: str, key: str) -> str:
        """Return the citation of a row by its key; raises ``NoRule`` when there is none."""
        return cite(table, self.row(table, key))

    def row(self, table: str, key: str) -> int:
        """Return the sheet row of a key (the first key column but the province); raises ``NoRule``."""
        if table not in self._keys:
            column = next(name for name in RULE_TABLES[table].key if name != "province")
            keys = self.rows(table)[column].dropna().map(lambda text: plain_key(str(text)))
            self._keys[table] = dict(zip(keys, keys.index, strict=True))
        found = self._keys[table].get(plain_key(key))
        if found is None:
            raise NoRule(self._missing(table, key))
        return found

    def bands(self, code: str) -> Bands:
        """Return the bands of a risk indicator; raises ``NoRule`` or ``ConditionError``."""
        row = self.row("risk_indicators", code)
        return indicator_bands(self.rows("risk_indicators"), row)

    def clause_text(self, code: str) -> str:
        """Return a clause as it may be printed: 《…》第…条, or 《…》有关规定 while it is unverified."""
        line = self.rows("clauses").loc[self.row("clauses", code)]
        known = line["unverified"] == "否" and line["article"] is not None
        return f"《{line['law']}》{line['article'] if known else '有关规定'}"

    def _cell(self, table: str, key: str, column: str, title: str) -> object:
        row = self.row(table, key)
        cell = self.rows(table).loc[row, column]
        if is_blank(cell):
            raise NoRule(
                f"规则表「{RULE_TABLES[table].title}」第 {row} 行『{key}』没有设定「{title}」：核实后请填写该格，再重跑"
            )
        return cell

    def _missing(self, table: str, key: str) -> str:
        dated = self._all_with(table, key)
        for row in dated:
            if (table, row) in self.refused:
                return self.refused[table, row]
        where = f"（省份 {self.province} 或全国）" if "province" in RULE_TABLES[table].key else ""
        advice = "请在该表加一行，填写生效日期和依据"
        shipped = "；本单位的规则表若是旧版，运行 keywatt rules update，或照随程序提供的 rules.xlsx 的该表补上这一行"
        return (
            f"规则表「{RULE_TABLES[table].title}」没有『{key}』在 {self.day:%Y-%m-%d} 有效的行{where}："
            f"{advice}{'' if dated else shipped}"
        )

    def _all_with(self, table: str, key: str) -> list[int]:
        column = next(name for name in RULE_TABLES[table].key if name != "province")
        frame = self.tables[table]
        same = frame[column].map(lambda text: plain_key(str(text)) == plain_key(key))
        return list(frame.index[same.astype(bool)])


def indicator_bands(frame: pd.DataFrame, row: int, places: Sequence[str] = ()) -> Bands:
    """Read the four bands of a row of 风险指标; ``places`` are the cells' addresses, for messages."""
    title = RULE_TABLES["risk_indicators"].title
    line = frame.loc[row]
    named = places or [f"{title}第{row}行{n}档" for n in "一二三四"]
    cells = [Cell(place, line[name] or "") for place, name in zip(named, BANDS, strict=True)]
    unit = line["unit"]
    return read_bands(cells, unit if isinstance(unit, str) else "")


def is_blank(cell: object) -> bool:
    """Say whether a cell of a frame is empty: ``None``, NaN or NaT."""
    return cell is None or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell))
