"""Power factor: rounding, table, money."""

from decimal import ROUND_HALF_UP, Decimal, getcontext

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.power_factor import adjustment, adjustment_fen, power_factor_percent, standard_percent

TABLE = pd.DataFrame(
    {
        "standard": [0.90, 0.90, 0.90, 0.85],
        "power_factor": [0.89, 0.90, 0.77, 0.89],
        "change_percent": [0.5, 0.0, 6.5, -0.4],
    },
    index=[2, 3, 4, 5],
)


def cosphi(active, reactive):
    return power_factor_percent(pd.Series([active], dtype="float64"), pd.Series([reactive], dtype="float64"))[0]


@pytest.mark.parametrize(
    ("active", "reactive", "expected"), [(3, 4, 60), (4, 3, 80), (1, 0, 100), (0, 1, 0), (1000, 484, 90)]
)
def test_textbook_triangles(active, reactive, expected):
    assert cosphi(active, reactive) == expected


def test_the_two_sides_of_a_half_are_told_apart_at_any_size():
    # 0.895 lies between these two loads; their floats differ in the sixteenth digit.
    assert cosphi(8_950_000_000, 4_460_661_385) == 90
    assert cosphi(8_950_000_000, 4_460_661_386) == 89


def test_no_energy_at_all_gives_no_power_factor():
    assert pd.isna(cosphi(0, 0))


def test_missing_reactive_energy_is_not_zero():
    assert pd.isna(cosphi(1000, np.nan))


def test_a_light_load_on_a_big_transformer_falls_to_077():
    # Published (billing.md §5): losses of 632 kWh / 2,749 kvarh; the load that they spoil so is about 4,450 kWh.
    active, reactive = 4450, 1463
    assert cosphi(active, reactive) == 95
    assert cosphi(active + 632, reactive + 2749) == 77


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_it_agrees_with_a_long_decimal_root(active, reactive):
    getcontext().prec = 60
    if active == reactive == 0:
        return
    exact = Decimal(active) / (Decimal(active) ** 2 + Decimal(reactive) ** 2).sqrt()
    assert cosphi(active, reactive) == int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP))


def test_the_table_row_that_decides_is_named():
    got = adjustment(TABLE, pd.Series([90, 85, 90], dtype="Int64"), pd.Series([89, 89, 77], dtype="Int64"))
    assert got["change_percent"].tolist() == [0.5, -0.4, 6.5]
    assert got["row"].tolist() == [2, 5, 4]


def test_a_power_factor_that_the_table_lacks_stays_unknown():
    got = adjustment(TABLE, pd.Series([90, 80], dtype="Int64"), pd.Series([12, 89], dtype="Int64"))
    assert got["change_percent"].isna().all()
    assert got["row"].isna().all()


def test_standards_are_read_from_text_and_exempt_users_have_none():
    got = standard_percent(pd.Series(["0.90", "0.85", "0.8", "不考核", None]))
    assert got.fillna(-1).tolist() == [90, 85, 80, -1, -1]


def test_the_amount_is_rounded_once():
    # A published State Grid bill: base 5,031,440.65 yuan, rate −0.75 %.
    base = pd.Series([503144065, 100], dtype="Int64")
    assert adjustment_fen(base, pd.Series([-0.75, 0.5])).tolist() == [-3773580, 1]
