"""Columns that a bill is made from, and what a refused cell in each leaves undone."""

from collections.abc import Mapping

from addin.billing.doubts import WHOLE
from addin.billing.pricing.prices import ENERGY

CAPACITY, DEMAND, POWER_FACTOR = "容量电费", "需量电费", "力调电费"
Columns = Mapping[str, tuple[str, ...]]
READ: Mapping[str, Columns] = {
    "customers": {
        WHOLE: ("metering_side", "connected_on", "closed_on", "reading_day"),
        DEMAND: ("contract_capacity_kva",),
    },
    "billing_terms": {
        WHOLE: (
            "effective_on", "expires_on", "tariff_class", "tariff_kind", "pricing_voltage", "period_set", "market_kind",
            "agent_factor_15", "fund_relief_yuan_per_kwh", "reading_day", "line_loss_percent", "transmission_region",
            "charging_station", "user_class",
        ),
        CAPACITY: ("capacity_mode",),
        DEMAND: ("capacity_mode", "contract_demand_kw"),
        POWER_FACTOR: ("power_factor_standard", "distributed"),
    },
    "devices": {
        WHOLE: (
            "device_no", "device_kind", "rated_kva", "standby", "interlock_group", "no_load_loss_kw", "load_loss_kw",
            "no_load_current_percent", "impedance_percent", "loss_factor", "loss_method", "agreed_loss_kwh",
            "loss_percent", "commissioned_on", "state",
        ),
    },
    "capacity_changes": {
        WHOLE: (
            "device_no", "event", "capacity_kva", "business", "approved_until_on", "no_load_loss_kw", "load_loss_kw",
            "no_load_current_percent", "impedance_percent",
        ),
    },
    "metering_points": {
        WHOLE: (
            "point_no", "customer_no", "parent_no", "relation", "ratio_percent", "fixed_kwh", "verified_on", "purpose",
            "tariff_class", "tariff_kind", "metering_side", "meter_no", "current_ratio", "voltage_ratio", "multiplier",
            "with_transformer_loss", "with_line_loss", "line_resistance_ohm", "line_shape_factor", "effective_on",
            "expires_on",
        ),
        DEMAND: ("feeder_sequence",),
        POWER_FACTOR: ("with_power_factor",),
    },
    "readings": {
        WHOLE: (
            "point_no", "meter_no", "register", "month", "previous_on", "read_on", "previous_reading",
            "current_reading", "rollover",
        ),
    },
    "meter_changes": {
        WHOLE: (
            "meter_no", "point_no", "changed_at", "event", "active_total", "active_sharp", "active_peak", "active_flat",
            "active_valley", "active_deep_valley", "multiplier",
        ),
        POWER_FACTOR: ("reactive_total",),
    },
    "declared_demands": {DEMAND: ("feeder_sequence", "month", "declared_kw")},
    "supplies": {WHOLE: ("supply_kv",), DEMAND: ("sequence", "supply_role", "demand_rule")},
    "market_prices": {ENERGY[0]: ("month", "period", "hour", "energy_kwh", "price_yuan_per_kwh", "settled_month")},
}  # fmt: skip
"""Columns that a bill is made from, by table and by the component that a refused cell leaves undone."""
NEEDED = {
    ("capacity_changes", "event"), ("readings", "register"), ("metering_points", "customer_no"),
    ("meter_changes", "changed_at"), ("meter_changes", "event"), ("devices", "device_no"),
    ("capacity_changes", "device_no"), ("metering_points", "point_no"), ("readings", "point_no"), ("readings", "month"),
}  # fmt: skip
"""Required columns whose empty cells are refused too: elsewhere an empty cell has a meaning, or its own sentence."""
OF_LOSSES = {
    "no_load_loss_kw", "load_loss_kw", "no_load_current_percent", "impedance_percent", "loss_factor", "loss_method",
    "agreed_loss_kwh", "loss_percent",
}  # fmt: skip
"""Columns that matter to customers alone that bear transformer losses."""
