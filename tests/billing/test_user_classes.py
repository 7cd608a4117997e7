"""用户档 (深圳): whose price row is which, at and beyond the steps of use, in both readings of the price of a step."""

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

import openpyxl
import pandas as pd
import pytest
from billing_area import base_sheets
from billing_cases import number, stacked
from rules_area import FLAGS
from shenzhen import (
    AGENT,
    FUNDS,
    HIGH,
    LARGE_HIGH,
    LARGE_LOW,
    LOW,
    NO,
    SMALL,
    SYSTEM,
    TIMES,
    billed,
    prices,
    readings,
    rules,
    sheets,
)

from addin.rulebook import Rulebook
from addin.shipped import shipped

WHOLE, ABOVE = "全部电量", "超出部分"
MORE = {"尖": 10_000, "峰": 60_000, "平": 100_000, "谷": 130_000}
"""300,000 kWh: 300 kWh for each of 1,000 kVA."""


def rows(billing, component):
    mine = billing.lines[billing.lines["component"] == component]
    return list(mine[["period", "quantity", "unit_price", "amount_fen"]].itertuples(index=False, name=None))


def why(billing):
    return "；".join(billing.doubts["reason"])


def classes(billing):
    """Return the classes whose price rows a statement follows."""
    cited = billing.lines["rule"].str.extract(r"；用户档!\d+；([^（]*)", expand=False).dropna()
    return list(dict.fromkeys(cited))


@dataclass
class Found:
    """What a month says of one customer: its class, prices and amounts by component, what is not known."""

    word: str
    price: dict
    fen: dict
    why: str


def each(tmp_path, cases, reading=WHOLE):
    """Bill the cases as customers of one workbook."""
    billing = billed(tmp_path, stacked(cases), reading)
    result = []
    for place in range(len(cases)):
        no = number(place, NO)
        lines = billing.lines[billing.lines["customer_no"] == no].set_index("component")
        cited = lines["rule"].str.extract(r"；用户档!\d+；([^（]*)", expand=False).dropna()
        reasons = billing.doubts.loc[billing.doubts["customer_no"] == no, "reason"]
        amounts = dict(lines["unit_price"]), dict(lines["amount_fen"])
        result.append(Found("、".join(dict.fromkeys(cited)), *amounts, "；".join(reasons)))
    return result


@pytest.mark.parametrize("reading", [None, WHOLE, ABOVE])
def test_at_250_kwh_a_kva_the_first_step_holds_whatever_the_reading(tmp_path, reading):
    """250,000 kWh = 250 × 1,000 kVA: 250,000 × 0.1804 = 45,100.00; capacity 1,000 kVA × 22 = 22,000.00."""
    billing = billed(tmp_path, sheets(), reading)
    assert billing.doubts.empty
    assert classes(billing) == [LOW]
    assert rows(billing, "输配电") == [("总", 250_000, 0.1804, 4510000)]
    assert rows(billing, "容量电费") == [("总", 1000, 22, 2200000)]


def test_beyond_250_kwh_a_kva_all_energy_is_at_the_second_step_if_the_rule_says_so(tmp_path):
    """On paper: 300,000 × 0.1604 = 48,120.00; 峰 0.6004 × 1.5 − 0.1604 − 0.04 = 0.7002 × 60,000 = 42,012.00."""
    billing = billed(tmp_path, sheets(kwh=MORE), WHOLE)
    assert classes(billing) == [HIGH]
    assert rows(billing, "输配电") == [("总", 300_000, 0.1604, 4812000)]
    assert rows(billing, "购电")[1] == ("峰", 60_000, 0.7002, 4201200)


