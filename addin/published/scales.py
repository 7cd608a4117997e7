"""The units of a printed price table, and what its numbers are multiplied by to stand in those of a rule table."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from addin.reading.problems import ReadError
from addin.reading.text import fold
from addin.reading.units import unit

ENERGY = "money/energy"
DEMAND = "money/power/month"
CAPACITY = "money/apparent/month"
_UNIT = re.compile(r"[元分角厘](?:/|每)\(?(?:千瓦时|千瓦小时|kwh|度|兆瓦时|mwh|千瓦|kw|千伏安|kva)\)?(?:[·•*.⋅/]?月)?")
_WANTED = {ENERGY: "元/千瓦时 或 分/千瓦时", DEMAND: "元/千瓦·月", CAPACITY: "元/千伏安·月"}


def find_scale(dimension: str, own: Iterable[str], titles: Iterable[str], header: Iterable[str], where: str) -> Decimal:
    """Return what a printed number of a column is multiplied by to stand in the unit of a rule table.

    Args:
        dimension: of the column's unit.
        own: headings of the column.
        titles: texts above the header; they hold for every column.
        header: every heading; where neither ``own`` nor ``titles`` name a unit, the only one of the header counts.
        where: the place of the column in words.

    Raises:
        ReadError: no unit, or more than one.
    """
    said, every = (
        {scale for text in texts for scale in _scales(text, dimension)} for texts in ((*own, *titles), header)
    )
    found = said or every
    if len(found) == 1:
        return found.pop()
    fault = "没有写单位" if not found else "单位有几种写法，无法确定"
    raise ReadError(f"{where}：{fault}，应为 {_WANTED[dimension]}；请在表头或表题写明单位")


def _scales(text: str, dimension: str) -> Iterator[Decimal]:
    """Yield the scales of the units of a dimension in a text."""
    for printed in _UNIT.findall(fold(text)):
        known = unit(re.sub(r"[·•*.⋅/]?月$", "/月", printed))
        if known and known[0] == dimension:
            yield known[1]
