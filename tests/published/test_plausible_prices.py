"""A table that adds up but cannot be: exchanged columns, 分 under a heading of 元, a blank period; refused or 待核."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from published import made

from addin.commands.prices import Printed, import_prices
from addin.facts import JobError
from addin.reading import ReadError
from addin.rulebook import Rulebook

RULES = Path(__file__).parents[2] / "rules.xlsx"
SEPTEMBER = {(1, 0): "（执行时间：2026年9月1日-2026年9月30日）"}
"""A month in which the rule book has the grid's own 输配电价, and no prices of the month before."""


@pytest.fixture
def rules(tmp_path):
    return Path(shutil.copy(RULES, tmp_path / "rules.xlsx"))


def imported(tmp_path, rules, fill=None, **options):
    return import_prices(Printed(made.hubei(fill).save(tmp_path / "湖北.xlsx")), rules, **options)


def refused(tmp_path, rules, fill):
    with pytest.raises(JobError) as error:
        imported(tmp_path, rules, fill)
    assert rules.read_bytes() == RULES.read_bytes()
    return str(error.value).splitlines()


def doubts(rules, day):
    rows = Rulebook.load(rules).on(day, "湖北").rows("price_doubts").set_index(["price_key", "column"])["alternative"]
    return rows[[key.startswith(f"湖北-{day:%Y-%m}") for key, _ in rows.index]]


EXCHANGED = {(row, column): price for row, (demand, capacity) in zip(range(9, 13), made.CHARGES.values(), strict=True)
             for column, price in ((12, capacity), (13, demand))}  # fmt: skip


def test_demand_and_capacity_exchanged_are_refused_naming_both_cells(tmp_path, rules):
    said = refused(tmp_path, rules, EXCHANGED)
    assert said[0] == (
        "《湖北.xlsx》「电价表」M10「需量电价」：需量电价 26.3，是容量电价 42 的 0.626 倍，应在 1.55–1.65 倍之间；"
        "两格对调则合，请与原表核对两列的列名和数"
    )
    assert said[1] == "《湖北.xlsx》「电价表」N10「容量电价」：容量电价 42，与需量电价对调则合"
    assert said[-1] == "共 8 处不符"


def test_kept_as_doubtful_the_exchanged_cells_carry_each_other(tmp_path, rules):
    figures = imported(tmp_path, rules, EXCHANGED, keep_doubtful=True)
    assert (figures["added"]["电价"], figures["added"]["电价待核"]) == (7, 8)
    found = doubts(rules, date(2026, 2, 28))["湖北-2026-02-两部制-35kV"]
    assert dict(found) == {"需量电价": 42, "容量电价": 26.3}
    rows = Rulebook.load(rules).on(date(2026, 2, 28), "湖北").rows("prices")
    assert set(rows[rows["unverified"] == "是"]["tariff"]) == {"两部制"}
    assert imported(tmp_path, rules, EXCHANGED)["same"] == 7, "the doubts are known, so nothing is refused"


@pytest.mark.parametrize(("demand", "kept"), [(40.26, True), (40.27, False), (37.82, True), (37.81, False)])
def test_the_ratio_of_demand_to_capacity_lies_within_its_limits(tmp_path, rules, demand, kept):
    """24.4 × 1.65 = 40.26, 24.4 × 1.55 = 37.82."""
    fill = {(12, 12): demand}
    if kept:
        assert imported(tmp_path, rules, fill)["faults"] == []
        return
    assert "请与原表核对两格" in refused(tmp_path, rules, fill)[0]
    imported(tmp_path, rules, fill, keep_doubtful=True)
    assert doubts(rules, date(2026, 2, 28)).isna().tolist() == [True], "what it should be, nobody can say"


def in_fen(columns=range(2, 12)):
    """Return the cells of a table in 分 whose heading says 元."""
    cells = made.hubei().cells
    return {
        at: float(Decimal(str(price)) * 100)
        for at, price in cells.items()
        if at[0] in range(6, 13) and at[1] in columns
    }


def test_fen_under_a_heading_of_yuan_is_refused_against_the_month_before(tmp_path, rules):
    said = refused(tmp_path, rules, in_fen() | {(13, 0): "注：无"})
    assert any("F10「输配电价」：输配电价 12.63，规则表「输配电价」各电网为 0.029–0.2158" in one for one in said)
    assert any(
        "D10「代理购电价格」：代理购电价格 39.1205，2026-01 电价为 0.38447，应在其 2 倍以内" in one for one in said
    )
    assert all(one.endswith("核对表头的单位（元、分）和列名") for one in said if "以内" in one)


def test_fen_under_a_heading_of_yuan_is_refused_against_the_price_of_the_grid(tmp_path, rules):
    said = refused(tmp_path, rules, SEPTEMBER | in_fen() | {(13, 0): "注：无"})
    assert any("F10「输配电价」：输配电价 12.63，规则表「输配电价」湖北该电压等级为 0.1263" in one for one in said)


def test_periods_alone_in_fen_are_refused_against_the_flat_price_of_their_row(tmp_path, rules):
    said = refused(tmp_path, rules, SEPTEMBER | in_fen(columns=(8, 9, 11)))
    assert any(
        "J10「高峰时段电价」：高峰时段电价 85.5197，平时段电价为 0.656704，应在其 5 倍以内" in one for one in said
    )


