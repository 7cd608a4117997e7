"""A customer's bill as data: rows and totals beside the recomputed ones, and what is to be said of them."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from addin.billing.alternatives import alternatives
from addin.billing.causes.explanations import sentences
from addin.billing.causes.trial import explain
from addin.billing.comparing.row_texts import read_texts
from addin.billing.comparing.workings import workings
from addin.billing.metering.idle_registers import idle_registers
from addin.billing.metering.other_meters import other_meters
from addin.billing.metering.repeats import counted_once
from addin.billing.metering.resupply import taken_off_others
from addin.billing.money import yuan
from addin.billing.month import Billing
from addin.billing.unreckoned import unreckoned
from addin.commands.bill_inputs import inputs_of
from addin.job import Loaded

MONEY = ("issued", "recomputed", "difference")


def bills_told(customers: Sequence[str], billing: Billing, loaded: Loaded) -> list[dict[str, object]]:
    """Return the bills of customers as data, each with the ``cause`` that would give what was issued."""
    causes = _causes(customers, billing, loaded)
    return [_told(no, billing, loaded) | {"cause": causes.get(no, "")} for no in customers]


def _causes(customers: Sequence[str], billing: Billing, loaded: Loaded) -> dict[str, str]:
    """Return by 户号 which mistakes would give exactly what was issued, a sentence; nothing where none does."""
    bills = billing.totals[billing.totals["customer_no"].isin(customers)]
    mine = replace(billing, comparison=replace(billing.comparison, bills=bills))
    rules = loaded.rulebook.on(loaded.period.end, billing.province)
    said = sentences(explain(loaded.ledger, loaded.rulebook, mine, rules))
    return {str(no): text.lstrip("；") for no, text in said.items()}


def _told(no: str, billing: Billing, loaded: Loaded) -> dict[str, object]:
    """Return a customer's bill as data: its rows, totals [yuan, as decimal text] and the sentences about it."""
    customers = loaded.ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")
    rows = _rows(no, billing)
    return {
        "customer_no": no,
        "customer_name": customers.loc[no, "customer_name"],
        "recomputed": no in billing.billed,
        "partly": no in billing.partly,
        "rows": [
            _row(one) | _place(one, billing) | {"inputs": inputs_of(one["line"], billing, loaded.rulebook)}
            for one in rows.to_dict("records")
        ],
        **_totals(no, rows, billing),
        "doubts": _doubts(no, billing),
    }


def _totals(no: str, rows: pd.DataFrame, billing: Billing) -> dict[str, object]:
    """Return the totals of a bill, and whether they disagree; a bill that lacks a part has no recomputed one."""
    totals = billing.totals[billing.totals["customer_no"] == no]
    issued = totals["issued_fen"].iloc[0] if len(totals) else pd.NA
    ours = totals["recomputed_fen"].iloc[0] if len(totals) else _sum(rows) if no in billing.billed else pd.NA
    ours = pd.NA if billing.left_out(no) else ours
    money = dict(zip(MONEY, (issued, ours, issued - ours), strict=True))
    different = bool(len(totals) and totals["different"].iloc[0])
    return {f"{name}_yuan": _text(fen) for name, fen in money.items()} | {"different": different}


def _doubts(no: str, billing: Billing) -> list[str]:
    """Return what was not recomputed and why, readings that are odd, and what a missing bill might be."""
    said = billing.doubts[billing.doubts["customer_no"] == no]
    doubts = [f"{one.component}：{one.reason}" if one.component else str(one.reason) for one in said.itertuples()]
    read = billing.archive.readings
    doubts += counted_once(read[read["customer_no"] == no])
    mine = billing.archive.versions
    doubts += list(other_meters(read[read["customer_no"] == no], mine[mine["customer_no"] == no])["said"])
    metered = billing.quantities.energy.metered
    doubts += idle_registers(metered[metered["customer_no"] == no], read).tolist()
    doubts += taken_off_others(no, billing.quantities.energy.points, billing.quantities.resupply)
    for passed_over in unreckoned(pd.Series([no]), billing):
        return [*doubts, f"户号 {no} 在 {billing.month} {passed_over}"]
    if not (billing.totals["customer_no"] == no).any():
        doubts.append(f"户号 {no} 在 {billing.month} 没有已出的账单，没有可比的金额")
        doubts += alternatives(no, billing)
    return doubts


def _rows(no: str, billing: Billing) -> pd.DataFrame:
    """Return the rows of 账单重算 of a customer; of one without a bill those of its statement."""
    beside = billing.compared[billing.compared["customer_no"] == no]
    if beside.empty:
        own = billing.lines[billing.lines["customer_no"] == no]
        named = {"quantity": "recomputed_quantity", "unit_price": "recomputed_price", "amount_fen": "recomputed_fen"}
        beside = own.rename(columns=named).rename(columns={"days": "recomputed_days"})
        beside = beside.assign(issued_fen=pd.NA, difference_fen=pd.NA, outcome="", line=own.index)
        read = read_texts(own, billing.inputs, billing.quantities, billing.segments)
        return beside.assign(working=workings(beside, read))
    return beside.assign(working=billing.workings)


def _row(one: dict[str, object]) -> dict[str, object]:
    """Return one row as data: money as decimal text, nothing as an empty text."""
    money = {f"{name}_yuan": _text(one[f"{name}_fen"]) for name in MONEY}
    plain = {name: one[name] for name in ("component", "period", "working", "outcome", "rule")}
    return {name: value if _there(value) else "" for name, value in plain.items()} | money


def _place(one: dict[str, object], billing: Billing) -> dict[str, str | None]:
    """Return the point that a row is billed apart for, and the first day of its segment in a month that is cut.

    Args:
        one: a row, its ``line`` in the statements; of one that was not recomputed the point that is printed counts.
        billing: the month.
    """
    if not _there(one["line"]):
        printed = billing.issued[["bill_no", "line_no"]].eq([one["bill_no"], one["line_no"]]).all(axis="columns")
        said = billing.issued.loc[printed, "point_no"].dropna()
        return {"point_no": str(said.iloc[0]) if len(said) else "", "starts_on": None}
    line = billing.lines.loc[int(float(str(one["line"])))]
    segment = billing.segments.loc[line["segment"]]
    return {
        "point_no": str(line["point_no"]),
        "starts_on": f"{segment['starts_on']:%Y-%m-%d}" if segment["cut"] else None,
    }


def _sum(rows: pd.DataFrame) -> int:
    return int(rows["recomputed_fen"].sum())


def _there(value: object) -> bool:
    return not bool(pd.isna(value))


def _text(fen: object) -> str | None:
    """Return an amount as decimal text."""
    return str(yuan(int(Decimal(str(fen))))) if _there(fen) else None
