"""The energy that a refund is reckoned on: as typed, or of a whole month by the days that lie within its time."""

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction

from addin.billing.claims.refund_time import FLAGS, Row, Within, days_within
from addin.billing.claims.steps import Step, UnclearError, blank, exact, half_up, spoken
from addin.rulebook import NoRule, RulesInForce
from addin.tables.choices import PERIOD_NAMES, RECORDED_SCOPES, TOTAL
from addin.tables.claims import ADJUSTMENTS

WHOLE_MONTH, WITHIN = RECORDED_SCOPES
UNSAID, BY_DAYS, DECIMALS = "退补:边缘月电量", "退补:全月电量折算", "电量取整位数"
"""Rows of 计费规则: what a figure of a month that lies within in part is, and how one of the whole month is parted."""
Recorded = Mapping[str, Fraction]


def need(row: Row, *names: str) -> tuple[Fraction, ...]:
    """Return numbers of an order; raises ``UnclearError`` naming the column that is empty."""
    lacking = "、".join(f"「{ADJUSTMENTS.column(name).title}」" for name in names if blank(row[name]))
    if lacking:
        raise UnclearError(f"原因『{row['cause']}』须填写{lacking}，没有就不能计算")
    return tuple(exact(row[name]) for name in names)


def recorded(row: Row) -> dict[str, Fraction]:
    """Return the recorded energy by period, or the total alone; raises ``UnclearError`` where they do not agree."""
    periods = {
        title: exact(row[f"{name}_kwh"]) for name, title in PERIOD_NAMES.items() if not blank(row[f"{name}_kwh"])
    }
    if not periods:
        (total,) = need(row, "recorded_kwh")
        return {TOTAL: total}
    whole = sum(periods.values(), Fraction(0))
    if not blank(row["recorded_kwh"]) and abs(exact(row["recorded_kwh"]) - whole) > len(periods):
        said = spoken(exact(row["recorded_kwh"]))
        raise UnclearError(f"抄见电量 {said} kWh 与各时段之和 {spoken(whole)} kWh 不符，请更正")
    return periods


def counted(row: Row, rules: RulesInForce) -> tuple[Recorded, list[Step]]:
    """Return the recorded energy within the time of the refund, and the steps that lead to it.

    Source: billing.md §7.2 names the time and not how a month is cut; 计费规则 退补:全月电量折算 (待核).

    Raises:
        UnclearError: a month lies within in part, and nobody says whether its figure is that of the part.
    """
    typed, within = recorded(row), days_within(row, rules)
    if within is None or within.whole or not any(typed.values()):
        return typed, []
    scope, cited = _scope(row, rules, within)
    inputs = f"{within.first} 至 {within.last}，当月 {within.month_days} 天"
    days = Step("退补时间之内的天数", "起日、止日均计入", inputs, Fraction(within.days), "天")
    if scope == WITHIN:
        total = sum(typed.values(), Fraction(0))
        return typed, [days, Step("抄见电量", "是区间内的，不再折算", "", total, "kWh", cited)]
    parts = _parted(typed, within, rules)
    return parts, [days, *_parting(typed, parts, within, rules)]


def doubtful_scope(row: Row, rules: RulesInForce) -> str:
    """Say where the figure of some days is no less than what the whole month was billed; empty where it is.

    ``billed_kwh`` is that of the customer's bill. It proves nothing: energy of others may be taken off the point's.
    """
    within, typed = days_within(row, rules), sum(recorded(row).values(), Fraction(0))
    if within is None or within.whole or blank(row["billed_kwh"]) or _scope(row, rules, within)[0] != WITHIN:
        return ""
    if not typed or typed < exact(row["billed_kwh"]):
        return ""
    return (
        f"抄见电量 {spoken(typed)} kWh 不小于当月账单总电量 {spoken(exact(row['billed_kwh']))} kWh，而当月 "
        f"{within.month_days} 天只有 {within.days} 天在退补时间之内，却算作区间内的，请核对「电量口径」"
    )


def _scope(row: Row, rules: RulesInForce, within: Within) -> tuple[str, str]:
    """Return whether a figure is that of the whole month, and the rule row where the order leaves that to it."""
    if not blank(row["recorded_scope"]):
        return str(row["recorded_scope"]), ""
    with suppress(NoRule):
        return rules.text(FLAGS, UNSAID), rules.cite_key(FLAGS, UNSAID)
    typed = recorded(row)
    whole, part = (spoken(sum(one.values(), Fraction(0))) for one in (typed, _parted(typed, within, rules)))
    title = ADJUSTMENTS.column("recorded_scope").title
    raise UnclearError(
        f"当月 {within.month_days} 天只有 {within.days} 天（{within.first} 至 {within.last}）在退补时间之内，"
        f"没有填写「{title}」：抄见电量 {whole} kWh 是全月的，应折算为 {part} kWh；是区间内的，按 {whole} kWh。"
        f"请填写「{WHOLE_MONTH}」或「{WITHIN}」"
    )


def _parted(typed: Recorded, within: Within, rules: RulesInForce) -> Recorded:
    """Return the part of each period's energy by days, rounded half up; never more than the whole."""
    places, share = int(rules.value(FLAGS, DECIMALS)), Fraction(within.days, _divisor(within, rules))
    return {name: half_up(kwh * min(share, Fraction(1)), places) for name, kwh in typed.items()}


def _divisor(within: Within, rules: RulesInForce) -> int:
    """Return the days that a whole month's energy is for."""
    return int(rules.value(FLAGS, BY_DAYS)) if rules.text(FLAGS, BY_DAYS) == "固定天数" else within.month_days


def _parting(typed: Recorded, parts: Recorded, within: Within, rules: RulesInForce) -> list[Step]:
    """Return the steps of the parts."""
    formula = f"全月电量 × 天数 ÷ 当月天数，四舍五入到 {int(rules.value(FLAGS, DECIMALS))} 位小数"
    days, cited = f"{within.days} ÷ {_divisor(within, rules)}", rules.cite_key(FLAGS, BY_DAYS)
    return [
        Step(f"{name}抄见电量（区间内）", formula, f"{spoken(typed[name])} × {days}", kwh, "kWh", cited)
        for name, kwh in parts.items()
    ]
