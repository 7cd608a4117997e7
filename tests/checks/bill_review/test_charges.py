"""电费-C02, C03, C04, C06, C10, E02: demand against contract and energy, the charge, the divisor of days."""

from datetime import date

import pytest
from billing_area import NO, PRINTED, outcome_of, printed, registers, word_of
from billing_cases import each
from cut_months import CONTRACT, day, terms
from together import together

CAPACITY = "容量电费|总|1000|31|26.3|26300.00"


def contract(kw, kva=500):
    return {"计费参数": {"容需量计费方式": "合同最大需量", "合同需量": kva}, "抄表记录": registers(demand=kw)}


@each("电费-C02", [(525, "通过"), (525.1, "不符")])
def test_a_demand_may_exceed_the_contract_by_five_percent(kw):
    return contract(kw)


@together
def test_a_demand_without_a_contract_is_unknown_and_one_without_a_mode_not_asked():
    assert word_of((yield "电费-C02", contract(525, None))) == "未能核查"
    assert outcome_of((yield "电费-C02", {"抄表记录": registers(demand=900)})) == (0, [])


@each("电费-C04", [(215.1, "通过"), (215.0, "不符")])
def test_a_demand_delivers_its_energy_in_the_hours_of_the_month(kw):
    # 160,000 kWh in 744 hours are 215.05 kW.
    return {"抄表记录": registers(demand=kw)}


@together
def test_a_demand_beside_energy_that_is_not_read_is_unknown():
    rows = registers({"总": 1000}, demand=10)
    rows[0]["本次示数"] = None
    assert word_of((yield "电费-C04", {"抄表记录": rows, "计费参数": {"时段集": "不执行"}})) == "未能核查"


@each("电费-C06", [("26300.01", "通过"), ("26300.02", "不符"), ("26299.98", "不符")])
def test_a_capacity_charge_may_be_a_fen_a_row_off(amount):
    return printed(text=PRINTED.replace("26300.00", amount))


@together
def test_a_charge_that_cannot_be_recomputed_is_unknown_with_the_reason():
    [row] = outcome_of((yield "电费-C06", printed() | {"受电设备": {"户号": "4200000000002"}}))[1]
    assert row == ("未能核查", "按容量计费而「受电设备」没有该户的设备")


@together
def test_a_charge_on_two_bills_of_a_month_is_unknown():
    sheets, second = printed(), printed(bill={"账单号": "B2"})
    both = {title: [*sheets[title], *second[title]] for title in sheets}
    [row] = outcome_of((yield "电费-C06", both))[1]
    assert row == ("未能核查", "本月有多张账单计了容（需）量电费")


def half(amount):
    """Fifteen days of 500 kVA on the bill: 6,362.90 yuan by 31 days, 6,575.00 by 30."""
    return printed(text=PRINTED.replace(CAPACITY, f"容量电费|总|500|15|26.3|{amount}"))


@each("电费-C10", [("6362.90", "通过"), ("6575.00", "不符"), ("6400.00", "通过")])
def test_a_day_costs_its_share_of_the_days_of_the_calendar_month(amount):
    return half(amount)


def of_demand(amount, days=15):
    """500 kW of 42 yuan for fifteen days: 10,161.29 yuan by 31 days, 10,500.00 by 30."""
    return printed(text=PRINTED.replace(CAPACITY, f"需量电费|总|500|{days}|42|{amount}")) | {
        "计费参数": {"容需量计费方式": "实际最大需量"},
        "抄表记录": registers(demand=500),
    }


@each(
    "电费-C10", [("10161.29", 15, "通过"), ("10500.00", 15, "不符"), ("10161.30", 15, "通过"), ("21000.00", 31, "通过")]
)
def test_a_day_of_demand_costs_its_share_likewise(amount, days):
    return of_demand(amount, days)


@together
@pytest.mark.parametrize(
    ("amount", "days", "found"),
    [("10161.29", 15, 0), ("10161.30", 15, 1), ("21000.00", 15, 1), ("21000.00", 31, 0), ("21000.00", "", 0)],
)
def test_the_product_of_a_demand_row_is_that_of_its_days(amount, days, found):
    assert len(outcome_of((yield "电费-E02", of_demand(amount, days)))[1]) == found


@together
def test_the_wrong_divisor_of_a_demand_is_told_with_its_unit():
    [row] = (yield "电费-C10", of_demand("10500.00")).rows.itertuples()
    assert (row.stake_fen, row.message) == (33871, "需量电费 500 kW × 15 天按 30 天折算，应按 31 天")


def contracts(kw, first, second):
    """Return a contract that changes on the 16th."""
    return contract(kw) | terms(day(16), CONTRACT | {"合同需量": first}, **CONTRACT | {"合同需量": second})


@each("电费-C02", [(525, 600, 500, "通过"), (525.1, 600, 500, "不符"), (525.1, 500, 600, "不符")])
def test_of_two_contracts_in_a_month_the_one_most_exceeded_counts(kw, first, second):
    return contracts(kw, first, second)


@each("电费-C03", [(400, 600, "通过"), (399, 600, "不符"), (600, 399, "不符"), (600, 400, "通过")])
def test_each_of_two_contracts_reaches_the_least_share(first, second):
    return contracts(500, first, second)


@together
def test_the_money_of_the_wrong_divisor_is_the_difference():
    [row] = (yield "电费-C10", half("6575.00")).rows.itertuples()
    assert (row.stake_fen, row.message) == (21210, "容量电费 500 kVA × 15 天按 30 天折算，应按 31 天")


@together
@pytest.mark.parametrize(
    ("count", "code", "word"),
    [(524.9, "电费-C02", "通过"), (1000, "电费-C04", "通过")],
)
def test_what_is_well_within_passes(count, code, word):
    assert word_of((yield code, contract(count))) == word


@together
def test_a_sealing_in_the_month_shortens_the_charge():
    sealed = [{"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-16 09:00", "变动类型": "封停", "业务": "暂停",
               "批准止日": date(2026, 3, 31)}]  # fmt: skip
    text = PRINTED.replace(CAPACITY, "容量电费|总|1000|15|26.3|12725.81")
    assert word_of((yield "电费-C06", printed(text=text) | {"容量变动": sealed})) == "通过"
    assert word_of((yield "电费-C06", printed() | {"容量变动": sealed})) == "不符"
