"""A command is one function; its label, tip, icon and key tip stand on it.

The command line, the ribbon and the README's table are made from ``COMMANDS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Figures = dict[str, Any]
"""What a run tells: numbers, texts and paths by name."""
Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Command:
    """A command and how it is shown.

    Attributes:
        name: as typed: ``audit``.
        label: Chinese label of its button.
        group: ribbon group: 数据, 审核, 结果, 文书, 规则, 帮助.
        tip: what it reads and what it writes, a sentence.
        icon: built-in picture of the ribbon.
        key_tip: keys that press it.
        run: the function.
    """

    name: str
    label: str
    group: str
    tip: str
    icon: str
    key_tip: str
    run: Callable[..., object]


COMMANDS: dict[str, Command] = {}
"""Every command by name, in the order of the ribbon."""


def command(name: str, *, label: str, group: str, tip: str, icon: str, key_tip: str) -> Callable[[Function], Function]:  # noqa: PLR0913
    """Register a function as a command; raises ``ValueError`` for a name used twice."""

    def register(run: Function) -> Function:
        if name in COMMANDS:
            raise ValueError(f"command {name} is declared twice")
        COMMANDS[name] = Command(name, label, group, tip, icon, key_tip, run)
        return run

    return register
