"""The independent pricing against what is printed in the sources that it was written from."""

from decimal import Decimal
from fractions import Fraction

import pytest
from measures import (
    Line,
    Transformer,
    half_up,
    line_loss,
    power_factor,
    power_factor_percent,
    spread,
    transformer_losses,
)
from prices import AGENT, FACTORS, FUND, LINE_LOSS, PERIODS, PRINTED_OTHERWISE, SYSTEM, TABLE
from pricing import Usage, price_bill


@pytest.mark.parametrize(("kind", "voltage"), list(TABLE))
def test_every_price_of_the_table_is_its_components_or_a_known_doubtful_cell(kind, voltage):
    tariff = TABLE[kind, voltage]
    for period in PERIODS:
        floating = half_up((AGENT + LINE_LOSS) * FACTORS[period], 6)
        reckoned = floating + tariff.delivery + SYSTEM + FUND
        printed = PRINTED_OTHERWISE.get((kind, voltage, period), tariff.prices[period])
        assert abs(printed - reckoned) <= Decimal("0.000001")


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.3449999", 2, "2.34"), ("1499.5", -3, "1E+3"), ("0.5", 0, "1")],
)
def test_a_half_is_rounded_away_from_zero(value, places, expected):
    assert half_up(Decimal(value), places) == Decimal(expected)


@pytest.mark.parametrize(
    ("active", "reactive", "expected"),
    [(3, 4, "0.60"), (100, 0, "1.00"), (0, 5, "0.00"), (1, 1, "0.71"), (632, 2749, "0.22")],
)
def test_the_power_factor_has_two_decimals(active, reactive, expected):
    assert power_factor(active, reactive) == Decimal(expected)


def test_without_energy_there_is_no_power_factor():
    assert power_factor(0, 0) is None


@pytest.mark.parametrize(
    ("standard", "factor", "percent"),
    [
        ("0.90", "0.95", "-0.75"), ("0.90", "0.94", "-0.60"), ("0.90", "0.90", "0"), ("0.90", "0.89", "0.5"),
        ("0.90", "0.70", "10"), ("0.90", "0.69", "11"), ("0.90", "0.65", "15"), ("0.90", "0.64", "17"),
        ("0.90", "0.53", "39"),
        ("0.85", "0.94", "-1.10"), ("0.85", "0.90", "-0.50"), ("0.85", "0.84", "0.5"), ("0.85", "0.60", "15"),
        ("0.80", "0.92", "-1.30"), ("0.80", "0.91", "-1.15"), ("0.80", "0.80", "0"), ("0.80", "0.55", "15"),
    ],
)  # fmt: skip
def test_percentages_are_those_of_the_1983_table(standard, factor, percent):
    assert power_factor_percent(Decimal(standard), Decimal(factor)) == Decimal(percent)


def test_an_idle_transformer_loses_what_its_name_plate_says():
    unit = Transformer(1000, "1.15", "10.3", "0.7", "4.5", "1.7")
    assert transformer_losses(unit, 0, 0) == (round(1.15 * 744 + 0.1), round(0.007 * 1000 * 744))


def test_a_loaded_transformer_loses_with_the_square_of_its_load():
    unit = Transformer(1000, "0", "10", "0", "5", "2")
    assert transformer_losses(unit, 300_000, 400_000) == (
        int(half_up(Fraction(2 * 10 * 250_000_000_000, 744 * 1000**2))),
        int(half_up(Fraction(2 * 5 * 250_000_000_000, 100 * 744 * 1000))),
    )


def test_a_line_loses_with_the_square_of_its_current():
    """300,000 kWh and 400,000 kvarh at 10 kV in 744 h: 500,000 ÷ (√3 × 10 × 744) = 38.80 A; 3 × 38.80² × 2 × 0.744."""
    assert line_loss(Line("2", "1", "10"), 300_000, 400_000) == round(3 * 38.8003**2 * 2 * 0.744) == 6720
    assert line_loss(Line("2", "1.1", "10"), 300_000, 400_000) == round(1.21 * 6720.43) == 8132


def test_flat_takes_what_spreading_leaves():
    assert spread(10, {"尖": 1, "峰": 1, "平": 1, "谷": 0}) == {"尖": 3, "峰": 3, "谷": 0, "平": 4}


def _usage(**changes):
    kwh = {"尖": 10_000, "峰": 20_000, "平": 50_000, "谷": 20_000}
    made = Usage("两部制", "1-10(20)kV", kwh, 48_432, Decimal("0.90"), "按容量", [(1000, 31)], 1000)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_a_bill_is_its_rows_each_rounded_then_added():
    bill = price_bill(_usage())
    assert [(row.component, row.period, str(row.amount)) for row in bill.rows] == [
        ("购电", "尖", "7962.26"),
        ("购电", "峰", "11903.76"),
        ("购电", "平", "19905.65"),
        ("购电", "谷", "3583.02"),
        ("输配电", "总", "12630.00"),
        ("系统运行", "总", "8227.30"),
        ("政府性基金", "总", "4520.00"),
        ("容量电费", "总", "26300.00"),
        ("力调电费", "总", "0.00"),
    ]
    assert bill.total == Decimal("95031.99")


@pytest.mark.parametrize("layout", ["合并", "分列", "逐时段", "汇总"])
def test_however_a_bill_is_split_it_differs_by_less_than_a_fen_a_row(layout):
    one, other = price_bill(_usage()), price_bill(_usage(layout=layout))
    assert abs(one.total - other.total) <= Decimal("0.01") * len(other.rows)


def test_sealed_days_are_not_charged():
    bill = price_bill(_usage(segments=[(1000, 12), (600, 19)]))
    amounts = [row.amount for row in bill.rows if row.component == "容量电费"]
    assert amounts == [Decimal("10180.65"), Decimal("9671.61")]


@pytest.mark.parametrize(("kva", "price"), [(384, Decimal("37.8")), (385, Decimal(42))])
def test_the_discount_begins_at_260_kwh_a_kva(kva, price):
    bill = price_bill(_usage(mode="实际最大需量", demands=[Decimal("237.5")], transformer_kva=kva))
    (row,) = [row for row in bill.rows if row.component == "需量电费"]
    assert (row.price, row.amount) == (price, half_up(price * Decimal("237.5"), 2))


@pytest.mark.parametrize(("kw", "billed"), [("1050", "1000"), ("1050.01", "1000.02"), ("1300", "1500")])
def test_what_exceeds_105_percent_of_the_contract_counts_double(kw, billed):
    made = _usage(mode="合同最大需量", demands=[Decimal(kw)], contract_demand=Decimal(1000), transformer_kva=2000)
    (row,) = [row for row in price_bill(made).rows if row.component == "需量电费"]
    assert row.quantity == Decimal(billed)
