"""Load curves billed a second time by NREL's System Advisor Model (``utilityrate5``), which shares no line with us.

Four periods of 湖北 in January, a charge on the month's highest hour; float64 there, whole fen here: 0.01 yuan a row apart
at most.
"""

import random

import pytest
from billing_area import END, MONTH, NO, registers
from together import together

Utilityrate5 = pytest.importorskip("PySAM.Utilityrate5", reason="NREL-PySAM is not installed")

JANUARY = "谷谷谷谷谷谷平平平平平平谷谷平平峰峰尖尖峰峰峰峰"
"""Period of each hour (billing.md §3, 湖北, months other than July and August)."""
HOURS_A_YEAR, HOURS = 8760, 31 * 24
UNLIMITED = 1e38
PRICES = {
    "1-10(20)kV": ("1.049999 0.848961 0.651886 0.432924", 42),
    "35kV": ("1.030199 0.827161 0.632086 0.413124", 42),
    "110kV": ("1.012099 0.809061 0.613986 0.395024", 39),
    "220kV及以上": ("0.993099 0.790061 0.594986 0.376024", 39),
}


def modelled_yuan(load_kw, voltage):
    """Return January's bill by the System Advisor Model."""
    model, (prices, demand_price) = Utilityrate5.new(), PRICES[voltage]
    hours = [["尖峰平谷".index(period) + 1 for period in JANUARY]] * 12
    model.Lifetime.assign({"analysis_period": 1, "inflation_rate": 0, "system_use_lifetime_output": 0})
    model.Load.assign({"load": load_kw, "load_escalation": [0]})
    model.SystemOutput.assign({"gen": [0.0] * HOURS_A_YEAR, "degradation": [0]})
    model.ElectricityRates.assign({
        "en_electricity_rates": 1, "rate_escalation": [0], "ur_metering_option": 0, "ur_dc_enable": 1,
        "ur_monthly_fixed_charge": 0, "ur_monthly_min_charge": 0, "ur_annual_min_charge": 0,
        "ur_nm_yearend_sell_rate": 0, "ur_nm_credit_month": 0, "ur_nm_credit_rollover": 0, "ur_sell_eq_buy": 0,
        "ur_en_ts_buy_rate": 0, "ur_en_ts_sell_rate": 0, "ur_ts_buy_rate": [0.0], "ur_ts_sell_rate": [0.0],
        "ur_nb_credit_expire": 0, "ur_nb_apply_credit_current_month": 0, "ur_enable_billing_demand": 0,
        "TOU_demand_single_peak": 0,
        "ur_ec_sched_weekday": hours, "ur_ec_sched_weekend": hours,
        "ur_ec_tou_mat": [[at, 1, UNLIMITED, 0, float(price), 0] for at, price in enumerate(prices.split(), 1)],
        "ur_dc_sched_weekday": [[1] * 24] * 12, "ur_dc_sched_weekend": [[1] * 24] * 12,
        "ur_dc_tou_mat": [[1, 1, UNLIMITED, 0]],
        "ur_dc_flat_mat": [[month, 1, UNLIMITED, demand_price] for month in range(12)],
    })  # fmt: skip
    model.execute(0)
    return model.Outputs.utility_bill_wo_sys_ym[1][0]


def curve(dice):
    """Return the load of each hour of a year, whole kW: shifts, weekends, a base and noise."""
    base, day, night = dice.randint(20, 400), dice.randint(0, 900), dice.randint(0, 600)
    weekend = dice.choice((0.2, 0.6, 1.0))
    loads = []
    for hour in range(HOURS_A_YEAR):
        shift = day if 8 <= hour % 24 < 20 else night
        idle = weekend if hour // 24 % 7 >= 5 else 1
        loads.append(float(round((base + shift * idle) * dice.uniform(0.8, 1.2))))
    return loads


@together
@pytest.mark.parametrize("voltage", PRICES)
@pytest.mark.parametrize("seed", range(5))
def test_a_load_curve_costs_what_the_system_advisor_model_says(seed, voltage):
    load = curve(random.Random(f"{seed}{voltage}"))  # noqa: S311 - no secret
    used = dict.fromkeys("尖峰平谷", 0)
    for hour, kw in enumerate(load[:HOURS]):
        used[JANUARY[hour % 24]] += int(kw)
    peak = int(max(load[:HOURS]))
    billing = yield {
        "计费参数": {"计价电压": voltage, "容需量计费方式": "实际最大需量", "力调标准": "不考核"},
        "客户台账": {"合同容量": 100_000},
        "抄表记录": registers(used, None, demand=peak),
    }
    assert not len(billing.doubts)
    rows = len(billing.lines)
    ours = int(billing.lines["amount_fen"].sum()) / 100
    assert rows == 8
    assert abs(ours - modelled_yuan(load, voltage)) <= 0.01 * rows
    assert (NO, MONTH, END.day) == (billing.lines["customer_no"].iloc[0], billing.month, len(billing.days))
