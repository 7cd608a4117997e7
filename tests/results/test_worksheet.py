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
from billing.drawn import customer
from billing.made_customers import number_of, sheets
from billing_area import MONTH, NO, PRINTED, area, printed, registers, rulebook
from billing_cases import number as numbered
from billing_cases import stacked
from calc.office import environment, require
from python_calamine import CalamineWorkbook
from results.worksheet_cases import CASES, FOLLOWED
from results.worksheet_provinces import PROVINCES, SHENZHEN
from results.worksheet_rules import dearer, write_rules
from results.worksheet_sheets import raised
from sheets import book

from addin.billing.claims import steps
from addin.billing.month import bill_month
from addin.books.closed import ClosedBook
from addin.books.formula import Formula
from addin.books.result import Block, ResultColumn, ResultSheet
from addin.reading import read_books
from addin.results.worksheet.figures import half_up, moved, number
from addin.results.worksheet.page import worksheet
from addin.rulebook import Rulebook

SHEETS = 30
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
def filled(folder):
    """The shipped rules with the rows that they lack."""
    return Rulebook.load(write_rules(folder / "rules.xlsx"))


def stood(folder, name, cases):
    """Read cases as customers of one ledger."""
    tables = stacked(list(cases))
    return read_books([book(folder, {title: grid(found) for title, found in tables.items() if found}, name)])


@pytest.fixture(scope="module")
def others(folder, filled):
    """One customer of each kind of ``CASES``: its statement and its sheet, by the name of the case."""
    ledger = stood(folder, "各类.xlsx", CASES.values())
    month = bill_month(ledger, filled, MONTH, "湖北")
    return {name: (month, worksheet(numbered(at), month, ledger, filled)) for at, name in enumerate(CASES)}


@pytest.fixture(scope="module")
def followed(folder, filled, others):
    """Cases whose 峰 and 总, then a price, are typed anew into the sheet; the statement of a ledger that has them."""
    more = {name: CASES[name] | {"抄表记录": raised(CASES[name].get("抄表记录", registers()), FOLLOWED[name])}
            for name in FOLLOWED}  # fmt: skip
    month = bill_month(stood(folder, "改后.xlsx", more.values()), filled, MONTH, "湖北")
    priced = bill_month(stood(folder, "原样.xlsx", (CASES[name] for name in FOLLOWED)), dearer(filled), MONTH, "湖北")
    found = {}
    for at, (name, kwh) in enumerate(FOLLOWED.items()):
        _, sheet = others[name]
        found["示数", name] = month, numbered(at), titled(typed(sheet, read_anew(kwh)), f"示数{at}")
        found["单价", name] = priced, numbered(at), titled(typed(sheet, priced_anew), f"单价{at}")
    return found


def titled(sheet, name):
    return replace(sheet, title=f"核算底稿-{name}", marker=f"KeyWatt:核算底稿-{name}:1")


def typed(sheet, anew):
    """Return a sheet with some plain numbers typed over: ``anew`` gives those of a block, by line and column."""
    blocks = []
    for block in sheet.blocks:
        values = [list(column) for column in block.values]
        for (line, column), value in anew(block).items():
            assert not isinstance(values[column][line], Formula)
            values[column][line] = value
        blocks.append(replace(block, values=values))
    return replace(sheet, blocks=tuple(blocks))


def read_anew(kwh):
    """Return what the last readings of 峰 and 总 of the main meter become when so much more was used."""

    def anew(block):
        if "、示数：" not in block.heading:
            return {}
        found = {}
        for register in ("正向有功峰", "正向有功总"):
            mine = [at for at, label in enumerate(block.values[0]) if re.fullmatch(rf"P1-\d+ {register}", label)]
            multiplier = getattr(block.values[5][mine[-1]], "value", block.values[5][mine[-1]])
            found[mine[-1], 2] = block.values[2][mine[-1]] + Decimal(kwh) / multiplier
        return found

    return anew


def priced_anew(block):
    """Return the published prices of 平, one fen dearer."""
    if "、电价：" not in block.heading:
        return {}
    mine = [at for at, label in enumerate(block.values[0]) if label.endswith("到户电价")]
    assert mine
    return {(at, 4): block.values[4][at] + Decimal("0.01") for at in mine}


