"""核查停用: silent with reason and end date, up to and with that day, for that check and customer alone."""

from datetime import date

import pandas as pd
import pytest
from sheets import book

from addin.outcome.switches import switched_off, unknown_codes
from addin.reading import read_books

FINDINGS = pd.DataFrame({"code": ["电费-A01", "电费-A02", "电费-A01"], "customer_no": ["1", "1", "2"]})
LAST = date(2026, 3, 31)


def read(tmp_path, *rows):
    head = "户号|编码|理由|截止日|批准人"
    return read_books([book(tmp_path, {"核查停用": "\n".join((head, *rows))})], main_table="")


def quiet(tmp_path, row, as_of=LAST):
    return switched_off(FINDINGS, read(tmp_path, row)["switched_off"], as_of).tolist()


def test_the_check_is_silent_for_the_customer_and_for_nobody_else(tmp_path):
    assert quiet(tmp_path, "'1|电费-A01|季节性生产|2026-03-31|王五") == [True, False, False]


def test_the_last_day_counts_and_the_next_does_not(tmp_path):
    row = "'1|电费-A01|季节性生产|2026-03-31|王五"
    assert quiet(tmp_path, row, date(2026, 4, 1)) == [False, False, False]


@pytest.mark.parametrize(
    ("row", "column"), [("'1|电费-A01||2026-03-31|王五", "理由"), ("'1|电费-A01|季节性生产||王五", "截止日")]
)
def test_without_reason_or_end_date_it_is_not_honoured_and_is_a_problem_of_the_data(tmp_path, row, column):
    assert quiet(tmp_path, row) == [False, False, False]
    problems = read(tmp_path, row).problems
    assert problems.loc[problems["level"] == "错误", "column"].tolist() == [column]


def test_a_code_that_no_check_has_is_told_with_its_cell(tmp_path):
    ledger = read(tmp_path, "'1|电费-A1|季节性生产|2026-03-31|王五", "'1|电费-A01|季节性生产|2026-03-31|王五")
    [row] = unknown_codes(ledger, ["电费-A01"]).itertuples()
    assert (row.level, row.cell, row.seen) == ("警告", "B2", "电费-A1")


def test_a_book_without_the_sheet_has_no_problem(tmp_path):
    ledger = read_books([book(tmp_path, {"客户台账": "户号|户名\n'1|甲"})])
    assert not switched_off(FINDINGS, ledger["switched_off"], LAST).any()
    assert "switched_off" not in set(ledger.problems["table"])
    assert unknown_codes(ledger, []).empty
