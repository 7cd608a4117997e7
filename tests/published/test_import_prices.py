"""A published table into a rule book: checked, compared, written without touching anything else, and usable."""

import json
import shutil
import zipfile
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
from billing_area import KWH, NO, amounts, area, registers
from click.testing import CliRunner
from published import made

from addin.__main__ import main
from addin.billing.month import bill_month
from addin.books.errors import BookError
from addin.commands.asking import Ask
from addin.commands.prices import Printed, import_beside, import_prices
from addin.facts import JobError
from addin.rulebook import Rulebook

RULES = Path(__file__).parents[2] / "rules.xlsx"
FEBRUARY = date(2026, 2, 28)
KEY = "湖北-2026-02-两部制-1-10(20)kV"


@pytest.fixture
def rules(tmp_path):
    return Path(shutil.copy(RULES, tmp_path / "rules.xlsx"))


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """February imported into the shipped book once: folder and figures."""
    folder = tmp_path_factory.mktemp("once")
    shutil.copy(RULES, folder)
    return folder, imported(folder, folder / "rules.xlsx")


@pytest.fixture
def rules_after(once, tmp_path):
    """A copy of the book that February was imported into."""
    return Path(shutil.copy(once[0] / "rules.xlsx", tmp_path))


def imported(tmp_path, rules, printed=None, **options):
    path = (printed or made.hubei()).save(tmp_path / "湖北2月.xlsx")
    return import_prices(Printed(path), rules, **options)


def in_force(rules, table="prices", day=FEBRUARY):
    rulebook = rules if isinstance(rules, Rulebook) else Rulebook.load(rules)
    rows = rulebook.on(day, "湖北").rows(table)
    return rows[rows["month"] == f"{day:%Y-%m}"] if "month" in rows else rows


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_rows_of_the_table_are_in_force_in_their_month_with_source_and_evidence(once):
    folder, figures = once
    assert figures["added"] == {"电价": 7, "系统运行费明细": 4, "电价待核": 0}
    rulebook = Rulebook.load(folder / "rules.xlsx")
    assert rulebook.problems.query("sheet == '电价'")["row"].tolist() == [5], "the items of January, as before"
    rows = in_force(rulebook)
    assert len(rows) == 7
    row = rows[rows["key"] == KEY].iloc[0]
    assert (row["flat_yuan_per_kwh"], row["peak_yuan_per_kwh"], row["demand_yuan_per_kw_month"]) == (
        0.656704,
        0.855197,
        42,
    )
    assert (f"{row['effective_on']:%Y-%m-%d}", f"{row['expires_on']:%Y-%m-%d}") == ("2026-02-01", "2026-03-01")
    assert (row["source"], row["evidence"], row["unverified"]) == (made.TITLE, "导入：湖北2月.xlsx", "否")
    assert len(in_force(rulebook, "system_operation_items")) == 4


def test_every_other_part_of_the_rule_book_keeps_its_bytes(once):
    rules = once[0] / "rules.xlsx"
    before, after = parts(RULES), parts(rules)
    changed = {name for name in before if before[name] != after[name]}
    titles = openpyxl.load_workbook(rules, read_only=True).sheetnames
    sheets = {f"xl/worksheets/sheet{titles.index(title) + 1}.xml" for title in ("电价", "系统运行费明细")}
    assert set(before) == set(after)
    assert sheets <= changed <= sheets | {"xl/workbook.xml", "xl/styles.xml"}
    for name in sheets:
        old = before[name].decode()
        assert old[old.index('<row r="1"') : old.index("</sheetData>")] in after[name].decode()


def test_new_rows_look_like_the_rows_above(once):
    sheet = openpyxl.load_workbook(once[0] / "rules.xlsx")["电价"]
    assert [cell.number_format for cell in sheet[12]] == [cell.number_format for cell in sheet[11]]
    assert sheet["U12"].is_date


