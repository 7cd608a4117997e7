"""转供: what other customers draw behind a customer's meter is taken off its demand and its power factor."""

import numpy as np
import pandas as pd

from addin.billing.doubts import NONE, doubt, gather
from addin.billing.flags import Flags
from addin.billing.metering.power_factor_scope import within
from addin.billing.money import product, transport
from addin.billing.sums import whole_sums
from addin.tables.choices import TOTAL

DEEPEST = 8
FARMING, HOMES = "农业生产", "居民生活"
DEMAND, POWER_FACTOR = "需量电费", "力调电费"
KW_PLACES = 6
COLUMNS = ["supplier", "root", "kwh", "kvarh", "kwh_per_kw", "kw", "counted"]
KINDS = dict.fromkeys(COLUMNS, "float64") | {"supplier": object, "root": object, "counted": bool}
NOBODY = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in KINDS.items()})
"""The rows where nobody is supplied by another customer."""


def resupplied(
    points: pd.DataFrame, shifts: pd.Series, tariff_class: pd.Series, flags: Flags
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what each point of another customer draws behind a customer's meter.

    Args:
        points: of the month, index point_no: customer_no, parent_no, billed_class, ``root``, relation,
            with_power_factor, 总 [kWh], reactive_kvarh.
        shifts: 班制 by customer_no, words of the rule rows 转供扣减.
        tariff_class: of the customers.
        flags: kWh a month that stand for a kW of demand, by use.

    Returns:
        Index point_no: supplier (customer_no), ``root`` (the supplier's own main point), kwh, kvarh, kwh_per_kw, kw,
        ``counted`` (it stands behind a point whose energy is in the supplier's power factor: behind a sub-meter that
        takes no part it went with that one); and the doubts of suppliers: a deduction that is not known leaves their
        demand or adjustment undone.

    Source: billing.md §2.4: kWh ÷ 180 for lighting and one shift, 360 for two, 540 for three, 270 for farms
    """
    supplier = points["parent_no"].map(points["customer_no"])
    behind = points[supplier.notna() & (supplier != points["customer_no"])]
    if behind.empty:
        return NOBODY.copy(), NONE
    result = pd.DataFrame({"supplier": supplier[behind.index], "root": _root(points, behind["parent_no"])})
    result["kwh"], result["kvarh"] = behind[TOTAL], behind["reactive_kvarh"]
    use = behind["customer_no"].map(shifts).astype(object)
    use = use.mask(behind["billed_class"] == HOMES, "照明").mask(behind["billed_class"] == FARMING, "农业")
    hours = use.map(flags.resupply_kwh_per_kw).astype("float64")
    safe = hours.fillna(1.0).astype("int64")
    kw = product((behind[TOTAL], 0), digits=KW_PLACES, divisor=safe)
    result["kwh_per_kw"] = hours
    result["kw"] = transport(kw, KW_PLACES).where(hours.notna())
    result["counted"] = behind["parent_no"].map(within(points, tariff_class)).astype(bool)
    return result[COLUMNS], _doubts(result, behind["customer_no"])


def taken_off_others(customer_no: str, points: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Return a sentence for each point of another customer whose kWh go off this one's, or that this one's go off.

    Args:
        customer_no: whose bill is looked at.
        points: index point_no: customer_no, parent_no.
        rows: from ``resupplied``.
    """
    told = rows.assign(owner=rows.index.map(points["customer_no"]), above=rows.index.map(points["parent_no"]))
    mine = told[(told["supplier"] == customer_no) | (told["owner"] == customer_no)]
    return [
        f"户号 {one.supplier} 计量点 {one.above} 扣减户号 {one.owner} 计量点 {one.Index} 的 {one.kwh:,.10g} kWh："
        "两点户号不同，不是转供或另户分表的，请更正「上级计量点」"
        for one in mine.itertuples()
    ]


def _root(points: pd.DataFrame, above: pd.Series) -> pd.Series:
    """Return the main point of the same customer that each point stands behind."""
    up = points["parent_no"].where(~points["root"])
    for _ in range(DEEPEST):
        above = above.map(up).astype(object).fillna(above)
    return above


def _doubts(rows: pd.DataFrame, customer_nos: pd.Series) -> pd.DataFrame:
    """Say for whom a deduction is not known."""
    label = "被转供户 " + customer_nos.astype(str)
    unknown, silent = rows[rows["kw"].isna()], rows[rows["kvarh"].isna() & rows["counted"]]
    told = " 的用电班次（「客户台账」生产班次）或电量不详，转供电量折算的需量无法扣减"
    return gather(
        [
            doubt(unknown["supplier"], label[unknown.index] + told, DEMAND),
            doubt(silent["supplier"], label[silent.index] + " 没有无功示数，转供的无功电量无法扣减", POWER_FACTOR),
        ]
    )


def less(whole: pd.Series, taken: pd.Series, keys: pd.Series) -> pd.Series:
    """Return quantities less what is taken off each key, never below zero; ``NaN`` where what is taken is not known."""
    if taken.empty:
        return whole.clip(lower=0.0)
    groups = taken.groupby(keys.to_numpy())
    off = whole_sums(groups).reindex(whole.index)
    off = off.where(whole.index.isin(keys), 0.0)
    return pd.Series(np.maximum(whole - off, 0.0), index=whole.index)