def test_beyond_250_kwh_a_kva_only_what_is_above_is_at_the_second_step_if_the_rule_says_so(tmp_path):
    """On paper, 250,000 of 300,000 kWh at the first step, 5/6 of each period.

    尖 8,333, 峰 50,000, 谷 108,333, 平 the rest 83,334 at the first step; 1,667, 10,000, 21,667, 16,666 at the second.
    输配电 250,000 × 0.1804 = 45,100.00 and 50,000 × 0.1604 = 8,020.00; 峰 50,000 × 0.7102 = 35,510.00 and
    10,000 × 0.7002 = 7,002.00; capacity once, 1,000 × 22 = 22,000.00.
    """
    billing = billed(tmp_path, sheets(kwh=MORE), ABOVE)
    assert billing.doubts.empty
    assert classes(billing) == [LOW, HIGH]
    assert rows(billing, "输配电") == [("总", 250_000, 0.1804, 4510000), ("总", 50_000, 0.1604, 802000)]
    assert [(period, quantity) for period, quantity, *_ in rows(billing, "购电")] == [
        ("尖", 8_333), ("尖", 1_667), ("峰", 50_000), ("峰", 10_000),
        ("平", 83_334), ("平", 16_666), ("谷", 108_333), ("谷", 21_667),
    ]  # fmt: skip
    assert rows(billing, "购电")[2:4] == [("峰", 50_000, 0.7102, 3551000), ("峰", 10_000, 0.7002, 700200)]
    assert rows(billing, "容量电费") == [("总", 1000, 22, 2200000)]
    taking_part = billing.lines[~billing.lines["component"].isin(["政府性基金", "力调电费"])]["amount_fen"].sum()
    assert rows(billing, "力调电费")[0][1] == taking_part / 100


def test_a_rule_that_is_not_set_leaves_the_bill_undone_and_tells_both_amounts(tmp_path):
    """The rows of energy of the two tests above, added up."""
    sums = {}
    for reading in (WHOLE, ABOVE):
        lines = billed(tmp_path, sheets(kwh=MORE), reading).lines
        energy = lines[~lines["component"].isin(["容量电费", "力调电费"])]
        sums[reading] = f"{reading} {energy['amount_fen'].sum() / 100:.2f} 元"
    billing = billed(tmp_path, sheets(kwh=MORE))
    assert billing.lines.empty
    assert f"「{HIGH}」，「计费规则」的分档计价方式没有设定" in why(billing)
    assert why(billing).endswith(f"{sums[WHOLE]}，{sums[ABOVE]}")


def test_from_3001_kva_on_use_is_measured_by_the_demand(tmp_path):
    """250,000 kWh ÷ 400 = 625 kW: at most 400 kWh a kW the first step, above it the second; capacity × 32."""
    found = each(tmp_path, [sheets(kva=3001, demand=kw) for kw in (625, 624.9)])
    assert [one.word for one in found] == [LARGE_LOW, LARGE_HIGH]
    assert [one.fen["容量电费"] for one in found] == [9603200, 9603200]


def test_from_3001_kva_on_the_demand_price_is_42(tmp_path):
    terms = {"容需量计费方式": "实际最大需量"}
    billing = billed(tmp_path, sheets(kva=4000, demand=700, terms=terms), WHOLE)
    assert rows(billing, "需量电费") == [("总", 700, 42, 2940000)]


def test_a_customer_has_the_class_of_its_capacity_or_the_lower_one_if_it_chose_it(tmp_path):
    cases = [(3001, "101–3000kVA", LOW), (3000, None, LOW), (101, None, HIGH), (3000, "101–3000kVA", LOW)]
    found = each(tmp_path, [sheets(kva=kva, terms={"用户档": chosen}) for kva, chosen, _ in cases])
    assert [one.word for one in found] == [word for *_, word in cases]


def test_up_to_100_kva_the_price_is_single_part_and_has_no_steps(tmp_path):
    """250,000 × 0.2135 = 53,375.00."""
    terms = {"单一制/两部制": "单一制", "容需量计费方式": "不计"}
    billing = billed(tmp_path, sheets(kva=100, terms=terms))
    assert classes(billing) == [SMALL]
    assert rows(billing, "输配电") == [("总", 250_000, 0.2135, 5337500)]


