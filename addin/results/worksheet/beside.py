"""The issued rows of a bill beside the rows of its statement."""

from dataclasses import dataclass, field

from addin.billing.money import yuan
from addin.results.worksheet.case import Case
from addin.results.worksheet.figures import Figure, number

CENTS = 2


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
