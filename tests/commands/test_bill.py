"""``keywatt bill``: a customer's bill as a person at the keyboard asks for it, and its 核算底稿 beside the results."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from billing_area import MONTH, OPTIONAL, TOTAL_YUAN, base_sheets, printed, registers
from billing_cases import number, stacked
from python_calamine import CalamineWorkbook
from sheets import book

from addin.shipped import shipped
from commands.test_cli import audit, finding_rows, invoke, rows

FIRST, WRONG, LOST = map(number, range(3))
"""A customer whose bill is right, one that is charged 10 yuan too much, one whose price row is not there."""
UNPRICED = {"计费参数": {"单一制/两部制": "单一制", "计价电压": "110kV", "容需量计费方式": "不计"}}
TITLE = f"核算底稿-{FIRST}"

GROUPED = f"{TOTAL_YUAN:,.2f}"


def billed(changes=None, yuan=0.0):
    """Return the sheets of a customer with the bill that was printed, some yuan more in its capacity charge."""
    bill = printed()
    bill["账单明细"][7]["金额"] += yuan
    bill["电费账单"][0]["总电费"] = TOTAL_YUAN + yuan
    return (changes or {}) | bill


def ledger(folder, cases=None, name="台账.xlsx"):
    """Write the ledger of some customers as a company keeps it; return its path."""
    tables = stacked([billed(), billed(yuan=10.0), billed(UNPRICED)] if cases is None else cases)
    settings = [["项目", "内容"], ["省份", "湖北"], ["月份", MONTH], ["供电公司全称", "江城供电公司"]]
    return book(folder, {"设置": settings, **{title: _grid(title, found) for title, found in tables.items()}}, name)


def _grid(title, found):
    heads = list(dict.fromkeys(head for row in found for head in row)) or list(OPTIONAL[title])
    plain = [[row.get(head) for head in heads] for row in found]
    return [heads, *([cell.strip("'") if isinstance(cell, str) else cell for cell in row] for row in plain)]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A ledger of three customers; nobody writes into it."""
    return ledger(tmp_path_factory.mktemp("bill"))


def asked(path, *options):
    """Return the exit code and what is told as JSON."""
    done = invoke("bill", path, "--json", *options)
    return done.exit_code, json.loads(done.stdout)


def sheet_names(result):
    return CalamineWorkbook.from_path(str(result)).sheet_names


def test_a_bill_is_told_row_by_row_with_its_working_its_rule_and_its_sum(path):
    done = invoke("bill", path, "--customer", FIRST)
    assert done.exit_code == 0, done.output
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert f"户号 {FIRST}　江城机械有限公司　账期 {MONTH}" in lines
    [sharp] = [line for line in lines if line.startswith("购电·尖")]
    assert "示数 100→112 ×1000 = 12,000 kWh × 0.796226 元/kWh = 9,554.71" in sharp
    assert "账单 9,554.71" in sharp
    assert "电价!" in sharp
    assert f"合计　重算 {GROUPED}　账单 {GROUPED}　差额 0.00" in lines


def test_a_bill_that_differs_ends_with_code_1_and_shows_where(path):
    done = invoke("bill", path, "--customer", WRONG)
    assert done.exit_code == 1, done.output
    [capacity] = [line for line in done.stdout.splitlines() if "容量电费" in line]
    assert "账单 26,310.00　差额 10.00　不符" in capacity
    assert "分毫不差" not in done.stdout
    assert f"合计　重算 {GROUPED}　账单 132,008.81　差额 10.00" in done.stdout


def test_the_mistake_that_would_give_the_issued_bill_is_named(tmp_path):
    """The bill of a meter of 1,000 times, beside an archive that knows it as one of 2,000."""
    twice = {"计量点": [base_sheets()["计量点"][0] | {"综合倍率": 2000}], "抄表记录": registers(multiplier=2000)}
    readings = [row | {"本次示数": 100 + (row["本次示数"] - 100) * 2} for row in twice["抄表记录"]]
    path = ledger(tmp_path, [billed(), billed(twice | {"抄表记录": readings})])
    done = invoke("bill", path, "--customer", WRONG)
    assert "  若按倍率 1000 计算，与账单分毫不差" in done.stdout.splitlines()
    assert asked(path, "--customer", WRONG)[1]["bills"][0]["cause"] == "若按倍率 1000 计算，与账单分毫不差"


