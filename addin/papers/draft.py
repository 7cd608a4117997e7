"""Draft: a paper before it has a number."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row of the ledger calls for.

    Attributes:
        customer_no: 户号.
        customer_name: 户名.
        about: 合同编号, 申请编号 or 隐患编号, several parted by 、.
        facts: what is known; an empty cell is a ``Lacking``.
        objections: further reasons to refuse, sentences.
    """

    customer_no: str
    customer_name: str
    about: str
    facts: dict[str, Any]
    objections: list[str] = field(default_factory=list)
