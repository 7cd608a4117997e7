"""A company's rule book of an earlier version: what it lacks is named, and added with one command."""

import openpyxl
import pytest
from billing_area import END, MONTH, TOTAL_YUAN, area, rulebook

from addin.billing.month import bill_month
from addin.rulebook import NoRule, Rulebook
from addin.shipped import shipped
from commands.test_cli import invoke

DIGITS = ("代理购电倍数:时段系数位数", "代理购电倍数:单价位数")


@pytest.fixture
def earlier(tmp_path):
    """Return a rule book without two rows of 计费规则 and one of 审核阈值, and with a limit of the company's own."""
    book = openpyxl.load_workbook(shipped("rules.xlsx"))
    for title, keys in {"计费规则": DIGITS, "审核阈值": ("电价导入:倍数",)}.items():
        sheet = book[title]
        head = {cell.value: cell.column for cell in sheet[4]}
        named = next(column for text, column in head.items() if str(text).startswith(("规则", "参数", "项目", "键")))
        for row in range(sheet.max_row, 4, -1):
            if sheet.cell(row, named).value in keys:
                sheet.delete_rows(row)
            elif sheet.cell(row, named).value == "电费-A01:增幅":
                sheet.cell(row, named + 1).value = 25
    book.save(tmp_path / "rules.xlsx")
    return tmp_path / "rules.xlsx"


def test_what_is_lacking_is_named_with_where_to_get_it(tmp_path, earlier):
    with pytest.raises(
        NoRule, match=f"「计费规则」没有『{DIGITS[0]}』.*旧版，运行 keywatt rules update，或照随程序提供的"
    ):
        bill_month(area(tmp_path), Rulebook.load(earlier), MONTH, "湖北")


def test_a_row_that_is_there_but_ended_is_no_matter_of_the_version():
    with pytest.raises(NoRule) as error:
        rulebook().on(END.replace(year=2000)).value("audit_thresholds", "电费-A01:增幅")
    assert "rules update" not in str(error.value)


def test_the_lacking_rows_are_added_and_all_others_stay_as_they_are(tmp_path, earlier):
    before = Rulebook.load(earlier)
    said = invoke("rules", "update", earlier).output
    assert [line for line in said.splitlines() if line.startswith("新增 ")] == [
        "新增 「审核阈值」『电价导入:倍数』", *(f"新增 「计费规则」『{key}』" for key in DIGITS)
    ]  # fmt: skip
    assert "原规则表备份为「rules-备份-1.xlsx」" in said
    after, rules = Rulebook.load(earlier), rulebook().on(END, "湖北")
    for name, table in before.tables.items():
        assert after.all(name).loc[table.index].equals(table), name
    assert after.on(END, "湖北").value("audit_thresholds", "电费-A01:增幅") == 25
    for key in DIGITS:
        assert after.on(END, "湖北").value("billing_flags", key) == rules.value("billing_flags", key)
    assert after.problems.query("level == '错误'").equals(before.problems.query("level == '错误'"))
    lines = bill_month(area(tmp_path), after, MONTH, "湖北").lines
    assert lines["amount_fen"].sum() == round(TOTAL_YUAN * 100)
    assert "不缺随程序提供的规则行，没有写入" in invoke("rules", "update", earlier).output


def test_without_a_rule_book_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = invoke("rules", "update")
    assert done.exit_code == 2
    assert "当前文件夹没有 rules.xlsx" in done.output
