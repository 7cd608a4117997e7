"""A jump of energy: what it is measured by, flat limits and the customer's own months, and how it is said."""

import pandas as pd

from addin.billing.own_months.trends import MONTHS_A_YEAR, back, step_is_fair, window_before
from addin.billing.own_months.volatility import aligned, log_of
from addin.rulebook import RulesInForce, thresholds

UP, DOWN = 1, -1
WORDS = {UP: "增加", DOWN: "减少"}
FIGURES = "{now}电量 {now_kwh:,.0f} kWh，{before} {before_kwh:,.0f} kWh，{word} {size:.1f}%"
ADVICE = "核对示数、倍率和抄表方式；读数无误的，向客户核实生产变化并在「处理说明」注明原因"
BY_OWN, BY_FLAT = "超出该户以往逐月变动的范围（{:.0f}%）", "超过 {:g}%"


def by_size(rules: RulesInForce, key: str, asked: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the flat limits, wider where the month before used little."""
    few = asked["before_kwh"] < thresholds(rules, key[: key.index(":")] + ":小电量界限", asked, customers)["value"]
    usual, wide = (thresholds(rules, key.format(word), asked, customers) for word in ("", "小电量"))
    return usual.where(~few, wide)


def is_news(  # noqa: PLR0913, PLR0917 - a change and what it is measured by
    asked: pd.DataFrame,
    limit_rule: pd.Series,
    usage: pd.DataFrame,
    steps: pd.DataFrame,
    swings: pd.DataFrame,
    rules: RulesInForce,
    month: str,
) -> pd.Series:
    """Say whose change against the year before is unlike that of the month before, by the customer's own swings.

    Where the year before the month before is not known, the step from the month before tells, and across the Spring
    Festival the change itself. True without a history, or where 阈值例外 has a row for the customer.
    """
    own = aligned(swings, asked)["limit"]
    now, step = log_of(asked["change_percent"]), log_of(steps["change_percent"].reindex(asked.index))
    history = usage[usage["customer_no"].isin(asked["customer_no"])]
    last = log_of(asked["customer_no"].map(_year_change(history, window_before(month, rules))))
    known = step if step_is_fair(month, rules) else now
    told_before = (now - last).fillna(known).fillna(now).abs() <= own
    return ~told_before | limit_rule.reindex(asked.index).str.startswith("阈值例外")


def _year_change(usage: pd.DataFrame, window: list[str]) -> pd.Series:
    """Return by 户号 the change of some months together against the same months a year before [%]."""
    before = [back(one, MONTHS_A_YEAR) for one in window]
    rows = usage[usage["month"].isin([*window, *before])]
    table = rows.pivot_table(index="customer_no", columns="month", values="energy_kwh", aggfunc="sum", dropna=False)
    now, then = (table.reindex(columns=part).sum(axis=1, min_count=len(part)) for part in (window, before))
    return (now - then) * 100 / then.where(then > 0)


def beyond_what(limit: pd.Series, by_own: pd.Series) -> pd.Series:
    """Say what a change was beyond: the customer's own range, or the percentage."""
    return limit.map(BY_OWN.format).where(by_own, limit.map(BY_FLAT.format))


def words(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the words of a comparison: 增加 or 减少, and its size."""
    change = rows["change_percent"]
    return {"word": (change >= 0).map({True: WORDS[UP], False: WORDS[DOWN]}), "size": change.abs()}


def percent(rows: pd.DataFrame, failed: pd.Series) -> pd.Series:
    """Return the changes of the rows that failed as text with their sign."""
    return rows.loc[failed.fillna(value=False).astype(bool), "change_percent"].map("{:+.1f}%".format).astype(object)
