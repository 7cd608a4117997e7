"""Table parts: a table (Ctrl+T) that ends where rows are appended grows with them, as it does in Excel."""

import re

from addin.books.markup import attributes, set_attribute, tag
from addin.books.package import Package


def extend_tables(package: Package, sheet_part: str, last_row: int, added: int) -> None:
    """Extend the tables of a sheet that end in ``last_row`` by ``added`` rows; not those with a totals row."""
    for relation in package.relations(sheet_part):
        if relation.type.endswith("/table") and package.has(relation.target):
            text = package.text(relation.target)
            grown = _grown(text, last_row, added)
            if grown != text:
                package.put(relation.target, grown)


def _grown(text: str, last_row: int, added: int) -> str:
    """Return the table's text with the ranges of table and filter extended."""
    found = tag("table").search(text)
    known = attributes(found[0]) if found else {}
    cells = re.fullmatch(r"(\w+:[A-Z]+)(\d+)", known.get("ref", ""))
    if not cells or int(cells[2]) != last_row or known.get("totalsRowCount", "0") != "0":
        return text
    wider = f"{cells[1]}{last_row + added}"
    for name in ("table", "autoFilter"):
        found = tag(name).search(text)
        if found:
            text = text[: found.start()] + set_attribute(found[0], "ref", wider) + text[found.end() :]
    return text
