"""The days on which a published table holds, as printed; titles that contradict each other; two tables of one month."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from billing_area import area, registers
from published import made

from addin.billing.month import bill_month
from addin.commands.price_sentences import price_sentences
from addin.commands.prices import Printed, import_prices
from addin.published import read_price_table
from addin.reading import ReadError
from addin.rulebook import Rulebook
from addin.rulebook.errors import RuleError

RULES = Path(__file__).parents[2] / "rules.xlsx"
HALVES = ("（执行时间：2026年2月1日-2026年2月15日）", "（执行时间：2026年2月16日-2026年2月28日）")


@pytest.fixture
def rules(tmp_path):
    return Path(shutil.copy(RULES, tmp_path / "rules.xlsx"))


def saved(tmp_path, time, fill=None, title=made.TITLE):
    return made.hubei({(0, 0): title, (1, 0): time} | (fill or {})).save(tmp_path / "湖北2月.xlsx")


def held(tmp_path, time, **given):
    table = read_price_table(saved(tmp_path, time), **given)
    return table.month, table.first_on.day, table.last_on.day


def refused(tmp_path, time, title=made.TITLE, **given):
    with pytest.raises(ReadError) as error:
        read_price_table(saved(tmp_path, time, title=title), **given)
    return str(error.value)


@pytest.mark.parametrize(
    ("time", "first", "last"),
    [
        (made.TIME, 1, 28),
        ("执行时间：2026年2月16日-2月28日", 16, 28),
        ("执行时间：２０２６年２月１６日～２８日", 16, 28),
        ("执行时间：2026年2月1-15日", 1, 15),
        ("执行时间：2026年2月1日零时至2026年2月15日24时", 1, 15),
        ("自2026年2月16日起执行", 16, 28),
        ("执行时间：2026年2月", 1, 28),
        ("执行时间：2026年2月（2026年1月28日公布）", 1, 28),
    ],
)
def test_the_days_are_those_printed(tmp_path, time, first, last):
    assert held(tmp_path, time) == ("2026-02", first, last)


@pytest.mark.parametrize("time", [
    "执行时间：2026年2月16日", "执行时间：2026年2月16日-2026年2月15日", "执行时间：2026年2月1日-2026年2月30日",
    "执行时间：2026年2月-3月",
])  # fmt: skip
def test_days_that_are_unclear_are_refused_with_their_cell(tmp_path, time):
    said = refused(tmp_path, time)
    assert said.startswith("《湖北2月.xlsx》「电价表」A2：看到『执行时间:2026年2月")
    assert "应为起止两个日子" in said


def test_days_over_two_months_are_imported_month_by_month(tmp_path):
    time = "执行时间：2026年2月16日-2026年3月15日"
    assert "看到『2026-02、2026-03』，应恰好有一个" in refused(tmp_path, time)
    assert held(tmp_path, time, month="2026-02") == ("2026-02", 16, 28)
    assert held(tmp_path, time, month="2026-03") == ("2026-03", 1, 15)
    assert "不含给出的 2026-05 的任何一天" in refused(tmp_path, time, month="2026-05")


def test_a_title_of_another_month_than_the_days_is_refused_naming_both_cells(tmp_path):
    title = made.TITLE + "（2026年3月）"
    said = refused(tmp_path, made.TIME, title)
    assert "A1：看到『国网湖北省电力有限公司代理购电工商业用户电价表(2026年3月)』，是 2026-03" in said
    assert "A2：看到『(执行时间:2026年2月1日-2026年2月28日)』，是 2026-02；两处月份应相同" in said
    path = saved(tmp_path, made.TIME, title=title)
    assert read_price_table(path, month="2026-02").month == "2026-02"
    assert "写明执行月份 2026-02，而给出的是 2026-03" in refused(tmp_path, made.TIME, title, month="2026-03")


@pytest.mark.parametrize("title", ["（2026年2月）", "（2026年1月28日公布）", "（2026年1月发布）", "（2026年1月28日）"])
def test_the_same_month_or_a_day_of_publication_contradicts_nothing(tmp_path, title):
    path = saved(tmp_path, made.TIME, title=made.TITLE + title)
    assert read_price_table(path).month == "2026-02"


def halves(tmp_path, rules):
    """Import the two halves of February: the second costs 0.0001 more to deliver at 10 kV, two-part."""
    later = {
        (9, column): float(Decimal(str(made.hubei().cells[9, column])) + Decimal("0.0001"))
        for column in (2, 5, 8, 9, 10, 11)
    }
    return [
        import_prices(Printed(saved(tmp_path, time, fill)), rules)
        for time, fill in zip(HALVES, ({}, later), strict=True)
    ]


def bill(tmp_path, rules):
    days = {"月份": "2026-02", "上次抄表日": date(2026, 1, 31), "抄表日": date(2026, 2, 28)}
    return bill_month(area(tmp_path, {"抄表记录": registers(**days)}), Rulebook.load(rules), "2026-02", "湖北")


def test_half_a_month_leaves_the_other_days_without_a_price(tmp_path, rules):
    figures = import_prices(Printed(saved(tmp_path, HALVES[1])), rules)
    said = "\n".join(price_sentences(figures))
    assert "湖北 2026-02-16 至 2026-02-28：7 行价格" in said
    assert "本表只管 2026-02-16 至 2026-02-28" in said
    billing = bill(tmp_path, rules)
    assert not billing.billed
    assert "没有 湖北 2026-02 两部制、1-10(20)kV 的价格行" in billing.doubts["reason"].iloc[0]


def test_two_tables_of_one_month_stand_side_by_side_and_each_prices_its_days(tmp_path, rules):
    """160,000 kWh by days, each period whole: 15/28 = 85,715 at 0.1263, 74,285 at 0.1264."""
    first, second = halves(tmp_path, rules)
    assert [one["added"]["电价"] for one in (first, second)] == [7, 7]
    assert not sum(second["taken_back"].values())
    book = Rulebook.load(rules)
    rows = book.all("prices").query("key == '湖北-2026-02-两部制-1-10(20)kV'")
    assert [f"{day:%m-%d}" for day in rows["effective_on"]] == ["02-01", "02-16"]
    assert [f"{day:%m-%d}" for day in rows["expires_on"]] == ["02-16", "03-01"]
    assert book.problems.query("level != '提示'").empty
    assert book.problems.query("sheet == '电价'")["row"].tolist() == [5], "the items of January, as before"
    lines = bill(tmp_path, rules).lines.query("component == '输配电'")
    assert list(lines["quantity"]) == [85715, 74285]
    assert list(lines["amount_fen"]) == [1082580, 938962]


def test_the_first_half_again_changes_nothing_and_its_correction_leaves_the_second_alone(tmp_path, rules):
    halves(tmp_path, rules)
    again = import_prices(Printed(saved(tmp_path, HALVES[0])), rules)
    assert (again["same"], again["remarks"][0]) == (7, "与规则表中已有的完全相同，没有写入")
    cheaper = {(9, 12): 41.9}
    mended = import_prices(Printed(saved(tmp_path, HALVES[0], cheaper)), rules)
    assert (mended["added"]["电价"], mended["taken_back"]["电价"]) == (1, 1)
    held_rows = Rulebook.load(rules).on(date(2026, 2, 20), "湖北").rows("prices")
    assert len(held_rows) == 7


def test_other_last_days_are_a_correction(tmp_path, rules):
    import_prices(Printed(saved(tmp_path, made.TIME)), rules)
    shorter = import_prices(Printed(saved(tmp_path, HALVES[0])), rules)
    assert (shorter["added"]["电价"], shorter["taken_back"]["电价"], shorter["same"]) == (7, 7, 0)
    book = Rulebook.load(rules)
    assert [len(book.on(date(2026, 2, day), "湖北").rows("prices")) for day in (15, 16)] == [7, 0]


def test_days_that_the_rule_book_has_another_price_for_are_refused_with_its_row(tmp_path, rules):
    import_prices(Printed(saved(tmp_path, made.TIME)), rules)
    before = rules.read_bytes()
    with pytest.raises(RuleError) as error:
        import_prices(Printed(saved(tmp_path, HALVES[1])), rules)
    said = (
        "「电价」第 12 行「生效日期」：该行管 2026-02-01 至 2026-02-28，与本表执行时间 2026-02-16 至 2026-02-28 有重叠"
    )
    assert said in str(error.value)
    assert rules.read_bytes() == before
