"""Excel refuses at any step of the refill of result sheets: the old results or the new ones, never half of them."""

import pytest
from books.com_errors import EDITING, GONE, OTHER, refuse_step
from books.contract import LiveSide
from books.made import findings, make_xlsxwriter, overview
from books.test_live_refusals import with_results

from addin.books.errors import BookError

STEPS = 15
"""Two new sheets come in, two old ones are kept, 4 + 3 steps fill them, four copies go."""
CLEARING = 11
"""The first step of those that only take copies away again."""
FOR_EVER = 999


@pytest.fixture(scope="module")
def screen(calc, tmp_path_factory):
    """A workbook with results of an earlier run, and a formula of the user's that looks at them."""
    folder = tmp_path_factory.mktemp("steps")
    path = with_results(make_xlsxwriter(folder / "台账.xlsx"))
    side = LiveSide(folder, calc)
    book = side.open(path)
    side.book.sheets["客户台账"].range("Z1").impl.xl.getCellByPosition(0, 0).Formula = "=$'复核发现'.E4"
    yield side, book, path
    side.close()


def run_again(book, amounts):
    for sheet in (findings(amounts=amounts), overview()):
        book.write(sheet)
    book.commit()


def state(side, book):
    """Return titles, cells, filter and the user's formula."""
    sheet = side.book.sheets["复核发现"]
    return (
        book.sheet_titles,
        book.cells("复核发现"),
        book.cells("本月概览"),
        str(sheet.api.AutoFilter.Range.Address) if sheet.api.AutoFilterMode else "",
        round(sheet.range("D1").impl.xl.Columns.getByIndex(0).Width, -2),
        side.book.sheets["客户台账"].range("Z1").value,
    )


def test_a_run_takes_so_many_steps_and_the_formula_of_the_user_sees_it(screen, monkeypatch):
    side, book, _ = screen
    with monkeypatch.context() as counted:
        done = refuse_step(counted, FOR_EVER, EDITING, 1)
        run_again(book, (7, 8))
    assert len(done) == STEPS
    assert [row[4] for row in book.cells("复核发现")[3:]] == [7, 8]
    assert side.book.sheets["客户台账"].range("Z1").value == 7


@pytest.mark.parametrize("step", range(CLEARING))
def test_one_refusal_leaves_everything_as_it_was(screen, monkeypatch, step):
    side, book, _ = screen
    before = state(side, book)
    with monkeypatch.context() as refusing:
        refuse_step(refusing, step, (EDITING, OTHER)[step % 2], 1)
        with pytest.raises(BookError, match=r"正在编辑单元格|Excel 拒绝了"):
            run_again(book, (100 + step, None))
    assert state(side, book) == before


@pytest.mark.parametrize("step", range(CLEARING, STEPS))
def test_one_refusal_of_the_clearing_up_is_not_noticed(screen, monkeypatch, step):
    _, book, _ = screen
    titles = book.sheet_titles
    with monkeypatch.context() as refusing:
        refuse_step(refusing, step, EDITING, 1)
        run_again(book, (200 + step, None))
    assert book.cells("复核发现")[3][4] == 200 + step
    assert book.sheet_titles == titles


@pytest.mark.parametrize("step", range(STEPS))
def test_where_excel_goes_on_refusing_the_old_results_or_the_new_stand_whole_and_it_is_said_where(
    screen, monkeypatch, step
):
    side, book, path = screen
    old, titles, disk = book.cells("复核发现"), book.sheet_titles, path.read_bytes()
    new = [[*row] for row in old]
    new[3][4] = 300 + step
    with monkeypatch.context() as refusing:
        refuse_step(refusing, step, EDITING, FOR_EVER)
        with pytest.raises(BookError) as caught:
            run_again(book, (300 + step, old[4][4]))
    left = [title for title in book.sheet_titles if title not in titles]
    found = {title: book.cells(title) for title in ("复核发现", *left) if title.startswith("复核发现")}
    assert found["复核发现"] in (old, new)
    if "原来的结果完整地留在" in str(caught.value):
        assert all(f"「{title}」" in str(caught.value) for title in left if found.get(title) == old)
        assert old in found.values()
    assert path.read_bytes() == disk
    for title in left:
        side.book.sheets[title].delete()


def test_excel_that_ends_in_the_middle_is_said_and_the_file_is_as_it_was(screen, monkeypatch):
    _, book, path = screen
    disk = path.read_bytes()
    with monkeypatch.context() as refusing:
        refuse_step(refusing, 6, GONE, FOR_EVER)
        with pytest.raises(BookError, match="Excel 已关闭或没有响应"):
            run_again(book, (1, 2))
    assert path.read_bytes() == disk
