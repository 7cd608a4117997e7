"""The energy of a month above and below the steps of use, where only what is above pays the price of the step."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from addin.billing.doubts import doubt
from addin.billing.money import product, transport, yuan
from addin.rulebook.in_force import cite
from addin.tables.choices import PERIODS, TOTAL

WHOLE_MONTH, ABOVE = "全部电量", "超出部分"
"""What the price of a step is for: all the energy of the month, or what is above the step's bound."""
MICRO = 6
"""Decimals of a kWh to which use is compared with the bounds of a step."""
TIMED = [name for name in PERIODS if name != "平"]


def above_first(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of segments whose use goes beyond the first one."""
    return steps[steps.duplicated("segment", keep=False)] if len(steps) else steps


def parted(rows: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return rows of energy cut at the bounds of the steps.

    The part of a step is what is up to its bound less what is up to the one before, both rounded to whole kWh: parts
    add up. The periods are cut alike, 平 takes the rest. Of a month that is cut, each segment by the month's share.

    Args:
        rows: one a segment: segment, pricing_voltage, 总 and periods [kWh].
        steps: see ``Classes.steps``; in order of their bounds.

    Returns:
        The rows, those of segments in ``steps`` once for each step, at the price row of the step.
    """
    cut = rows[rows["segment"].isin(steps["segment"])]
    if cut.empty:
        return rows
    own = steps[["segment", "pricing_voltage", "upto_kwh", "used_kwh"]]
    each = cut.assign(cut=True).drop(columns="pricing_voltage").merge(own, on="segment")
    names = [TOTAL, *TIMED]
    upto = pd.DataFrame({name: _share(each, name) for name in names})
    before = upto.groupby(each["segment"]).shift().fillna(0.0)
    timed = each[list(PERIODS)].notna().any(axis="columns")
    each[names] = upto - before
    each["平"] = (each[TOTAL] - each[TIMED].sum(axis="columns")).where(timed)
    return pd.concat([rows.drop(cut.index), each[rows.columns]], ignore_index=True)


def _share(each: pd.DataFrame, name: str) -> pd.Series:
    """Return what of a register is up to the bound of a step, whole kWh."""
    return transport(product((each[name], 2), (each["upto_kwh"], 0), digits=0, divisor=each["used_kwh"]), 0)


def unread(beyond: pd.DataFrame, whole: pd.DataFrame, above: pd.DataFrame, issued: pd.DataFrame) -> pd.DataFrame:
    """Return the doubts of customers beyond the first step where 计费规则 does not say what the step's price is for.

    Args:
        beyond: their steps.
        whole: their rows of energy with the step's price for all of it.
        above: likewise, with the step's price for what is above its bound.
        issued: rows of the issued bills; a bill that follows one of the readings says which.
    """
    reached = beyond.drop_duplicates("customer_no", keep="last").set_index("customer_no")["user_class"]
    keys = [pd.MultiIndex.from_frame(rows[["customer_no", "component"]]) for rows in (whole, issued)]
    printed = issued[keys[1].isin(keys[0])].groupby("customer_no")["amount_fen"].agg(["sum", "size"])
    sums = {
        name: rows.groupby("customer_no")["amount_fen"].sum() for name, rows in ((WHOLE_MONTH, whole), (ABOVE, above))
    }
    said = []
    for customer in sums[WHOLE_MONTH].index:
        told = "，".join(f"{name} {yuan(one[customer])} 元" for name, one in sums.items())
        text = f"本月用电强度达到「{reached[customer]}」，「计费规则」的分档计价方式没有设定；各电量行合计：{told}"
        said.append(text + _followed(customer, sums, printed))
    return doubt(sums[WHOLE_MONTH].index.to_series(), pd.Series(said, dtype=object))


def _followed(customer: str, sums: Mapping[str, pd.Series], printed: pd.DataFrame) -> str:
    """Say which reading the issued rows of energy follow, a fen a row allowed; nothing where they follow none."""
    if customer not in printed.index:
        return ""
    fen, rows = printed.loc[customer]
    fits = [name for name, one in sums.items() if abs(int(fen) - int(one[customer])) <= rows]
    return f"；账单等于{'、'.join(fits)}的算法" if fits else ""


def cited(lines: pd.DataFrame, steps: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of statements that name the class and step whose price row they follow, and the use that decided.

    Args:
        lines: of the statements.
        steps: see ``Classes.steps``.
        costs: rows of 电价: row, voltage.
    """
    if steps.empty:
        return lines
    rows = costs[["row", "voltage"]].drop_duplicates().rename(columns={"voltage": "pricing_voltage"})
    ends = {
        (one.segment, f"电价!{one.row}"): f"；{cite('user_classes', one.rule_row)}；{one.user_class}{_measured(one)}"
        for one in steps.merge(rows, on="pricing_voltage").itertuples()
    }
    pairs = zip(lines["segment"], lines["rule"], strict=True)
    said = [ends.get((segment, str(rule).split("；")[0]), "") for segment, rule in pairs]
    return lines.assign(rule=lines["rule"] + pd.Series(said, index=lines.index, dtype=object))


def _measured(step: Any) -> str:  # noqa: ANN401 - a named tuple of a step
    """Return the use that decided a step; nothing where its class has one only."""
    return f"（本月每{step.per} {step.used_kwh / 10**MICRO / step.units:,.2f} kWh）" if step.per and step.units else ""
