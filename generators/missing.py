"""Which facts a template asked for and did not get: all of them, each with its path."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Undefined

from generators.values import is_empty


class Located(dict[str, Any]):
    """A group of facts that knows where it stands."""

    def __init__(self, where: str, seen: list[str]) -> None:
        """Start empty at a dotted path; ``seen`` is where missing fields are noted."""
        super().__init__()
        self.where = where
        self.seen = seen


class Absent(Undefined):
    """A missing field: does not stop the template but notes its path when it is printed, looped over or asked about."""

    def _where(self) -> str:
        above = getattr(self._undefined_obj, "where", "")
        return f"{above}.{self._undefined_name}" if above else str(self._undefined_name)

    def _note(self) -> None:
        seen: list[str] = getattr(self._undefined_obj, "seen", [])
        seen.append(self._where())

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """A field of a missing group is a missing field."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(obj=Located(self._where(), self._undefined_obj.seen), name=name)

    def __str__(self) -> str:
        """Printed."""
        self._note()
        return ""

    def __iter__(self) -> Iterator[Any]:
        """Looped over."""
        self._note()
        return iter(())

    def __bool__(self) -> bool:
        """Asked whether it is there."""
        self._note()
        return False

    def __eq__(self, other: object) -> bool:
        """Compared."""
        self._note()
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]


class Empty(Absent):
    """A field that was handed in empty: may be asked about, but neither printed nor looped over."""

    def __bool__(self) -> bool:
        """Asked whether it is there: no, and that is allowed."""
        return False


def noted(facts: Mapping[str, object], fields: Iterable[str], seen: list[str]) -> Located:
    """Return facts that write to ``seen`` the path of every missing one that a template with these fields asks for."""
    root = located(facts, "", seen)
    for name in {field.partition(".")[0] for field in fields} - set(root):
        root[name] = Absent(obj=root, name=name)
    return root


def located(facts: Mapping[str, object], where: str, seen: list[str]) -> Located:
    """Return facts with every group knowing its place and every empty value turned into its stand-in."""
    group = Located(where, seen)
    for name, value in facts.items():
        below = f"{where}.{name}" if where else name
        group[name] = Empty(obj=group, name=name) if is_empty(value) else _placed(value, below, seen)
    return group


def _placed(value: object, where: str, seen: list[str]) -> object:
    """Return a value with the groups in it located."""
    if isinstance(value, Mapping):
        return located(value, where, seen)
    if isinstance(value, list | tuple):
        return [_placed(part, f"{where}第{row}行", seen) for row, part in enumerate(value, 1)]
    return value
