"""The silent neighbours stand where they are said to stand: on the limit, not somewhere near it."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import build
import ledger
import neighbours
import pytest
from archive import AS_OF
from history import MONTH


@pytest.fixture(scope="module")
def example():
    built = ledger.build()
    neighbours.settle(built)
    return built


@pytest.mark.parametrize(("short", "price"), [("德昌塑业", "37.8"), ("江织纺织", "42")])
def test_the_discount_of_260_is_met_exactly_and_missed_by_a_little(example, short, price):
    ratio = Decimal(example.bills[short].kwh) / example.usage(short).transformer_kva
    assert (ratio == 260) if short == "德昌塑业" else (Decimal("259.9") < ratio < 260)
    (row,) = [row for row in example.bills[short].rows if row.component == "需量电费"]
    assert row.price == Decimal(price)


def test_a_demand_of_exactly_105_percent_is_within_the_contract(example):
    made = example.usage("博源线缆")
    assert made.demands == [made.contract_demand * Decimal("1.05")]


def test_a_power_factor_of_080_is_not_low(example):
    assert example.bills["联合冷链"].power_factor == Decimal("0.80")


def test_a_contract_that_ends_today_is_in_force_and_91_days_are_not_soon(example):
    assert example.rows("合同台账", "科瑞仪器")[0]["到期日期"] == AS_OF
    assert example.row("合同台账", "金盾门业")["到期日期"] == AS_OF + timedelta(days=91)


def test_a_contact_verified_90_days_ago_is_fresh(example):
    assert AS_OF - example.row("联系人", "小城印染", 序=4)["核实日期"] == timedelta(days=90)


def test_a_generator_of_exactly_120_percent_is_enough(example):
    row = example.row("客户台账", "友谊医院")
    assert row["自备应急电源容量(kVA)"] == row["保安负荷(kW)"] * Decimal("1.2")


def test_a_hazard_is_not_overdue_on_its_last_day(example):
    (row,) = example.rows("隐患台账", "天元化纤")
    assert (row["整改期限"], row["整改完成日"]) == (AS_OF, None)


def test_energy_a_quarter_more_than_a_year_and_a_seventh_less_than_a_month_ago_is_not_sudden(example):
    energy = {row["电费年月"]: row["总计费电量(kWh)"] for row in example.rows("电费账单", "丰源豆制品")}
    assert Decimal("1.2") < Decimal(energy[MONTH]) / energy["2025-01"] < Decimal("1.3")
    assert Decimal("0.84") < Decimal(energy[MONTH]) / energy["2025-12"] < Decimal("0.87")


def test_a_single_part_user_of_315_kva_was_connected_the_day_before_the_rule(example):
    row = example.row("客户台账", "玉泉酒业")
    assert (row["合同容量（kVA）"], row["送电日期"]) == (315, date(2023, 5, 31))


def test_a_reversed_bill_and_its_reversal_add_up_to_nothing(example):
    rows = example.rows("电费账单", "恒力精工", 电费年月=MONTH)
    total = sum(row["应收电费(元)"] for row in rows)
    assert (len(rows), total) == (3, example.bills["恒力精工"].total)


def test_the_cells_of_the_neighbours_hold_what_the_table_says():
    with Path(__file__).with_name("neighbours.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    made, _ = build.planted()
    short = {customer.name: short for short, customer in made.customers.items()}
    seen = [{str(cells[row["列"]]) for cells in made.rows(row["表"], short[row["户名"]])} for row in rows]
    assert [row for row, cells in zip(rows, seen, strict=True) if row["看到"] not in cells] == []


def test_every_neighbour_is_a_customer(example):
    assert set(neighbours.SILENT) <= set(example.customers)
