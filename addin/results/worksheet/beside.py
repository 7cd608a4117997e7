"""The issued rows of a bill beside the rows of its statement, and what they differ by."""

from dataclasses import dataclass, field
from fractions import Fraction

from addin.billing.comparing.compare import TAKEN_OVER
from addin.billing.money import yuan
from addin.books.layout import FIRST_COLUMN
from addin.books.sheetframe import letters
from addin.results.worksheet.case import Case, there
from addin.results.worksheet.figures import Figure, half_up, number
from addin.results.worksheet.paper import Cell, Own, Section

CENTS = 2
AMOUNT, ISSUED = 4, 5
"""Columns of both."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The issued rows that stand beside rows of the statement.

    Attributes:
        amounts: by the index of the statement's row.
        counts: how many issued rows each is the sum of.
        used: the index of every issued row among them.
        spans: by the index of a row of the statement, all those that its issued rows are compared with together.
    """

    amounts: dict[int, Figure] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    spans: dict[int, list[int]] = field(default_factory=dict)

    def said(self, at: int) -> str:
        """Say how many issued rows stand beside a row together, and how many recomputed ones they are compared with."""
        count, ours = self.counts.get(at, 0), len(self.spans.get(at, []))
        said = f"账单 {count} 行之和" if count > 1 else ""
        return f"{said or '账单一行'}，与重算 {ours} 行之和比" if count and ours > 1 else said


def issued_beside(case: Case) -> Beside:
    """Return what the bill has for each row of the statement; of instalments and of points all rows together."""
    both = case.billing.comparison
    theirs = both.issued[both.issued["customer_no"].eq(case.no) & both.issued["amount_fen"].notna()]
    ours = both.ours[both.ours["customer_no"].eq(case.no)]
    alone = ~ours.duplicated(["unit_key", "period"], keep=False)
    found = Beside()
    for at, row in ours.iterrows():
        place, group = int(str(at)), ours["unit_key"].eq(row["unit_key"]) & ours["period"].eq(row["period"])
        same = theirs["unit_key"].eq(row["unit_key"]) & theirs["period"].eq(row["period"])
        summed = not alone[at] and not both.units.loc[row["unit_key"], "by_row"]
        mine = theirs[same if alone[at] or summed else theirs["key"].eq(row["key"]) & (theirs["key"] >= 0)]
        if summed:
            found.spans[place] = list(map(int, ours.index[group])) if len(mine) else []
        if len(mine) and not found.used.issuperset(mine.index):
            found.amounts[place] = number(yuan(int(mine["amount_fen"].sum())), CENTS)
            found.counts[place] = len(mine)
            found.used.update(map(int, mine.index))
    return found


def difference(own: Own) -> Figure | None:
    """Return issued − recomputed; blank where nothing was issued."""
    ours, theirs = own[AMOUNT], own[ISSUED]
    if not isinstance(theirs, Figure):
        return None
    return half_up(theirs - ours if isinstance(ours, Figure) else theirs, CENTS)


def difference_from(section: Section, case: Case, rows: list[int]) -> Cell:
    """Return issued − recomputed of rows that follow one another, beside the first of them."""
    column, first = letters(FIRST_COLUMN + 1 + AMOUNT), section.start + len(section.lines)
    known = Fraction(int(case.lines.loc[rows, "amount_fen"].sum()), 100)
    ours = Figure(f"SUM({column}{first}:{column}{first + len(rows) - 1})", known, CENTS)

    def made(own: Own) -> Figure | None:
        theirs = own[ISSUED]
        return half_up(theirs - ours, CENTS) if isinstance(theirs, Figure) else None

    return made


def others(section: Section, case: Case, used: set[int]) -> None:
    """Write the rows that only the bill has; what nobody can recompute counts as issued."""
    both = case.billing.comparison
    rows = both.issued[both.issued["customer_no"].eq(case.no)]
    undone = both.units["undone"]
    for line in rows[~rows.index.isin(used)].to_dict("records"):
        if not there(line["amount_fen"]):
            continue
        amount = number(yuan(line["amount_fen"]), CENTS)
        over = line["component"] in TAKEN_OVER or bool(undone.get(line["unit_key"], False))
        note = "没有重算，按账单计入" if over else "账单有这一行，重算没有"
        ours = number(yuan(line["amount_fen"]), CENTS) if over else None
        section.row(f"{line['component']}（账单）", [None, None, None, None, ours, amount, difference], note)
