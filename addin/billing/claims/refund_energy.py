"""How much energy a metering error is refunded or charged, step by step; positive = the customer pays.

Source: billing.md §7.2; rule table 退补口径; 计费规则 退补:半时取法, 电量取整位数.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from addin.billing.claims.refund_factors import factor_steps
from addin.billing.claims.refund_recorded import DECIMALS, counted, doubtful_scope, recorded
from addin.billing.claims.refund_time import FLAGS, HALVING, Row, Within, days_within, time_rule, time_steps
from addin.billing.claims.steps import Step, half_up, spoken
from addin.rulebook import RulesInForce
from addin.tables.rule_claims import HALF

WHOLE = "全期折半"


@dataclass(frozen=True, slots=True)
class Energy:
    """The energy of one month of an order.

    Attributes:
        quantities: by period, or under 总 alone [kWh]; positive = the customer pays.
        steps: how it was found.
        remark: what to look at before it is signed, a sentence; empty where nothing.
        within: the days of the month that it is the energy of; None where nobody names them.
    """

    quantities: Mapping[str, Fraction]
    steps: tuple[Step, ...]
    remark: str = ""
    within: Within | None = None


def energy(row: Row, rules: RulesInForce) -> Energy:
    """Return the energy that one month of an order refunds: nothing of a month outside the time that the rule names.

    Of a month that the time covers in part it is that of its days, see ``counted``.

    Raises:
        UnclearError: what is missing or cannot be, a sentence.
        NoRule: a rule row is missing.
    """
    _, cited = time_rule(row, rules)
    said, within = time_steps(row, rules), days_within(row, rules)
    if within is not None and not within.days:
        none = Step("退补电量", "原月份不在退补时间之内，不计", "", Fraction(0), "kWh", cited)
        return Energy(dict.fromkeys(recorded(row), Fraction(0)), (*said, none))
    kwh, parting = counted(row, rules)
    share = _share(row, rules)
    factor, places = Fraction(share[-1].value), int(rules.value(FLAGS, DECIMALS))
    quantities = {name: half_up(used * factor, places) for name, used in kwh.items()}
    products = [
        Step(f"{name}电量", "抄见电量 × 差额率", f"{spoken(used)} × {spoken(factor)}", quantities[name], "kWh", cited)
        for name, used in kwh.items()
    ]
    return Energy(quantities, (*said, *parting, *share, *products), doubtful_scope(row, rules), within)


def _share(row: Row, rules: RulesInForce) -> list[Step]:
    """Return the steps that end in what share of the energy is refunded, halved where the rule halves the energy."""
    steps = factor_steps(row, rules)
    if time_rule(row, rules)[0] != HALF or rules.text(FLAGS, HALVING) != WHOLE:
        return steps
    factor, cited = Fraction(steps[-1].value), rules.cite_key(FLAGS, HALVING)
    return [*steps, Step("折半", "差额率 × 二分之一时间", f"{spoken(factor)} ÷ 2", factor / 2, "", cited)]
