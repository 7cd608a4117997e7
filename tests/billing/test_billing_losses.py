"""Losses and their shares."""

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.metering.losses import share_out, transformer_losses
from addin.billing.money import product

S11_630 = {
    "rated_kva": 630.0,
    "no_load_loss_kw": 0.81,
    "load_loss_kw": 6.2,
    "no_load_current_percent": 0.6,
    "impedance_percent": 4.5,
    "loss_factor": 1.7,
}


def losses(active, reactive, days=31, part=1, parts=1, **plate):
    load = {"active_kwh": active, "reactive_kvarh": reactive, "days": days, "part": part, "parts": parts}
    frame = pd.DataFrame([{**S11_630, **plate, **load}])
    got = transformer_losses(frame.astype("float64"), 0.8).iloc[0]
    return got["active_loss_kwh"], got["reactive_loss_kvarh"]


def half_up(value):
    return int(value + Fraction(1, 2))


def by_hand(active, reactive, days=31):
    hours, squares = 24 * days, active**2 + reactive**2
    copper = Fraction("1.7") * Fraction("6.2") * squares / (hours * 630**2)
    stray = Fraction("1.7") * Fraction("0.045") * squares / (hours * 630)
    return half_up(Fraction("0.81") * hours + copper), half_up(Fraction("0.006") * 630 * hours + stray)


def test_an_idle_transformer_loses_its_no_load_power():
    # S11-630: 0.81 kW × 744 h = 602.64 kWh; 0.6 % × 630 kVA × 744 h = 2812.32 kvarh.
    assert losses(0, 0) == (603, 2812)


def test_a_loaded_transformer_loses_with_the_square_of_its_energy():
    # 602.64 + 1.7 × 6.2 × (120000² + 50000²) ÷ (744 × 630²) = 602.64 + 603.26
    assert losses(120_000, 50_000) == by_hand(120_000, 50_000)
    assert losses(120_000, 50_000)[0] == 1206


@given(st.integers(0, 5_000_000), st.integers(0, 3_000_000), st.integers(1, 31))
def test_the_formula_agrees_with_fractions(active, reactive, days):
    assert losses(active, reactive, days) == by_hand(active, reactive, days)


def test_without_a_reactive_register_apparent_energy_stands_in_and_no_reactive_loss_is_charged():
    expected = half_up(Fraction("0.81") * 744 + Fraction("1.7") * Fraction("6.2") * 125_000**2 / (744 * 630**2))
    assert losses(100_000, None) == (expected, 0)


def test_a_transformer_out_of_service_loses_nothing():
    assert losses(0, 0, days=0) == (0, 0)


def test_a_missing_nameplate_value_leaves_the_loss_unknown():
    assert all(pd.isna(value) for value in losses(100, 100, load_loss_kw=None))


def shares(loss, *kwh):
    frame = pd.DataFrame([dict(zip(("尖", "峰", "平", "谷", "深谷"), (*kwh, 0.0), strict=True))])
    return share_out(pd.Series([loss], dtype="Int64"), frame, 4).iloc[0].tolist()


def test_each_period_takes_its_share_and_flat_what_rounding_leaves():
    assert shares(100, 1.0, 1.0, 1.0, 0.0) == [33, 33, 34, 0, 0]


def test_an_exact_half_is_rounded_up_and_flat_gives_it_back():
    assert shares(5, 1.0, 1.0, 6.0, 2.0) == [1, 1, 2, 1, 0]


def test_a_share_has_four_decimals():
    # 30,000 × 0.3333 = 9,999 each; the exact third would be 10,000 (billing.md §5.3, S30).
    assert shares(30_000, 1.0, 1.0, 1.0, 0.0) == [9999, 9999, 10_002, 0, 0]


def test_without_any_energy_the_loss_stands_in_flat():
    assert shares(603, 0.0, 0.0, 0.0, 0.0) == [0, 0, 603, 0, 0]


def test_a_customer_without_periods_has_no_shares():
    frame = pd.DataFrame([dict.fromkeys(("尖", "峰", "平", "谷", "深谷"), float("nan"))])
    assert share_out(pd.Series([10], dtype="Int64"), frame, 4).isna().all(axis=None)


def test_a_line_loss_of_a_real_bill():
    # 0.11 % × 7,471,200 kWh = 8,218 kWh (billing.md §5.4).

    assert product((pd.Series([7_471_200.0]), 0), (pd.Series([0.11]), 4), digits=0, divisor=100)[0] == 8218


def test_no_nameplate_says_0_so_a_0_is_as_good_as_nothing():
    """Exports write 0 for an empty cell; a transformer of 0 kVA once ended the run of everybody."""
    for name in S11_630:
        assert all(pd.isna(loss) for loss in losses(120_000, 50_000, **{name: 0.0})), name
    assert losses(120_000, 50_000, no_load_loss_kw=0.01)[0] == 611
