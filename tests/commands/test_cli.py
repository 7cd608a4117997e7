"""The command line on a small book: results beside it, human columns kept, original untouched."""

import hashlib
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook
from sheets import book

from addin.__main__ import main
from addin.commands.log import log_file
from addin.commands.saying import sentences
from addin.commands.start import copy_example
from addin.facts import RECKONED, JobError
from addin.findings import Level, Verdict
from addin.register import CHECKS, check
from addin.shipped import shipped
from addin.tables.results import RESULTS
from commands.test_bad_input import GOOD, HEAD, NO, ROW, SETTINGS

TWO = {"设置": SETTINGS, "客户台账": f"{HEAD}\n{ROW}\n{ROW.replace(NO, '4200000000002').replace('|否|', '|一级|')}"}


def invoke(*arguments):
    return CliRunner().invoke(main, [str(part) for part in arguments], catch_exceptions=False)


def audit(path, *options):
    done = invoke("audit", path, "--json", *options)
    assert done.exit_code in {0, 1}, done.output
    return json.loads(done.output)


def rows(result, sheet):
    return CalamineWorkbook.from_path(str(result)).get_sheet_by_name(sheet).to_python()


def finding_rows(result):
    """Return the findings as dicts by heading."""
    lines = rows(result, "复核发现")
    head = next(place for place, line in enumerate(lines) if "编码" in line)
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]


def test_results_stand_beside_the_original_and_the_original_is_untouched(tmp_path):
    path = book(tmp_path, GOOD)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    result = Path(audit(path)["result"])
    assert result == tmp_path / "台账-审计-2026-01" / "台账.xlsx"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_every_result_sheet_is_there_and_the_ledger_too(tmp_path):
    names = CalamineWorkbook.from_path(audit(book(tmp_path, GOOD))["result"]).sheet_names
    unasked = {"违约金计算", "退补计算", "违约用电计算"}
    ours = {"本月概览", *(one.title for one in RESULTS.values())} - unasked
    assert {"设置", "客户台账"} | ours <= set(names)


def test_the_same_input_gives_the_same_bytes(tmp_path):
    path = book(tmp_path, GOOD)
    first, second = (Path(audit(path, "--out", tmp_path / name)["result"]).read_bytes() for name in ("甲", "乙"))
    assert first == second


def test_in_place_writes_into_the_original_and_keeps_a_backup(tmp_path):
    path = book(tmp_path, GOOD)
    before = path.read_bytes()
    assert Path(audit(path, "--in-place")["result"]) == path
    assert any(other.read_bytes() == before for other in tmp_path.rglob("*.xlsx") if other != path)
    assert "复核发现" in CalamineWorkbook.from_path(str(path)).sheet_names


def test_a_part_job_writes_only_its_own_sheets(tmp_path):
    done = invoke("grade", book(tmp_path, GOOD), "--json")
    names = CalamineWorkbook.from_path(json.loads(done.output)["result"]).sheet_names
    assert "分级结果" in names
    assert not {"风险结果", "账单重算"} & set(names)


@pytest.mark.parametrize("job", ["check", "grade", "risk"])
def test_a_part_job_prices_no_bill_and_tries_no_cause(job, tmp_path, monkeypatch):
    for fact in ("billing", "causes", "refunds", "claims"):
        monkeypatch.setitem(RECKONED, fact, lambda ledger: pytest.fail("reckoned"))  # noqa: ARG005
    said = invoke(job, book(tmp_path, GOOD)).output
    assert "结果：" in said
    assert "重算账单" not in said


def test_checking_the_data_finds_what_is_wrong_with_the_ledger_and_nothing_else(tmp_path):
    result = json.loads(invoke("check", *copy_example(tmp_path), "--json").output)["result"]
    assert {row["编码"].partition("-")[0] for row in finding_rows(result)} == {"台账"}
    names = CalamineWorkbook.from_path(result).sheet_names
    assert "数据问题" in names
    assert not {"分级结果", "风险结果", "账单重算"} & set(names)


def test_what_staff_wrote_stays_with_its_finding_when_another_fault_is_mended(tmp_path):
    path = book(tmp_path, TWO)
    result = Path(audit(path)["result"])
    workbook = openpyxl.load_workbook(result)
    sheet = workbook["复核发现"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "编码" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    target = next(
        row for row in sheet.iter_rows(min_row=head[0].row + 1) if row[columns["编码"] - 1].value == "审计-A02"
    )
    sheet.cell(target[0].row, columns["处理说明"]).value = "已联系补文号"
    workbook.save(result)
    again = finding_rows(audit(path)["result"])
    assert [line["处理说明"] for line in again if line["编码"] == "审计-A02"] == ["已联系补文号"]


def test_a_check_switched_off_for_a_customer_is_counted_and_not_listed(tmp_path):
    off = "户号|编码|理由|截止日|批准人\n'4200000000002|审计-A02|名单待政府批复|2026-03-31|王五"
    result = audit(book(tmp_path, TWO | {"核查停用": off}))["result"]
    assert "审计-A02" not in [line["编码"] for line in finding_rows(result)]
    lines = rows(result, "核查覆盖")
    head = next(line for line in lines if "停用静默" in line)
    [counted] = [dict(zip(head, line, strict=True)) for line in lines if "审计-A02" in line]
    assert (counted["发现"], counted["停用静默"]) == (1, 1)


@pytest.mark.parametrize("name", ["audit", "check", "grade", "review", "risk", "document", "new", "demo", "rules"])
def test_every_command_has_help_in_chinese(name):
    said = invoke(name, "--help").output
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said)


