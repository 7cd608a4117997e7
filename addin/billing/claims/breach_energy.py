"""The energy of a case of 违约用电: as recorded, else power × hours × days."""

from fractions import Fraction

from addin.billing.claims.breach_facts import Facts, Row, days_used, hours_used, need
from addin.billing.claims.steps import Step, UnclearError, blank, spoken


def energy_used(row: Row, facts: Facts) -> tuple[list[Step], Fraction]:
    """Return the energy used: as recorded, else power × hours × days, less what was billed already."""
    if not blank(row["used_kwh"]):
        (kwh,) = need(row, "used_kwh")
        steps = [Step("实用电量", "有记录可查", "", kwh, "kWh")]
    else:
        power, steps = _power(row)
        (hours, by_hours), (days, by_days) = hours_used(row, facts), days_used(row, facts)
        kwh = facts.rounded(row, power * hours * days, int(facts.number(row, "电量取整位数")[0]))
        inputs = f"{spoken(power)} × {spoken(hours)} × {days}"
        rule = "；".join(dict.fromkeys(rule for rule in (by_hours, by_days) if rule))
        steps.append(Step("电量", "容量 × 每日小时 × 天数", inputs, kwh, "kWh", rule))
    if blank(row["billed_kwh"]):
        return steps, kwh
    (billed,) = need(row, "billed_kwh")
    if billed > kwh:
        raise UnclearError(f"已计电量 {spoken(billed)} kWh 大于应计电量 {spoken(kwh)} kWh，没有可补的电量，请核对")
    inputs = f"{spoken(kwh)} − {spoken(billed)}"
    return [*steps, Step("应补电量", "电量 − 已计电量", inputs, kwh - billed, "kWh")], kwh - billed


def _power(row: Row) -> tuple[Fraction, list[Step]]:
    """Return the power used [kVA counted as kW]: of the devices, else phases × volts × amperes."""
    if not blank(row["device_kva"]):
        (kva,) = need(row, "device_kva")
        return kva, []
    phases, volts, amperes = need(row, "phases", "phase_voltage_v", "current_a")
    kva = phases * volts * amperes / 1000
    inputs = f"{spoken(phases)} × {spoken(volts)} × {spoken(amperes)} ÷ 1000"
    return kva, [Step("容量", "相数 × 相电压 × 电流 ÷ 1000", inputs, kva, "kVA")]
