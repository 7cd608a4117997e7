"""The workbooks that 设置 names are read with the ledger, from the command line too."""

import pytest
from sheets import book

from commands.test_bad_input import GOOD, SETTINGS
from commands.test_cli import audit, finding_rows, invoke, rows

STRANGER = "4200000000099"
BILLS = f"账单号|户号|月份|起日|止日|总电量|总电费\n'B1'|'{STRANGER}'|2026-01|2026-01-01|2026-01-31|100|60"


def ledger(folder, *names, title="台账.xlsx"):
    return book(folder, {**GOOD, "设置": f"{SETTINGS}\n其他工作簿|{'；'.join(names)}"}, title)


def of_the_stranger(figures):
    return [row for row in finding_rows(figures["result"]) if STRANGER in str(row)]


def test_the_workbook_named_in_the_settings_is_read_too(tmp_path):
    book(tmp_path, {"电费账单": BILLS}, "账单.xlsx")
    found = of_the_stranger(audit(ledger(tmp_path, "账单.xlsx")))
    assert found
    assert "[账单.xlsx]电费账单" in str(found[0])
    assert not of_the_stranger(audit(book(tmp_path, GOOD, "无.xlsx")))


def test_one_that_is_given_too_is_read_once(tmp_path):
    bills, main = book(tmp_path, {"电费账单": BILLS}, "账单.xlsx"), ledger(tmp_path, "账单.xlsx")
    alone = of_the_stranger(audit(main, "--out", tmp_path / "一"))
    both = of_the_stranger(audit(main, bills, "--out", tmp_path / "二"))
    assert [row["编码"] for row in both] == [row["编码"] for row in alone]


def test_one_that_is_given_too_is_named_once(tmp_path):
    bills, main = book(tmp_path, {"电费账单": BILLS}, "账单.xlsx"), ledger(tmp_path, "账单.xlsx")
    said = [line[2] for line in rows(audit(bills, main)["result"], "本月概览") if line[1] == "工作簿"]
    assert said == ["账单.xlsx、台账.xlsx"]


def test_one_that_stands_elsewhere_and_is_given_is_not_asked_for_again(tmp_path):
    (tmp_path / "别处").mkdir()
    bills = book(tmp_path / "别处", {"电费账单": BILLS}, "账单.xlsx")
    assert of_the_stranger(audit(ledger(tmp_path, "账单.xlsx"), bills))


def test_the_copy_in_the_results_finds_those_beside_the_ledger(tmp_path):
    book(tmp_path, {"电费账单": BILLS}, "账单.xlsx")
    result = audit(ledger(tmp_path, "账单.xlsx"))["result"]
    assert of_the_stranger(audit(result, "--in-place"))


@pytest.mark.parametrize("command", [("audit",), ("document", "contract", "--all")])
def test_one_that_is_missing_is_a_sentence_and_nothing_is_written(tmp_path, command):
    main = ledger(tmp_path, "没有.xlsx")
    done = invoke(*command[:2], main, *command[2:], "--json")
    assert done.exit_code == 2
    assert "「设置」表「其他工作簿」：看到『没有.xlsx』" in done.output
    assert "请核对文件名，或清空这一格" in done.output
    assert list(tmp_path.iterdir()) == [main]
