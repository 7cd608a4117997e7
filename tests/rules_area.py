"""The shipped rules with some words or numbers changed, as staff would change them in rules.xlsx."""

from dataclasses import replace
from functools import cache

from billing_area import rulebook

FLAGS = "billing_flags"


def changed(words):
    """Return the shipped book with 文字 or 值 of rows of 计费规则 replaced: ``{"到期日遇节假日": "不顺延"}``."""
    return _changed(tuple(words.items()))


@cache
def _changed(words):
    """Make each book once: every new one has all its guards looked at."""
    flags = rulebook().all(FLAGS).copy()
    for key, cell in words:
        assert (flags["key"] == key).any(), key
        flags.loc[flags["key"] == key, "text" if isinstance(cell, str) else "value"] = cell
    return replace(rulebook(), tables=dict(rulebook().tables) | {FLAGS: flags})
