"""Remarks on the rule book: what a rule of the book itself finds wrong, and the frame made of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from addin.reading import Ledger
from addin.reading.problems import COLUMNS, ERROR
from addin.tables.rules import RULE_TABLES


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing wrong, at a cell.

    Attributes:
        table: English name of the rule table.
        row: sheet row; 0 = the whole sheet.
        column: English name of the column; empty = the whole row.
        seen: what stands there.
        expected: what should.
        advice: what to do.
        level: 错误, 警告 or 提示.
    """

    table: str
    row: int
    column: str
    seen: str
    expected: str
    advice: str
    level: str = ERROR

    @property
    def sentence(self) -> str:
        """The remark as one sentence."""
        table = RULE_TABLES[self.table]
        where = f"规则表「{table.title}」第 {self.row} 行"
        column = f"「{table.column(self.column).title}」" if self.column else ""
        return f"{where}{column}：看到『{self.seen}』，应为 {self.expected}；{self.advice}"


def remarks_frame(remarks: Iterable[Remark], ledger: Ledger, book: str) -> pd.DataFrame:
    """Return remarks as rows of 数据问题; ``book`` is the file name."""
    rows = [
        (
            one.level,
            book,
            RULE_TABLES[one.table].title,
            ledger.cell(one.table, one.row, one.column) if one.row and one.column else "",
            RULE_TABLES[one.table].column(one.column).title if one.column else "",
            one.seen,
            one.expected,
            one.advice,
            one.table,
            one.row,
        )
        for one in remarks
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(object)
    return frame.astype({"row": "int64"})
