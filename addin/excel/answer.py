"""What Python answers to a press of a button: one text, its first line says what VBA does with the rest.

VBA calls ``entry.run(request, workbook)``. A request is a command's name (the button's tag), or what an answer asked
for next: ``name`` + newline + what the user typed; a name has behind a tab what was said before. The kinds of answers:

====================  ==========================================================================================
``done``              nothing to show; a text stands in the status bar until the next press
``info warn error``   a box with the text
``ask``               next request, newline, question: an input box; what is typed goes back behind the request
``confirm``           next request, newline, question: yes sends the request, no ends it
``wait``              the work goes on in the background; the text stands in the status bar and VBA sends ``poll``
                      each second; 取消 sends ``cancel``
====================  ==========================================================================================
"""

from dataclasses import dataclass

from addin.commands.asking import BETWEEN

KINDS = ("done", "info", "warn", "error", "ask", "confirm", "wait")
POLL, CANCEL = "poll", "cancel"
"""Requests that VBA sends of itself while an answer is ``wait``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to VBA.

    Attributes:
        kind: one of ``KINDS``.
        text: a Chinese text for the user.
        request: what to send next, of ``ask`` and ``confirm``.
    """

    kind: str
    text: str = ""
    request: str = ""

    def __str__(self) -> str:
        """Return it as VBA reads it."""
        return "\n".join([self.kind, *([self.request] if self.kind in {"ask", "confirm"} else []), self.text])


def parsed(request: str) -> tuple[str, str | None]:
    """Return a request's command and all that the user said, None where nothing was asked."""
    first, cut, typed = request.partition("\n")
    name, before, said = first.partition(BETWEEN)
    return name, said + typed if cut or before else None


def asked(name: str, before: str) -> str:
    """Return the request of a command with what was said before."""
    return f"{name}{BETWEEN}{before}" if before else name
