"""How an issued bill differs from the recomputed one, in words: where first, by which quantity, and how much in all."""

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.comparing.compare import BY_TOTAL
from addin.billing.disputed import off_fen
from addin.billing.money import yuan
from addin.billing.month import Billing
from addin.billing.pricing.prices import ENERGY, FIXED
from addin.billing.statement import CAPACITY
from addin.tables.choices import TOTAL

UNITS = dict.fromkeys((*ENERGY, *FIXED), "kWh") | {CAPACITY: "kVA", DEMAND: "kW"}
"""What a component counts; the adjustment counts yuan, which differ where anything else does."""


def differences(billing: Billing) -> pd.Series:
    """Say of each bill that differs how; index = its row id in ``billing.totals``."""
    wrong = billing.totals[billing.totals["different"]]
    off, bills = off_fen(billing), billing.archive.bills.groupby("customer_no").size()
    even, units = (
        set(off.index[off.eq(0).fillna(value=False)]),
        billing.comparison.units.set_index(["customer_no", "unit"]),
    )
    rows = _first_rows(wrong, billing)
    said = [
        _total(one, bills[one.customer_no], whole=one.customer_no in off.index)
        + _where(one, units, rows.get(one.customer_no, ""))
        + _sides(one, even=one.customer_no in even)
        for one in wrong.itertuples()
    ]
    return pd.Series(said, index=wrong.index, dtype=object)


def amount(fen_amount: object) -> str:
    """Return an amount with thousands separators, or that it is not known."""
    return "不详" if pd.isna(fen_amount) else f"{yuan(int(str(fen_amount))):,.2f}"


def _total(one: object, bills: int, *, whole: bool) -> str:
    """Return the sentence's beginning: both totals; of several bills their sum."""
    issued = f"{bills} 张账单之和" if bills > 1 else "账单"
    ours = one.recomputed_fen if whole else pd.NA  # type: ignore[attr-defined]
    return f"{issued} {amount(one.issued_fen)} 元，重算 {amount(ours)} 元"  # type: ignore[attr-defined]


def _where(one: object, units: pd.DataFrame, row: str) -> str:
    """Say where the bill differs first; of one that has no rows that only its total could be compared."""
    if pd.notna(one.first):  # type: ignore[attr-defined]
        unit = units.loc[(one.customer_no, one.first)]  # type: ignore[attr-defined]
        money = f"账单 {amount(unit.issued_fen)} 元，重算 {amount(unit.recomputed_fen)} 元"
        return f"；最先不同的是『{one.first}』：{money}{row}"  # type: ignore[attr-defined]
    if one.level == BY_TOTAL:  # type: ignore[attr-defined]
        return "；账单没有明细，只比对了总额"
    return f"；各行相符而总额不同（比对到{one.level}）"  # type: ignore[attr-defined]


def _sides(one: object, *, even: bool) -> str:
    """Say what was charged too much and too little; rows that make one another good leave the total right."""
    over, under, level = one.over_fen, one.under_fen, one.level  # type: ignore[attr-defined]
    if not over and not under:
        return ""
    said = f"；多计 {amount(over)} 元，少计 {amount(under)} 元（比对到{level}）"
    if over and under and even:
        return f"{said}，正好相抵：总额没有错，只须更正各行"
    return said


def _first_rows(wrong: pd.DataFrame, billing: Billing) -> pd.Series:
    """Say, by customer_no, in which row of the component that differs first the quantity, else the price, is another.

    Only rows that correspond: of a component that is compared by its sum nobody knows which row is which.
    """
    units = billing.comparison.units
    first = pd.MultiIndex.from_frame(wrong[["customer_no", "first"]])
    mine = units.index[pd.MultiIndex.from_frame(units[["customer_no", "unit"]]).isin(first) & units["by_row"]]
    issued, ours = (side[side["unit_key"].isin(mine) & (side["key"] >= 0)] for side in _sheets(billing))
    both = issued.merge(ours[["key", "quantity", "unit_price", "amount_fen"]], on="key", suffixes=("", "_ours"))
    other = both[(both["amount_fen"] != both["amount_fen_ours"]).fillna(value=True)]
    said = other.assign(said=[_apart(row) for row in other.itertuples()])
    return said[said["said"] != ""].drop_duplicates("customer_no").set_index("customer_no")["said"]


def _sheets(billing: Billing) -> tuple[pd.DataFrame, pd.DataFrame]:
    return billing.comparison.issued, billing.comparison.ours


def _apart(row: object) -> str:
    """Return what is different about a row besides its amount."""
    quantity, ours, unit = row.quantity, row.quantity_ours, UNITS.get(row.component, "")  # type: ignore[attr-defined]
    period = "" if row.period == TOTAL else f"{row.period} "  # type: ignore[attr-defined]
    if unit and quantity != ours and pd.notna(quantity) and pd.notna(ours):
        return f"，其中{period}账单 {quantity:,.10g} {unit}，重算 {ours:,.10g} {unit}"
    price, due = row.unit_price, row.unit_price_ours  # type: ignore[attr-defined]
    if unit and price != due and pd.notna(price) and pd.notna(due):
        return f"，其中{period}账单单价 {price:.8g}，重算 {due:.8g}"
    return ""
