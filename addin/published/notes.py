"""Notes below a price table: the items of the system operation charge, as a sentence or as rows."""

import re
from decimal import Decimal

import pandas as pd

from addin.published.sheet import PrintedSheet
from addin.reading.text import fold

ITEM_COLUMNS = ("item", "item_yuan_per_kwh")
_CHARGE = "系统运行费用"
_UNITS = {"元": Decimal(1), "分": Decimal("0.01")}
_ITEM = re.compile(
    r"([^\d,，、。;；:：()（）=+]*?)(?:折价|折合|折算)?(?:为|每千瓦时|每度|:|：)*(-?\d+(?:\.\d+)?)(元|分)"
)
_OPENERS = ("其中", "包括", "包含", "含", "分别为")


def system_operation_items(sheet: PrintedSheet, start: int, scale: Decimal) -> pd.DataFrame:
    """Return the items of the system operation charge printed below the table.

    Args:
        sheet: the printed sheet.
        start: first row below the prices.
        scale: of a number in a cell of its own, in the unit of the table.

    Returns:
        ``ITEM_COLUMNS`` [yuan/kWh], index = sheet row (one row may give several items); empty when none is printed.
    """
    found: list[tuple[int, str, float]] = []
    listing = False
    for row in range(start, sheet.height):
        texts = sheet.texts(row)
        sentence = next((text for text in texts if _CHARGE in fold(text)), "")
        found += [(row + 1, name, value) for name, value in _in_sentence(sentence)]
        numbers = [column for column in range(sheet.width) if sheet.is_number(row, column)]
        if listing and len(numbers) == 1 and (name := _name(texts)):
            found.append((row + 1, name, sheet.price(row, numbers[0], name, scale)))
        listing = bool(sentence) or (listing and bool(numbers))
    frame = pd.DataFrame(found, columns=["row", *ITEM_COLUMNS]).set_index("row")
    return frame.drop_duplicates("item")


def _in_sentence(text: str) -> list[tuple[str, float]]:
    """Return the items that a sentence lists behind 其中."""
    plain = fold(text)
    at = plain.find(_CHARGE)
    opener = next((word for word in _OPENERS if at >= 0 and word in plain[at:]), None)
    if opener is None:
        return []
    listed = plain[plain.index(opener, at) + len(opener) :]
    listed = re.split(r"[。]|;\d+[.、]", listed)[0]
    pairs = [(_clean(name), Decimal(number) * _UNITS[unit]) for name, number, unit in _ITEM.findall(listed)]
    return [(name, float(value)) for name, value in pairs if name]


def _name(texts: list[str]) -> str:
    """Return the label of a row of items; a total is none."""
    labels = [_clean(text) for text in texts if not re.fullmatch(r"[-\d.,]+", text)]
    return next((label for label in labels if label and _CHARGE not in label and "合计" not in label), "")


def _clean(text: str) -> str:
    """Return an item's name without numbering, unit and 其中."""
    plain = re.sub(r"[(（][^()（）]*[元分][^()（）]*[)）]", "", text)
    return re.sub(r"^(?:其中|包括|\(\d+\)|[\d.、]+|[:：])+", "", plain).strip(" 、,，:：")