def test_json_holds_amounts_as_decimal_text_and_nothing_but_json_is_printed(path):
    code, told = asked(path, "--customer", WRONG)
    assert (code, told["month"]) == (1, MONTH)
    [bill] = told["bills"]
    assert (bill["customer_no"], bill["issued_yuan"], bill["recomputed_yuan"]) == (WRONG, "132008.81", "131998.81")
    assert (bill["difference_yuan"], bill["different"], bill["recomputed"], bill["doubts"]) == ("10.00", True, True, [])
    [row] = [one for one in bill["rows"] if one["component"] == "容量电费"]
    assert (row["issued_yuan"], row["recomputed_yuan"], row["difference_yuan"]) == ("26310.00", "26300.00", "10.00")
    assert row["outcome"] == "不符"
    assert row["rule"].startswith("电价!")
    assert len(bill["rows"]) == 9


def test_json_holds_the_inputs_of_each_row_as_data(path):
    [bill] = asked(path, "--customer", FIRST)[1]["bills"]
    rows = {(row["component"], row["period"]): row["inputs"] for row in bill["rows"]}
    sharp = rows["购电", "尖"]
    [read] = sharp["readings"]
    assert (read["meter_no"], read["register"], read["sign"]) == ("M1-0", "正向有功尖", 1)
    assert (read["previous"], read["current"], read["multiplier"], read["quantity"]) == ("100", "112", "1000", "12000")
    assert (sharp["quantity"], sharp["unit_price"], sharp["days"]) == ("12000", "0.796226", None)
    rules = openpyxl.load_workbook(shipped("rules.xlsx"), read_only=True)
    prices = [_cell(rules, place) for place in sharp["price_cells"]]
    assert round(prices[0] - sum(prices[3:]), 6) == 0.796226
    [transmission] = rows["输配电", "总"]["price_cells"]
    assert _cell(rules, transmission) == 0.1263
    assert sharp["rounding"]["how"] == "四舍五入到分"
    assert sharp["rounding"]["rule"].startswith("计费规则!")
    assert (rows["容量电费", "总"]["readings"], rows["容量电费", "总"]["unit_price"]) == ([], "26.3")
    assert _cell(rules, rows["力调电费", "总"]["price_cells"][0]) == -0.6


def _cell(book, place):
    title, _, cell = place.replace("'", "").partition("!")
    return book[title][cell].value


def test_json_of_a_row_that_was_not_recomputed_has_no_inputs(path):
    [bill] = asked(path, "--customer", LOST)[1]["bills"]
    assert [row["inputs"] for row in bill["rows"]] == [{}] * len(bill["rows"])


def test_several_customers_are_told_once_each_in_the_order_asked(path):
    code, told = asked(path, "--customer", WRONG, "--customer", FIRST, "--customer", WRONG)
    assert code == 1
    assert [bill["customer_no"] for bill in told["bills"]] == [WRONG, FIRST]


def test_a_customer_that_cannot_be_recomputed_is_told_why_and_ends_with_code_2(path):
    done = invoke("bill", path, "--customer", LOST)
    assert done.exit_code == 2
    assert "没有 湖北 2026-01 单一制、110kV 的价格行" in done.stdout
    assert "合计" not in done.stdout
    code, told = asked(path, "--customer", LOST)
    assert (code, told["bills"][0]["recomputed"]) == (2, False)
    assert told["bills"][0]["recomputed_yuan"] is None


def test_one_of_several_customers_that_cannot_be_recomputed_ends_with_code_1(path):
    code, told = asked(path, "--customer", LOST, "--customer", FIRST)
    assert (code, [bill["recomputed"] for bill in told["bills"]]) == (1, [False, True])


