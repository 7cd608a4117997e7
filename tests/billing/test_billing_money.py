"""Exact money."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.money import fen, product, product_fen, round_half_up, scaled, transport, yuan


def test_a_half_is_rounded_away_from_zero():
    assert round_half_up(np.array([5, 15, -5, -15, 4, -4, 0]), 10).tolist() == [1, 2, -1, -2, 0, 0, 0]


def test_amounts_become_whole_fen():
    assert fen(pd.Series([0.29, 1.15, -2.675 + 0.005, 1e9 + 0.01])).tolist() == [29, 115, -267, 100000000001]


def test_an_empty_amount_and_one_finer_than_a_fen_stay_unknown():
    assert fen(pd.Series([np.nan, 12.345, np.inf])).isna().all()


def test_the_index_is_kept():
    assert scaled(pd.Series([1.5], index=[10_000_007]), 1).index.tolist() == [10_000_007]


def test_an_exact_half_cent_is_rounded_up_where_a_float_would_not():
    kwh, price = pd.Series([5.0, 1.0]), pd.Series([0.001, 2.675])
    assert product_fen((kwh, 0), (price, 8)).tolist() == [1, 268]


def test_a_product_beyond_int64_is_still_exact():
    kwh, price = pd.Series([8_765_432_109.0]), pd.Series([1234.56789012])
    expected = (Decimal(8765432109) * Decimal("1234.56789012")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert yuan(product_fen((kwh, 0), (price, 8))[0]) == expected


def test_a_missing_factor_leaves_the_product_unknown():
    assert product_fen((pd.Series([1.0, np.nan]), 0), (pd.Series([np.nan, 1.0]), 8)).isna().all()


def test_a_divisor_is_applied_before_the_one_rounding():
    kva, price, days = pd.Series([1000.0]), pd.Series([26.3]), pd.Series([12])
    assert product_fen((kva, 2), (price, 4), (days, 0), divisor=31).tolist() == [1018065]


def test_whole_results_need_no_decimals():
    assert product((pd.Series([0.1667]), 4), (pd.Series([3000.0]), 4), digits=0).tolist() == [500]


def test_fen_read_back_as_the_nearest_float():
    assert transport(pd.Series([29, 115], dtype="Int64"), 2).tolist() == [0.29, 1.15]


@given(
    st.lists(
        st.tuples(st.decimals(-(10**7), 10**7, places=3), st.decimals(0, 5, places=8), st.decimals(0, 2, places=4)),
        min_size=1,
    )
)
def test_products_agree_with_decimal_arithmetic(rows):
    columns = [pd.Series([float(value) for value in column]) for column in zip(*rows, strict=True)]
    expected = [(a * b * c).quantize(Decimal("0.01"), ROUND_HALF_UP) for a, b, c in rows]
    got = product_fen((columns[0], 3), (columns[1], 8), (columns[2], 4))
    assert [yuan(value) for value in got] == expected
