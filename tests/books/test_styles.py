"""Looks are appended to a book's styles; nothing that is there is changed."""

import pytest
from books.made import MAIN

from addin.books.errors import BookError
from addin.books.looks import Look, is_date_format
from addin.books.styles import Styles

PLAIN = Look(bold=True, fill="FFFF0000", border=True, number_format="#,##0.00")


def sheet(inside, p=""):
    own = f"xmlns:{p[:-1]}" if p else "xmlns"
    return f'<{p}styleSheet {own}="{MAIN}">{inside}</{p}styleSheet>'


BOOK = sheet(
    '<numFmts count="1"><numFmt numFmtId="176" formatCode="0.0_ "/></numFmts>'
    '<fonts count="1" x:known="1"><font><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="176" s="a/b"><alignment/></xf><xf numFmtId="31"/></cellXfs>'
    '<cellStyles count="1"/><dxfs count="1"><dxf><font><b/></font><numFmt numFmtId="164" formatCode="0.00000"/></dxf></dxfs>'
)


def test_a_look_is_appended_behind_what_is_there():
    styles = Styles(BOOK)
    assert (styles.place(PLAIN), styles.place(Look()), styles.place(PLAIN)) == (3, 4, 3)
    assert '<xf numFmtId="31"/><xf numFmtId="4" fontId="1" fillId="2" borderId="1" xfId="0"' in styles.text
    assert '<cellXfs count="5">' in styles.text
    assert '<fonts count="3" x:known="1">' in styles.text


def test_a_look_that_is_there_already_is_used_again():
    once = Styles(BOOK)
    place = once.place(PLAIN)
    again = Styles(once.text)
    assert again.place(PLAIN) == place
    assert again.text == once.text


def test_a_number_format_gets_the_next_free_number_and_those_of_dxfs_do_not_count():
    styles = Styles(BOOK)
    styles.place(Look(number_format="0.00000"))
    assert '<numFmt numFmtId="177" formatCode="0.00000"/></numFmts>' in styles.text


def test_a_prefixed_style_sheet_gets_prefixed_entries():
    styles = Styles(BOOK.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:"))
    styles.place(PLAIN)
    assert '<x:color rgb="FF262626"/><x:name val="等线"/>' in styles.text
    assert "<alignment" not in styles.text


@pytest.mark.parametrize(
    "empty", [sheet(""), f'<styleSheet xmlns="{MAIN}"/>', sheet('<cellXfs count="0"/><dxfs count="0"/>')]
)
def test_missing_lists_are_added_in_the_schemas_order_with_their_defaults(empty):
    styles = Styles(empty)
    assert styles.place(Look(fill="FF00FF00", border=True, number_format="0.0")) == 1
    names = ["<numFmts", "<fonts", "<fills", "<borders", "<cellXfs", "</styleSheet>"]
    places = [styles.text.index(name) for name in names]
    assert places == sorted(places)
    assert 'fillId="2"' in styles.text


def test_a_style_without_date_format_gets_a_sister_that_has_one():
    styles = Styles(BOOK)
    assert styles.dated(2, "yyyy-mm-dd") == 2
    assert styles.dated(1, "yyyy-mm-dd") == 3
    sister = '<xf numFmtId="177" s="a/b" applyNumberFormat="1"><alignment/></xf></cellXfs>'
    assert sister in styles.text


def test_a_book_full_of_formats_is_refused():
    styles = Styles(BOOK.replace('<xf numFmtId="31"/>', '<xf numFmtId="31"/>' * 64_000))
    with pytest.raises(BookError, match="格式已有 64000 种"):
        styles.place(PLAIN)


@pytest.mark.parametrize(
    ("code", "dated"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"', True),
        ("[h]:mm", True),
        ("#,##0.00;[Red]-#,##0.00", False),
        ('0"天(day)"', False),
        ("[$-804]0.0", False),
        ("@", False),
        ("General", False),
        ("", False),
    ],
)
def test_date_formats_are_told_from_others(code, dated):
    assert is_date_format(code) == dated
