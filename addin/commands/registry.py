"""A command is one function; its label, tip, icon, key tip and place stand on it.

The command line, the ribbon and the README's table are made from ``COMMANDS``, in the order of ``in_order``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

Figures = dict[str, Any]
"""What a run tells: numbers, texts and paths by name."""
Function = TypeVar("Function", bound=Callable[..., object])
GROUPS = ("数据", "审核", "结果", "文书", "规则", "帮助", "安装")
"""Groups in the order of a month's work; 安装 is typed only."""
LAST = 99
"""The place of a command that does not name one: behind the others of its group."""


class When(StrEnum):
    """When a button can be pressed; the VBA knows these four words."""

    ALWAYS = "always"
    BOOK = "book"
    """A workbook is open."""
    RESULTS = "results"
    """The open workbook holds result sheets."""
    FINDING = "finding"
    """The sheet in front is 复核发现."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command and how it is shown.

    Attributes:
        name: as typed: ``audit``; also the tag of its button.
        label: Chinese label of its button.
        group: ribbon group, one of ``GROUPS``.
        tip: what it reads and what it writes, a sentence.
        icon: built-in picture of the ribbon.
        key_tip: keys that press it.
        run: the function.
        place: its place in the group, from 1.
        large: the main job of its group, a large button.
        when: when its button can be pressed.
        button: it stands on the ribbon.
        typed: it is a command of the command line.
    """

    name: str
    label: str
    group: str
    tip: str
    icon: str
    key_tip: str
    run: Callable[..., object]
    place: int = LAST
    large: bool = False
    when: When = When.BOOK
    button: bool = True
    typed: bool = True


COMMANDS: dict[str, Command] = {}
"""Every command by name, as registered."""


def command(  # noqa: PLR0913 - all that a button shows
    name: str,
    *,
    label: str,
    group: str,
    tip: str,
    icon: str = "",
    key_tip: str = "",
    place: int = LAST,
    large: bool = False,
    when: When = When.BOOK,
    button: bool = True,
    typed: bool = True,
) -> Callable[[Function], Function]:
    """Register a function as a command; raises ``ValueError`` for a name used twice or an unknown group."""

    def register(run: Function) -> Function:
        if name in COMMANDS or group not in GROUPS:
            raise ValueError(f"command {name} is declared twice, or its group {group} is none of {GROUPS}")
        COMMANDS[name] = Command(
            name, label, group, tip, icon, key_tip, run, place, large=large, when=when, button=button, typed=typed
        )
        return run

    return register


def in_order() -> list[Command]:
    """Return every command in the order of the ribbon."""
    return sorted(COMMANDS.values(), key=lambda one: (GROUPS.index(one.group), one.place))


def buttons() -> dict[str, list[Command]]:
    """Return the commands that stand on the ribbon, by group, in order; a group without any is left out."""
    shown: dict[str, list[Command]] = {}
    for one in in_order():
        if one.button:
            shown.setdefault(one.group, []).append(one)
    return shown
