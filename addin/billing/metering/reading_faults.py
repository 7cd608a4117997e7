"""Readings that give no quantity, and why: sentences by customer."""

import pandas as pd

from addin.billing.doubts import NONE, doubt, gather
from addin.billing.flags import YES
from addin.billing.money import scaled

FIGURES = {"previous_reading": "上次示数", "current_reading": "本次示数", "multiplier": "倍率"}
WRONG = "，请核对「抄表记录」后更正"


def component_of(registers: pd.Series) -> pd.Series:
    """Return which component of the bill a register alone leaves undone; empty, the whole bill, for active energy."""
    code, names = pd.factorize(registers)
    words = ["需量电费" if "需量" in name else "力调电费" if "无功" in name else "" for name in names]
    return pd.Series(words, dtype=object).reindex(code).set_axis(registers.index)


def reading_faults(rows: pd.DataFrame, digits: pd.Series, decimals: int) -> pd.DataFrame:
    """Say why readings give no quantity.

    Args:
        rows: readings without a quantity: customer_no, point_no, register, previous_reading (0 for 最大需量),
            current_reading, rollover, ``multiplier`` as it counts.
        digits: integer digits of their meters.
        decimals: of a reading and of a multiplier.

    Returns:
        Doubts; those of 最大需量 leave only the demand charge undone, those of 无功 only the power factor adjustment.
    """
    label = "计量点 " + rows["point_no"].astype(str) + "『" + rows["register"].astype(str) + "』"
    return of_registers(rows, label + _reason(rows, digits, decimals))


def of_registers(rows: pd.DataFrame, said: pd.Series) -> pd.DataFrame:
    """Return sentences on registers as doubts, each about what its register leaves undone."""
    if rows.empty:
        return NONE
    component = component_of(rows["register"])
    return gather(
        doubt(rows.loc[component == name, "customer_no"], said[component == name], name) for name in component.unique()
    )


def _reason(rows: pd.DataFrame, digits: pd.Series, decimals: int) -> pd.Series:
    """Return what is wrong with each reading, the gravest first."""
    over = (rows["rollover"] == YES) & (rows["current_reading"] < rows["previous_reading"])
    said = pd.Series("示数倒走而未标翻转" + WRONG, index=rows.index, dtype=object)
    said = said.mask(over, "标为翻转，而走字仍小于零" + WRONG)
    said = said.mask(over & digits.isna(), "标为翻转而「计量点」没有表位数，请填写")
    for name, title in FIGURES.items():
        fine = title + " " + rows[name].map("{:.10g}".format, na_action="ignore").astype(object)
        said = said.mask(scaled(rows[name], decimals).isna(), fine + f" 超过 {decimals} 位小数" + WRONG)
        said = said.mask(rows[name].isna(), f"没有{title}，请补填")
    return said.mask(
        rows["multiplier"] == 0, "倍率为 0，应大于 0，请核对「计量点」的综合倍率、变比和「抄表记录」的倍率"
    )
