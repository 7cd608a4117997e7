"""Units: told from a heading or a cell, compared with the declared one, converted when only the scale differs."""

import re
from decimal import Decimal
from functools import lru_cache

from addin.reading.text import fold

_SCALES: dict[str, dict[str, str]] = {
    "energy": {"kwh": "1", "千瓦时": "1", "千瓦小时": "1", "度": "1", "mwh": "1000", "兆瓦时": "1000", "gwh": "1000000",
               "万kwh": "10000", "万千瓦时": "10000", "万度": "10000", "亿千瓦时": "100000000", "亿kwh": "100000000"},
    "reactive": {"kvarh": "1", "千乏时": "1", "mvarh": "1000", "万kvarh": "10000", "万千乏时": "10000"},
    "apparent": {"kva": "1", "千伏安": "1", "mva": "1000", "兆伏安": "1000", "万kva": "10000", "万千伏安": "10000"},
    "power": {"kw": "1", "千瓦": "1", "mw": "1000", "兆瓦": "1000", "万kw": "10000", "万千瓦": "10000", "w": "0.001"},
    "voltage": {"kv": "1", "千伏": "1", "v": "0.001", "伏": "0.001"},
    "money": {"元": "1", "圆": "1", "人民币元": "1", "rmb": "1", "千元": "1000", "万元": "10000", "百万元": "1000000",
              "亿元": "100000000", "角": "0.1", "分": "0.01", "厘": "0.001"},
    "ratio": {"%": "1", "百分比": "1", "‰": "0.1", "千分比": "0.1"},
    "day": {"天": "1", "日": "1", "日历天": "1"},
    "month": {"月": "1", "个月": "1"},
    "year": {"年": "1"},
    "hour": {"h": "1", "小时": "1", "时": "1"},
    "second": {"s": "1", "秒": "1", "ms": "0.001", "毫秒": "0.001", "分钟": "60"},
    "length": {"m": "1", "米": "1", "km": "1000", "公里": "1000", "千米": "1000"},
    "count": dict.fromkeys(("台", "户", "人", "只", "块", "次", "件", "条", "期", "倍"), "1"),
}  # fmt: skip
_SIMPLE = {name: (kind, Decimal(scale)) for kind, names in _SCALES.items() for name, scale in names.items()}
_BARE = sorted(
    (name for name in _SIMPLE if re.fullmatch(r"[万亿千百]?[a-z]{2,}|千伏安|千瓦|千瓦时|万?元", name)), key=len
)
_TAIL = re.compile(rf"^(.*?)[/,、:_\-]?({'|'.join(sorted(_BARE, key=len, reverse=True))})$")
_BRACKET = re.compile(r"^(.+?)[(\[【〔<](?:单位[:：]?)?([^()\[\]【】〔〕<>]*(?:\([^()]*\))?)[)\]】〕>]$")

Unit = tuple[str, Decimal]
"""A dimension, such as ``money/energy``, and the factor to its base unit (kWh, kVA, kW, yuan, percent …)."""


@lru_cache(maxsize=4096)
def unit(text: str) -> Unit | None:
    """Return the dimension and scale of a unit such as ``万kWh`` or ``元/kW·月``; None when it is no unit."""
    plain = re.sub(r"[·•*⋅.](?=h|时|a)", "", fold(text)).replace("(", "").replace(")", "")
    names = re.split(r"[/·•*⋅每]", plain)
    if not all(name in _SIMPLE for name in names):
        return None
    scale = _SIMPLE[names[0]][1]
    for name in names[1:]:
        scale /= _SIMPLE[name][1]
    return "/".join(_SIMPLE[name][0] for name in names), scale


def factor(seen: str, declared: str) -> Decimal | None:
    """Return what values in the unit seen are multiplied by to stand in the declared unit; None: another dimension.

    A declared ``kWh/kvarh/kW`` names alternatives: the row decides which one it is.
    """
    if not declared or fold(seen) == fold(declared):
        return Decimal(1)
    known = unit(seen)
    for each in (declared, *_alternatives(declared)):
        wanted = unit(each)
        if known and wanted and known[0] == wanted[0]:
            return known[1] / wanted[1]
    return None


def _alternatives(declared: str) -> list[str]:
    """Return the units of which a declared one is a choice; a price per unit is none."""
    whole = unit(declared)
    return [] if whole and whole[0].startswith(("money", "ratio")) else declared.split("/")


def split_heading(text: str) -> list[tuple[str, str]]:
    """Return the readings of a heading, likeliest first: folded name and unit.

    >>> split_heading("合同容量（kVA）")
    [('合同容量(kva)', ''), ('合同容量', 'kva')]
    >>> split_heading("*合同容量 kVA")
    [('合同容量kva', ''), ('合同容量', 'kva')]
    """
    whole = fold(text).strip("*★☆:：")
    readings = [(whole, "")]
    if bracket := _BRACKET.match(whole):
        name, inner = bracket.groups()
        if unit(inner) or inner in _REMARKS:
            readings.append((name, inner if unit(inner) else ""))
    elif tail := _TAIL.match(whole):
        readings.append((tail[1], tail[2]))
    return [reading for reading in readings if reading[0]]


_REMARKS = frozenset(
    ("必填", "选填", "可选", "非必填", "文本", "文本格式", "公式", "自动", "自动计算", "手工", "下拉选择", "单选")
)
