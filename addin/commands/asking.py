"""Ask: what a button needs to know before it can go on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the user.

    Attributes:
        text: the question.
        typed: an answer is typed; otherwise it is yes or no.
    """

    text: str
    typed: bool = True
