"""Bad input of all kinds in one ledger: each such customer is 未能核查 with the reason, its neighbours are billed."""

from datetime import date

import openpyxl
import pandas as pd
import pytest
from billing_area import MONTH, NO, PRINTED, area, base_sheets, printed, registers, rulebook, rules
from billing_cases import number, stacked
from sheets import book

from addin.billing.month import bill_month
from addin.reading import read_books
from addin.register import CHECKS
from addin.rulebook import Rulebook
from addin.shipped import shipped

POINT = base_sheets()["计量点"][0]
SUB = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "套表", "表号": "M2", "电价类别": "居民生活"}
SEALED = {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-11 09:00", "变动类型": "封停", "业务": "暂停"}
OLD = {
    "户号": NO,
    "表号": "M0",
    "计量点号": "P1",
    "时刻": "2026-01-15 10:00",
    "装拆": "拆",
    "表位数": 6,
    "综合倍率": 1000,
}
DEMAND = registers(demand=500)
DEMAND[-1]["倍率"] = None

BY_DEMAND = printed(text=PRINTED.replace("容量电费|总|1000|31|26.3|26300.00", "需量电费|总|500||42|21000.00"))

CASES = {
    "no prices for its voltage": (
        {"计费参数": {"单一制/两部制": "单一制", "计价电压": "110kV", "容需量计费方式": "不计"}},
        "", "没有 湖北 2026-01 单一制、110kV 的价格行",
    ),
    "a hole in the timeline of capacity": (
        {"容量变动": [SEALED | {"变动类型": "启封"}]}, "容量电费", "此前没有对应的封停或减容记录",
    ),
    "demand without a multiplier": (
        {"抄表记录": DEMAND, "计量点": {"综合倍率": None}, "计费参数": {"容需量计费方式": "实际最大需量"}, **BY_DEMAND},
        "需量电费", "『最大需量』没有倍率，请补填",
    ),
    "a sub-meter that points to itself": (
        {"计量点": [POINT, SUB | {"上级计量点": "P2"}], "抄表记录": registers() + registers(计量点号="P2", 表号="M2")},
        "", "就是它自己",
    ),
    "less than nothing left behind sub-meters": (
        {"计量点": [POINT, SUB | {"关系": "定量", "定量": 200_000, "表号": None}]}, "", "扣减分表后电量小于零",
    ),
    "a meter taken down without its last reading": (
        {"抄表记录": registers(上次抄表日=date(2026, 1, 15)), "换表记录": [OLD]}, "", "没有它的拆表示数",
    ),
    "a suspension that ends before it starts": (
        {"容量变动": [SEALED | {"批准止日": date(2026, 1, 10)}]}, "容量电费", "批准止日却是 2026-01-10，早于开始",
    ),
    "text in its price cell": ({"计费参数": {"计价电压": "35kV"}}, "", "『待定』"),
    "text in the first day of its price row": (
        {"计费参数": {"单一制/两部制": "单一制", "容需量计费方式": "不计"}}, "", "「生效日期」：看到『一月』",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def billing(tmp_path_factory):
    """Bill a healthy customer and one of each kind, in one ledger, by a rule book with text in a price cell."""
    folder = tmp_path_factory.mktemp("bad")
    rules = openpyxl.load_workbook(shipped("rules.xlsx"))
    table = rules["电价"]
    row = next(cells for cells in table.iter_rows(min_row=5) if cells[0].value == "湖北-2026-01-两部制-35kV")
    row[10].value = "待定"
    row = next(cells for cells in table.iter_rows(min_row=5) if cells[0].value == "湖北-2026-01-单一制-1-10(20)kV")
    row[20].value = "一月"
    rules.save(folder / "rules.xlsx")
    rows = stacked([printed(), *(printed() | changes for changes, *_ in CASES.values())])
    grids = {title: _grid(found) for title, found in rows.items() if found}
    ledger = read_books([book(folder, grids)])
    return bill_month(ledger, Rulebook.load(folder / "rules.xlsx"), MONTH, "湖北")


def _grid(rows):
    heads = list(dict.fromkeys(head for row in rows for head in row))
    plain = [[row.get(head) for head in heads] for row in rows]
    return [heads, *([cell.strip("'") if isinstance(cell, str) else cell for cell in row] for row in plain)]


@pytest.mark.parametrize(("place", "kind"), list(enumerate(CASES, 1)))
def test_bad_input_is_said_and_not_billed(billing, place, kind):
    _, component, words = CASES[kind]
    said = billing.doubts[billing.doubts["customer_no"] == number(place)]
    reasons = said.loc[said["component"] == component, "reason"]
    assert reasons.str.contains(words, regex=False).any(), list(said["reason"])
    rows = billing.lines[billing.lines["customer_no"] == number(place)]
    assert rows.empty if component == "" else component not in set(rows["component"])


def test_every_such_bill_is_unknown_with_its_reason_and_the_healthy_one_passes(billing):
    """审计-A07 asks every bill: it passes none that could not be recomputed as a whole, and says why."""
    verdict = CHECKS["审计-A07"].run(
        billing=billing,
        causes=pd.DataFrame(columns=["customer_no", "words"]),
        customers=pd.DataFrame(columns=["customer_no", "connected_on", "closed_on"]),
        rules=rules(),
    )
    said = {row.customer_no: (str(row.outcome), row.message) for row in verdict.rows.itertuples()}
    assert verdict.asked == len(CASES) + 1
    assert number(0) not in said
    for place, (_, _, words) in enumerate(CASES.values(), 1):
        outcome, message = said[number(place)]
        assert outcome == "未能核查", (place, message)
        assert words in message


def test_of_a_missing_multiplier_nothing_else_is_said_to_be_missing(tmp_path):
    """No period, no demand and no contract capacity is missing: all of them were typed."""
    readings = [row | {"倍率": None} for row in registers(demand=500)]
    mode = {"计费参数": {"容需量计费方式": "实际最大需量"}, "计量点": {"综合倍率": None}, "抄表记录": readings}
    doubts = bill_month(area(tmp_path, mode), rulebook(), MONTH, "湖北").doubts
    said = "；".join(doubts.loc[doubts["component"] != "力调电费", "reason"]).split("；")
    assert all(one.endswith("没有倍率，请补填") for one in said), said


def test_a_price_in_words_is_not_said_to_be_missing_too(tmp_path):
    rows = [{"户号": NO, "月份": MONTH, "时段": period, "电量": 1000, "单价": "五毛"} for period in "尖峰平谷"]
    changes = {"计费参数": {"市场化属性": "直接交易"}, "市场价格": rows}
    doubts = bill_month(area(tmp_path, changes), rulebook(), MONTH, "湖北").doubts
    (said,) = doubts.loc[doubts["component"] == "购电", "reason"]
    assert "「单价」等 4 行看到『五毛』" in said
    assert "为空或不是数" not in said


def test_the_healthy_customer_among_them_is_billed_in_full(billing):
    mine = billing.lines[billing.lines["customer_no"] == number(0)]
    assert mine["amount_fen"].sum() == 13199881
    assert number(0) not in set(billing.doubts["customer_no"])


def test_nobody_is_without_a_statement_and_without_a_reason(billing):
    everybody = {number(place) for place in range(len(CASES) + 1)}
    assert everybody - billing.billed <= set(billing.unbilled["customer_no"])
