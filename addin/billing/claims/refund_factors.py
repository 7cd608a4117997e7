"""What share of the recorded energy a refund is of: by cause, from zero error; positive = the customer pays.

Source: billing.md §7.2; 供电营业规则 (1996) 第八十、八十一条; rule tables 退补口径 and 退补更正系数.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from addin.billing.claims.refund_recorded import need, recorded
from addin.billing.claims.refund_time import FLAGS, Row, time_rule
from addin.billing.claims.steps import Step, UnclearError, blank, exact, spoken
from addin.rulebook import RulesInForce

FACTORS = "correction_factors"
FOUR_WIRE = "三相四线"
ONE = Fraction(1)


def factor_steps(row: Row, rules: RulesInForce) -> list[Step]:
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
    fault = sum(recorded(row).values(), Fraction(0))
    if not fault:
        raise UnclearError("故障月抄见电量为 0，不能按时段分摊：请按正常月的时段比例填写各时段的抄见电量和更正系数")
    inputs = f"({spoken(normal)}−{spoken(fault)})÷{spoken(fault)}"
    return [Step("差额率", "(正常月电量−故障月电量)÷故障月电量", inputs, normal / fault - 1, "", cited)]


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