def test_a_bill_of_which_a_part_could_not_be_recomputed_ends_with_code_1(tmp_path):
    traded = {"计费参数": {"市场化属性": "直接交易"}}
    code, told = asked(ledger(tmp_path, [billed(), billed(traded)]), "--customer", WRONG)
    [bill] = told["bills"]
    assert (code, bill["recomputed"], bill["partly"]) == (1, True, True)
    assert next(row["outcome"] for row in bill["rows"] if row["component"] == "购电") == "未能核查"


def test_a_number_that_the_ledger_does_not_hold_is_refused(path):
    done = invoke("bill", path, "--customer", "4200009999999")
    assert (done.exit_code, done.stdout.strip()) == (2, "")
    assert "「客户台账」没有户号 4200009999999" in done.stderr


def test_a_month_without_prices_is_not_recomputed_and_says_what_to_add(tmp_path):
    december = billed()
    for title in ("抄表记录", "电费账单", "账单明细"):
        december[title] = [row | {"月份": "2024-12"} for row in december.get(title, base_sheets().get(title))]
    done = invoke("bill", ledger(tmp_path, [december]), "--customer", FIRST, "--month", "2024-12")
    assert done.exit_code == 2
    assert "没有 湖北 2024-12" in done.stdout + done.stderr


def test_a_month_without_readings_or_bill_is_said(path):
    done = invoke("bill", path, "--customer", FIRST, "--month", "2026-02")
    assert done.exit_code == 2
    said = f"户号 {FIRST} 在 2026-02 没有账单也没有抄表记录，没有重算：请核对所选的账期和「抄表记录」「电费账单」的「月份」"
    assert [line.strip() for line in done.stdout.splitlines() if "2026-02 " in line] == [said]
    code, told = asked(path, "--customer", FIRST, "--month", "2026-02")
    assert (code, told["bills"][0]["recomputed"], told["bills"][0]["doubts"]) == (2, False, [said])


