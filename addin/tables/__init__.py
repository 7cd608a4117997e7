"""The dictionary: every sheet and column, declared once."""

from addin.tables import affairs, bills, claims, customers, lists, loads, metering, supply, switches
from addin.tables.column import Column, Kind, Table

FILLED: dict[str, Table] = {
    table.name: table
    for table in (
        customers.SETTINGS,
        customers.CUSTOMERS,
        customers.CONTACTS,
        supply.SUPPLIES,
        supply.DEVICES,
        supply.CAPACITY_CHANGES,
        supply.APPLIANCES,
        bills.TERMS,
        bills.DEMANDS,
        bills.MARKET_PRICES,
        lists.AGENT_MULTIPLES,
        metering.POINTS,
        metering.METER_CHANGES,
        metering.READINGS,
        loads.LOAD_DAYS,
        bills.BILLS,
        bills.BILL_LINES,
        bills.RECEIPTS,
        claims.ADJUSTMENTS,
        claims.BREACHES,
        bills.SECURITIES,
        affairs.OUTSIDE_RISKS,
        affairs.CONTRACTS,
        affairs.CHANGES,
        affairs.INSPECTIONS,
        affairs.HAZARDS,
        customers.GRADE_CHANGES,
        affairs.REGISTER,
        switches.SWITCHED_OFF,
        customers.COLUMN_NAMES,
    )
}
"""Sheets that people fill, by name, in the order of the blank workbook."""

__all__ = ["FILLED", "Column", "Kind", "Table"]
