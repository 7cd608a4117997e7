"""The audit jobs on the open workbook: the same results as on its file, and nothing half written."""

import time
from types import SimpleNamespace

import pytest
from books.com_errors import EDITING, refuse_after
from commands.test_bad_input import GOOD, SETTINGS
from excel.conftest import Person
from excel.stepwise import Stepwise
from python_calamine import CalamineWorkbook
from sheets import book

from addin.cli.options import rule_path
from addin.commands.audit import audit_month
from addin.excel import entry
from addin.job import Order
from addin.tables.histories import RUNS
from addin.tables.results import RESULTS

BILLS = "账单号|户号|月份|起日|止日|总电量|总电费\n'B1'|'4200000000099'|2026-01|2026-01-01|2026-01-31|100|60"


@pytest.fixture
def ledger(tmp_path):
    return book(tmp_path, GOOD)


@pytest.fixture(scope="module")
def audited(calc, tmp_path_factory):
    """A ledger audited once on the screen, once as a file; what was told meanwhile."""
    folder = tmp_path_factory.mktemp("audited")
    path = book(folder, GOOD, "本月.xlsx")
    before = path.read_bytes()
    person = Person(calc, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entry, "Background", Stepwise)
        told = [entry.run("audit", person.book), entry.run("risk", person.book)]
        told += polled(person)
    kept = folder / "kept"
    kept.mkdir()
    person.book.api.SaveCopyAs(str(kept / path.name))
    in_front = person.selected()
    order = Order((path,), rule_path((path,), None))
    figures = audit_month(order, folder / "out", in_place=False, progress=lambda _: None)
    yield SimpleNamespace(
        person=person, told=told, in_front=in_front, untouched=path.read_bytes() == before,
        live=cells_of(kept / path.name), closed=cells_of(figures["result"]),
    )  # fmt: skip
    person.book.close()


def polled(person):
    """Return the answers to polls, up to the one that ends the work."""
    told = [entry.run("poll", person.book)]
    while told[-1].startswith("wait"):
        time.sleep(0.05)
        told.append(entry.run("poll", person.book))
    return told


def cells_of(path):
    workbook = CalamineWorkbook.from_path(str(path))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def test_the_sheets_are_those_of_the_file_in_the_same_order(audited):
    assert list(audited.live) == list(audited.closed)


def test_every_result_sheet_is_that_of_the_file_cell_by_cell(audited):
    ours = {table.title for table in RESULTS.values()} & set(audited.closed) - {RUNS.title}
    assert len(ours) > 9
    assert [title for title in ours if audited.live[title] != audited.closed[title]] == []


def test_the_overview_stands_in_front_and_the_file_is_untouched(audited):
    assert audited.in_front.startswith("本月概览!")
    assert audited.untouched


def test_steps_and_percentage_are_told_and_a_second_press_is_turned_away(audited):
    assert audited.told[1].startswith("warn\n上一项还没有做完")
    assert any("%：" in one and "按 Esc 停止" in one for one in audited.told)
    assert audited.told[-1].startswith("info\n一键月度审计已完成。\n账期 2026-01：1 户")


def test_what_was_said_about_a_finding_stays_with_it_when_the_audit_runs_again(audited):
    person = audited.person
    row = person.cells("复核发现")[4]
    person.select("复核发现", "C5")
    assert person.press("handle", "处理中 等客户盖章 @张三")[0] == "done"
    person.press("audit")
    again = next(one for one in person.cells("复核发现")[4:] if one[0] == row[0])
    assert again[-4:-1] == ["处理中", "等客户盖章", "张三"]


def test_a_change_that_was_not_saved_is_in_a_part_job_that_writes_only_its_own_sheets(at, ledger):
    person = at(ledger)
    person.book.sheets["客户台账"]["B2"].value = "改名钢管厂"
    person.press("grade")
    assert "改名钢管厂" in [row[2] for row in person.cells("分级结果")[4:]]
    assert {"风险结果", "账单重算"}.isdisjoint(sheet.name for sheet in person.book.sheets)