def test_output_that_its_reader_has_closed_ends_the_run_without_a_word(path):
    """``keywatt bill … | head``: the first line is written into a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "addin", "bill", str(path), "--customer", FIRST]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own
    os.close(writer)
    assert done.returncode == 2
    assert "没有完成" not in done.stderr
    assert "BrokenPipe" not in done.stderr


SUB = base_sheets()["计量点"][0] | {
    "计量点号": "P2", "上级计量点": "P1", "关系": "套表", "表号": "M2", "单一制/两部制": "单一制", "力调参与": None,
}  # fmt: skip
BELOW = registers({"尖": 900, "峰": 2_500, "平": 4_100, "谷": 2_000}, 0, 计量点号="P2", 表号="M2")


def test_a_row_names_the_sub_meter_that_it_is_of(tmp_path):
    own = {"计量点": [base_sheets()["计量点"][0], SUB], "抄表记录": [*registers(), *BELOW]}
    path = ledger(tmp_path, [own])
    [told] = asked(path, "--customer", FIRST)[1]["bills"]
    named = [(row["component"], row["point_no"], row["starts_on"]) for row in told["rows"] if row["period"] == "总"]
    assert [one for one in named if one[0] in {"系统运行", "容量电费"}] == [
        ("系统运行", "", None), ("系统运行", "P2-0", None), ("容量电费", "", None),
    ]  # fmt: skip
    lines = [line.strip() for line in invoke("bill", path, "--customer", FIRST).stdout.splitlines()]
    assert sum(line.startswith("系统运行：P2-0 ") for line in lines) == 1


def test_a_row_of_a_cut_month_has_the_first_day_of_its_segment(tmp_path):
    terms = base_sheets()["计费参数"][0]
    cut = [terms | {"失效日期": date(2026, 1, 11)}, terms | {"生效日期": date(2026, 1, 11), "基金减免": 0.0019}]
    [told] = asked(ledger(tmp_path, [{"计费参数": cut}]), "--customer", FIRST)[1]["bills"]
    days = [row["starts_on"] for row in told["rows"] if row["component"] == "政府性基金"]
    assert days == ["2026-01-01", "2026-01-11"]


def test_a_printed_row_that_was_not_recomputed_keeps_its_point(tmp_path):
    path = ledger(tmp_path, [dwelling("购电|总|100||0.558|55.80")])
    [told] = asked(path, "--customer", FIRST)[1]["bills"]
    assert [row["point_no"] for row in told["rows"] if row["issued_yuan"] == "55.80"] == ["P2-0"]
    assert "购电·P2-0：未能重算" in invoke("bill", path, "--customer", FIRST).stdout


def test_a_customer_read_but_not_yet_billed_has_a_statement_and_nothing_to_compare(tmp_path):
    done = invoke("bill", ledger(tmp_path, [{}]), "--customer", FIRST)
    assert done.exit_code == 0, done.output
    assert f"合计　重算 {GROUPED}　账单 无　差额 —" in done.stdout
    assert f"户号 {FIRST} 在 {MONTH} 没有已出的账单，没有可比的金额" in done.stdout


def test_without_a_bill_a_doubtful_price_and_what_its_alternative_gives_are_said(tmp_path):
    """40,000 kWh × 0.595188 = 23,807.52 and × 0.593188 = 23,727.52; a bill that was issued decides by itself."""
    done = invoke("bill", ledger(tmp_path, [{}]), "--customer", FIRST)
    said = "按表中值 0.595188 元/kWh 为 23,807.52 元，按备选值 0.593188 元/kWh 为 23,727.52 元"
    assert f"购电（峰）的电价待核（电价待核!8），没有已出的账单可以印证：{said}" in done.stdout
    assert "待核（" not in invoke("bill", ledger(tmp_path, name="有账单.xlsx"), "--customer", FIRST).stdout


def test_bills_in_a_workbook_of_their_own_that_the_settings_name_are_read(tmp_path):
    whole = openpyxl.load_workbook(ledger(tmp_path, name="电费.xlsx"))
    kept, moved = ("电费账单", "账单明细", "抄表记录"), openpyxl.load_workbook(tmp_path / "电费.xlsx")
    for title in whole.sheetnames:
        del (whole if title in kept else moved)[title]
    whole["设置"].append(["其他工作簿", "电费.xlsx"])
    whole.save(tmp_path / "台账.xlsx")
    moved.save(tmp_path / "电费.xlsx")
    assert asked(tmp_path / "台账.xlsx", "--customer", FIRST)[1]["bills"][0]["issued_yuan"] == str(TOTAL_YUAN)


def test_without_customer_the_command_is_refused(path):
    done = invoke("bill", path)
    assert done.exit_code == 2
    assert "--customer" in done.output


def test_worksheets_are_written_for_those_that_have_a_statement(tmp_path):
    path = ledger(tmp_path)
    before = path.read_bytes()
    code, told = asked(path, "--customer", FIRST, "--customer", LOST, "--worksheet", "--out", tmp_path / "结果")
    assert (code, told["result"]) == (1, str(tmp_path / "结果" / "台账.xlsx"))
    ours = [name for name in sheet_names(told["result"]) if name.startswith("核算底稿")]
    assert ours == [TITLE]
    assert path.read_bytes() == before


def test_a_worksheet_of_nobody_is_not_written(tmp_path):
    code, told = asked(ledger(tmp_path), "--customer", LOST, "--worksheet")
    assert (code, told["result"]) == (2, "")
    assert not (tmp_path / f"台账-审计-{MONTH}").exists()


def changed(path, title, heading, value, row=2):
    """Change a cell of a sheet."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[title]
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    sheet.cell(row, column).value = value
    workbook.save(path)


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """Two customers with worksheets: one changes its capacity, one loses its prices; then the month is audited.

    Returns the ledger, what the audit told, the worksheet as it wrote it, and the result book with a note put down.
    """
    path = ledger(tmp_path_factory.mktemp("audited"), [billed(), billed()])
    asked(path, "--customer", FIRST, "--customer", WRONG, "--worksheet")
    changed(path, "受电设备", "铭牌容量", 800)
    changed(path, "计费参数", "计价电压", "500kV", row=3)
    told = audit(path)
    shown = rows(told["result"], TITLE)
    workbook = openpyxl.load_workbook(told["result"])
    sheet = workbook["复核发现"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "编码" for cell in row))
    note = next(cell.column for cell in head if cell.value == "处理说明")
    sheet.cell(head[0].row + 1, note).value = "已核对"
    workbook.save(told["result"])
    return path, told, shown, Path(told["result"])


