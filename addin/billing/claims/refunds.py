"""退补工单 computed: energy by cause and time rule, money month by month; positive = the customer pays."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from addin.billing.charge import charge
from addin.billing.claims.refund_cells import refused_orders
from addin.billing.claims.refund_days import with_days
from addin.billing.claims.refund_energy import Energy, energy
from addin.billing.claims.refund_money import refund_lines
from addin.billing.claims.steps import (
    YUAN,
    Computations,
    Step,
    UnclearError,
    computations,
    exact,
    money,
    spoken,
    written,
)
from addin.billing.history import usage
from addin.billing.money import fen, yuan
from addin.billing.statement import POWER_FACTOR
from addin.reading import Ledger
from addin.rulebook import NoRule, Rulebook, RulesInForce

DEMAND_MODES = ("合同最大需量", "实际最大需量")
SHARED = (
    "customer_no", "cause", "point_no", "verified_on", "corrected_on", "starts_on", "ends_on", "error_percent",
    "allowed_percent", "wiring", "wiring_fault", "rated_ratio", "actual_ratio", "correction_factor", "right_multiplier",
    "wrong_multiplier", "recorded_scope", "booked_month",
)  # fmt: skip
"""Columns that an order may fill in its first row alone."""


@dataclass(frozen=True, slots=True)
class Refunds:
    """The orders computed.

    Attributes:
        rows: 退补工单, shared cells filled down within an order; index = row id; with ``reckoned_kwh`` (float, NaN
            unknown), ``reckoned_fen`` (Int64), ``energy_doubt``, ``money_doubt`` and ``to_look_at`` (sentences, empty
            where none).
        done: the computation sheet.
    """

    rows: pd.DataFrame
    done: Computations


@charge(
    "退补电费",
    how="按原因算更正率或误差，按时间规则定期间，退补电量逐月按当时电价",
    rules="计费规则（退补）、电价",
    source="供电营业规则（2024）",
)
def refunds(ledger: Ledger, rulebook: Rulebook, rules: RulesInForce) -> Refunds:
    """Compute every row of 退补工单; what cannot be computed says why, all others are computed.

    Args:
        ledger: the sheets that were read.
        rulebook: every dated rule, for the price of each month.
        rules: in force at the end of the audited month, for how is refunded.
    """
    rows = _with_bills(filled_down(ledger["adjustments"]), ledger["bills"])
    energies, doubts = _energies(rows, rules, refused_orders(rows, SHARED, ledger))
    quantities = {order: one.quantities for order, one in energies.items() if any(one.quantities.values())}
    spans = {order: one.within for order, one in energies.items() if one.within}
    lines, unpriced = refund_lines(with_days(rows, spans), quantities, ledger, rulebook, rules.province)
    sums = lines.groupby("order")["amount_fen"].sum().reindex(rows.index).astype("Int64")
    kwh = {order: float(sum(one.quantities.values())) for order, one in energies.items()}
    rows["reckoned_kwh"] = pd.Series(kwh, dtype="float64").reindex(rows.index)
    priced = rows.index.isin(list(energies)) & ~rows.index.isin(list(unpriced))
    rows["reckoned_fen"] = sums.fillna(0).where(priced)
    remarks = {order: one.remark for order, one in energies.items()}
    for name, said in (("energy_doubt", doubts), ("money_doubt", unpriced), ("to_look_at", remarks)):
        rows[name] = pd.Series(said, dtype=object).reindex(rows.index).fillna("")
    return Refunds(rows, _sheet(rows, energies, lines, _on_demand(ledger)))


def filled_down(adjustments: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that name an order, what the whole order shares filled down from its first row."""
    rows = adjustments[adjustments["order_no"].notna()].copy()
    shared = [name for name in SHARED if name in rows]
    rows[shared] = rows.groupby("order_no", sort=False)[shared].ffill()
    return rows


def _with_bills(rows: pd.DataFrame, bills: pd.DataFrame) -> pd.DataFrame:
    """Add ``billed_kwh``, what the customer was billed in the month of each row."""
    billed = usage(bills).set_index(["customer_no", "month"])["energy_kwh"]
    months = pd.MultiIndex.from_frame(rows[["customer_no", "original_month"]])
    return rows.assign(billed_kwh=billed.reindex(months).to_numpy())


