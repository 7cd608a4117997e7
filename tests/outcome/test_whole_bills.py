"""What the whole bill is off by stands beside the findings about its parts."""

import pandas as pd
import pytest

from addin import checks
from addin.outcome.whole_bills import with_bill

checks.load()
BILL = "审计-A07 账单重算不一致"


def said(off, *roots):
    frame = pd.DataFrame(roots, columns=["code", "consequences"]).assign(customer_no="1", message="看")
    return list(with_bill(frame, pd.Series(off, dtype="Int64"))["message"])


@pytest.mark.parametrize(
    ("off", "words"),
    [
        ({"1": 123456}, "；整张账单多计 1,234.56 元"),
        ({"1": -5}, "；整张账单少计 0.05 元"),
        ({"1": 0}, "；整张账单总额没有错（各行相抵），只须更正各行"),
        ({"2": 5}, "；该账单未能整张重算（见「账单重算」），整张相差多少不详"),
    ],
)
def test_a_finding_with_the_bill_under_it_says_what_the_bill_is_off_by(off, words):
    assert said(off, ("电费-C06", BILL)) == ["看" + words]


def test_a_second_finding_about_the_bill_says_so_too_and_one_about_something_else_does_not():
    told = said({"1": 0}, ("电费-E02", BILL), ("电费-E02", ""), ("电费-E13", ""))
    assert [len(one) > 1 for one in told] == [True, True, False]


def test_a_bill_that_is_right_is_not_spoken_of():
    assert said({"1": 0}, ("电费-D02", ""), ("审计-A07", "")) == ["看", "看"]
