"""The rows of a supply contract: devices, sources with their demand, metering points."""

from typing import Any

from addin.papers.cabinet import Cabinet, Row
from addin.papers.lacking import Lacking

REMOVED = "拆除"
DEMAND_BILLING = "合同最大需量"
SETTLED = (None, "结算")
"""Uses of a metering point that is settled by; those for comparison only are no part of the contract."""


def terms_of(cabinet: Cabinet, customer_no: str) -> Row:
    """Return the customer's row of 计费参数 in force, the latest one."""
    rows = cabinet.in_force("billing_terms", customer_no)
    none = cabinet.none("billing_terms", customer_no, f" {cabinet.as_of} 有效的行")
    return max(rows, key=lambda row: row.get("effective_on") or cabinet.as_of.min, default=none)


def standing_devices(cabinet: Cabinet, customer_no: str) -> list[Row]:
    """Return the customer's devices that were not removed."""
    return [row for row in cabinet.of("devices", customer_no) if row.get("state") != REMOVED]


def devices(cabinet: Cabinet, customer: Row) -> list[dict[str, Any]] | Lacking:
    """Return transformers and high-voltage motors."""
    number = str(customer["customer_no"])
    rows = [
        row.named(
            device_no="device_no",
            kind="device_kind",
            model="model",
            kva="rated_kva",
            standby="standby",
            interlock_group="interlock_group",
        )
        for row in standing_devices(cabinet, number)
    ]
    return rows or Lacking(cabinet.lacks("devices", number))


def supplies(cabinet: Cabinet, customer: Row, terms: Row) -> list[dict[str, Any]] | Lacking:
    """Return the sources, each with the demand last declared for it."""
    number = str(customer["customer_no"])
    rows = sorted(cabinet.of("supplies", number), key=lambda row: row.get("sequence") or 0)
    demands = feeder_demands(cabinet, number, terms, len(rows)) if terms.get("capacity_mode") == DEMAND_BILLING else {}
    return [_supply(row, demands) for row in rows] or Lacking(cabinet.lacks("supplies", number))


def _supply(row: Row, demands: dict[object, object]) -> dict[str, Any]:
    named = row.named(
        sequence="sequence",
        role="supply_role",
        substation="substation",
        feeder="feeder",
        kv="supply_kv",
        kva="supply_kva",
        cable_kind="cable_kind",
        boundary="boundary",
        operation="operation",
        demand_rule="demand_rule",
        protection="protection",
    )
    return named | {"demand_kw": demands.get(row.get("sequence"))}


def feeder_demands(cabinet: Cabinet, customer_no: str, terms: Row, feeders: int) -> dict[object, object]:
    """Return the demand [kW] by source: last declared up to today, for a single source else the contract's."""
    month = f"{cabinet.as_of:%Y-%m}"
    rows = [row for row in cabinet.of("declared_demands", customer_no) if (row.get("month") or "") <= month]
    rows.sort(key=lambda row: row.get("month") or "")
    found: dict[object, object] = {row.get("feeder_sequence") or 1: row.get("declared_kw") for row in rows}
    if feeders == 1 and not found:
        found = {1: terms.get("contract_demand_kw")}
    return found


def own_supply(customer: Row) -> dict[str, Any] | None:
    """Return the customer's own emergency supply, if it has one."""
    if customer.get("own_supply_kind") in (None, "无", "否"):
        return None
    return customer.named(
        kind="own_supply_kind",
        kva="own_supply_kva",
        interlock="own_supply_interlock",
        start_seconds="own_supply_start_seconds",
    )


def settled_points(cabinet: Cabinet, customer_no: str) -> list[Row]:
    """Return the customer's metering points in force that are settled by."""
    return [row for row in cabinet.in_force("metering_points", customer_no) if row.get("purpose") in SETTLED]


def points(cabinet: Cabinet, customer: Row) -> list[dict[str, Any]] | Lacking:
    """Return the metering points; one without a side of its own is metered as the customer is."""
    number = str(customer["customer_no"])
    rows = settled_points(cabinet, number)
    return [_point(row, customer) for row in rows] or Lacking(cabinet.lacks("metering_points", number, "有效的结算行"))


def _point(row: Row, customer: Row) -> dict[str, Any]:
    named = row.named(
        point_no="point_no",
        purpose="purpose",
        location="location",
        wiring="wiring",
        feeder_sequence="feeder_sequence",
        meter_no="meter_no",
        meter_class="meter_class",
        current_ratio="current_ratio",
        voltage_ratio="voltage_ratio",
        multiplier="multiplier",
        tariff_class="tariff_class",
        relation="relation",
        parent_no="parent_no",
        ratio_percent="ratio_percent",
        fixed_kwh="fixed_kwh",
        transformer_loss="with_transformer_loss",
        line_loss="with_line_loss",
        power_factor="with_power_factor",
    )
    return named | {"side": row.get("metering_side") or customer["metering_side"]}
