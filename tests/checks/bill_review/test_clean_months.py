"""The made-up clean months move as the cited real ones do: the generator is fixed here, before thresholds are."""

import clean_months
import numpy as np
import pytest

FAR = 0.17
"""Quantiles may be off by a sixth; the generator has six parameters."""


@pytest.fixture(scope="module")
def logs():
    return clean_months.energy_logs(np.random.default_rng(7), 4000, 25)


def close(seen, cited):
    return np.allclose(np.quantile(seen, list(cited)), list(cited.values()), rtol=FAR)


def test_changes_from_month_to_month_are_as_large_as_the_real_ones(logs):
    changes = np.abs(np.diff(logs, axis=1))
    assert close(changes, clean_months.CHANGES)
    beyond = np.mean(np.abs(np.expm1(np.diff(logs, axis=1))) > 0.3)
    assert beyond == pytest.approx(clean_months.BEYOND_30_PERCENT, rel=FAR)


def test_enterprises_are_as_unlike_each_other_as_the_real_ones(logs):
    changes = np.diff(logs, axis=1)
    middle = np.median(changes, axis=1, keepdims=True)
    assert close(1.4826 * np.median(np.abs(changes - middle), axis=1), clean_months.SPREADS)


def test_changes_against_the_year_before_are_as_large_as_the_real_ones(logs):
    assert close(np.abs(logs[:, 12:] - logs[:, :-12]), clean_months.YEARLY)


def test_the_festival_takes_off_as_much_as_in_the_real_year():
    fall = clean_months.festival_logs(np.random.default_rng(7), 4000)[:, clean_months.MONTHS.index("2026-02")]
    assert np.allclose(np.quantile(fall, [0.05, 0.25, 0.5]), [-1.27, -0.81, -0.55], rtol=FAR)