def test_the_workbook_named_in_the_settings_is_read_too_and_unsaved_when_it_is_open(at, tmp_path):
    main = book(tmp_path, {**GOOD, "设置": f"{SETTINGS}\n其他工作簿|账单.xlsx"})
    other = at(book(tmp_path, {"电费账单": BILLS}, "账单.xlsx"))
    other.book.sheets["电费账单"]["B2"].number_format = "@"
    other.book.sheets["电费账单"]["B2"].value = "4200000000088"
    person = at(main)
    person.press("audit")
    found = [row for row in person.cells("复核发现") if "4200000000088" in map(str, row)]
    assert found
    assert "[账单.xlsx]电费账单" in str(found[0])
    person.select("复核发现", f"C{person.cells('复核发现').index(found[0]) + 1}")
    assert person.press("source")[0] == "done"
    assert other.app.books.active == other.book
    assert other.selected().startswith("电费账单!")


@pytest.mark.parametrize("here", [False, True])
def test_a_companion_that_only_somebody_else_has_open_is_said_to_be_read_as_saved(at, tmp_path, here):
    main = book(tmp_path, {**GOOD, "设置": f"{SETTINGS}\n其他工作簿|账单.xlsx"})
    other = book(tmp_path, {"电费账单": BILLS}, "账单.xlsx")
    (tmp_path / "~$账单.xlsx").touch()
    (tmp_path / f"~${main.name}").touch()
    if here:
        at(other)
    said = at(main).press("audit")[1]
    assert ("『账单.xlsx』正在别处打开" in said) is not here
    assert f"『{main.name}』正在别处打开" not in said


def test_a_missing_companion_is_said(at, tmp_path):
    kind, said = at(book(tmp_path, {**GOOD, "设置": f"{SETTINGS}\n其他工作簿|没有.xlsx"})).press("audit")
    assert kind == "warn"
    assert "「设置」表「其他工作簿」：看到『没有.xlsx』" in said


def test_a_workbook_without_the_ledger_is_said_and_stays_as_it_is(at, tmp_path, log):
    person = at(book(tmp_path, {"设置": SETTINGS}))
    kind, said = person.press("audit")
    assert (kind, said.split("：")[0]) == ("warn", "没有完成")
    assert "没有工作表「客户台账」" in said
    assert "没有工作表「客户台账」" in log()
    assert [sheet.name for sheet in person.book.sheets] == ["设置"]


@pytest.mark.usefixtures("slow_job")
def test_stopping_between_two_steps_leaves_the_workbook_as_it_was(at, ledger):
    person = at(ledger)
    answer = entry.run("audit", person.book)
    assert answer.startswith("wait\n一键月度审计")
    answer = entry.run("cancel", person.book)
    while answer.startswith("wait"):
        time.sleep(0.05)
        answer = entry.run("cancel", person.book)
    assert answer == "done\n已停止，没有写入任何内容"
    assert [sheet.name for sheet in person.book.sheets] == ["设置", "客户台账"]
    assert entry.run("poll", person.book) == "done\n"


@pytest.mark.usefixtures("slow_job")
def test_rows_added_meanwhile_keep_the_results_out(at, ledger):
    person = at(ledger)
    entry.run("grade", person.book)
    person.book.sheets["客户台账"]["A3"].value = "新增一行"
    assert polled(person)[-1].startswith("warn\n没有完成：运行期间")
    assert [sheet.name for sheet in person.book.sheets] == ["设置", "客户台账"]


def test_a_cell_being_edited_at_the_end_only_delays_the_results(at, ledger, monkeypatch):
    person = at(ledger)
    with monkeypatch.context() as edited:
        refuse_after(edited, 2, EDITING)
        answer = entry.run("grade", person.book)
        while "正在编辑单元格" not in answer:
            time.sleep(0.05)
            answer = entry.run("poll", person.book)
    assert answer.startswith("wait\n")
    assert [sheet.name for sheet in person.book.sheets] == ["设置", "客户台账"]
    assert entry.run("poll", person.book).startswith("info\n")
    assert "复核发现" in [sheet.name for sheet in person.book.sheets]


def test_an_error_of_the_programs_own_is_a_sentence_and_its_trace_is_in_the_log(at, ledger, monkeypatch, log):
    def broken(*_):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("addin.excel.auditing.audit", broken)
    kind, said = at(ledger).press("audit")
    assert kind == "error"
    assert "程序内部出错" in said
    assert "运行日志.txt」发给维护人员" in said
    assert "secret" not in said
    assert "Traceback" not in said
    assert "ZeroDivisionError: secret" in log()
