"""Fact, Group, Rows: what a document must be told, each with the Chinese name that templates and messages use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from generators.values import RULED_BLANK, is_empty

Facts: TypeAlias = Mapping[str, Any]


class Need(StrEnum):
    """What becomes of a fact that is not given."""

    REQUIRED = "必填"  # the document is refused
    BLANK = "可手写"  # a ruled blank is printed
    OPTIONAL = "可无"  # the template leaves its sentence or section out


@dataclass(frozen=True, slots=True)
class Fact:
    """One value.

    Attributes:
        name: English identifier, the key in the facts handed in.
        title: Chinese name, the field in the template and in messages.
        need: what becomes of it when it is not given.
        ruled: what a blank prints.
        required_when: tells, from the facts beside it, whether it is required after all.
    """

    name: str
    title: str
    need: Need = Need.REQUIRED
    ruled: str = RULED_BLANK
    required_when: Callable[[Facts], bool] | None = None

    def is_required(self, beside: Facts) -> bool:
        """Tell whether the fact must be given, among these facts."""
        return self.need is Need.REQUIRED or (self.required_when is not None and self.required_when(beside))


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together, such as a party; an optional group is given whole or not at all."""

    name: str
    title: str
    facts: tuple[Fact, ...]
    need: Need = Need.REQUIRED


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of equal groups, one per printed row; at least ``minimum`` of them."""

    name: str
    title: str
    facts: tuple[Fact, ...]
    minimum: int = 1


Declared: TypeAlias = Sequence[Fact | Group | Rows]


def fields(declared: Declared) -> Iterator[str]:
    """Yield every field a template may use, as dotted Chinese paths: ``供电人``, ``供电人.名称``."""
    for part in declared:
        yield part.title
        if not isinstance(part, Fact):
            yield from (f"{part.title}.{fact.title}" for fact in part.facts)


def missing(declared: Declared, facts: Facts) -> Iterator[str]:
    """Yield the Chinese path of every required fact that is missing or empty."""
    for part in declared:
        value = facts.get(part.name)
        if isinstance(part, Fact):
            yield from [part.title] if is_empty(value) and part.is_required(facts) else []
        elif isinstance(part, Group):
            yield from _missing_in_group(part, value)
        else:
            yield from _missing_in_rows(part, value)


def _missing_in_group(group: Group, value: object) -> Iterator[str]:
    """Yield what a group lacks; an optional group that is not given lacks nothing."""
    if isinstance(value, Mapping):
        yield from (f"{group.title}.{name}" for name in missing(group.facts, value))
    elif group.need is Need.REQUIRED:
        yield from (f"{group.title}.{name}" for name in missing(group.facts, {}))


def _missing_in_rows(rows: Rows, value: object) -> Iterator[str]:
    """Yield what the rows lack, each with its place; the name of the list itself when there are too few."""
    given = value if isinstance(value, list | tuple) else ()
    if len(given) < rows.minimum:
        yield rows.title if rows.minimum == 1 else f"{rows.title}（至少 {rows.minimum} 行）"
    for place, row in enumerate(given, 1):
        yield from (f"{rows.title}第{place}行.{name}" for name in missing(rows.facts, row))


def titled(declared: Declared, facts: Facts) -> dict[str, object]:
    """Return facts under their Chinese names, blanks ruled, optional ones that are not given as ``None``.

    Raises:
        KeyError: for a fact that nobody declared; it would silently not be printed.
    """
    if unknown := set(facts) - {part.name for part in declared}:
        raise KeyError(f"undeclared facts: {', '.join(sorted(unknown))}")
    return {part.title: _titled(part, facts.get(part.name)) for part in declared}


def _titled(part: Fact | Group | Rows, value: object) -> object:
    """Return the value of one declared part under Chinese names."""
    if isinstance(part, Group) and isinstance(value, Mapping):
        return titled(part.facts, value)
    if isinstance(part, Rows):
        return [titled(part.facts, row) for row in value] if isinstance(value, list | tuple) else []
    if not is_empty(value):
        return value
    return part.ruled if isinstance(part, Fact) and part.need is Need.BLANK else None
