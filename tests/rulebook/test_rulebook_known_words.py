"""计费规则: a word that the program does not know is told, never read as another."""

import pytest

from addin.rulebook.known_words import ALL_OF, NUMBERS, ONE_OF, PART_OF, TABLE, unknown_words


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


@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_that_the_program_does_not_know_is_told(tables, key):
    assert changed(tables, key, value=3.0) == {("value", "3")}


@pytest.mark.parametrize(
    ("key", "text"),
    [("天数折算", "固定天数"), ("超合同需量方式", "A"), ("超合同需量方式", None), ("浮动项", "购电、系统运行")],
)
def test_a_word_that_the_program_knows_and_an_empty_cell_pass(tables, key, text):
    assert changed(tables, key, text=text) == set()


@pytest.mark.parametrize("text", ["购电、系统运行费", "购电，输配电"])
def test_a_list_with_one_unknown_word_is_told(tables, text):
    assert changed(tables, "力调参与项", text=text) == {("text", text)}