def test_a_customer_of_a_public_transformer_may_be_larger(tmp_path):
    terms = {"单一制/两部制": "单一制", "容需量计费方式": "不计", "计价电压": "10kV高供低计"}
    public = sheets(kva=200, side="低供低计", terms=terms | {"用户档": SMALL})
    assert rows(billed(tmp_path, public), "输配电") == [("总", 250_000, 0.2385, 5962500)]
    assert "不能选用" in why(billed(tmp_path, sheets(kva=200, terms=terms | {"用户档": SMALL})))


def test_the_column_is_that_of_the_voltage_and_at_10_kv_of_the_metering_side(tmp_path):
    cases = [("10kV", "高供高计", 0.1804), ("10kV", "高供低计", 0.2054), ("20kV", "高供高计", 0.1744),
             ("110kV", "高供高计", 0.1554), ("220kV及以上", "高供高计", 0.1304), ("10kV高供低计", "高供高计", 0.2054)]  # fmt: skip
    found = each(tmp_path, [sheets(side=side, terms={"计价电压": volts}) for volts, side, _ in cases])
    assert [one.price["输配电"] for one in found] == [price for *_, price in cases]


def test_the_line_loss_inside_the_price_is_no_row(tmp_path):
    direct = sheets(terms={"市场化属性": "直接交易"})
    market = [
        {"户号": NO, "月份": "2026-09", "时段": "总", "小时": None, "电量": None, "单价": 0.5, "清算所属月": None}
    ]
    billing = billed(tmp_path, direct | {"市场价格": market})
    assert set(billing.lines["component"]) == {"购电", "输配电", "系统运行", "政府性基金", "容量电费", "力调电费"}


def test_a_direct_trader_pays_its_purchase_once_and_transmission_by_the_step(tmp_path):
    direct = sheets(kwh=MORE, terms={"市场化属性": "直接交易"})
    market = [
        {"户号": NO, "月份": "2026-09", "时段": "总", "小时": None, "电量": None, "单价": 0.5, "清算所属月": None}
    ]
    billing = billed(tmp_path, direct | {"市场价格": market}, ABOVE)
    assert rows(billing, "购电") == [("总", 300_000, 0.5, 15000000)]
    assert [amount for *_, amount in rows(billing, "输配电")] == [4510000, 802000]


def test_without_use_the_first_step_holds_even_where_no_demand_was_drawn(tmp_path):
    found = each(tmp_path, [sheets(kva=5000, kwh={"平": 0}, demand=kw) for kw in (None, 0)], ABOVE)
    assert [(one.word, one.fen, one.why) for one in found] == [(LARGE_LOW, {"容量电费": 16000000}, "")] * 2


BAD = [
    (sheets(kva=3000.5), "合同容量 3000.5 kVA 不在规则表「用户档」两部制的任何一档之内"),
    (sheets(kva=100), "合同容量 100 kVA 不在规则表「用户档」两部制的任何一档之内"),
    (sheets(kva=None), "「客户台账」没有合同容量，不知该户属于规则表「用户档」的哪一档"),
    (sheets(kva=5000), "≥3001kVA按每千瓦的月用电量分档计价，没有本月最大需量示数，不知属于哪一档"),
    (sheets(kva=5000, demand=0), "没有本月最大需量示数"),
    (sheets(kva=2000, terms={"用户档": "≥3001kVA"}), "『≥3001kVA』：规则表「用户档」没有两部制的这一容量类，或"),
    (sheets(kva=2000, terms={"用户档": "大工业"}), "『大工业』：规则表「用户档」没有"),
    (sheets(terms={"计价电压": "35kV"}), f"没有 深圳 2026-09 两部制、35kV·{LOW} 的价格行"),
    (sheets(side="低供低计"), f"没有 深圳 2026-09 两部制、10kV·{LOW} 的价格行"),
]


