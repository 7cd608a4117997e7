"""电费-P1 … P6 on the shipped prices of January, one cell changed."""

from dataclasses import replace

import pandas as pd
import pytest
from billing_area import END, MONTH, area, rulebook

from addin.billing.month import bill_month
from addin.register import CHECKS

SURE = "湖北-2026-01-两部制-35kV"
USED = "湖北-2026-01-两部制-1-10(20)kV"
SYSTEM = "system_operation_yuan_per_kwh"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Return the one customer, whom every book of rules bills."""
    return area(tmp_path_factory.mktemp("area"))


@pytest.fixture(scope="module")
def shipped(ledger):
    """Return the month by the shipped rules."""
    return bill_month(ledger, rulebook(), MONTH, "湖北")


@pytest.fixture
def verdict(ledger, shipped):
    """Run a check with some rule tables replaced."""

    def run(code, **tables):
        book = replace(rulebook(), tables={**rulebook().tables, **tables}) if tables else rulebook()
        billing = bill_month(ledger, book, MONTH, "湖北") if tables else shipped
        facts = {"billing": billing, "rules": book.on(END, "湖北")}
        return CHECKS[code].run(**{name: facts[name] for name in CHECKS[code].needs})

    return run


def prices(key=None, **cells):
    """Return the sheet 电价 with cells of one row changed."""
    frame = rulebook().all("prices").copy()
    for name, value in cells.items():
        frame.loc[frame["key"] == key, name] = value
    return frame


def told(verdict):
    return [(row.level, row.message) for row in verdict.rows.itertuples()]


@pytest.mark.parametrize("code", ["电费-P4", "电费-P5", "电费-P6"])
def test_the_published_month_passes(verdict, code):
    found = verdict(code)
    assert found.asked >= 4
    assert told(found) == []


def test_only_the_doubtful_cell_that_a_bill_rests_on_is_a_notice(verdict):
    assert told(verdict("电费-P1")) == []
    [(level, message)] = told(verdict("电费-P2"))
    assert level == "提示"
    assert message.startswith(f"{USED}：峰时段电价折合系数 1.4950，分时系数表为 1.49；本月 1 户")


@pytest.mark.parametrize(("slip", "level"), [(0.000001, None), (0.0000011, "")])
def test_a_flat_price_may_differ_by_the_last_digit(verdict, slip, level):
    found = verdict("电费-P1", prices=prices(USED, flat_yuan_per_kwh=0.651886 + slip))
    assert [row[0] for row in told(found)] == ([] if level is None else [level])


def test_without_its_doubt_a_factor_is_a_warning(verdict):
    doubts = rulebook().all("price_doubts").iloc[0:0]
    [(level, _)] = told(verdict("电费-P2", price_doubts=doubts))
    assert level == "", "the check's own level"


def items(total, unverified="否"):
    """Return items of the month that add up to a total."""
    frame = rulebook().all("system_operation_items").copy().assign(unverified=unverified)
    mine = frame.index[frame["month"] == MONTH]
    frame.loc[mine[0], "item_yuan_per_kwh"] += total - frame.loc[mine, "item_yuan_per_kwh"].sum()
    return frame


@pytest.mark.parametrize(("total", "count"), [(0.082273, 0), (0.082274, 0), (0.0822741, 1)])
def test_items_add_up_to_the_charge(verdict, total, count):
    assert len(verdict("电费-P3", system_operation_items=items(total)).rows) == count


def test_the_missing_item_of_january_is_one_notice_since_its_items_are_not_verified(verdict):
    [(level, message)] = told(verdict("电费-P3"))
    assert level == "提示"
    assert message == "湖北 2026-01：系统运行费用 0.082273 元/kWh，明细之和 0.077973 元/kWh，该行有格待核"
    [(level, _)] = told(verdict("电费-P3", system_operation_items=items(0.077973)))
    assert level == ""


def test_a_month_without_items_is_unknown(verdict):
    frame = rulebook().all("system_operation_items").iloc[0:0]
    [row] = verdict("电费-P3", system_operation_items=frame).rows.itertuples()
    assert (row.outcome, row.message) == ("未能核查", "「系统运行费明细」没有本月的行")


@pytest.mark.parametrize(("funds", "count"), [(0.045201, 0), (0.0452011, 1)])
def test_funds_are_the_sum_of_their_items(verdict, funds, count):
    found = verdict("电费-P4", prices=prices(SURE, funds_yuan_per_kwh=funds))
    assert (found.asked, len(found.rows)) == (7, count)


def test_a_fund_item_counts_only_while_it_is_in_force(verdict):
    frame = rulebook().all("fund_items").copy()
    late = frame.iloc[[0]].assign(item="新基金", effective_on=pd.Timestamp("2026-02-01")).set_axis([999])
    assert told(verdict("电费-P4", fund_items=pd.concat([frame, late]))) == []


def test_a_province_without_fund_items_is_unknown(verdict):
    frame = rulebook().all("fund_items").iloc[0:0]
    found = verdict("电费-P4", fund_items=frame).rows
    assert set(found["message"]) == {"「基金明细」没有湖北的行"}


@pytest.mark.parametrize(("delivery", "count"), [(0.1065, 0), (0.1263, 0), (0.1264, 1)])
def test_delivery_is_no_dearer_at_the_next_higher_voltage(verdict, delivery, count):
    found = verdict("电费-P5", prices=prices(SURE, transmission_yuan_per_kwh=delivery))
    assert len(found.rows) == count
    if count:
        assert told(found)[0][1] == f"{SURE}：输配电价 0.1264 元/kWh，高于低一级电压的 0.1263 元/kWh"


@pytest.mark.parametrize(("delivery", "count"), [(0.1903, 0), (0.1904, 1)])
def test_two_part_delivery_is_no_dearer_than_single_part(verdict, delivery, count):
    found = verdict("电费-P5", prices=prices(USED, transmission_yuan_per_kwh=delivery))
    assert len([message for _, message in told(found) if "高于同电压单一制" in message]) == count


@pytest.mark.parametrize(("demand", "count"), [(40.765, 0), (40.76, 1), (43.395, 0), (43.4, 1)])
def test_the_demand_price_keeps_its_proportion_to_the_capacity_price(verdict, demand, count):
    found = verdict("电费-P6", prices=prices(SURE, demand_yuan_per_kw_month=demand))
    assert (found.asked, len(found.rows)) == (4, count)


def test_the_grid_with_a_scale_of_its_own_is_left_out(verdict):
    rates = rulebook().all("line_loss_rates").copy()
    rates.loc[rates["grid"] == "湖北", "in_transmission"] = "是"
    found = verdict("电费-P6", line_loss_rates=rates, prices=prices(SURE, demand_yuan_per_kw_month=80))
    assert (found.asked, found.note) == (0, "本省输配电价已含线损，需量电价与容量电价之比自成一套，不与限值比")


def test_without_prices_of_the_month_nothing_is_asked(verdict):
    frame = rulebook().all("prices").iloc[0:0]
    assert verdict("电费-P5", prices=frame).note == "规则表没有本省本月的电价"
