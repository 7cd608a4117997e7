"""Which rows are data."""

import pytest
from sheets import book, table

from addin.reading import read_books
from addin.tables import Column, Kind, Table

THINGS = Table(
    "things",
    "明细",
    (
        Column("no", "户号", Kind.CODE, required=True),
        Column("name", "户名", required=True),
        Column("charge_yuan", "电费", Kind.MONEY, "元"),
    ),
    key=("no",),
)
ONE = Table(
    "one", "单列表", (Column("no", "户号", Kind.CODE, required=True), Column("kwh", "电量", Kind.NUMBER)), key=("no",)
)


def read(tmp_path, rows, declared=THINGS):
    return read_books([book(tmp_path, {declared.title: rows})], {declared.name: declared}, main_table="")


@pytest.mark.parametrize("word", ["合计", "总计", "小计", "合 计", "本页合计", "累计", "合计：", "合　计（元）"])
def test_a_total_in_the_key_column_is_skipped(tmp_path, word):
    ledger = read(tmp_path, [*table("户号|户名|电费\n'01'|甲|1"), [word, None, 1]])
    assert ledger["things"].index.tolist() == [2]
    assert ledger.problems.empty


def test_a_total_in_an_unknown_column_on_the_left_is_skipped(tmp_path):
    ledger = read(tmp_path, "序号|户号|户名|电费\n1|'01'|甲|1\n合计|||1")
    assert ledger["things"].index.tolist() == [2]


def test_a_total_is_skipped_where_the_key_is_the_only_required_column(tmp_path):
    assert read(tmp_path, "户号|电量\n'01'|5\n合计|5", ONE)["one"].index.tolist() == [2]


def test_a_row_that_fills_every_required_column_is_data_whatever_it_is_called(tmp_path):
    ledger = read(tmp_path, "户号|户名|电费\n合计|合计电子厂|1")
    assert ledger["things"]["name"].tolist() == ["合计电子厂"]


def test_blank_rows_between_are_skipped_and_row_numbers_stay(tmp_path):
    ledger = read(tmp_path, [*table("户号|户名|电费\n'01'|甲|1"), [], [" ", "　", None], *table("'02'|乙|2")])
    assert ledger["things"].index.tolist() == [2, 5]
    assert ledger.problems.empty


def test_rows_where_only_formulas_filled_down_show_zero_are_skipped(tmp_path):
    assert read(tmp_path, [*table("户号|户名|电费\n'01'|甲|1"), [None, None, 0]])["things"].index.tolist() == [2]


def test_a_row_without_key_but_with_an_amount_is_kept_and_reported(tmp_path):
    ledger = read(tmp_path, [*table("户号|户名|电费\n'01'|甲|1"), [None, "乙", 5]])
    assert ledger["things"].index.tolist() == [2, 3]
    [problem] = ledger.problems.to_dict("records")
    assert (problem["level"], problem["cell"], problem["expected"]) == ("错误", "A3", "「户号」必填")


def test_a_header_repeated_on_the_next_page_is_skipped(tmp_path):
    ledger = read(tmp_path, "户号|户名|电费\n'01'|甲|1\n户号|户名|电费\n'02'|乙|2")
    assert ledger["things"].index.tolist() == [2, 4]


def test_signatures_below_the_table_are_skipped_and_noted(tmp_path):
    ledger = read(tmp_path, "户号|户名|电费\n'01'|甲|1\n制表人：张三||\n注：本表含税||")
    assert ledger["things"].index.tolist() == [2]
    [problem] = ledger.problems.to_dict("records")
    assert problem["level"] == "提示"
    assert "制表人" in problem["seen"]


def test_ten_thousand_formatted_blank_rows_are_nothing(tmp_path):
    rows = [*table("户号|户名|电费\n'01'|甲|1"), *([""] * 3 for _ in range(10_000))]
    ledger = read(tmp_path, rows)
    assert ledger["things"].index.tolist() == [2]
    assert ledger.problems.empty


def test_a_key_that_stands_twice_names_both_rows(tmp_path):
    ledger = read(tmp_path, "户号|户名|电费\n'01'|甲|1\n'02'|乙|1\n'01'|丙|1")
    [problem] = ledger.problems.to_dict("records")
    assert (problem["level"], problem["cell"], problem["seen"]) == ("错误", "A4", "01")
    assert "「明细」第 2 行" in problem["advice"]