def test_an_audit_writes_the_worksheets_of_its_book_anew_from_what_the_ledger_says_now(audited):
    _, _, shown, _ = audited
    capacity = [line for line in shown if "容量电费" in line]
    assert any(800 in line for line in capacity)
    assert not any(1000 in line for line in capacity)


def test_an_audit_that_can_no_longer_recompute_a_worksheets_customer_says_so(audited):
    _, told, _, result = audited
    assert f"核算底稿-{WRONG}" not in sheet_names(result)
    [said] = [one for one in told["remarks"] if "核算底稿" in one]
    assert f"户号 {WRONG} 在 {MONTH} 没有可以重算的账单" in said


def test_a_worksheet_after_an_audit_leaves_its_results_and_what_staff_wrote(audited):
    path, _, _, result = audited
    before = {name: rows(result, name) for name in sheet_names(result) if name != TITLE}
    _, told = asked(path, "--customer", FIRST, "--worksheet")
    assert (told["result"], told["remarks"]) == (str(result), [])
    assert {name: rows(result, name) for name in sheet_names(result) if name != TITLE} == before
    assert "已核对" in [row["处理说明"] for row in finding_rows(result)]


def test_a_worksheet_beside_results_older_than_the_ledger_says_so(audited):
    path, _, _, result = audited
    now = result.stat().st_mtime
    os.utime(path, (now + 60, now + 60))
    done = invoke("bill", path, "--customer", FIRST, "--worksheet")
    assert "请重新审计" in done.stdout
    assert f"结果：{result}" in done.stdout


def test_two_worksheets_one_after_the_other_stand_side_by_side(tmp_path):
    path = ledger(tmp_path, [billed(), billed()])
    for no in (FIRST, WRONG, FIRST):
        result = asked(path, "--customer", no, "--worksheet")[1]["result"]
    ours = [name for name in sheet_names(result) if name.startswith("核算底稿")]
    assert ours == [TITLE, f"核算底稿-{WRONG}"]


def test_of_a_ledger_that_somebody_has_open_the_bill_says_so(tmp_path):
    path = ledger(tmp_path)
    (tmp_path / "~$台账.xlsx").touch()
    assert "『台账.xlsx』正在别处打开" in invoke("bill", path, "--customer", FIRST).stdout


def dwelling(*rows):
    """Return a customer with a sub-meter of dwellings, for which 目录电价 has no row; its bill has these rows more."""
    sub = base_sheets()["计量点"][0] | {
        "计量点号": "P2", "上级计量点": "P1", "关系": "定量", "定量": 100, "电价类别": "居民生活", "表号": None,
    }  # fmt: skip
    text = "\n".join(["容量电费|总|1000|31|26.3|26300.00", *rows])
    own = printed(text=text)
    if rows:
        own["账单明细"][-1]["计量点号"] = "P2"
    return {"计量点": [base_sheets()["计量点"][0], sub]} | own


def test_a_sum_that_lacks_a_part_is_not_given_as_if_it_were_whole(tmp_path):
    without_bill = {title: rows for title, rows in dwelling().items() if title == "计量点"}
    for name, case in (("a.xlsx", dwelling()), ("b.xlsx", without_bill)):
        done = invoke("bill", ledger(tmp_path, [case], name), "--customer", FIRST)
        assert "合计　重算 不全　账单" in done.stdout
        assert "「目录电价」没有 居民生活、1-10(20)kV 的行" in done.stdout


def test_a_part_that_is_taken_over_from_the_bill_is_said_beside_the_sum(tmp_path):
    path = ledger(tmp_path, [dwelling("居民生活|总|100||0.558|55.80")])
    done = invoke("bill", path, "--customer", FIRST)
    [line] = [line for line in done.stdout.splitlines() if line.startswith("合计")]
    assert "（未能重算的项按账单计入）" in line
    assert "不全" not in line
