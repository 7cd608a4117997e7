"""Check digits and numbers that lost their digits."""

import pytest
from asked import GOOD, found
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from addin.checks.ledger_quality.codes import credit_code_fits, identity_fits, organisation_code_fits

PUBLISHED = (
    "9144030071526726XG", "914403001922038216", "91110000802100433B", "91330100799655058B", "91440300708461136T",
    "91350100M000100Y43", "91370200163562681G", "9111000071093107XN",
)  # fmt: skip
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_are_right(code):
    assert credit_code_fits(code)


@given(st.sampled_from(PUBLISHED), st.integers(0, 17), st.sampled_from(SIGNS))
def test_every_change_of_one_character_is_found(code, place, sign):
    changed = code[:place] + sign + code[place + 1 :]
    assert credit_code_fits(changed) == (changed == code)


@pytest.mark.parametrize("code", ["", "1", "91350100M000100Y4", "91350100M000100Y433", "９１３５０１００"])
def test_codes_of_another_length_are_wrong_and_break_nothing(code):
    assert not credit_code_fits(code)
    assert not identity_fits(code)


def test_the_organisation_code_within_is_checked_by_itself():
    """A code whose own check digit was made to fit a wrong organisation code."""
    wrong = "9144030071526726YG"[:17]
    assert not credit_code_fits(wrong + uscc.calc_check_digit(wrong))
    assert uscc.is_valid(wrong + uscc.calc_check_digit(wrong))
    assert organisation_code_fits("71526726X")
    assert not organisation_code_fits("715267260")


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