def test_a_backup_is_kept_and_the_same_table_twice_changes_nothing(once, tmp_path, rules_after):
    assert (once[0] / "rules-备份-1.xlsx").read_bytes() == RULES.read_bytes()
    before = rules_after.read_bytes()
    again = imported(tmp_path, rules_after)
    assert (again["same"], sum(again["added"].values()), again["remarks"][0]) == (
        7,
        0,
        "与规则表中已有的完全相同，没有写入",
    )
    assert rules_after.read_bytes() == before
    assert not list(tmp_path.glob("rules-备份-*"))


def test_what_changed_against_the_month_before_is_told_cell_by_cell(once):
    figures = once[1]
    assert figures["before"] == "2026-01"
    told = {one["cell"]: (one["before"], one["after"], one["change"]) for one in figures["changes"]}
    assert told["两部制 110kV 代理购电价格"] == ("0.384470", "0.391205", "+0.006735")
    assert told["两部制 110kV 系统运行费用"] == ("0.082273", "0.080117", "-0.002156")
    assert "两部制 110kV 输配电价" not in told


CORRECTED = {(9, 5): 0.1264, (9, 2): 0.656804, (9, 10): 0.656804, (9, 8): 1.061891, (9, 9): 0.855297, (9, 11): 0.434006}
"""Another delivery price of the 10 kV two-part row, and what follows from it."""


def test_a_corrected_table_takes_the_old_row_back_and_keeps_it_to_be_read(tmp_path, rules_after):
    figures = imported(tmp_path, rules_after, made.hubei(CORRECTED))
    assert (figures["added"]["电价"], figures["taken_back"]["电价"], figures["same"]) == (1, 1, 6)
    rulebook = Rulebook.load(rules_after)
    rows = rulebook.all("prices")
    old, new = (row for _, row in rows[rows["key"] == KEY].iterrows())
    assert (old["flat_yuan_per_kwh"], old["expires_on"]) == (0.656704, old["effective_on"])
    assert old["source"] == f"作废（价表更正）：{made.TITLE}"
    assert new["flat_yuan_per_kwh"] == in_force(rulebook).set_index("key").loc[KEY, "flat_yuan_per_kwh"] == 0.656804
    assert rulebook.problems.query("level != '提示'").empty


def test_corrected_twice_only_the_last_holds(tmp_path, rules_after):
    for fill in (CORRECTED, {}):
        imported(tmp_path, rules_after, made.hubei(fill))
    rulebook = Rulebook.load(rules_after)
    assert len(rulebook.all("prices")) == 7 + 7 + 2
    assert in_force(rulebook).set_index("key").loc[KEY, "flat_yuan_per_kwh"] == 0.656704
    assert rulebook.problems.query("level != '提示'").empty


WRONG = {(9, 2): 0.656904, (9, 10): 0.656904}
"""A flat price 0.0002 above the sum of its components."""


def test_a_table_whose_sums_do_not_hold_is_refused_with_its_cells(tmp_path, rules):
    with pytest.raises(JobError, match=r"C10「平时段电价」：平时段电价 0.656904，五个分项之和为 0.656704"):
        imported(tmp_path, rules, made.hubei(WRONG))
    assert rules.read_bytes() == RULES.read_bytes()


@pytest.mark.parametrize(("slip", "refused"), [(0.000001, False), (0.0000011, True)])
def test_a_sum_may_be_off_by_the_last_printed_digit(tmp_path, rules, slip, refused):
    flat = float(Decimal("0.656704") + Decimal(str(slip)))
    printed = made.hubei({(9, 2): flat, (9, 10): flat})
    if refused:
        with pytest.raises(JobError):
            imported(tmp_path, rules, printed)
    else:
        assert imported(tmp_path, rules, printed)["faults"] == []