def _energies(
    rows: pd.DataFrame, rules: RulesInForce, refused: Mapping[object, str]
) -> tuple[dict[object, Energy], dict[object, str]]:
    """Return the energy of each row, and why a row has none; ``refused``: of cells that nobody can read."""
    energies, doubts = {}, dict(refused)
    kept = rows[~rows.index.isin(list(refused))]
    for place, row in zip(kept.index, kept.to_dict("records"), strict=True):
        try:
            energies[place] = energy(row, rules)
        except (UnclearError, NoRule) as unclear:
            doubts[place] = str(unclear)
    return energies, doubts


def _on_demand(ledger: Ledger) -> set[object]:
    """Return the customers whose demand is billed: what errs in energy errs in demand too."""
    terms = ledger["billing_terms"]
    return set(terms.loc[terms["capacity_mode"].isin(DEMAND_MODES), "customer_no"])


def _sheet(
    rows: pd.DataFrame, energies: Mapping[object, Energy], lines: pd.DataFrame, on_demand: set[object]
) -> Computations:
    """Return one case for each order, its steps month by month."""
    priced = dict(iter(lines.groupby("order")))
    cases, steps = [], []
    for number, mine in rows.groupby("order_no", sort=False):
        said = []
        for row in mine.itertuples():
            if row.Index in energies:
                said += [_of_month(step, row.original_month) for step in energies[row.Index].steps]
            if row.Index in priced:
                said += [_of_month(step, row.original_month) for step in _money_steps(priced[row.Index])]
        cases.append(_case(str(number), mine, on_demand))
        steps += written(number, mine["customer_no"].iloc[0], [*said, *_sums(mine)])
    return computations(cases, steps)


def _of_month(step: Step, month: object) -> Step:
    """Return a step with the month it belongs to in front."""
    return Step(f"{month} {step.item}", step.formula, step.inputs, step.value, step.unit, step.rule)


def _money_steps(lines: pd.DataFrame) -> list[Step]:
    """Return the rows of money of a month."""
    return [
        Step(
            str(line.component) if line.period == "总" else f"{line.component}（{line.period}）",
            "参与调整金额 × 调整系数" if line.component == POWER_FACTOR else "电量 × 单价",
            f"{spoken(exact(line.quantity))} × {spoken(exact(line.unit_price))}"
            + ("%" if line.component == POWER_FACTOR else ""),
            Fraction(int(line.amount_fen), 100),
            YUAN,
            str(line.rule),
        )
        for line in lines.itertuples()
    ]


def _sums(rows: pd.DataFrame) -> list[Step]:
    """Return what the order adds up to, and how that compares with what the order says."""
    if rows["reckoned_kwh"].isna().any():
        return []
    kwh = exact(rows["reckoned_kwh"].sum())
    steps = [Step("退补电量合计", "各月之和", "", kwh, "kWh")]
    if rows["reckoned_fen"].isna().any():
        return steps
    total = Fraction(int(rows["reckoned_fen"].sum()), 100)
    steps.append(Step("退补电费合计", "各月之和", "", total, YUAN))
    issued = fen(rows["charge_yuan"])
    if issued.notna().all():
        said = Fraction(int(issued.sum()), 100)
        steps.append(Step("与工单之差", "工单 − 计算", f"{money(said)} − {money(total)}", said - total, YUAN))
    return steps


def _case(number: str, rows: pd.DataFrame, on_demand: set[object]) -> dict[str, object]:
    """Return the line of an order."""
    first = rows.iloc[0]
    doubts = rows["energy_doubt"].where(rows["energy_doubt"] != "", rows["money_doubt"])
    doubts = doubts.where(doubts != "", rows["to_look_at"])
    said = [f"{month}：{why}" for month, why in zip(rows["original_month"], doubts, strict=True) if why]
    if first["customer_no"] in on_demand:
        said.append("按需量计费：需量示数同受影响的，需量电费另行计算")
    kwh = None if rows["reckoned_kwh"].isna().any() else Decimal(str(rows["reckoned_kwh"].sum()))
    known = not rows["reckoned_fen"].isna().any()
    issued = fen(rows["charge_yuan"])
    return {
        "number": number,
        "customer_no": first["customer_no"],
        "what": f"{first['cause'] or '原因不详'}，{rows['original_month'].min()} 至 {rows['original_month'].max()}",
        "energy_kwh": kwh,
        "charge_yuan": yuan(int(rows["reckoned_fen"].sum())) if known else None,
        "total_yuan": yuan(int(issued.sum())) if issued.notna().all() else None,
        "note": "；".join(said),
    }