def test_new_puts_a_ledger_and_rules_and_never_over_an_existing_file(tmp_path):
    assert invoke("new", tmp_path / "新").exit_code == 0
    assert {path.name for path in (tmp_path / "新").iterdir()} == {"大客户台账.xlsx", "rules.xlsx"}
    again = invoke("new", tmp_path / "新")
    assert again.exit_code == 2
    assert "已经存在" in again.output


def test_the_shipped_rules_have_no_error():
    done = invoke("rules", "check", "--json")
    assert [line for line in json.loads(done.output) if line["level"] == "错误"] == []


def journal(result, sheet="运行记录"):
    """Return the rows of a history below its header."""
    lines = rows(result, sheet)
    head = next(place for place, line in enumerate(lines) if "账期" in line)
    return lines[head + 1 :]


def changed(path, value):
    workbook = openpyxl.load_workbook(path)
    workbook["设置"]["C9"] = value
    workbook.save(path)


def test_every_run_on_other_input_is_a_row_of_the_journal_and_the_same_input_is_one(tmp_path):
    path = book(tmp_path, GOOD)
    audit(path)
    assert len(journal(audit(path)["result"])) == 1
    changed(path, "一")
    assert len(journal(audit(path)["result"])) == 2


def test_a_customer_that_stands_twice_in_the_ledger_is_one_customer_in_every_count(tmp_path):
    figures = audit(book(tmp_path, GOOD | {"客户台账": f"{HEAD}\n{ROW}\n{ROW}"}))
    titles = [column.title for column in RESULTS["runs"]]
    [line] = journal(figures["result"])
    assert figures["customers"] == line[titles.index("客户数") + 1] == 1


def test_the_next_month_goes_on_with_the_histories_of_the_month_before(tmp_path):
    path = book(tmp_path, GOOD)
    audit(path, "--month", "2025-12")
    result = audit(path, "--month", "2026-01")["result"]
    assert sorted(line[1] for line in journal(result, "风险历史")) == ["2025-12", "2026-01"]
    assert sorted(line[1] for line in journal(result, "等级历史")) == ["2025-12", "2026-01"]
    earlier = audit(path, "--month", "2025-12")["result"]
    assert [line[1] for line in journal(earlier, "风险历史")] == ["2025-12"], "a later month is not read back"