@pytest.mark.parametrize(("times", "kept"), [("2", True), ("2.0001", False), ("0.5", True), ("0.4999", False)])
def test_a_regulated_price_may_be_twice_or_half_that_of_the_rule_book(tmp_path, rules, times, kept):
    """220 kV: 39 and 24.4 in the rule book; both columns move together, so their ratio holds."""
    fill = SEPTEMBER | {
        (12, column): float(Decimal(price) * Decimal(times)) for column, price in ((12, "39"), (13, "24.4"))
    }
    if kept:
        told = imported(tmp_path, rules, fill)["faults"]
        assert [one["code"] for one in told] == ["输配电价", "输配电价"]
    else:
        assert "M13「需量电价」" in refused(tmp_path, rules, fill)[0]


def test_another_price_than_the_rule_book_s_is_told(tmp_path, rules):
    assert imported(tmp_path, rules, SEPTEMBER)["faults"] == []
    told = imported(tmp_path, rules, SEPTEMBER | {(9, 12): 42.1})["faults"]
    assert "".join(one["text"] for one in told) == (
        "《湖北.xlsx》「电价表」M10「需量电价」：需量电价 42.1，规则表「输配电价」湖北该电压等级为 42；"
        "请与原表核对，原表确为此数的，更正规则表"
    )


SLIP = SEPTEMBER | {(9, 5): 0.1623}
"""输配电价 of 10 kV two-part, 0.1263 in the rule book, with two digits exchanged; total and periods as published."""


def test_a_price_of_delivery_that_alone_breaks_the_sum_is_named_and_not_the_total(tmp_path, rules):
    named, count = refused(tmp_path, rules, SLIP)
    assert named == (
        "《湖北.xlsx》「电价表」F10「输配电价」：输配电价 0.1623，规则表「输配电价」湖北该电压等级为 0.1263，"
        "按此数五个分项之和与平时段电价相合；请与原表核对该格"
    )
    assert count == "共 1 处不符"


def test_where_the_sum_does_not_hold_with_it_either_both_cells_are_named(tmp_path, rules):
    said = refused(tmp_path, rules, SLIP | {(9, 2): 0.656804, (9, 10): 0.656804})
    assert any("C10「平时段电价」：平时段电价 0.656804，五个分项之和为 0.692704" in one for one in said)
    assert any("F10「输配电价」：输配电价 0.1623，规则表「输配电价」湖北该电压等级为 0.1263" in one for one in said)


def test_kept_as_doubtful_the_price_of_delivery_carries_the_regulated_one(tmp_path, rules):
    imported(tmp_path, rules, SLIP, keep_doubtful=True)
    found = doubts(rules, date(2026, 9, 30))
    assert found.to_dict() == {("湖北-2026-09-两部制-1-10(20)kV", "输配电价"): 0.1263}
    assert Rulebook.load(rules).problems.query("level == '错误'").empty
    assert imported(tmp_path, rules, SLIP)["same"] == 7, "the doubt is known, so nothing is refused"


def test_the_cells_are_told_as_they_stand_in_the_file(tmp_path, rules):
    """Rows of two-part prices were told before those of single-part ones, row 10 before row 7."""
    said = refused(tmp_path, rules, dict.fromkeys(((6, 2), (6, 10), (9, 2), (9, 10), (11, 13)), 0.9))
    cells = [one.partition("「电价表」")[2].partition("「")[0] for one in said[:-1]]
    assert list(dict.fromkeys(cells)) == ["C7", "C10", "J10", "M12", "N12"]


def test_peak_and_valley_exchanged_are_refused(tmp_path, rules):
    cells = made.hubei().cells
    fill = {(row, to): cells[row, at] for row in range(6, 13) for at, to in ((9, 11), (11, 9))}
    said = refused(tmp_path, rules, fill)
    assert any(
        "J10「高峰时段电价」：高峰时段电价 0.433906，低于 《湖北.xlsx》「电价表」C10「平时段电价」 的 0.656704" in one
        for one in said
    )


def test_periods_that_cost_the_same_are_in_order(tmp_path, rules):
    fill = SEPTEMBER | {(9, 8): 0.855197}
    assert "时段次序" not in {one["code"] for one in imported(tmp_path, rules, fill)["faults"]}


@pytest.mark.parametrize(("column", "address"), [(9, "J10「高峰时段电价」"), (11, "L10「低谷时段电价」")])
def test_a_blank_peak_or_valley_beside_other_periods_is_refused(tmp_path, rules, column, address):
    with pytest.raises(ReadError, match=f"{address}：空着，同一行有其他时段的价格；请按原表补填，原表确无此价的填“—”"):
        imported(tmp_path, rules, {(9, column): None})
    assert imported(tmp_path, rules, {(9, column): "—"})["added"]["电价"] == 7


@pytest.mark.parametrize("columns", [(8,), (8, 9, 11)])
def test_a_row_without_sharp_period_or_without_periods_is_one(tmp_path, rules, columns):
    fill = {(6, column): None for column in columns}
    assert imported(tmp_path, rules, fill)["added"]["电价"] == 7


def test_a_rule_book_without_the_limits_says_what_was_not_checked(tmp_path, rules):
    book = openpyxl.load_workbook(rules)
    for row in book["审核阈值"].iter_rows(min_row=5):
        row[0].value = str(row[0].value).replace("电价导入", "改名")
    book.save(rules)
    remarks = imported(tmp_path, rules)["remarks"]
    assert any("没有『电价导入:倍数』、『电价导入:时段倍数』" in one for one in remarks)
