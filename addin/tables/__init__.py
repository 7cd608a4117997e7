"""The dictionary: every sheet and column, declared once."""

from addin.tables import (
    bills,
    claims,
    contracts,
    customers,
    grading,
    lists,
    loads,
    metering,
    papers,
    payments,
    risks,
    safety,
    settings,
    supply,
    switches,
    terms,
)
from addin.tables.column import Column, Kind, Table

FILLED: dict[str, Table] = {
    table.name: table
    for table in (
        settings.SETTINGS,
        customers.CUSTOMERS,
        customers.CONTACTS,
        supply.SUPPLIES,
        supply.DEVICES,
        supply.CAPACITY_CHANGES,
        supply.APPLIANCES,
        terms.TERMS,
        terms.DEMANDS,
        terms.MARKET_PRICES,
        lists.AGENT_MULTIPLES,
        metering.POINTS,
        metering.METER_CHANGES,
        metering.READINGS,
        loads.LOAD_DAYS,
        bills.BILLS,
        bills.BILL_LINES,
        payments.RECEIPTS,
        claims.ADJUSTMENTS,
        claims.BREACHES,
        payments.SECURITIES,
        risks.OUTSIDE_RISKS,
        contracts.CONTRACTS,
        contracts.CHANGES,
        safety.INSPECTIONS,
        safety.HAZARDS,
        grading.GRADE_CHANGES,
        papers.REGISTER,
        switches.SWITCHED_OFF,
        settings.COLUMN_NAMES,
    )
}
"""Sheets that people fill, by name, in the order of the blank workbook."""

__all__ = ["FILLED", "Column", "Kind", "Table"]
