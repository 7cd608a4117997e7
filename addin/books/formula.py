"""Formula: the one value that becomes a formula in a cell; it is made by code, and text from data cannot be one.

References:
    ECMA-376 part 1, 18.3.1.40 (f): the formula without its equals sign; ``v`` beside it is the value last computed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

FUNCTIONS = frozenset(
    {"ABS", "AND", "CHOOSE", "IF", "INDEX", "INT", "MATCH", "MAX", "MIN", "OR", "ROUND", "SQRT", "SUM"}
)
"""Functions that Excel 2010 and LibreOffice know alike, none of which reaches outside the sheet."""
_TOKEN = re.compile(
    r"(?P<name>[A-Z]+)(?=\()|\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?![\w(])|\d+(?:\.\d+)?(?![\w.])|<>|[<>]=?|[-+*/^(),:=]"
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the value it has now, for readers that do not compute.

    Attributes:
        text: without the equals sign: numbers, cells of the same sheet, operators and ``FUNCTIONS``; neither a text,
            nor a name, a sheet or a file can stand in it, so that nothing from data can (rule 8 of the house).
        value: as computed by whoever writes the sheet.
    """

    text: str
    value: int | float | Decimal

    def __post_init__(self) -> None:
        """Refuse whatever is no plain arithmetic."""
        at = 0
        while at < len(self.text):
            found = _TOKEN.match(self.text, at)
            if not found or (found["name"] and found["name"] not in FUNCTIONS):
                raise ValueError(f"{self.text!r} is no plain formula: at {self.text[at:]!r}")
            at = found.end()
        if self.text[:1] in {"", "="} or isinstance(self.value, str):
            raise ValueError(f"{self.text!r} has the value {self.value!r}")
