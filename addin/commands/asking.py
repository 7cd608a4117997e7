"""Ask: what a button needs to know before it can go on."""

from dataclasses import dataclass

BETWEEN = "\t"
"""No path holds it, and nobody can type it into a box."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the user.

    Attributes:
        text: the question.
        yes: the request that yes sends; empty where an answer is typed.
        before: what was said already and goes in front of what is typed; what is said in parts has ``BETWEEN`` them.
    """

    text: str
    yes: str = ""
    before: str = ""
