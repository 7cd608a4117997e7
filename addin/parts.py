"""The parts of an audit that can be asked for: which checks and which results belong to each."""

from collections.abc import Mapping

from addin import checks
from addin.register import CHECKS, Check

PARTS: Mapping[str, tuple[str, ...]] = {
    "audit": ("",),
    "check": ("台账-", "审计-A04"),
    "grade": ("审计-A01", "审计-A02", "审计-A03"),
    "review": ("电费-", "审计-A07", "审计-A08", "审计-A09", "审计-A10"),
    "risk": ("审计-A17", "审计-A18"),
}
"""Which checks belong to which job: prefixes of their codes."""

PRINTED: Mapping[str, tuple[str, ...]] = {
    "audit": ("billing", "causes", "claims", "grades", "risks"),
    "check": (),
    "grade": ("grades",),
    "review": ("billing", "causes", "claims"),
    "risk": ("risks",),
}
"""Which facts the results of a job print; others are reckoned only where one of its checks names them."""


def chosen(part: str) -> list[Check]:
    """Return the checks of a job, in order of registration."""
    checks.load()
    return [one for code, one in CHECKS.items() if code.startswith(PARTS[part])]
