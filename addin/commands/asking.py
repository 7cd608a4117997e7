"""Ask: what a button needs to know before it can go on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the user.

    Attributes:
        text: the question.
        yes: the request that yes sends; empty where an answer is typed.
    """

    text: str
    yes: str = ""
