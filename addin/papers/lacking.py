"""Lacking: an empty fact that knows which cell must be filled; and what the facts of a document still lack."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from addin.reading import Ledger
from generators.documents.fact import Declared, Fact, Need
from generators.values import is_empty

Cell = tuple[str, int, str]
"""Table, row id, column name."""


class Lacking(str):
    """An empty text that remembers its cell, or says in a sentence what is to be done.

    It is empty wherever facts are looked at, so a document that requires the fact is refused and one that does not
    goes on; only the refusal asks where it should have come from.
    """

    __slots__ = ("origin",)
    origin: Cell | str

    def __new__(cls, origin: Cell | str) -> Self:
        """Return an empty text with its origin."""
        made = super().__new__(cls, "")
        made.origin = origin
        return made


def sentences(declared: Declared, facts: Mapping[str, Any], ledger: Ledger) -> list[str]:
    """Return a sentence for every required fact that is missing, each once, in the document's order."""
    return list(dict.fromkeys(sentence(title, value, ledger) for title, value in missing(declared, facts)))


def missing(declared: Declared, facts: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield title and value of every required fact that is missing or empty."""
    for part in declared:
        value = facts.get(part.name)
        if isinstance(part, Fact):
            yield from [(part.title, value)] if part.need is Need.REQUIRED and is_empty(value) else []
        elif isinstance(value, Mapping):
            yield from missing(part.facts, value)
        elif isinstance(value, Sequence) and not isinstance(value, str) and len(value):
            yield from (lack for row in value for lack in missing(part.facts, row))
        elif getattr(part, "minimum", 0) or getattr(part, "need", None) is Need.REQUIRED:
            yield part.title, value


def sentence(title: str, value: object, ledger: Ledger) -> str:
    """Return what must be filled in, and where."""
    if not isinstance(value, Lacking):
        return f"缺「{title}」"
    if isinstance(value.origin, str):
        return value.origin
    table, row, column = value.origin
    where = ledger.where(table, row, column)
    if ledger.has_column(table, column):
        return f"{where}为空，请补填"
    return f"{where}：这张表没有这一列，请加上列名并补填"


def filled(value: object) -> object:
    """Return facts as plain values: ``Lacking`` becomes ``None``, in groups and rows too."""
    if isinstance(value, Lacking):
        return None
    if isinstance(value, dict):
        return {name: filled(each) for name, each in value.items()}
    return [filled(each) for each in value] if isinstance(value, list) else value
