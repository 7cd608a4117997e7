"""The words of published price tables: voltage, tariff, province, month."""

import re
from collections.abc import Iterable

from addin.published.unsaid import UnsaidError
from addin.reading.problems import ReadError
from addin.reading.text import fold
from addin.tables.choices import PROVINCES, TARIFF_KINDS

SINGLE_PART, TWO_PART = TARIFF_KINDS
_KV = "(?:kv)?"
_VOLTAGES = (
    ("<1kV", 0, 1, r"不满1kv|低于1kv|<1kv|1kv以下|低压"),
    ("1-10(20)kV", 1, 35, rf"(?:1{_KV}-)?(?:10|20|10\(20\)|10\(含20\)|10/20|10、20)kv"),
    ("35kV", 35, 110, rf"35kv|35{_KV}-110kv以下|35kv及?以上,?110kv以下"),
    ("110kV", 110, 220, rf"(?:110|110\(66\)|66)kv|110{_KV}-220kv以下|110kv及?以上,?220kv以下"),
    ("220kV及以上", 220, None, r"220(?:\(330\))?kv(?:及以上)?"),
)
"""Word of 计费参数, lower bound [kV], upper bound [kV], spellings in print."""
BOUNDS = {word: (lower, upper) for word, lower, upper, _ in _VOLTAGES}
_MONTH = re.compile(r"(20\d\d)年(\d{1,2})月")


def voltage(text: str) -> str | None:
    """Return the voltage class that a printed text names, None when it is none of the known spellings.

    >>> voltage("１－１０（２０）千伏")
    '1-10(20)kV'
    """
    plain = re.sub("千伏|kv", "kv", re.sub("[~～—–−－至]", "-", fold(text)))
    return next((word for word, _, _, spelling in _VOLTAGES if re.fullmatch(spelling, plain)), None)


def tariff(text: str) -> str | None:
    """Return 单一制 or 两部制 as printed, or as 一般工商业 and 大工业 imply; None when neither or both.

    >>> tariff("大工业用电")
    '两部制'
    """
    plain = fold(text)
    named = [kind for kind in TARIFF_KINDS if kind in plain]
    implied = [kind for kind, word in ((SINGLE_PART, "一般工商业"), (TWO_PART, "大工业")) if word in plain]
    found = named or implied
    return found[0] if len(found) == 1 else None


def province(texts: Iterable[str]) -> list[str]:
    """Return the provinces that the titles name, in the words of 设置."""
    titles = [fold(text) for text in texts]
    return [name for name in PROVINCES if any(fold(name).partition("(")[0] in title for title in titles)]


def months(texts: Iterable[str]) -> list[str]:
    """Return the months ``YYYY-MM`` that texts name, each once."""
    found = (match for text in texts for match in _MONTH.findall(fold(text)))
    return list(dict.fromkeys(f"{year}-{int(month):02}" for year, month in found if 1 <= int(month) <= 12))  # noqa: PLR2004


def chosen(given: str, printed: list[str], place: str, what: str, asked: tuple[str, str]) -> str:
    """Return what was given, else what is printed; they must not contradict each other.

    Raises:
        ReadError: the print says something else.
        UnsaidError: nothing was given, and the print says nothing or several things; ``asked``: what, and an example.
    """
    if given and len(printed) == 1 and printed[0] != given:
        raise ReadError(f"{place}写明{what} {printed[0]}，而给出的是 {given}；请核对是否选错了文件")
    if given:
        return given
    if len(printed) != 1:
        seen = "、".join(printed) or "空"
        raise UnsaidError(f"{place}里的{what}：看到『{seen}』，应恰好有一个", *asked)
    return printed[0]