def test_kept_as_doubtful_the_cell_carries_the_value_that_would_fit(tmp_path, rules):
    figures = imported(tmp_path, rules, made.hubei(WRONG), keep_doubtful=True)
    assert (figures["added"]["电价待核"], [one["code"] for one in figures["faults"]]) == (1, ["电费-P1"])
    rulebook = Rulebook.load(rules)
    doubt = in_force(rulebook, "price_doubts").set_index("price_key").loc[KEY]
    assert (doubt["column"], doubt["alternative"], doubt["unverified"]) == ("平时段电价", 0.656704, "是")
    marks = in_force(rulebook).set_index("key")["unverified"]
    assert marks[marks == "是"].index.tolist() == [KEY]
    assert rulebook.problems.query("level != '提示'").empty
    assert imported(tmp_path, rules, made.hubei(WRONG))["same"] == 7, "the doubt is known, so nothing is refused"
    imported(tmp_path, rules)
    mended = Rulebook.load(rules)
    assert KEY not in set(in_force(mended, "price_doubts")["price_key"]), "a correction ends the doubt too"
    assert in_force(mended).set_index("key").loc[KEY, ["flat_yuan_per_kwh", "unverified"]].tolist() == [0.656704, "否"]


@pytest.mark.parametrize(
    ("fill", "code", "text"),
    [
        ({(9, 9): 0.857}, "电费-P2", "J10「高峰时段电价」：峰时段电价折合系数 1.4945，分时系数表为 1.49"),
        ({(6, 6): 0.080118, (6, 2): None}, "电费-P3", "附注所列各项之和为 0.080117"),
        ({(6, 5): 0.1903, (7, 5): 0.2103, (6, 2): None, (7, 2): None}, "电费-P5", "F8「输配电价」：输配电价 0.2103，高于电压较低一档的 0.1903"),
    ],
)  # fmt: skip
def test_other_oddities_are_told_and_do_not_stop_the_import(tmp_path, rules, fill, code, text):
    printed = made.hubei(fill)
    if code == "电费-P3":
        printed.cells[13, 0] = made.NOTE.replace("0.04元", "0.041元")
        text = "附注所列各项之和为 0.081117"
        printed.cells[6, 6], printed.cells[6, 2] = 0.080117, 0.740704
    if code == "电费-P5":
        for row, delivery in ((6, "0.1903"), (7, "0.2103")):
            _reprice(printed, row, Decimal(delivery))
    found = imported(tmp_path, rules, printed)["faults"]
    assert [one["code"] for one in found] == [code]
    assert text in found[0]["text"]


def _reprice(printed, row, delivery):
    """Make the prices of a row follow from another delivery price."""
    old = Decimal(made.DELIVERY[list(made.DELIVERY)[row - 6]])
    for column, value in printed.cells.items():
        if column[0] == row and column[1] in {8, 9, 10, 11} and value is not None:
            printed.cells[column] = float(Decimal(str(value)) + delivery - old)


def test_funds_that_differ_from_their_items_are_refused(tmp_path, rules):
    printed = made.hubei({(6, 7): 0.0462})
    for row in range(6, 13):
        for column in (2, 8, 9, 10, 11):
            printed.cells[row, column] = float(Decimal(str(printed.cells[row, column])) + Decimal("0.001"))
    with pytest.raises(
        JobError, match=r"「政府性基金及附加」：政府性基金及附加 0.0462，规则表「基金明细」之和为 0.0452"
    ):
        imported(tmp_path, rules, printed)


def test_what_could_not_be_checked_is_said(tmp_path, rules):
    figures = imported(tmp_path, rules, made.jiangxi())
    assert "未能核查系统运行费明细：表下附注没有列出各项" in figures["remarks"]


def test_an_open_rule_book_is_not_written(tmp_path, rules):
    (tmp_path / "~$rules.xlsx").write_bytes(b"")
    with pytest.raises(BookError, match="正在别处打开"):
        imported(tmp_path, rules)