def test_an_exception_accepted_last_month_stays_silent_this_month(tmp_path):
    path = book(tmp_path, TWO)
    result = Path(audit(path, "--month", "2025-12")["result"])
    workbook = openpyxl.load_workbook(result)
    sheet = workbook["复核发现"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "编码" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if row[columns["编码"] - 1].value == "审计-A02":
            values = {"处理状态": "已核实", "处理说明": "文号在办", "核实截止日": "2026-06-30"}
            for title, value in values.items():
                sheet.cell(row[0].row, columns[title]).value = value
    workbook.save(result)
    now = audit(path, "--month", "2026-01")["result"]
    assert "审计-A02" not in [line["编码"] for line in finding_rows(now)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audit"], "缺少『工作簿...』"),
        (["aduit", "x.xlsx"], "没有『aduit』这个命令，是不是要用 audit；"),
        (
            ["zzz"],
            "应为 addin、audit、check、grade、review、risk、bill、run、document、prices、rules、new、demo、undo 之一",
        ),
        (["audit", "x.xlsx", "--bogus"], "没有『--bogus』这个选项"),
        (["audit", "x.xlsx", "--month"], "--month"),
        (["document", "letter", "x.xlsx"], "应为 contract、change、notice 之一"),
        (["audit", "x.xlsx", "--month", "2026-13"], "没有完成：--month：看到『2026-13』，应为 2026-01 这样的年月"),
        (["bill", "x.xlsx", "--customer", "1", "--month", "2026.1"], "没有完成：--month：看到『2026.1』"),
        (["audit", "x.xlsx", "--month", "2026年1月"], "没有完成：找不到文件「x.xlsx」"),
        (["audit", "x.xlsx", "--out", "y", "--in-place"], "没有完成：--out 与 --in-place 不能同时用"),
        (["document", "contract", "x.xlsx", "--all", "--month", "1月"], "没有完成：--month：看到『1月』"),
    ],
)
def test_a_command_typed_wrongly_ends_in_one_chinese_sentence(arguments, said):
    done = invoke(*arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert not any(word in done.output for word in ("Error", "Usage", "Missing", "Try"))


FIGURES = {"month": "2026-01", "customers": 3, "billed": 3, "unbilled": 0, "errors": 1, "warnings": 0, "notices": 0}
FIGURES |= {"failed": []}


@pytest.mark.parametrize(("problems", "lines"), [({"提示": 9}, []), ({"错误": 2, "提示": 9}, ["数据问题：错误 2 项"])])
def test_cells_that_could_not_be_taken_are_told_at_the_end_of_a_run(problems, lines):
    figures = FIGURES | {"stake_yuan": "32405406.23", "data_problems": problems, "result": "x.xlsx"}
    said = sentences(figures)
    assert "涉及金额 32,405,406.23 元" in said[1]
    assert [line.partition("，")[0] for line in said[2:-1]] == lines


def test_a_month_without_any_bill_is_said_to_be_so():
    figures = FIGURES | {"billed": 0, "stake_yuan": "0.00", "data_problems": {}, "result": "x.xlsx"}
    assert sentences(figures)[0] == "账期 2026-01：3 户，没有这个月的账单可以重算"


def test_a_problem_of_the_rules_without_a_cell_shows_no_empty_quote():
    said = invoke("rules", "check").output
    assert "『』" not in said
    assert "「」" not in said
    assert "提示：「rules.xlsx」：看到『「目录电价」「变损表」』，应为至少一行数据；" in said


@pytest.mark.parametrize("name", ["audit", "document", "rules", "new"])
def test_help_has_no_english_headings(name):
    said = invoke(name, "--help").output
    assert not any(word in said for word in ("Usage", "Options", "Commands", "Show this"))


def test_an_error_nobody_expected_is_one_sentence_and_exit_code_2(tmp_path, monkeypatch):
    monkeypatch.setattr("addin.cli.audits.steps", lambda **_: 1 / 0)
    done = invoke("audit", tmp_path / "x.xlsx")
    assert done.exit_code == 2
    assert "程序内部出错（ZeroDivisionError）" in done.output
    assert "Traceback" not in done.output


def test_a_customer_number_that_the_ledger_does_not_hold_is_refused(tmp_path):
    done = invoke("document", "notice", book(tmp_path, GOOD), "--customer", "4200000009999")
    assert done.exit_code == 2
    assert "没有户号『4200000009999』" in done.output


def test_no_row_that_calls_for_a_paper_is_said(tmp_path):
    done = invoke("document", "notice", book(tmp_path, GOOD), "--customer", NO)
    assert "没有需要出这种文书的行" in done.output


def test_workbooks_dragged_onto_the_program_are_audited(tmp_path):
    done = invoke(book(tmp_path, GOOD))
    assert done.exit_code in {0, 1}, done.output
    assert (tmp_path / "台账-审计-2026-01" / "台账.xlsx").exists()


def test_an_older_rule_book_leaves_one_check_undone_and_says_which_row_to_add(tmp_path):
    rules = tmp_path / "rules.xlsx"
    workbook = openpyxl.load_workbook(shipped("rules.xlsx"))
    sheet = workbook["校验参数"]
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "台账-VR13:自备电源倍数")
    sheet.delete_rows(row)
    workbook.save(rules)
    result = audit(book(tmp_path, TWO))["result"]
    lines = {line[1]: line for line in rows(result, "核查覆盖")}
    assert "台账-VR13:自备电源倍数" in " ".join(map(str, lines["台账-VR13"]))
    assert lines["台账-VR14"][4] == 1


@pytest.fixture
def broken(monkeypatch, tmp_path):
    """A registered check of the ledger that raises what the test puts in; the log stands in a folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    raised = []

    @check("台账-VR99", "坏了的检查", level=Level.ERROR, clause="A1", table="customers", advice="修好它")
    def breaks_down(customers: pd.DataFrame) -> Verdict:  # noqa: ARG001
        raise raised[0]

    yield raised
    del CHECKS["台账-VR99"]


def test_a_check_that_fails_is_told_and_logged_and_the_others_go_on(broken, tmp_path):
    broken.append(KeyError("没有这一列"))
    done = invoke("check", book(tmp_path, GOOD))
    assert done.exit_code == 1, done.output
    log = log_file()
    said = "检查 台账-VR99「坏了的检查」程序内部出错（KeyError），本次未能核查，其他检查不受影响"
    assert f"{said}；请把「{log}」发给维护人员" in done.output
    assert "in breaks_down" in log.read_text(encoding="utf-8")
    result = tmp_path / "台账-审计-2026-01" / "台账.xlsx"
    lines = {line[1]: line for line in rows(result, "核查覆盖")}
    assert said in " ".join(map(str, lines["台账-VR99"]))
    assert lines["台账-VR01"][4] == 1
    assert any(said in str(line) for line in rows(result, "本月概览"))


def test_a_check_that_says_why_the_run_cannot_go_on_ends_it(broken, tmp_path):
    broken.append(JobError("「设置」表「省份」：没有填写"))
    done = invoke("check", book(tmp_path, GOOD))
    assert (done.exit_code, done.output.strip().splitlines()[-1]) == (2, "没有完成：「设置」表「省份」：没有填写")
