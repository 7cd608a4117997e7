"""Tests that are billed together see what each would see alone, and one that is wrong fails."""

import pandas as pd
import pytest
from billing_area import NO, base_sheets, billed, outcome, outcome_of, printed, registers
from together import together

POINT = base_sheets()["计量点"][0]
SUB = POINT | {
    "计量点号": "P2",
    "上级计量点": "P1",
    "关系": "定量",
    "定量": 1_201,
    "电价类别": "居民生活",
    "表号": None,
}
OTHER = {"户号": "4200000000002"}
CASES = [
    {},
    printed(total=132_000.81),
    {"计量点": [POINT, SUB]},
    {"抄表记录": registers(kvarh=None)},
    {title: [base_sheets()[title][0], base_sheets()[title][0] | OTHER] for title in ("客户台账", "计费参数")},
]
PLACES = ["bill", "segment", "line"]
"""Columns that hold a place within the whole month."""


def same(one, other):
    kept = [frame.drop(columns=PLACES, errors="ignore").reset_index(drop=True) for frame in (one, other)]
    loose = dict.fromkeys(("check_dtype", "check_column_type", "check_index_type", "check_categorical"), False)
    pd.testing.assert_frame_equal(*kept, **loose)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Return what is billed alone."""
    return [billed(tmp_path_factory.mktemp("alone"), case) for case in CASES]


BESIDE = []


@together
@pytest.mark.parametrize("place", range(len(CASES)))
def test_a_case_among_others_is_billed(place):
    BESIDE.append((place, (yield CASES[place])))


def test_it_is_billed_as_if_nobody_else_were_in_the_book(alone):
    assert len(BESIDE) == len(CASES)
    for place, month in BESIDE:
        for name in ("lines", "doubts", "issued", "compared", "totals", "unbilled"):
            same(getattr(month, name), getattr(alone[place], name))
        same(month.quantities.energy.billed, alone[place].quantities.energy.billed)
        assert list(month.workings) == list(alone[place].workings)
        assert (month.partly, month.left_out(NO)) == (alone[place].partly, alone[place].left_out(NO))


CHECKED = []


@together
@pytest.mark.parametrize("code", ["审计-A07", "电费-E02", "电费-B05"])
def test_a_check_of_a_case_among_others_is_run(code):
    first = outcome_of((yield code, printed(total=132_000.81)))
    CHECKED.append((code, first, outcome_of((yield code, {}))))


def test_it_says_of_each_what_it_says_of_it_alone(tmp_path):
    for code, wrong, bare in CHECKED:
        assert wrong == outcome(code, tmp_path, printed(total=132_000.81))
        assert bare == outcome(code, tmp_path)


@together
@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_what_does_not_hold_of_an_answer_fails():
    billing = yield {}
    assert billing.lines.empty


@together
@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_what_does_not_hold_before_the_question_fails():
    assert not CASES
    yield {}
