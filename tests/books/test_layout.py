"""Where everything of a result sheet stands."""

import pandas as pd
import pytest
from books.made import COLUMNS, findings, overview

from addin.books import layout
from addin.books.breaks import page_breaks
from addin.books.errors import BookError
from addin.books.heights import lines_needed, row_heights
from addin.books.layout import plan
from addin.books.result import Block, ResultColumn, ResultSheet, kind_of
from addin.books.sheetframe import built_in_names, letters


def linked(rows, per_row=1):
    columns = tuple(ResultColumn(f"列{at}") for at in range(per_row))
    links = {at: ["'表'!A1"] * rows for at in range(per_row)}
    return Block(columns, [["甲"] * rows] * per_row, links=links)


def sheet(*blocks, heading=("题",), **more):
    return ResultSheet("结果", "KeyWatt:test:1", heading, blocks, **more)


def test_a_single_table_follows_its_heading():
    planned = plan(findings())
    assert [(line.row, line.kind) for line in planned.lines] == [(1, "title"), (2, "note")]
    assert (planned.blocks[0].header_row, planned.blocks[0].last_row) == (3, 5)


def test_several_tables_stand_apart_with_their_headings():
    planned = plan(overview())
    assert [(line.row, line.text) for line in planned.lines] == [(1, "本月概览"), (3, "覆盖"), (8, "重点")]
    assert [(one.header_row, one.last_row) for one in planned.blocks] == [(4, 6), (9, 10)]


def test_the_filter_takes_in_the_hidden_column_so_that_sorting_keeps_identities_beside_their_rows():
    names = built_in_names(plan(findings()))
    assert names == {"_xlnm._FilterDatabase": "$A$3:$F$5", "_xlnm.Print_Titles": "$3:$3"}


def wide(count, *repeated, width=40):
    """Return the layout of so many columns, some of them repeated on each page further right."""
    columns = tuple(ResultColumn(f"列{at}", width, repeated=at in repeated) for at in range(count))
    return plan(sheet(Block(columns, [["甲"]] * count)))


@pytest.mark.parametrize(("count", "pages"), [(6, 1), (7, 2), (11, 2), (12, 3)])
def test_what_is_repeated_on_a_page_takes_room_there(count, pages):
    assert wide(count, 0).pages_wide == pages  # 250 characters on the first, 210 on each further one


def test_a_sheet_on_several_pages_repeats_the_columns_that_tell_its_rows():
    assert built_in_names(wide(8, 2, 3))["_xlnm.Print_Titles"] == "$D:$E,$2:$2"
    assert built_in_names(wide(4, 2, 3))["_xlnm.Print_Titles"] == "$2:$2"
    assert built_in_names(wide(8))["_xlnm.Print_Titles"] == "$2:$2"


@pytest.mark.parametrize(("width", "frozen"), [(30, 2), (30.5, 0)])
def test_what_is_repeated_stays_on_the_screen_where_it_leaves_room(width, frozen):
    assert wide(8, 0, 1, width=width).frozen == frozen
    assert wide(8, 1, 2, width=width).frozen == 0


def test_exactly_as_many_links_as_allowed_are_all_written(monkeypatch):
    monkeypatch.setattr(layout, "MOST_LINKS", 10)
    planned = plan(sheet(linked(10)))
    assert planned.blocks[0].linked_rows == 10
    assert len(planned.lines) == 1


def test_further_links_are_dropped_by_whole_rows_and_a_line_says_from_where(monkeypatch):
    monkeypatch.setattr(layout, "MOST_LINKS", 10)
    planned = plan(sheet(linked(11, per_row=3)))
    assert planned.blocks[0].linked_rows == 3
    assert planned.lines[-1].text.startswith("自第 7 行起不带跳转链接：一张表最多放 10 个")
    assert planned.blocks[0].first_row == 4


def test_the_tables_of_a_sheet_share_its_links(monkeypatch):
    monkeypatch.setattr(layout, "MOST_LINKS", 10)
    planned = plan(sheet(linked(8), linked(8), linked(1)))
    assert [one.linked_rows for one in planned.blocks] == [8, 2, 0]


