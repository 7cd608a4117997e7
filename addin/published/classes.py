"""Rows of a grid that prices by 用户档: capacity, metering side and use as printed → the words of the rule book.

Printed e.g. as 一、工商业用电(101至3000kVA) | 10千伏高供低计(380V/220V计量) | 250kW·h及以下／千伏安·月.
"""

import re
from dataclasses import dataclass

import pandas as pd

from addin.reading.text import fold
from addin.tables.rule_prices import ALL_VOLTAGES, PER_KVA, PER_KW

_VOLTAGES = (
    ("10kV高供高计", 1, 20, "10kv高供高计"),
    ("10kV高供低计", 1, 20, "10kv高供低计"),
    ("20kV", 20, 110, r"(?<![\d(])20kv(?!a)"),
    ("110kV", 110, 220, "110kv(?!a)"),
    ("220kV及以上", 220, None, "220kv(?!a)"),
    (ALL_VOLTAGES, 0, None, ""),
)
"""Word of 计费参数, lower bound [kV], upper bound [kV], spelling in print."""
_SPELLINGS = (
    ("千伏安", "kva"), ("千瓦时", "kwh"), ("kw[·.]h", "kwh"), ("千瓦", "kw"), ("千伏", "kv"), ("[~～—–−－至到]", "-"),
)  # fmt: skip
_SIZES = ((r"(\d+)(?:kva)?-(\d+)kva", "{0}-{1}"), (r"(\d+)kva及?以上", "{0}-"), (r"(\d+)kva及?以下", "0-{0}"))
_STEP = re.compile(r"(\d+)kwh(及?以下|及?以上)|(超过)(\d+)kwh")
_PER = re.compile(r"(?:每|/)(kva|kw(?!h))")


@dataclass(frozen=True, slots=True)
class PrintedClass:
    """What a printed row says: the word of its 用户档, its tariff, voltage and its bounds [kV]."""

    user_class: str
    tariff: str
    voltage: str
    lower_kv: float
    upper_kv: float | None


def printed_class(text: str, classes: pd.DataFrame) -> PrintedClass | None:
    """Return the class and voltage that a printed row is about, by the numbers in it; ``None`` where none fits.

    Args:
        text: of the cells that name the row, joined.
        classes: rows of 用户档 of the province, in force.
    """
    plain = _plain(text)
    fits = classes[(_sizes(classes) == size(text)) & (_steps(classes) == _step(plain))]
    if len(fits) != 1:
        return None
    word, lower, upper, _ = next(one for one in _VOLTAGES if re.search(one[3], plain))
    return PrintedClass(str(fits["user_class"].iloc[0]), str(fits["tariff"].iloc[0]), word, lower, upper)


def size(text: str) -> str:
    """Return the bounds of the capacity [kVA] that a text names as ``101-3000``, ``3001-`` or ``0-100``; else nothing.

    >>> size("一、工商业用电（101至3000千伏安）")
    '101-3000'
    """
    plain = _plain(text)
    found = ((match, form) for pattern, form in _SIZES if (match := re.search(pattern, plain)))
    return next((form.format(*match.groups()) for match, form in found), "")


def _plain(text: str) -> str:
    """Return a text in one spelling of units and signs."""
    plain = fold(text)
    for spelling, word in _SPELLINGS:
        plain = re.sub(spelling, word, plain)
    return plain


def _step(plain: str) -> str:
    """Return the step of use as ``千伏安≤250``; empty where the row has none."""
    step, per = _STEP.search(plain), _PER.search(plain)
    if step is None or per is None:
        return ""
    sign = "≤" if step[2] and step[2].endswith("下") else ">"
    return f"{PER_KVA if per[1] == 'kva' else PER_KW}{sign}{step[1] or step[4]}"


def _sizes(classes: pd.DataFrame) -> pd.Series:
    """Return the sizes of the rule book as ``size`` writes them."""
    return (
        classes["least_kva"].map("{:g}".format)
        + "-"
        + classes["most_kva"].map("{:g}".format, na_action="ignore").fillna("")
    )


def _steps(classes: pd.DataFrame) -> pd.Series:
    """Return the steps of the rule book as ``_step`` writes them."""
    above, upto = (
        sign + classes[f"{name}_kwh_per_unit"].map("{:g}".format, na_action="ignore")
        for sign, name in ((">", "above"), ("≤", "upto"))
    )
    return (classes["per"].astype(object) + above.fillna(upto).astype(object)).fillna("")