def test_february_is_billed_with_the_imported_prices(once, tmp_path):
    """The customer of ``billing_area`` in February: every energy row is kWh × (published price − fixed components)."""
    rulebook = Rulebook.load(once[0] / "rules.xlsx")
    days = {"月份": "2026-02", "上次抄表日": date(2026, 1, 31), "抄表日": date(2026, 2, 28)}
    billing = bill_month(area(tmp_path, {"抄表记录": registers(**days)}), rulebook, "2026-02", "湖北")
    assert billing.billed == {NO}
    row = made.prices("两部制", "1-10(20)千伏")
    fixed = sum(Decimal(str(row[name])) for name in ("delivery", "system", "funds"))
    columns = {"尖": "sharp", "峰": "peak", "平": "flat", "谷": "valley"}
    expected = {
        period: int((kwh * (Decimal(str(row[columns[period]])) - fixed) * 100).quantize(Decimal(1), ROUND_HALF_UP))
        for period, kwh in KWH.items()
    }
    lines = amounts(billing)
    assert {line[1]: line[4] for line in lines if line[0] == "购电"} == expected
    shared = {line[0]: line[4] for line in lines if line[1] == "总"}
    assert shared["系统运行"] == 1281872
    assert shared["容量电费"] == 2630000


def test_the_command_line_prints_the_table_and_json_carries_it(tmp_path, rules):
    path = made.hubei().save(tmp_path / "湖北2月.xlsx")
    done = CliRunner().invoke(main, ["prices", "import", str(path)])
    assert done.exit_code == 0, done.output
    assert "各行 代理购电价格：0.384470 → 0.391205（+0.006735）" in done.output
    assert "新增 「电价」7 行、「系统运行费明细」4 行" in done.output
    again = json.loads(
        CliRunner().invoke(main, ["prices", "import", str(path), "--rules", str(rules), "--json"]).output
    )
    assert {"cell", "before", "after", "change"} == set(again["changes"][0])


class Opened:
    """What the button sees of the workbook on the screen."""

    name = "台账.xlsx"

    def __init__(self, folder):
        self.folder = folder


@pytest.mark.usefixtures("rules")
def test_the_button_asks_for_the_file_and_imports_beside_the_open_workbook(tmp_path):
    path = made.hubei().save(tmp_path / "湖北2月.xlsx")
    assert isinstance(import_beside(Opened(tmp_path)), Ask)
    assert "新增 「电价」7 行" in import_beside(Opened(tmp_path), f'"{path}"')
    with pytest.raises(JobError, match="没有填写电价表文件"):
        import_beside(Opened(tmp_path), " ")
    with pytest.raises(JobError, match=r"所在的文件夹没有 rules\.xlsx"):
        import_beside(Opened(None))


def test_the_command_line_says_in_a_sentence_why_it_wrote_nothing(tmp_path):
    path = made.hubei({(6, 5): "暂缺"}).save(tmp_path / "湖北2月.xlsx")
    lost = CliRunner().invoke(main, ["prices", "import", str(path)])
    assert (
        (lost.exit_code, "请用 --rules 指定" in lost.output) == (2, True) if not Path("rules.xlsx").exists() else True
    )
    told = CliRunner().invoke(main, ["prices", "import", str(path), "--rules", str(RULES)])
    assert (told.exit_code, "F7「电度输配电价」：看到『暂缺』" in told.output) == (2, True)
    odd = CliRunner().invoke(main, ["prices", "import", str(path), "--rules", str(RULES), "--month", "2月"])
    assert "执行月份：看到『2月』，应为 2026-02 这样的年月；请用 --month 2026-02 指定" in odd.output
    doubtful = made.hubei(WRONG).save(tmp_path / "有误.xlsx")
    kept = CliRunner().invoke(main, ["prices", "import", str(doubtful), "--rules", str(RULES)])
    assert "共 1 处不符：没有写入；请与原表核对后改正，或加 --keep-doubtful 按待核导入" in kept.output