def test_cells_without_link_do_not_count(monkeypatch):
    monkeypatch.setattr(layout, "MOST_LINKS", 1)
    block = Block((ResultColumn("列"),), [[1, 2, 3]], links={0: pd.Series([None, "'表'!A1", None], dtype=object)})
    planned = plan(sheet(block))
    assert planned.blocks[0].linked[0].tolist() == [False, True, False]
    assert len(planned.lines) == 1


def test_tables_below_each_other_take_the_wider_column():
    one, two = Block((ResultColumn("甲", 10, hidden=True),), [[1]]), Block((ResultColumn("甲", 30),), [[1]])
    planned = plan(sheet(one, two))
    assert planned.widths[1:] == (30,)
    assert planned.hidden == (True, False)


def test_columns_have_letters_past_z():
    assert [letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_chinese_signs_take_two_places_and_line_breaks_count():
    assert [lines_needed(text, 10) for text in ("", "a" * 10, "a" * 11, "量" * 5, "量" * 6, "甲\n乙")] == [
        1,
        1,
        2,
        1,
        2,
        2,
    ]


def test_rows_are_as_tall_as_their_wrapped_text_and_no_taller_than_excel_allows():
    columns = (ResultColumn("说明", 20, wrap=True), ResultColumn("不换行", 20))
    block = Block(columns, [["短", "长" * 15, "长" * 9999, None], ["长" * 99] * 4])
    assert row_heights(block, (20, 20)) == ["17", "30.5", "400", "17"]


@pytest.mark.parametrize("choices", [("甲,乙",), ("很长的选项" * 30, "很长的选项" * 30)])
def test_a_list_that_excel_cannot_hold_is_refused(choices):
    with pytest.raises(ValueError, match="choices"):
        ResultColumn("状态", choices=choices)


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="lengths"):
        Block(COLUMNS[:2], [[1, 2], [1]])


@pytest.mark.parametrize("title", ["", "长" * 32, "a/b", "'引号"])
def test_a_title_that_is_no_sheet_name_is_refused(title):
    with pytest.raises(ValueError, match="sheet name"):
        findings(title=title)


def test_a_marker_that_is_not_ours_is_refused():
    with pytest.raises(ValueError, match="marker"):
        findings(marker="findings")


def test_more_rows_than_a_sheet_has_are_refused_in_a_sentence():
    with pytest.raises(BookError, match="最多 1048576 行"):
        sheet(Block((ResultColumn("值"),), [range(1_048_576)]))


def tables(*rows):
    """Return a sheet of tables with so many rows each, a page wide in print."""
    columns = (ResultColumn("项", 60.0), ResultColumn("数", 85.0))
    return sheet(*(Block(columns, [["甲"] * count, [1] * count], heading="表") for count in rows))


def test_a_page_begins_with_a_table_whose_heading_would_stand_alone_on_some_paper():
    """516 points of a page less 29 for its title; 17 a row, 37 with its gap before it for a heading, 24 for a header."""
    wide = page_breaks(plan(tables(20, 3)), landscape=True)
    assert wide == [26]
    assert plan(tables(20, 3)).lines[-1].row == 26
    assert page_breaks(plan(tables(5, 3)), landscape=True) == []
    assert page_breaks(plan(tables(60)), landscape=True) == [], "a single table repeats its heading"


def test_a_table_higher_than_a_page_is_left_to_the_program_and_the_next_one_begins_a_page():
    planned = plan(tables(5, 60, 2))
    assert page_breaks(planned, landscape=True) == [planned.lines[-1].row]


def test_where_every_page_has_room_there_is_no_break_however_many_tables():
    assert page_breaks(plan(tables(1, 1, 1, 1)), landscape=True) == []


def test_the_version_of_a_marker_does_not_count():
    assert kind_of("KeyWatt:findings:12") == kind_of("KeyWatt:findings:1") == "KeyWatt:findings"
    assert kind_of("KeyWatt:findings") == "KeyWatt:findings"
