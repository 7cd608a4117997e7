"""Cells of 数值, 整数 and 金额 columns → ``float64``."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from addin.reading import faults
from addin.reading.problems import Fault, Found, Positions, located
from addin.reading.text import EMPTY_MARKS, ERROR_TEXTS, fold, shown
from addin.reading.units import factor, unit
from addin.tables.column import Column, Kind

Floats = npt.NDArray[np.float64]
Parsed = tuple[float, Fault | None, str]
"""A value, what is to be said of it, and a hint."""

_NAN = float("nan")
_FIGURE = re.compile(
    r"^(?P<minus>[-−–]?)(?:rmb|[¥$])?(?P<minus2>[-−–]?)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+|(?=\.\d))(?P<rest>\.\d*)?(?P<power>e[+-]?\d{1,2})?"
    r"(?P<unit>[^\d,.][^,]*)?$"
)
_SUM = re.compile(r"^\d+(?:\.\d+)?(?:[+]\d+(?:\.\d+)?)+$")
_CLOSE = 1e-4
"""A float is taken for a decimal when it is this near, in units of the last place (measured.md §4)."""


def parse(text: str, column: Column) -> Parsed:
    """Return the number that a text means in this column.

    >>> parse("１,２００", Column("power_kw", "功率", Kind.NUMBER, "kW"))[0]
    1200.0
    """
    folded = fold(text)
    if not folded:
        return _NAN, None, ""
    if folded in ERROR_TEXTS:
        return _NAN, faults.ERROR_VALUE, ""
    if folded in EMPTY_MARKS:
        return _NAN, faults.EMPTY_MARK, ""
    negative = folded.startswith("(") and folded.endswith(")")
    figure = _FIGURE.match(_spaced(text, folded).strip("()") if negative else _spaced(text, folded))
    if not figure:
        return _NAN, faults.NOT_NUMBER, _sum_hint(folded)
    return _with_unit(figure, column, negative=negative)


def _spaced(text: str, folded: str) -> str:
    """Return the folded text, with its spaces where they may separate thousands."""
    outer = text.strip()
    return (
        " ".join(fold(part) for part in outer.split())
        if re.fullmatch(r"\d{1,3}(?:\s\d{3})+(?:\.\d+)?", outer)
        else (folded if not re.search(r"\d\s+\d", outer) else outer)
    )


def _with_unit(figure: re.Match[str], column: Column, *, negative: bool) -> Parsed:
    digits = re.sub("[, ]", "", figure["digits"]) or "0"
    value = Decimal(digits + (figure["rest"] or "") + (figure["power"] or ""))
    if negative or figure["minus"] or figure["minus2"]:
        value = -value
    seen = figure["unit"]
    if not seen:
        return float(value), faults.NUMBER_AS_TEXT, ""
    known = unit(seen)
    scale = factor(seen, column.unit)
    if column.unit == "" and known and known[0] == "ratio":
        scale = known[1] / 100
    if known is None or scale is None:
        return _NAN, faults.NOT_NUMBER, f"单位应为 {column.unit}。" if known else _sum_hint(figure.string)
    return float(value * scale), faults.UNIT_IN_CELL, ""


def _sum_hint(folded: str) -> str:
    """Return the total of several capacities in one cell, such as ``630+400``."""
    if _SUM.match(folded):
        return f"如为多项合计，请填 {sum(map(Decimal, folded.split('+')))}。"
    return ""


def parse_other(value: object) -> Parsed:
    """Return the verdict on a cell that is neither number nor text: a date, a time, a yes or no."""
    if isinstance(value, date):
        return _NAN, faults.NOT_NUMBER, "单元格是日期格式，请改为数值格式后核对。"
    if isinstance(value, time | timedelta):
        return _NAN, faults.NOT_NUMBER, "单元格是时间格式，请改为数值格式后核对。"
    return _NAN, faults.NOT_NUMBER, ""


def check(values: Floats, column: Column) -> list[Found]:
    """Return what is wrong with numbers that were read: bounds, whole numbers, decimals."""
    found: list[Found] = []
    if column.minimum is not None:
        found += _outside(values < column.minimum, values, faults.TOO_SMALL, f"{column.minimum:g}")
    if column.maximum is not None:
        found += _outside(values > column.maximum, values, faults.TOO_LARGE, f"{column.maximum:g}")
    if column.kind is Kind.INTEGER:
        return found + _outside(np.isfinite(values) & (np.rint(values) != values), values, faults.NOT_WHOLE, "")
    if column.kind is Kind.MONEY or (column.decimals is not None and column.unit.startswith("元")):
        places = 2 if column.decimals is None else column.decimals
        with np.errstate(over="ignore", invalid="ignore"):
            scaled = values * 10.0**places
            finer = np.abs(scaled - np.rint(scaled)) > _CLOSE
        found += _outside(finer, values, faults.TOO_FINE, str(places))
    return found


def _outside(mask: npt.NDArray[np.bool_], values: Floats, fault: Fault, hint: str) -> list[Found]:
    where: Positions = np.flatnonzero(mask)
    return located(fault, where, [shown(value) for value in values[where].tolist()], [hint] * len(where))
