"""Check digits and numbers that lost their digits."""

import pandas as pd
import pytest
from asked import GOOD, found
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from addin.checks.ledger_quality import credit_code
from addin.checks.ledger_quality.codes import identity_fits

PUBLISHED = (
    "9144030071526726XG", "914403001922038216", "91110000802100433B", "91330100799655058B", "91440300708461136T",
    "91350100M000100Y43", "91370200163562681G", "9111000071093107XN",
)  # fmt: skip


def credit_code_fits(code):
    return credit_code.faults(pd.Series([code], dtype=object)).iloc[0] == ""


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_are_right(code):
    assert credit_code_fits(code)


@given(st.sampled_from(PUBLISHED), st.integers(0, 17), st.sampled_from(credit_code.SIGNS))
def test_every_change_of_one_character_is_found(code, place, sign):
    changed = code[:place] + sign + code[place + 1 :]
    assert credit_code_fits(changed) == (changed == code)


@pytest.mark.parametrize("code", ["", "1", "91350100M000100Y4", "91350100M000100Y433", "９１３５０１００"])
def test_codes_of_another_length_are_wrong_and_break_nothing(code):
    assert not credit_code_fits(code)
    assert not identity_fits(code)


@given(st.text(alphabet=credit_code.SIGNS + "IOSVZab０ ", min_size=16, max_size=19) | st.text(max_size=20))
def test_a_code_is_never_right_that_the_library_calls_wrong(text):
    assert not credit_code_fits(text) or uscc.is_valid(text)


@settings(max_examples=20)
@given(st.from_regex(r"91420100[0-9A-Z]{8}", fullmatch=True).filter(lambda text: not set(text) & set("IOSVZ")))
def test_of_all_pairs_of_check_digits_one_is_right(body):
    """The library knows the last digit; the organisation code has one of eleven, of which X and 0–9 are signs."""
    ends = [body + sign for sign in credit_code.SIGNS]
    codes = [code + uscc.calc_check_digit(code) for code in ends]
    assert all(uscc.is_valid(code) for code in codes)
    assert (credit_code.faults(pd.Series(codes, dtype=object)) == "").sum() == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("91350100M000100Y4", "应为 18 位"),
        ("9135010OM000100Y43", "前 8 位"),
        ("91350100M000100Z43", "字符"),
        ("91350100M000101Y43", "第 9–17 位"),
        ("91350100M000100Y44", "第 18 位"),
    ],
)
def test_what_is_wrong_with_a_code_is_named(code, said):
    assert said in credit_code.faults(pd.Series([code], dtype=object)).iloc[0]


def test_an_identity_number_of_an_abolished_county_is_right():
    """310103 (Luwan) was abolished in 2011, 999999 never existed; those who have such a number keep it."""
    for place in ("310103", "999999"):
        assert sum(identity_fits(f"{place}19800101123{sign}") for sign in "0123456789X") == 1


def test_a_person_is_born_on_a_day_that_exists():
    numbers = [f"11010519490229002{sign}" for sign in "0123456789X"]
    assert not any(identity_fits(number) for number in numbers), "1949 had no 29th of February"


def test_an_identity_number_is_not_repeated_in_full(tmp_path):
    (message,) = found("台账-VR05", tmp_path, 法定代表人身份证号="'110105194912310021'")
    assert "110105194912310021" not in message
    assert "110105****0021" in message


def test_a_number_stored_as_a_number_is_found_even_where_its_digits_are_right(tmp_path):
    (message,) = found("台账-VR01", tmp_path, 户号="4200000000001")
    assert message.startswith("户号存成了数值")
    assert not found("台账-VR01", tmp_path, 户号=GOOD["户号"])


def test_a_number_in_scientific_notation_is_found_though_nothing_is_left_of_it(tmp_path):
    (message,) = found("台账-VR01", tmp_path, 户号="4.2E+12")
    assert "户号存成了数值" in message
