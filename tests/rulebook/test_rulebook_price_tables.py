"""What can be checked of published prices by arithmetic."""

import pytest

from addin.rulebook import price_tables

SURE = "湖北-2026-01-两部制-35kV"
DOUBTED = "湖北-2026-01-单一制-35kV"


def test_of_the_shipped_prices_only_the_incomplete_items_are_told(tables):
    looks = (
        price_tables.lost_doubts,
        price_tables.sums,
        price_tables.factors,
        price_tables.items,
        price_tables.order,
        price_tables.ratios,
    )
    [remark] = [remark for look in looks for remark in look(tables)]
    assert (remark.column, remark.level) == ("system_operation_yuan_per_kwh", "提示")


def test_a_price_row_of_a_class_that_the_book_does_not_have_is_told(tables, row_of):
    row = row_of("prices", "key", SURE)
    tables["prices"].loc[row, ["province", "user_class"]] = ["深圳", "≤100kVA及公用变压器"]
    assert list(price_tables.lost_classes(tables)) == []
    tables["prices"].loc[row, "user_class"] = "100kVA以下"
    [remark] = price_tables.lost_classes(tables)
    assert (remark.row, remark.column, remark.seen) == (row, "user_class", "100kVA以下")


@pytest.mark.parametrize(("slip", "count"), [(0.0000009, 0), (0.0000011, 1), (-0.0000011, 1)])
def test_components_add_up_to_the_flat_price(tables, row_of, slip, count):
    tables["prices"].loc[row_of("prices", "key", SURE), "flat_yuan_per_kwh"] += slip
    assert len(list(price_tables.sums(tables))) == count


def test_a_cell_under_doubt_is_left_out(tables, row_of):
    tables["prices"].loc[row_of("prices", "key", DOUBTED), "flat_yuan_per_kwh"] += 1
    assert list(price_tables.sums(tables)) == []


def test_without_its_doubt_the_slip_is_told(tables):
    tables["price_doubts"] = tables["price_doubts"].iloc[0:0]
    assert len(list(price_tables.sums(tables))) == 3
    [remark] = price_tables.factors(tables)
    assert (remark.column, remark.seen) == ("peak_yuan_per_kwh", "0.848961")
    assert remark.expected.startswith("0.846961")


def test_funds_equal_the_sum_of_their_items(tables, row_of):
    row = row_of("prices", "key", SURE)
    tables["prices"].loc[row, "funds_yuan_per_kwh"] = 0.0451
    assert [remark.row for remark in price_tables.items(tables) if remark.column == "funds_yuan_per_kwh"] == [row]


def test_a_doubt_about_nothing_is_told(tables):
    first = tables["price_doubts"].index[0]
    tables["price_doubts"].loc[first, ["price_key", "column"]] = ["湖北-2026-02", "平段"]
    assert [remark.column for remark in price_tables.lost_doubts(tables)] == ["price_key", "column"]


def test_prices_fall_with_voltage(tables):
    frame = tables["transmission_prices"]
    row = frame.index[(frame["grid"] == "江苏") & (frame["lower_kv"] == 35)][0]
    frame.loc[row, "two_part_yuan_per_kwh"] = 0.2
    assert {remark.column for remark in price_tables.order(tables)} == {"two_part_yuan_per_kwh"}


def test_the_ratio_of_demand_to_capacity_price_is_watched(tables):
    frame = tables["transmission_prices"]
    row = frame.index[(frame["grid"] == "江苏") & (frame["lower_kv"] == 35)][0]
    frame.loc[row, "demand_yuan_per_kw_month"] = 84
    [remark] = price_tables.ratios(tables)
    assert (remark.row, remark.level) == (row, "提示")
