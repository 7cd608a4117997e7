"""The computation sheets: first the cases with their totals, below them every step."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd

from addin.billing.claims.claims import Claims
from addin.billing.claims.steps import Computations
from addin.books.result import ResultSheet
from addin.reading import Ledger
from addin.results.citations import link
from addin.results.sheet import block, figure_format, sheet
from addin.tables.column import Kind, Table
from addin.tables.result_claims import BREACH_FEES, BREACH_STEPS, LATE_FEE_STEPS, LATE_FEES, REFUND_STEPS, REFUNDS

SHEETS = {
    "late_fees": (LATE_FEES, LATE_FEE_STEPS),
    "refunds": (REFUNDS, REFUND_STEPS),
    "breaches": (BREACH_FEES, BREACH_STEPS),
}
SIGNED = "计算人：＿＿＿＿＿＿　　复核人：＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"
AMOUNTS = ("energy_kwh", "charge_yuan", "penalty_yuan", "total_yuan")


def claims_sheets(claims: Claims, ledger: Ledger, cited: list[str], subtitle: str) -> list[ResultSheet]:
    """Return a sheet for each kind of claim whose input sheet was handed over."""
    done = {name: getattr(claims, name) for name in SHEETS}
    return [
        computation_sheet(SHEETS[name], one, ledger, cited, subtitle) for name, one in done.items() if one is not None
    ]


def claims_rules(claims: Claims) -> list[object]:
    """Return the citations that the computations name."""
    done = (getattr(claims, name) for name in SHEETS)
    return [rule for one in done if one is not None for rule in one.steps["rule"]]


def computation_sheet(
    tables: tuple[Table, Table], done: Computations, ledger: Ledger, cited: list[str], subtitle: str
) -> ResultSheet:
    """Lay out the cases with a line of sums, and the steps of each.

    Args:
        tables: of the cases and of the steps.
        done: what was computed.
        ledger: says the customers' names.
        cited: rule citations in the order of the sheet 引用规则.
        subtitle: the run's line.
    """
    names = ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")["customer_name"]
    cases = done.cases.assign(customer_name=done.cases["customer_no"].map(names))
    undone = cases["total_yuan"].isna() & cases["charge_yuan"].isna() & cases["penalty_yuan"].isna()
    shown = pd.concat([cases, _sums(cases, tables[0])], ignore_index=True)
    tones = ["未能核查" if unclear else "" for unclear in undone] + ["合计"]
    steps = done.steps.assign(unit=done.steps["unit"].where(done.steps["amount_yuan"].isna(), ""))
    links = {"rule": [link(rule, cited) for rule in steps["rule"]]}
    top = block(tables[0], shown.assign(tone=tones), tone="tone", toned=_toned(tables[0]))
    formats = {"value": [figure_format(value) for value in steps["value"]]}
    below = block(tables[1], steps, links=links, heading=tables[1].note, formats=formats)
    done_sheet = sheet(tables[0], [top, below], subtitle)
    return replace(done_sheet, heading=(*done_sheet.heading, SIGNED))


def _sums(cases: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the line of sums: of what is known, empty where nothing is, and how many cases each sum lacks."""
    known = {name: [amount for amount in cases[name] if not pd.isna(amount)] for name in AMOUNTS}
    sums = {name: sum(amounts, Decimal(0)) if amounts else None for name, amounts in known.items()}
    return pd.DataFrame([{"number": "合计", "note": f"{len(cases)} 件{_lacking(cases, table)}"} | sums])


def _lacking(cases: pd.DataFrame, table: Table) -> str:
    """Say how many cases have no figure in a column that is added up; a charge without energy lacks none."""
    absent = cases[list(AMOUNTS)].isna()
    absent["energy_kwh"] &= absent["charge_yuan"]
    counts = [(column.title, int(absent[column.name].sum())) for column in table if column.name in AMOUNTS]
    said = "、".join(f"{title} {count} 件" for title, count in counts if count)
    return f"；合计不全，未计入没有算出或没有填写的：{said}" if said else ""


def _toned(table: Table) -> tuple[str, ...]:
    """Return the columns that show a line's tone: all, so that the sum stands out."""
    return tuple(column.name for column in table if column.kind is not Kind.DATE)
