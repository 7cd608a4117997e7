"""核算底稿: LibreOffice reckons eighty sheets from their formulas alone, and agrees with the statements to the fen."""

import random
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import shenzhen
from billing.made_customers import customer, number_of, sheets
from billing_area import MONTH, NO, PRINTED, area, printed, rulebook
from billing_cases import stacked
from calc.office import environment, require
from python_calamine import CalamineWorkbook
from results.worksheet_cases import BETWEEN, CASES, PROVINCES, SHENZHEN, write_rules
from sheets import book

from addin.billing import steps
from addin.billing.month import bill_month
from addin.books.closed import ClosedBook
from addin.books.formula import Formula
from addin.books.result import Block, ResultColumn, ResultSheet
from addin.reading import read_books
from addin.results.worksheet.figures import half_up, moved, number
from addin.results.worksheet.page import worksheet
from addin.rulebook import Rulebook

SHEETS = 30
SHARED_OUT = "各段电量（kWh）：变更日（或前一日）有示数的按示数，没有的按天数"
VALUE = re.compile(r"(</f>)<v>[^<]*</v>")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("worksheets")


def made(seed):
    """Thirty random customers of every tariff, mode and loss."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    return [customer(dice) for _ in range(SHEETS)]


@pytest.fixture(scope="module")
def ledger(folder):
    return read_books([book(folder, sheets(made(7)))])


@pytest.fixture(scope="module")
def billing(ledger):
    return bill_month(ledger, rulebook(), MONTH, "湖北")


@pytest.fixture(scope="module")
def papers(ledger, billing):
    return [worksheet(number_of(place), billing, ledger, rulebook()) for place in range(SHEETS)]


@pytest.fixture(scope="module")
def others(folder):
    """One customer of each kind of ``CASES``: its statement and its sheet, by the name of the case."""
    rules = Rulebook.load(write_rules(folder / "rules.xlsx"))
    tables = stacked(list(CASES.values()))
    ledger = read_books([book(folder, {title: grid(found) for title, found in tables.items() if found}, "各类.xlsx")])
    month = bill_month(ledger, rules, MONTH, "湖北")
    return {name: (month, worksheet(numbered(at), month, ledger, rules)) for at, name in enumerate(CASES)}


@pytest.fixture(scope="module")
def provinces(folder):
    """The statement and the sheet of each case of ``PROVINCES``, all of one customer: the sheets are named apart."""
    found = {}
    for name, (rules, changes) in PROVINCES.items():
        (folder / name).mkdir()
        ledger = area(folder / name, changes)
        month = bill_month(ledger, rules(), MONTH, "湖北")
        sheet = worksheet(NO, month, ledger, rulebook())
        found[name] = month, replace(sheet, title=f"核算底稿-{name}", marker=f"KeyWatt:核算底稿-{name}:1")
    for name, (reading, changes) in SHENZHEN.items():
        (folder / name).mkdir()
        ledger = area(folder / name, changes)
        month = bill_month(ledger, shenzhen.rules(reading), shenzhen.MONTH, "深圳")
        sheet = worksheet(shenzhen.NO, month, ledger, shenzhen.rules(reading))
        found[name] = month, replace(sheet, title=f"核算底稿-{name}", marker=f"KeyWatt:核算底稿-{name}:1")
    return found


def numbered(place):
    return f"{NO[:9]}{place:03}{NO[-1]}"


def grid(rows):
    heads = list(dict.fromkeys(head for row in rows for head in row))
    plain = [[row.get(head) for head in heads] for row in rows]
    return [heads, *([cell.strip("'") if isinstance(cell, str) else cell for cell in row] for row in plain)]


TIES = [
    ("1.005", "100"), ("0.285", "100"), ("0.145", "1000"), ("0.595185", "1000"), ("0.1263", "12350"), ("1.115", "3"),
    ("0.398125", "123456"), ("0.179005", "99999999"), ("26.35", "0.1"), ("8.345", "1"), ("1.0000005", "12345670"),
    ("2.675", "1"), ("1.255", "10001"), ("4.35", "100.1"), ("-0.35", "0.1"), ("0.045", "10000001"),
]  # fmt: skip
"""Price and quantity whose product lies exactly on half a fen, or beside it."""


def ties():
    """Exact halves as the sheet writes them: price × quantity in two cells, and the amount."""
    rows = [(number(price), number(quantity)) for price, quantity in TIES]
    amounts = [
        half_up(moved(price, f"B{row}") * moved(quantity, f"C{row}"), 2).cell
        for row, (price, quantity) in enumerate(rows, 3)
    ]
    columns = tuple(ResultColumn(title) for title in ("单价", "数量", "金额"))
    values = [[one.cell for one, _ in rows], [other.cell for _, other in rows], amounts]
    return ResultSheet("半分", "KeyWatt:ties:1", ("半分",), (Block(columns, values),))


@pytest.fixture(scope="module")
def reckoned(folder, papers, others, provinces):
    """The sheets as LibreOffice reckons them: the values beside the formulas are taken away first."""
    require()
    path = folder / "台账.xlsx"
    written = ClosedBook(path)
    for sheet in (*papers, *(sheet for _, sheet in (*others.values(), *provinces.values())), ties()):
        written.write(sheet)
    written.save(folder / "底稿.xlsx")
    bare = folder / "只有公式.xlsx"
    with zipfile.ZipFile(folder / "底稿.xlsx") as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, VALUE.sub(r"\1", old.read(name).decode()) if "keywatt" in name else old.read(name))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [shutil.which("soffice"), profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", str(folder / "again"), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=240, env=environment())  # noqa: S603 - our own
    return CalamineWorkbook.from_path(str(folder / "again" / bare.name))


@pytest.mark.parametrize(("above", "digits", "below"), [
    (number(33) * number(1000) * number(15), 2, number(31)), (number(500) * number(2_640), 6, number(162_192)),
    (number("26.3") * number(1000) * number(15), 2, number(31)), (number(7), 0, number(2)), (number("1.005"), 2, None),
])  # fmt: skip
def test_a_quotient_is_rounded_to_its_decimals_whether_what_is_divided_has_some_or_none(above, digits, below):
    """33 yuan a kVA of 1,000 kVA for 15 of 31 days: the formula gave a hundredth of it, for 33 has no decimals."""
    formula = half_up(above, digits, below)
    rounded = {"ROUND": lambda value, places: steps.half_up(Fraction(value), places)}
    text = re.sub(r"(?<![\d^.])(\d+(?:\.\d+)?)", r"Fraction('\1')", formula.text.replace("10^", "10**"))
    text = re.sub(r"\*\*Fraction\('(\d+)'\)", r"**\1", text)
    text = re.sub(r",Fraction\('(\d+)'\)\)", r",\1)", text)
    assert eval(text, {"Fraction": Fraction} | rounded) == formula.value  # noqa: S307 - our own formula


def bill(rows):
    """Return the rows of 八、电费 of a sheet: label → recomputed, in printed order, the total apart."""
    start = next(at for at, row in enumerate(rows) if "、电费（元）" in str(row[1])) + 2
    end = next(at for at in range(start, len(rows)) if rows[at][1] == "合计")
    return [Decimal(str(row[6])) for row in rows[start:end]], Decimal(str(rows[end][6]))


def agrees(reckoned, billing, no, name=""):
    """Assert that rows and total of a sheet are those of the statement; return its components."""
    lines = billing.lines[billing.lines["customer_no"] == no]
    expected = [Decimal(int(fen)).scaleb(-2) for fen in lines["amount_fen"]]
    rows, total = bill(reckoned.get_sheet_by_name(f"核算底稿-{name or no}").to_python())
    assert rows == expected, no
    assert total == sum(expected), no
    return set(lines["component"])


def test_every_row_and_the_total_of_random_customers_agree_with_the_statement_to_the_fen(reckoned, billing):
    kinds = set().union(*(agrees(reckoned, billing, number_of(place)) for place in range(SHEETS)))
    assert kinds >= {"购电", "输配电", "系统运行", "政府性基金", "容量电费", "需量电费", "力调电费"}


def test_every_row_and_the_total_of_each_kind_agree_with_the_statement_to_the_fen(reckoned, others):
    kinds = set().union(*(agrees(reckoned, others[name][0], numbered(at)) for at, name in enumerate(CASES)))
    assert kinds >= {"上网环节线损", "居民生活", "农业生产", "容量电费", "需量电费", "力调电费"}
    assert SHEETS + len(CASES) >= 50


@pytest.mark.parametrize("name", [*PROVINCES, *SHENZHEN])
def test_what_provinces_settle_otherwise_agrees_with_the_statement_to_the_fen(reckoned, provinces, name):
    month, sheet = provinces[name]
    assert month.doubts.empty
    assert month.adopted.empty is (name != "alternative")
    agrees(reckoned, month, shenzhen.NO if name in SHENZHEN else NO, name)
    assert taken(sheet) == []


def test_every_formula_gives_what_stands_beside_it(reckoned, papers, others, provinces):
    for sheet in (*papers, *(sheet for _, sheet in (*others.values(), *provinces.values()))):
        written = [value for block in sheet.blocks for column in block.values for value in column]
        formulas = sorted(float(value.value) for value in written if isinstance(value, Formula))
        rows = reckoned.get_sheet_by_name(sheet.title).to_python()
        found = sorted(value for row in rows for value in row if isinstance(value, float))
        plain = sorted(float(value) for value in written if isinstance(value, Decimal))
        assert found == pytest.approx(sorted([*formulas, *plain]), rel=1e-13, abs=1e-13)


def test_exact_half_fen_are_taken_up_and_what_lies_beside_them_is_not(reckoned):
    rows = reckoned.get_sheet_by_name("半分").to_python()[2:]
    for (price, quantity), row in zip(TIES, rows, strict=True):
        exact = Fraction(price) * Fraction(quantity) * 100
        fen = int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
        assert Decimal(str(row[3])) == Decimal(fen).scaleb(-2), (price, quantity)


def taken(sheet):
    """Return the rows of a sheet that say that a number was taken over."""
    return [
        (block.heading.partition("、")[2], label)
        for block in sheet.blocks
        for label, note in zip(block.values[0], block.values[8], strict=True)
        if "取自重算" in str(note)
    ]


def test_no_number_of_random_customers_had_to_be_taken_over(papers):
    assert [row for sheet in papers for row in taken(sheet)] == []


@pytest.mark.parametrize("name", CASES)
def test_a_number_is_taken_over_only_where_a_reading_lies_across_the_day_of_change_and_the_sheet_says_so(others, name):
    month, sheet = others[name]
    assert month.doubts.empty or sheet.title[5:] not in set(month.doubts["customer_no"])
    assert bool(taken(sheet)) is (name == BETWEEN)
    assert all(heading == SHARED_OUT and " 起 " in label for heading, label in taken(sheet))


def test_prices_lead_to_the_rule_row_at_the_end_of_the_sheet(papers):
    sheet = papers[0]
    prices = next(block for block in sheet.blocks if "、电价" in block.heading)
    targets = {link for links in prices.links.values() for link in links if link}
    assert targets
    assert all(target.startswith(f"'{sheet.title}'!B") for target in targets)
    rules = next(block for block in sheet.blocks if "所依规则" in block.heading)
    assert any(str(rule).startswith("电价!") for rule in rules.values[0])


def test_the_issued_bill_stands_beside_each_row_with_the_difference(tmp_path):
    text = (
        PRINTED.replace("容量电费|总|1000|31|26.3|26300.00", "容量电费|总|1000|31|26.3|26310.00")
        + "\n退补|总||||-12.00"
    )
    ledger = area(tmp_path, printed(text=text))
    sheet = worksheet(NO, bill_month(ledger, rulebook(), MONTH, "湖北"), ledger, rulebook())
    block = next(one for one in sheet.blocks if "、电费（元）" in one.heading)
    labels, ours, issued, off = (block.values[place] for place in (0, 5, 6, 7))
    shown = {
        name: tuple(None if one is None else getattr(one, "value", one) for one in row)
        for name, *row in zip(labels, ours, issued, off, strict=True)
    }
    assert shown["容量电费"] == (26300, 26310, 10)
    assert shown["退补（账单）"] == (-12, -12, 0)
    assert shown["合计"][2] == 10
    assert shown["购电·尖"] == (Decimal("9554.71"), Decimal("9554.71"), 0)


def test_instalments_stand_together_beside_each_row_and_in_the_total(tmp_path):
    """Half the capacity charge is settled in a first bill, the rest of the month in a second one."""
    first = printed(text="容量电费|总|1000|15|26.3|13150.00", bill={"账单号": "B1", "止日": date(2026, 1, 15)})
    rest = printed(text=PRINTED.replace("26300.00", "13140.00"), bill={"账单号": "B2", "起日": date(2026, 1, 16)})
    both = {title: [*first[title], *rest[title]] for title in first}
    ledger = area(tmp_path, both)
    sheet = worksheet(NO, bill_month(ledger, rulebook(), MONTH, "湖北"), ledger, rulebook())
    block = next(one for one in sheet.blocks if "、电费（元）" in one.heading)
    rows = {row[0]: row for row in zip(*block.values, strict=True)}
    assert (rows["容量电费"][6].value if isinstance(rows["容量电费"][6], Formula) else rows["容量电费"][6]) == 26290
    assert rows["容量电费"][7].value == -10
    assert "账单 2 行之和" in rows["容量电费"][8]
    assert rows["合计"][7].value == -10
    assert not any("（账单）" in str(label) for label in block.values[0])


def test_one_issued_row_stands_beside_the_rows_that_a_demand_is_shared_into_with_the_difference_of_their_sum(tmp_path):
    case = CASES["demand shared with a ratio of the same class"]
    ledger = area(tmp_path, case | printed(text="需量电费|总|500||42|21000.10"))
    sheet = worksheet(NO, bill_month(ledger, rulebook(), MONTH, "湖北"), ledger, rulebook())
    block = next(one for one in sheet.blocks if "、电费（元）" in one.heading)
    rows = {row[0]: row for row in zip(*block.values, strict=True)}
    assert rows["需量电费 P1"][6] == Decimal("21000.10")
    assert rows["需量电费 P1"][7].value == Decimal("0.09"), "20,316.37 + 341.82 + 341.82 = 21,000.01 yuan"
    assert rows["需量电费 P1"][8].endswith("账单一行，与重算 3 行之和比")
    assert rows["需量电费 P2"][6] is rows["需量电费 P2"][7] is None


def test_each_hour_of_a_market_customer_is_named_with_the_cell_of_its_price(others):
    _, sheet = others["market, 24 hours"]
    block = next(one for one in sheet.blocks if "、电费（元）" in one.heading)
    hours = [
        (label, note) for label, note in zip(block.values[0], block.values[8], strict=True) if "小时" in str(label)
    ]
    assert [label for label, _ in hours] == [f"购电·第{hour}小时" for hour in range(1, 25)]
    assert all(note.startswith("「市场价格」第") for _, note in hours)


def test_text_of_the_ledger_stays_text_on_the_sheet(tmp_path):
    ledger = area(tmp_path, {"客户台账": {"户名": "=HYPERLINK(1)"}, "计量点": {"电价类别": "工商业"}})
    sheet = worksheet(NO, bill_month(ledger, rulebook(), MONTH, "湖北"), ledger, rulebook())
    assert "=HYPERLINK(1)" in sheet.heading[0]
    assert all(
        isinstance(value, Formula) or not hasattr(value, "text")
        for block in sheet.blocks
        for column in block.values
        for value in column
    )
