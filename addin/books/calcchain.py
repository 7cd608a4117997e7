"""Calculation chain: the list of formula cells; an entry without its formula makes Excel offer to repair the book.

References:
    ECMA-376 part 1, 18.6.1: CT_CalcCell; ``i`` is the sheet's id, and goes on until the next ``i``.
"""

from collections.abc import Callable

from addin.books.markup import attributes, set_attribute, tag
from addin.books.package import Package
from addin.books.workbook import Workbook

Place = tuple[int, str]
"""Sheet id and cell, such as (3, "B7")."""


def forget(package: Package, book: Workbook, gone: Callable[[Place], bool]) -> None:
    """Remove the chain's entries for which ``gone`` is true; a chain left empty is removed as a part."""
    part = package.related(book.part, "calcChain")
    if part is None:
        return
    text = package.text(part)
    entries, changed = _kept(text, gone)
    if not changed:
        return
    if entries:
        found = tag("c").search(text)
        start = found.start() if found else 0
        package.put(part, text[:start] + "".join(entries) + text[text.rindex("</") :])
    else:
        package.unrelate(book.part, part)
        package.drop(part)


def _kept(text: str, gone: Callable[[Place], bool]) -> tuple[list[str], bool]:
    """Return the entries that stay, each with its own sheet id, and whether any goes."""
    kept, changed, sheet_id = [], False, 0
    for found in tag("c").finditer(text):
        known = attributes(found[0])
        sheet_id = int(known.get("i", sheet_id))
        if gone((sheet_id, known.get("r", ""))):
            changed = True
        else:
            kept.append(found[0] if "i" in known else set_attribute(found[0], "i", str(sheet_id)))
    return kept, changed
