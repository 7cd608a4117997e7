"""计费规则: a word that the program does not know is told, never read as another."""

import pytest

from addin.rulebook.known_words import ALL_OF, ONE_OF, ONLY, PART_OF, TABLE, unknown_words


def changed(tables, key, **cells):
    """Return the remarks on the shipped rows of a key with other cells, by column."""
    for column, cell in cells.items():
        tables[TABLE].loc[tables[TABLE]["key"] == key, column] = cell
    return {(one.column, one.seen) for one in unknown_words(tables)}


def test_the_shipped_rules_hold_words_that_the_program_knows(tables):
    assert list(unknown_words(tables)) == []


@pytest.mark.parametrize("key", [*ONE_OF, *PART_OF, *ALL_OF])
def test_every_named_rule_is_there_and_another_word_in_it_is_told(tables, key):
    assert changed(tables, key, text="别的做法") == {("text", "别的做法")}


@pytest.mark.parametrize(("key", "only"), ONLY.items())
def test_a_row_that_only_describes_is_there_and_another_word_or_number_in_it_or_none_is_told(tables, key, only):
    column, other = ("text", "别的做法") if isinstance(only, str) else ("value", 3.0)
    assert changed(tables, key, **{column: only}) == set()
    assert changed(tables, key, **{column: other}) == {(column, "3" if other == 3.0 else other)}
    assert changed(tables, key, **{column: None}) == {(column, "空")}


def test_what_is_said_of_a_word_that_is_not_supported(tables):
    tables[TABLE].loc[tables[TABLE]["key"] == "分段力率", "text"] = "各段一个力率"
    [one] = unknown_words(tables)
    assert one.expected == "全月一个力率，各段用本段标准（只支持这一种做法，改动不起作用）"
    assert one.level == "错误"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("天数折算", "固定天数"),
        ("超合同需量方式", "A"),
        ("超合同需量方式", None),
        ("浮动项", "购电、系统运行"),
        ("需量用户暂停单位", "按日"),
        ("需量用户暂停单位", None),
        ("力率分布式口径", "按正反向示数"),
        ("力率分布式口径", None),
    ],
)
def test_a_word_that_the_program_knows_and_an_empty_cell_pass(tables, key, text):
    assert changed(tables, key, text=text) == set()


@pytest.mark.parametrize("text", ["购电、系统运行费", "购电，输配电"])
def test_a_list_with_one_unknown_word_is_told(tables, text):
    assert changed(tables, "力调参与项", text=text) == {("text", text)}
