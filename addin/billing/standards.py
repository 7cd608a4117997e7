"""Which power factor standard a customer is held to, by its industry, capacity, voltage and tap changer."""

import pandas as pd

from addin.billing.money import scaled
from addin.conditions import Cell, parse
from addin.rulebook import RulesInForce

HIGH_VOLTAGE_KV = 1.0
"""Above this a supply is high voltage."""
TABLE = "power_factor_standards"
JOINED = "、"


def expected_standards(
    asked: pd.DataFrame, customers: pd.DataFrame, devices: pd.DataFrame, rules: RulesInForce
) -> pd.DataFrame:
    """Return the standard that the first fitting row of 功率因数标准 gives.

    Args:
        asked: customer_no, contract_capacity_kva.
        customers: table 客户台账: industry_code, usage_class, supply_voltage.
        devices: table 受电设备: on_load_tap_changer.
        rules: in force.

    Returns:
        Aligned with ``asked``: ``standard`` in hundredths (0 = exempt, ``NA`` = no row fits or an input is missing),
        ``user`` and ``rule``, the row that decided.

    Source: 水电财字〔1983〕215号; ledger.md §3.
    """
    facts = _facts(asked, customers, devices, rules)
    table = rules.rows(TABLE).sort_values("order")
    place = pd.Series(-1, index=asked.index)
    for row, line in table.iterrows():
        place = place.mask((place < 0) & _fits(facts, line, f"功率因数标准!{row}"), row)
    known = facts[["section", "kva", "high_voltage"]].notna().all(axis="columns") & (place >= 0)
    standards = scaled(table["standard"].fillna(0.0), 2)
    result = pd.DataFrame({"standard": place.map(standards).astype("Int64").where(known)})
    result["user"] = place.map(table["user"])
    result["rule"] = "功率因数标准!" + place.astype(str)
    return result


def _facts(asked: pd.DataFrame, customers: pd.DataFrame, devices: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    """Return what the conditions are about."""
    known = customers.drop_duplicates("customer_no").set_index("customer_no").reindex(asked["customer_no"])
    known = known.set_axis(asked.index)
    code = known["industry_code"].astype("string").str.upper().str.strip()
    volts = known["supply_voltage"].map(rated_kv(rules))
    tapped = devices.loc[devices["on_load_tap_changer"] == "是", "customer_no"]
    facts = pd.DataFrame({"section": code.str.extract(r"^([A-Z])", expand=False)})
    facts["digits"] = code.str.extract(r"(\d+)$", expand=False)
    facts["usage_class"], facts["kva"] = known["usage_class"], asked["contract_capacity_kva"]
    facts["high_voltage"] = (volts > HIGH_VOLTAGE_KV).map({True: "是", False: "否"}).where(volts.notna())
    facts["on_load_tap"] = asked["customer_no"].isin(tapped).map({True: "是", False: "否"})
    return facts


def rated_kv(rules: RulesInForce) -> pd.Series:
    """Return the rated voltage [kV] of each word for supply voltages."""
    codes = rules.rows("codes")
    return codes[codes["kind"] == "电压等级"].drop_duplicates("value").set_index("value")["kv"]


def _fits(facts: pd.DataFrame, line: pd.Series, place: str) -> pd.Series:
    """Say which customers a row is about; an empty cell says nothing."""
    fits = pd.Series(data=True, index=facts.index)
    if line["sections"]:
        fits &= facts["section"].isin(line["sections"].split(JOINED))
    if line["industry_codes"]:
        fits &= facts["digits"].str.startswith(tuple(line["industry_codes"].split(JOINED))).fillna(value=False)
    if line["use_kinds"]:
        fits &= facts["usage_class"].isin(line["use_kinds"].split(JOINED))
    for name in ("high_voltage", "on_load_tap"):
        if line[name]:
            fits &= facts[name] == line[name]
    if line["capacity"]:
        conditions = parse(Cell(f"{place}", line["capacity"]))
        fits &= pd.concat([one.holds(facts["kva"]) for one in conditions], axis="columns").any(axis="columns")
    return fits.astype(bool)