def test_who_has_no_class_or_step_is_not_billed_and_all_others_are(tmp_path):
    found = each(tmp_path, [*(changes for changes, _ in BAD), sheets()])
    for (_, said), one in zip(BAD, found, strict=False):
        assert said in one.why
        assert not one.fen
    assert found[-1].fen["输配电"] == 4510000
    assert not found[-1].why


@pytest.mark.parametrize(("cell", "column", "undone"), [("J6", "强度上限", [0]), ("F6", "容量上限", [0, 1]),
                                                        ("L5", "生效日期", [0, 1])])  # fmt: skip
def test_a_class_with_a_cell_that_nobody_can_read_stops_those_that_it_may_be_theirs(tmp_path, cell, column, undone):
    """Of 3,001 kVA and more the rows are others: a cell that decides whose class it is may make it theirs too."""
    book = openpyxl.load_workbook(shipped("rules.xlsx"))
    book["用户档"][cell].value = "三千"
    book.save(tmp_path / "rules.xlsx")
    read = Rulebook.load(tmp_path / "rules.xlsx")
    made = replace(read, tables=dict(read.tables) | {"prices": prices(), FLAGS: rules(WHOLE).all(FLAGS)})
    billing = billed(tmp_path, stacked([sheets(kva=1000), sheets(kva=5000, demand=1)]), book_of_rules=made)
    told = billing.doubts.set_index("customer_no")["reason"]
    assert list(told.index) == [number(place, NO) for place in undone]
    assert told.str.contains(f"「用户档」{cell}「{column}」：看到『三千』", regex=False).all()
    assert billing.lines["customer_no"].nunique() == 2 - len(undone)


def test_a_class_that_changes_within_the_month_is_not_guessed(tmp_path):
    first = {"生效日期": pd.Timestamp("2023-06-01").date(), "失效日期": pd.Timestamp("2026-09-16").date()}
    base = {"户号": NO, "计价电压": "10kV", "力调标准": "'0.90"}
    terms = [base_sheets()["计费参数"][0] | base | first | {"用户档": "101–3000kVA"},
             base_sheets()["计费参数"][0] | base | {"生效日期": first["失效日期"], "用户档": None}]  # fmt: skip
    changes = sheets(kva=5000, demand=600) | {"计费参数": terms}
    assert "用户档在月内改变" in why(billed(tmp_path, changes, WHOLE))


def test_a_price_row_without_a_class_holds_for_all_as_everywhere_else(tmp_path):
    every = prices()
    plain = every.assign(user_class=every["user_class"].mask(every.index == 900, None))
    book = rules()
    billing = billed(
        tmp_path, sheets(kva=None), book_of_rules=Rulebook({**book.tables, "prices": plain}, book.ledger, book.path)
    )
    assert rows(billing, "输配电") == [("总", 250_000, 0.1804, 4510000)]


def test_a_row_printed_without_voltage_holds_for_every_voltage_of_its_class(tmp_path):
    every = prices()
    single = every[(every["user_class"] == SMALL) & (every["voltage"] == "10kV高供低计")].assign(voltage="不分电压")
    book = rules()
    tables = {**book.tables, "prices": pd.concat([every[every["user_class"] != SMALL], single])}
    terms = {"单一制/两部制": "单一制", "容需量计费方式": "不计"}
    billing = billed(tmp_path, sheets(kva=80, terms=terms), book_of_rules=Rulebook(tables, book.ledger, book.path))
    assert rows(billing, "输配电") == [("总", 250_000, 0.2385, 5962500)]


DELIVERY = {
    LOW: "0.1804 0.2054 0.1744 0.1554 0.1304", HIGH: "0.1604 0.1854 0.1544 0.1354 0.1104",
    LARGE_LOW: "0.1304 0.1554 0.1244 0.1054 0.0804", LARGE_HIGH: "0.1104 0.1354 0.1044 0.0854 0.0604",
}  # fmt: skip
COLUMNS = [
    ("10kV", "高供高计"),
    ("10kV", "高供低计"),
    ("20kV", "高供高计"),
    ("110kV", "高供高计"),
    ("220kV及以上", "高供高计"),
]
CUSTOMERS = 60


