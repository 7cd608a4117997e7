"""Figures: numbers of a sheet that know how they are written and what they are worth, exactly.

Excel reckons in binary: 1.005 × 100 falls below 100.5, and a half fen is lost. A product of decimals is therefore
turned into a whole number first; dividing that by a power of ten gives a half exactly, which ROUND then takes up.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from addin.billing.claims.steps import exact
from addin.billing.claims.steps import half_up as rounded
from addin.books.formula import Formula

ATOM, PRODUCT, SUM = 2, 1, 0
MOST_DIGITS = 15
"""Whole numbers up to so many digits are exact in Excel and in LibreOffice."""
BINARY_ERROR = Fraction(1, 10**14)
"""Share that binary numbers may be off by after some ten operations: what is no nearer to a half is rounded right."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, a cell or an expression of them.

    Attributes:
        text: as it stands in a formula.
        value: exact.
        places: decimals that it may have.
        rank: how tightly its parts hold together.
        computed: it is a formula, no plain number.
        taken: its value was taken over from the recomputation.
    """

    text: str
    value: Fraction
    places: int = 0
    rank: int = ATOM
    computed: bool = True
    taken: bool = False

    def __add__(self, other: "Figure") -> "Figure":
        """Add."""
        places = max(self.places, other.places)
        return Figure(f"{self.text}+{other.text}", self.value + other.value, places, SUM)

    def __sub__(self, other: "Figure") -> "Figure":
        """Take off."""
        places = max(self.places, other.places)
        return Figure(f"{self.text}-{_held(other, PRODUCT)}", self.value - other.value, places, SUM)

    def __mul__(self, other: "Figure") -> "Figure":
        """Multiply."""
        text = f"{_held(self, PRODUCT)}*{_held(other, ATOM)}"
        return Figure(text, self.value * other.value, self.places + other.places, PRODUCT)

    @property
    def cell(self) -> Formula | Decimal:
        """What stands in the cell."""
        number = decimal(self.value)
        return Formula(self.text, number) if self.computed else number


def number(value: object, places: int = 0, *, taken: bool = False) -> Figure:
    """Return a plain number with at least so many decimals."""
    whole = exact(value) if not isinstance(value, Fraction) else value
    own = max(places, _decimals(whole))
    return Figure(f"{decimal(whole).normalize():f}", whole, own, computed=False, taken=taken)


def half_up(above: Figure, digits: int, below: Figure | None = None) -> Figure:
    """Return a figure, or its quotient by a whole one, rounded half up, so that Excel does it exactly too."""
    value = rounded(above.value / (below.value if below else 1), digits)
    places = max(above.places, digits)
    if not _fits(above.value, places):
        places = max(_decimals(above.value), digits)  # fewer than it may have, for so large a number
    if not _fits(above.value, places) and _near_half(value, above, below, digits):
        return number(value, digits, taken=True)
    if below is None and places == digits:
        return Figure(f"ROUND({above.text},{digits})", above.value, digits)
    whole = _times(above, places) if places else _held(above, PRODUCT)
    whole = f"ROUND({whole},0)" if above.places else whole
    divisor = _divisor(places - digits, below)
    text = f"ROUND({whole}{divisor},0)" + (f"/{_ten(digits)}" if digits else "")
    return Figure(text, value, digits, PRODUCT if digits else ATOM)


def _fits(value: Fraction, places: int) -> bool:
    return bool(abs(value) * 10**places < 10**MOST_DIGITS)


def _decimals(value: Fraction) -> int:
    return max(0, -int(decimal(value).normalize().as_tuple().exponent))


def _near_half(rounded_value: Fraction, above: Figure, below: Figure | None, digits: int) -> bool:
    """Say whether binary numbers could round a quotient to the other side: a half is nearer than what they are off."""
    quotient: Fraction = abs(above.value) / (below.value if below else 1) * 10**digits
    from_half = abs(abs(quotient - abs(rounded_value) * 10**digits) - Fraction(1, 2))
    return bool(from_half <= quotient * BINARY_ERROR or quotient >= 10**MOST_DIGITS)


def total(figures: list[Figure]) -> Figure:
    """Return the sum of some figures; 0 of none."""
    if not figures:
        return number(0)
    texts = ",".join(one.text for one in figures)
    places = max(one.places for one in figures)
    return Figure(f"SUM({texts})", sum((one.value for one in figures), Fraction(0)), places)


def agreed(figure: Figure | None, expected: object, places: int = 0) -> Figure:
    """Return a figure where it gives what was recomputed; else the recomputed number itself."""
    known = number(expected, places, taken=True)
    return known if figure is None or figure.value != known.value else figure


def decimal(value: Fraction) -> Decimal:
    """Return a number as a decimal, unending ones to fifteen digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def moved(figure: Figure, text: str) -> Figure:
    """Return a figure as others refer to it once it stands in a cell."""
    return replace(figure, text=text, rank=ATOM, computed=True, taken=False)


def _held(figure: Figure, rank: int) -> str:
    return figure.text if figure.rank >= rank else f"({figure.text})"


def _times(above: Figure, places: int) -> str:
    return f"{_held(above, PRODUCT)}*{_ten(places)}"


def _divisor(places: int, below: Figure | None) -> str:
    if below is None:
        return f"/{_ten(places)}"
    held = _held(below, ATOM)
    return f"/({held}*{_ten(places)})" if places else f"/{held}"


def _ten(places: int) -> str:
    return f"10^{places}"
