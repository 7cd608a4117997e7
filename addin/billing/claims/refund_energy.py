"""How much energy a metering error is refunded or charged: by cause, from zero error; positive = the customer pays.

Source: billing.md §7.2; 供电营业规则 (1996) 第八十、八十一条; rule tables 退补口径 and 退补更正系数.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from addin.billing.claims.steps import Step, UnclearError, blank, day, exact, half_up, spoken
from addin.rulebook import RulesInForce
from addin.tables.choices import PERIOD_NAMES
from addin.tables.claims import ADJUSTMENTS
from addin.tables.rule_claims import HALF, RECORD

Row = Mapping[str, object]
FLAGS, CAUSES, FACTORS = "billing_flags", "refund_causes", "correction_factors"
LATTER, WHOLE = "后半段", "全期折半"
TOTAL = "总"
FOUR_WIRE = "三相四线"
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Energy:
    """The energy of one month of an order.

    Attributes:
        quantities: by period, or under 总 alone [kWh]; positive = the customer pays.
        steps: how it was found.
    """

    quantities: Mapping[str, Fraction]
    steps: tuple[Step, ...]


def need(row: Row, *names: str) -> tuple[Fraction, ...]:
    """Return numbers of an order; raises ``UnclearError`` naming the column that is empty."""
    lacking = "、".join(f"「{ADJUSTMENTS.column(name).title}」" for name in names if blank(row[name]))
    if lacking:
        raise UnclearError(f"原因『{row['cause']}』须填写{lacking}，没有就不能计算")
    return tuple(exact(row[name]) for name in names)


def time_rule(row: Row, rules: RulesInForce) -> tuple[str, str]:
    """Return which time the cause of an order is refunded for, and the rule row that says so."""
    if blank(row["cause"]):
        raise UnclearError("没有填写「原因」，不知按哪条口径退补")
    place = rules.row(CAUSES, str(row["cause"]))
    return str(rules.rows(CAUSES).loc[place, "time"]), rules.cite(CAUSES, place)


def due_span(row: Row, rules: RulesInForce) -> tuple[date, date] | None:
    """Return from when to when an order must refund; None where the records decide.

    Raises:
        UnclearError: a date is missing, or the correction lies before the last verification.
    """
    time, _ = time_rule(row, rules)
    if time == RECORD:
        return None
    if blank(row["verified_on"]) or blank(row["corrected_on"]):
        raise UnclearError("没有填写「上次检定或装表日」或「更正日」，不能推出退补时间")
    begin, end = day(row["verified_on"]), day(row["corrected_on"])
    if end < begin:
        raise UnclearError(f"更正日 {end} 早于上次检定或装表日 {begin}，请更正")
    if time == HALF and rules.text(FLAGS, "退补:半时取法") == LATTER:
        return end - timedelta(days=(end - begin).days // 2), end
    return begin, end


def energy(row: Row, rules: RulesInForce) -> Energy:
    """Return the energy that one month of an order refunds: nothing of a month outside the time that the rule names.

    The recorded energy of a month that the time covers in part is that of the part, as the column says.

    Raises:
        UnclearError: what is missing or cannot be, a sentence.
        NoRule: a rule row is missing.
    """
    time, cited = time_rule(row, rules)
    said = _time(row, rules)
    if not _within(row, rules):
        none = Step("退补电量", "原月份不在退补时间之内，不计", "", Fraction(0), "kWh", cited)
        return Energy(dict.fromkeys(_recorded(row), Fraction(0)), (*said, none))
    steps = [*said, *_factor(row, rules)]
    factor = Fraction(steps[-1].value)
    if time == HALF and rules.text(FLAGS, "退补:半时取法") == WHOLE:
        factor /= 2
        rule = rules.cite_key(FLAGS, "退补:半时取法")
        steps.append(Step("折半", "差额率 × 二分之一时间", f"{spoken(factor * 2)} ÷ 2", factor, "", rule))
    places = int(rules.value(FLAGS, "电量取整位数"))
    quantities = {}
    for period, recorded in _recorded(row).items():
        quantities[period] = half_up(recorded * factor, places)
        inputs = f"{spoken(recorded)} × {spoken(factor)}"
        steps.append(Step(f"{period}电量", "抄见电量 × 差额率", inputs, quantities[period], "kWh", cited))
    return Energy(quantities, tuple(steps))


def _within(row: Row, rules: RulesInForce) -> bool:
    """Say whether the month of a row has days in the time that the rule names; where that is not known, it has."""
    try:
        span = due_span(row, rules)
    except UnclearError:
        return True
    return span is None or f"{span[0]:%Y-%m}" <= str(row["original_month"]) <= f"{span[1]:%Y-%m}"


def _time(row: Row, rules: RulesInForce) -> list[Step]:
    """Return the step that says for which time is refunded."""
    time, cited = time_rule(row, rules)
    if not blank(row["starts_on"]) and not blank(row["ends_on"]):
        first, last = day(row["starts_on"]), day(row["ends_on"])
        if not f"{first:%Y-%m}" <= str(row["original_month"]) <= f"{last:%Y-%m}":
            raise UnclearError(f"原月份 {row['original_month']} 不在退补起止 {first} 至 {last} 之内，请更正")
    try:
        span = due_span(row, rules)
    except UnclearError as unclear:
        return [Step("退补时间", time, "", str(unclear), "", cited)]
    said = "以抄表记录为准" if span is None else f"{span[0]} 至 {span[1]}"
    known = f"上次检定或装表 {day(row['verified_on'])}，更正 {day(row['corrected_on'])}" if span else ""
    return [Step("退补时间", time, known, said, "", cited)]


def _factor(row: Row, rules: RulesInForce) -> list[Step]:
    """Return the steps that end in what share of the recorded energy is refunded."""
    _, cited = time_rule(row, rules)
    return _BY_CAUSE[str(row["cause"])](row, rules, cited)


def _error(row: Row, _rules: RulesInForce, cited: str) -> list[Step]:
    """A meter or transformer that errs by e: true = recorded ÷ (1 + e)."""
    (percent,) = need(row, "error_percent")
    if not -100 < percent < 100:  # noqa: PLR2004 - per cent
        raise UnclearError(f"误差 {spoken(percent)}% 超出 ±100%，请核对检定记录")
    if not blank(row["allowed_percent"]) and abs(percent) <= exact(row["allowed_percent"]):
        limit = spoken(exact(row["allowed_percent"]))
        raise UnclearError(f"误差 {spoken(percent)}% 没有超出允许误差 ±{limit}%，不应退补，请核对工单")
    factor = ONE / (1 + percent / 100) - 1
    return [Step("差额率", "1÷(1+误差)−1，以零误差为基准", f"1÷(1{_signed(percent)}%)−1", factor, "", cited)]


def _signed(percent: Fraction) -> str:
    return f"{'−' if percent < 0 else '+'}{spoken(abs(percent))}"


def _wiring(row: Row, rules: RulesInForce, cited: str) -> list[Step]:
    """Wrong wiring: recorded × (factor − 1)."""
    first = _correction(row, rules)
    factor = Fraction(first.value)
    return [first, Step("差额率", "更正系数−1", f"{spoken(factor)}−1", factor - 1, "", cited)]


def _correction(row: Row, rules: RulesInForce) -> Step:
    """Return the correction factor: as found by phasor analysis, else from the table for three-phase four-wire."""
    if not blank(row["correction_factor"]):
        (factor,) = need(row, "correction_factor")
        if factor == 0:
            raise UnclearError("更正系数为 0：表计反转或停转的，须按相量分析另行计算")
        return Step("更正系数", "工单填写（相量分析）", "", factor)
    if blank(row["wiring"]):
        raise UnclearError("没有填写「接线方式」和「更正系数」，不能确定更正系数")
    if row["wiring"] != rules.text(FLAGS, "退补:接线系数适用"):
        raise UnclearError(
            f"接线方式为{row['wiring']}：更正系数表只适用于{FOUR_WIRE}，须按相量分析算定后填写「更正系数」"
        )
    return _table_factor(row, rules)


def _table_factor(row: Row, rules: RulesInForce) -> Step:
    """Return the factor of the table 退补更正系数."""
    table = rules.rows(FACTORS)
    mine = table[(table["wiring"] == row["wiring"]) & (table["fault"] == row["wiring_fault"])]
    if mine.empty:
        known = "、".join(table.loc[table["wiring"] == row["wiring"], "fault"])
        raise UnclearError(
            f"错误接线『{row['wiring_fault'] or '空'}』不在规则表「退补更正系数」（{known}），请填写更正系数"
        )
    line = mine.iloc[0]
    above, below, inputs = exact(line["above"]), exact(line["below"]), f"{line['above']:g}÷{line['below']:g}"
    if line["plus_ratio"] == "是":
        rated, actual = need(row, "rated_ratio", "actual_ratio")
        if not rated or not actual:
            raise UnclearError("「铭牌变比」和「实际变比」必须大于 0，请更正")
        below += rated / actual
        inputs = f"{spoken(above)}÷({line['below']:g}+{spoken(rated)}÷{spoken(actual)})"
    return Step("更正系数", str(row["wiring_fault"]), inputs, above / below, "", rules.cite(FACTORS, mine.index[0]))


def _multiplier(row: Row, _rules: RulesInForce, cited: str) -> list[Step]:
    """A wrong multiplier: difference of the register × (right − wrong), which is recorded × (right ÷ wrong − 1)."""
    right, wrong = need(row, "right_multiplier", "wrong_multiplier")
    if not right or not wrong:
        raise UnclearError("「正确倍率」和「错误倍率」必须大于 0，请更正")
    inputs = f"({spoken(right)}−{spoken(wrong)})÷{spoken(wrong)}"
    return [Step("差额率", "(正确倍率−错误倍率)÷错误倍率", inputs, right / wrong - 1, "", cited)]


def _fault(row: Row, rules: RulesInForce, cited: str) -> list[Step]:
    """A blown fuse or failed transformer: by theory where a factor is known, else normal month less fault month."""
    if not (blank(row["correction_factor"]) and blank(row["wiring_fault"])):
        return _wiring(row, rules, cited)
    return _normal(row, rules, cited)


def _normal(row: Row, _rules: RulesInForce, cited: str) -> list[Step]:
    """By the energy of a normal month."""
    (normal,) = need(row, "normal_kwh")
    recorded = sum(_recorded(row).values(), Fraction(0))
    if not recorded:
        raise UnclearError("故障月抄见电量为 0，不能按时段分摊：请按正常月的时段比例填写各时段的抄见电量和更正系数")
    inputs = f"({spoken(normal)}−{spoken(recorded)})÷{spoken(recorded)}"
    return [Step("差额率", "(正常月电量−故障月电量)÷故障月电量", inputs, normal / recorded - 1, "", cited)]


def _voltage_drop(row: Row, _rules: RulesInForce, cited: str) -> list[Step]:
    """A voltage drop beyond what is allowed: recorded × (actual − allowed)."""
    actual, allowed = need(row, "error_percent", "allowed_percent")
    actual = abs(actual)
    if actual <= allowed:
        raise UnclearError(f"实测压降 {spoken(actual)}% 没有超出允许压降 {spoken(allowed)}%，不应补收，请核对工单")
    inputs = f"{spoken(actual)}%−{spoken(allowed)}%"
    return [Step("差额率", "实测压降−允许压降", inputs, (actual - allowed) / 100, "", cited)]


_BY_CAUSE: Mapping[str, Callable[[Row, RulesInForce, str], list[Step]]] = {
    "电能表误差": _error,
    "互感器误差": _error,
    "接线错误": _wiring,
    "倍率错误": _multiplier,
    "电压互感器熔断": _fault,
    "互感器故障": _fault,
    "二次压降超差": _voltage_drop,
    "其他": _normal,
}


def _recorded(row: Row) -> dict[str, Fraction]:
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