@pytest.fixture(scope="module")
def provinces(folder):
    """The statement and the sheet of each case of ``PROVINCES``, all of one customer: the sheets are named apart."""
    found = {}
    for name, (rules, changes) in PROVINCES.items():
        (folder / name).mkdir()
        ledger = area(folder / name, changes)
        month = bill_month(ledger, rules(), MONTH, "湖北")
        sheet = worksheet(NO, month, ledger, rulebook())
        found[name] = month, titled(sheet, name)
    for name, (reading, changes) in SHENZHEN.items():
        (folder / name).mkdir()
        ledger = area(folder / name, changes)
        month = bill_month(ledger, shenzhen.rules(reading), shenzhen.MONTH, "深圳")
        sheet = worksheet(shenzhen.NO, month, ledger, shenzhen.rules(reading))
        found[name] = month, titled(sheet, name)
    return found


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
def reckoned(folder, papers, others, provinces, followed):
    """The sheets as LibreOffice reckons them: the values beside the formulas are taken away first."""
    require()
    path = folder / "台账.xlsx"
    written = ClosedBook(path)
    kinds = [sheet for *_, sheet in (*others.values(), *provinces.values(), *followed.values())]
    for sheet in (*papers, *kinds, ties()):
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
def test_every_number_of_each_kind_is_a_formula_or_stands_in_the_ledger_or_a_rule(others, name):
    month, sheet = others[name]
    assert sheet.title[5:] not in set(month.doubts["customer_no"])
    assert taken(sheet) == []


@pytest.mark.parametrize("what", ["示数", "单价"])
def test_the_bill_follows_a_reading_and_a_price_that_are_typed_anew(reckoned, others, followed, what):
    for at, name in enumerate(FOLLOWED):
        month, no, _ = followed[what, name]
        agrees(reckoned, month, no, f"{what}{at}")
        before, after = (one.lines for one in (others[name][0], month))
        was = before.loc[before["customer_no"] == numbered(list(CASES).index(name)), "amount_fen"].sum()
        assert after.loc[after["customer_no"] == no, "amount_fen"].sum() != was, name


def test_only_a_product_beyond_fifteen_digits_that_lies_on_a_half_is_taken_over_as_a_number():
    """Nothing else may be: a binary number of that length cannot hold the half that decides."""
    long = moved(number(10**16 + 4), "B1")
    assert not half_up(long, 2, number(7_000_000)).taken
    assert half_up(moved(number(10**16 + 5), "B1"), 2, number(1000)).taken


def test_of_a_suspension_that_used_up_its_year_the_sheet_says_since_when_it_is_charged(provinces):
    _, sheet = provinces["year-spent"]
    block = next(one for one in sheet.blocks if "、计费容量" in one.heading)
    assert block.values[8][0] == "T1 01-03 封停；T1 01-23 起恢复计费（一年暂停满 20 天）"
    assert block.values[1] == ("01-01", "01-23")


def test_of_interlocked_transformers_the_sheet_says_which_counts_and_why(others):
    _, sheet = others["interlocked, the larger counts"]
    block = next(one for one in sheet.blocks if "、计费容量" in one.heading)
    kva, note = block.values[4][0], block.values[8][0]
    assert re.fullmatch(r"SUM\(D\d+,MAX\(D\d+,D\d+\)\)", kva.text)
    assert kva.value == 1200
    assert re.match(r"联锁组 甲 的 T1-\d+、T2-\d+ 不能同时投运，只计最大的 T1-\d+ 1000 kVA", note)
    _, sealed = others["interlocked, the larger is sealed"]
    block = next(one for one in sealed.blocks if "、计费容量" in one.heading)
    assert [getattr(each, "value", each) for each in block.values[4]] == [1200, 830]


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


@pytest.mark.parametrize(
    ("lines", "proof"), [(printed(), ""), (None, "，没有已出的账单可以印证")], ids=["issued", "not"]
)
def test_what_rests_on_a_price_that_nobody_has_checked_is_said_on_the_paper_that_is_signed(tmp_path, lines, proof):
    ledger = area(tmp_path, lines) if lines else area(tmp_path)
    sheet = worksheet(NO, bill_month(ledger, rulebook(), MONTH, "湖北"), ledger, rulebook())
    block = next(one for one in sheet.blocks if "、未能重算或待核" in one.heading)
    assert block.values[0] == ("电价待核",)
    (said,) = block.values[-2]
    assert said.startswith(f"购电（峰）的电价待核（电价待核!8）{proof}：按表中值 0.595188 元/kWh 为 ")


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
