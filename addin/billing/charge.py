"""Which charges are computed, how and by which rules: said on the function that computes each, listed by the README."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Charge:
    """A kind of charge.

    Attributes:
        title: its components, as bills name them.
        how: it is computed, in words.
        rules: the tables of rules.xlsx that price or decide it.
        source: the law or notice behind it.
    """

    title: str
    how: str
    rules: str
    source: str


CHARGES: list[Charge] = []
"""Every charge, in order of registration."""


def charge(title: str, *, how: str, rules: str, source: str) -> Callable[[Function], Function]:
    """Register what a function computes."""

    def register(run: Function) -> Function:
        CHARGES.append(Charge(title, how, rules, source))
        return run

    return register