def half_up(value):
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def expected(case, reading):
    """Return the rows in fen from the tariff page by plain fractions: (component, period) → amounts."""
    kva, kwh, kw, column, chosen, by_demand = case
    large = kva >= 3001 and not chosen
    first, second = (LARGE_LOW, LARGE_HIGH) if large else (LOW, HIGH)
    bound, used = Fraction(str(kw)) * 400 if large else Fraction(kva * 250), sum(kwh.values())
    shares = [(first, Fraction(1))]
    if used > bound:
        shares = [(second, Fraction(1))] if reading == WHOLE else [(first, bound / used), (second, None)]
    found, done = {}, dict.fromkeys([*kwh, "总"], 0)
    for step, share in shares:
        whole = kwh | {"总": used}
        part = {name: value - done[name] if share is None else half_up(value * share) for name, value in whole.items()}
        part["平"] = part["总"] - part["尖"] - part["峰"] - part["谷"]
        done = {name: done[name] + part[name] for name in done}
        delivery = Fraction(DELIVERY[step].split()[COLUMNS.index(column)])
        agent, system, funds = (Fraction(str(one)) for one in (AGENT, SYSTEM, FUNDS))
        for name, period in (("sharp", "尖"), ("peak", "峰"), ("flat", "平"), ("valley", "谷")):
            price = (agent + delivery + system) * Fraction(str(TIMES.get(name, 1))) - delivery - system
            found.setdefault(("购电", period), []).append(half_up(part[period] * price * 100))
        for component, price in (("输配电", delivery), ("系统运行", system), ("政府性基金", funds)):
            found.setdefault((component, "总"), []).append(half_up(part["总"] * price * 100))
    if by_demand:
        reduced = Fraction(9, 10) if used >= 260 * kva else 1
        found["需量电费", "总"] = [half_up(Fraction(str(kw)) * (42 if large else 46) * reduced * 100)]
    else:
        found["容量电费", "总"] = [kva * (32 if large else 22) * 100]
    return {key: [one for one in amounts if one] for key, amounts in found.items() if any(amounts)}


def drawn(chance):
    """Return a random customer: kVA, energy, demand, column, choice of the lower class, by demand."""
    kva = chance.choice([101, 250, 1000, 1250, 3000, 3001, 4000, 8000])
    used = chance.choice([150, 249.999, 250, 250.004, 300, 420]) * kva
    kwh = {name: int(used * share) for name, share in (("尖", 0.05), ("峰", 0.3), ("平", 0.4), ("谷", 0.25))}
    kw = round(sum(kwh.values()) / chance.choice([350, 400, 400.001, 450, 600]), 1)
    return kva, kwh, kw, chance.choice(COLUMNS), kva > 3000 and chance.random() < 0.4, chance.random() < 0.4


@pytest.mark.parametrize("reading", [WHOLE, ABOVE])
def test_random_customers_agree_with_plain_fractions_to_the_fen(tmp_path, reading):
    chance = random.Random(4)  # noqa: S311 - no secret
    cases = [drawn(chance) for _ in range(CUSTOMERS)]
    changes = []
    for kva, kwh, kw, (volts, side), chosen, by_demand in cases:
        terms = {"计价电压": volts, "用户档": "101–3000kVA" if chosen else None, "力调标准": "不考核",
                 "容需量计费方式": "实际最大需量" if by_demand else "按容量"}  # fmt: skip
        own = sheets(kva=kva, terms=terms, side=side)
        changes.append(own | {"抄表记录": readings(kwh, kw)})
    billing = billed(tmp_path, stacked(changes), reading)
    assert billing.doubts.empty
    lines = billing.lines.groupby("customer_no", sort=True)
    assert len(lines) == CUSTOMERS
    for case, (_, mine) in zip(cases, lines, strict=True):
        ours = {key: list(part["amount_fen"]) for key, part in mine.groupby(["component", "period"])}
        assert ours == expected(case, reading), case
