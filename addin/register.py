"""The register of checks: what a check is, which there are, and how they are run.

A check is a plain function whose parameters name the facts it needs (``bills``, ``readings``, ``rules`` …). It asks
the rows of one table and returns the ``Verdict`` that ``judge`` made.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from addin.findings import Level, Verdict, nothing


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its metadata; ``run`` is the decorated function, its docstring the page in the handbook.

    Attributes:
        code: ``电费-A01``, ``审计-A19``, ``台账-VR02`` …
        title: short Chinese name.
        level: default level of its findings.
        clause: id of the clause in the rulebook 《电力大客户管理制度》 (policy.md).
        table: name of the table whose rows are asked; a finding links to a row of it.
        column: column of that table that a finding points at, unless the verdict names another.
        advice: what to do next, a sentence.
        explains: codes whose findings for the same customer follow from this one and are folded under it.
    """

    code: str
    title: str
    level: Level
    clause: str
    table: str
    column: str
    advice: str
    run: Callable[..., Verdict]
    explains: tuple[str, ...] = ()
    needs: tuple[str, ...] = field(default=())


Failed = Callable[[Check, Exception], str]
"""Takes what a check raised and returns the sentence that says so; or raises, and the run ends."""
CHECKS: dict[str, Check] = {}
"""Every registered check by code, in the order of registration."""


def check(  # noqa: PLR0913 - metadata stands on the check itself
    code: str,
    title: str,
    *,
    level: Level,
    clause: str,
    table: str,
    advice: str,
    column: str = "",
    explains: tuple[str, ...] = (),
) -> Callable[[Callable[..., Verdict]], Callable[..., Verdict]]:
    """Register a function as a check; raises ``ValueError`` for a code used twice."""

    def register(run: Callable[..., Verdict]) -> Callable[..., Verdict]:
        if code in CHECKS:
            raise ValueError(f"check {code} is declared twice")
        needs = tuple(inspect.signature(run).parameters)
        CHECKS[code] = Check(code, title, level, clause, table, column, advice, run, explains, needs)
        return run

    return register


def run(
    checks: Iterable[Check],
    facts: Mapping[str, object],
    absent: Mapping[str, str],
    unruled: tuple[type[Exception], ...] = (),
    failed: Failed | None = None,
) -> dict[str, Verdict]:
    """Run checks on the facts they name.

    Args:
        checks: to run, in order.
        facts: by parameter name.
        absent: why a fact is not there, a sentence by parameter name; a check that needs it is 未能核查.
        unruled: what a check raises that lacks a rule: an older rules.xlsx leaves that check undone, not the run.
        failed: what is said of anything else that a check raises; without it, that ends the run.

    Returns:
        The verdicts by check code.
    """
    verdicts = {}
    for one in checks:
        lacking = [absent[name] for name in one.needs if name in absent]
        try:
            verdicts[one.code] = nothing("；".join(lacking)) if lacking else _asked(one, facts)
        except unruled as error:
            verdicts[one.code] = nothing(str(error))
        except Exception as error:
            if failed is None:
                raise
            verdicts[one.code] = nothing(failed(one, error), failed=True)
    return verdicts


def _asked(one: Check, facts: Mapping[str, object]) -> Verdict:
    """Return what a check says of the facts that it names."""
    return one.run(**{name: facts[name] for name in one.needs})
