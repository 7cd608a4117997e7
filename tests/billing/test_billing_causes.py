"""Five hundred bills a mistake, made wrongly by the second computation: the mistake that was made is found.

The issued bill is the fraction reference's statement of a customer with one fact changed; the sheets hold the true facts.
"""

import dataclasses
import random
import tempfile
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest
from billing import reference
from billing.made_customers import MULTIPLIERS, customer, number_of, sheets
from billing.reference import (
    DAYS,
    PERIODS,
    TRANSMISSION,
    Habit,
    billed_energy,
    capacity_segments,
    off,
    statement,
    total_fen,
)
from billing_area import MONTH, area, outcome, printed, registers, rulebook, rules
from sheets import book

from addin.billing.causes.explanations import beside, sentences
from addin.billing.causes.trial import MOST, explain
from addin.billing.month import bill_month
from addin.reading import read_books

MANY = 500
PAIRS = 50
RIGHT = 0.95


def changed(one, **facts):
    return dataclasses.replace(one, **facts)


def other_multiplier(one, dice):
    wrong = dice.choice([each for each in MULTIPLIERS if each != one.meters[-1].multiplier])
    return changed(one, meters=tuple(dataclasses.replace(meter, multiplier=wrong) for meter in one.meters))


def swapped(one, dice):
    first, second = dice.sample(range(len(PERIODS)), 2)

    def other(meter):
        runs = list(meter.runs)
        runs[first], runs[second] = runs[second], runs[first]
        return dataclasses.replace(meter, runs=tuple(runs))

    return changed(one, meters=tuple(map(other, one.meters)))


def other_standard(one, dice):
    others = [each for each in ("0.90", "0.85", "0.80", "不考核") if each != one.standard]
    return changed(one, standard=dice.choice(others))


def other_voltage(one, dice):
    kind, own = one.tariff
    return changed(one, tariff=(kind, dice.choice([v for k, v in TRANSMISSION if k == kind and v != own])))


def single_part(one, _):
    fits = one.tariff[0] == "两部制" and ("单一制", one.tariff[1]) in TRANSMISSION
    return changed(one, tariff=("单一制", one.tariff[1]), mode="不计") if fits else None


def other_mode(one, _):
    modes = {"按容量": "实际最大需量", "实际最大需量": "按容量", "合同最大需量": "实际最大需量"}
    return changed(one, mode=modes[one.mode]) if one.mode in modes else None


def no_transformer_loss(one, _):
    return changed(one, low_side=False, plate=()) if one.low_side else None


def no_line_loss(one, _):
    return changed(one, line_loss_percent=Fraction(0)) if one.line_loss_percent else None


def line_loss_twice(one, _):
    return changed(one, line_loss_percent=one.line_loss_percent * 2) if one.line_loss_percent else None


def never_sealed(one, _):
    if not any(device.sealed for device in one.devices):
        return None
    return changed(one, devices=tuple(dataclasses.replace(device, sealed=0, unsealed=0) for device in one.devices))


def sealed_a_day_off(one, dice):
    later = dice.choice((1, -1))
    moved = tuple(
        dataclasses.replace(each, sealed=each.sealed + later, unsealed=each.unsealed and each.unsealed + later)
        if each.sealed
        else each
        for each in one.devices
    )
    days = [day for each in moved for day in (each.sealed, each.unsealed) if each.sealed]
    return changed(one, devices=moved) if days and all(0 <= day <= DAYS for day in days) else None


def new_for_the_whole_month(one, _):
    if not any(device.commissioned for device in one.devices):
        return None
    return changed(one, devices=tuple(dataclasses.replace(device, commissioned=0) for device in one.devices))


def discount_turned(one, _):
    used = sum(billed_energy(changed(one, ratio_percent=Fraction(0), sub_meter=())))
    reached = used >= 260 * one.contract_kva
    return changed(one, contract_kva=10**9 if reached else 1) if one.mode.endswith("需量") else None


def times_15_turned(one, _):
    return changed(one, times_15=not one.times_15)


def no_relief(one, _):
    return changed(one, relief=Fraction(0)) if one.relief else None


def not_taken_off(one, _):
    behind = one.ratio_percent or one.sub_meter
    return changed(one, ratio_percent=Fraction(0), sub_meter=()) if behind else None


def one_of_two_meters(one, dice):
    kept = dice.choice((0, 1))
    return changed(one, meters=one.meters[kept : kept + 1]) if len(one.meters) > 1 else None


def wrong_reactive_sum(one, dice):
    """The reverse register left out, or taken off, or no register multiplied."""
    way = dice.choice(("left out", "taken off", "as it runs"))
    if way != "as it runs" and not any(meter.reverse_run for meter in one.meters):
        return None
    return changed(one, meters=tuple(reckoned(meter, way) for meter in one.meters))


def reckoned(meter, way):
    """Return a meter whose reactive registers make what a faulty sum would."""
    forward, reverse = meter.reactive_run, meter.reverse_run
    if way == "as it runs":
        return dataclasses.replace(
            meter, reactive_run=forward / meter.multiplier, reverse_run=reverse / meter.multiplier
        )
    left = forward if way == "left out" else abs(forward - reverse)
    return dataclasses.replace(meter, reactive_run=left, reverse_run=Fraction(0))


FAULTS = {
    "倍率": other_multiplier, "时段": swapped, "力调标准": other_standard, "价表行": other_voltage, "电价制度": single_part,
    "容需量": other_mode, "变损": no_transformer_loss, "线损": no_line_loss, "线损×2": line_loss_twice,
    "暂停": never_sealed, "需量折扣": discount_turned, "1.5倍": times_15_turned, "基金": no_relief, "分表": not_taken_off,
    "换表": one_of_two_meters, "暂停×日": sealed_a_day_off, "新投": new_for_the_whole_month,
    "无功": wrong_reactive_sum,
}  # fmt: skip


def total(rows):
    return sum(row[2] for row in rows)


def possible(one):
    """Say whether a bill can be made of it: nothing below zero, no demand beyond a contract (its rule is not set)."""
    if min(billed_energy(one)) < 0:
        return False
    metered = max(meter.demand_run * meter.multiplier for meter in one.meters)
    return one.mode != "合同最大需量" or metered * 100 <= one.contract_kw * 105


def made(fault, dice, count):
    """Return customers with the bill that the fault gives them, and how many were left out, their total unchanged."""
    found, unchanged = [], 0
    while len(found) < count:
        one = customer(dice)
        wrong = fault(one, dice)
        if wrong is None or not possible(wrong):
            continue
        issued = statement(wrong)
        if total(issued) == total(statement(one)):
            unchanged += 1
            continue
        found.append((one, issued, sum(billed_energy(wrong))))
    return found, unchanged


def issued_sheets(bills):
    """Return the rows of 电费账单 and 账单明细 of (customer, rows, energy of transmission) and, last, another total."""
    heads = [["账单号", "户号", "月份", "起日", "止日", "总电费"]]
    lines = [["账单号", "行号", "户号", "月份", "费用组成", "时段", "计费数量", "金额"]]
    for place, (_, issued, energy, *other) in enumerate(bills):
        no, bill_no = number_of(place), f"B{place}"
        heads.append([bill_no, no, MONTH, "2026-01-01", "2026-01-31", (other or [total(issued)])[0] / 100])
        for at, (component, period, fen) in enumerate(issued, 1):
            quantity = float(energy) if component == "输配电" else None
            lines.append([bill_no, at, no, MONTH, component, period, quantity, fen / 100])
    return {"电费账单": heads, "账单明细": lines}


class Many:
    """The rules, but every bill is tried, and so many of them in pairs."""

    def __init__(self, own, pairs=0):
        self.own, self.pairs = own, pairs

    def rows(self, table):
        return self.own.rows(table)

    def value(self, table, key):
        return {MOST[0]: MANY, MOST[1]: self.pairs}[key] if key in MOST else self.own.value(table, key)


def explained(bills, limits):
    """Read the bills through the real reader and explain them."""
    with tempfile.TemporaryDirectory() as folder:
        written = sheets([one for one, *_ in bills]) | issued_sheets(bills)
        ledger = read_books([book(Path(folder), written)])
    return explain(ledger, rulebook(), bill_month(ledger, rulebook(), MONTH, "湖北"), limits)


def assert_found(name, found, right, unchanged):
    """Most of the bills have their own mistake, or its equal, in the group that fits best; how large it is is printed."""
    size = found.groupby("customer_no").size()[right[right].index].mean()
    left = f"总额未变而略去 {unchanged} 张"
    print(f"{name}：{right.sum()}/{MANY} 在最吻合的一组，每组平均 {size:.2f} 个；{left}")  # noqa: T201
    assert right.sum() >= RIGHT * MANY


@pytest.mark.parametrize("name", FAULTS)
def test_the_mistake_that_was_made_is_among_those_that_fit_best(name):
    bills, unchanged = made(FAULTS[name], random.Random(name), MANY)  # noqa: S311 - no secret
    found = explained(bills, Many(rules()))
    groups = found.groupby("customer_no")["families"]
    assert_found(name, found, groups.agg(lambda families: name.partition("×")[0] in set(families)), unchanged)


def test_two_mistakes_together_are_found_as_a_pair():
    """Bills that differ from what either mistake alone would give: nothing but the pair, or its equal, explains them."""

    def both(one, dice):
        wrong = other_standard(times_15_turned(one, dice), dice)
        alone = (changed(one, times_15=wrong.times_15), changed(one, standard=wrong.standard))
        return wrong if total(statement(wrong)) not in {total(statement(each)) for each in alone} else None

    bills, _ = made(both, random.Random(7), PAIRS)  # noqa: S311 - no secret
    groups = explained(bills, Many(rules(), PAIRS)).groupby("customer_no")["families"]
    right = groups.agg(lambda families: "力调标准+1.5倍" in set(families))
    print(f"两错并存：{right.sum()}/{PAIRS} 在最吻合的一组，每组平均 {groups.size()[right[right].index].mean():.2f} 个")  # noqa: T201
    assert right.sum() >= RIGHT * PAIRS


def test_a_bill_that_no_mistake_explains_is_said_nothing_of():
    one = customer(random.Random(3))  # noqa: S311 - no secret
    issued = [(component, period, fen + 12_345) for component, period, fen in statement(one)]
    assert explained([(one, issued, 1)], rules()).empty


def test_the_prices_of_the_month_before_are_recognised(monkeypatch):
    """December's purchase price stands 0.01 yuan lower in the rule book; the bills were made with it."""
    own = rulebook()
    prices = own.all("prices")
    december = prices[prices["month"] == MONTH].copy()
    columns = [column for column in december if column.endswith(("agent_yuan_per_kwh", "flat_yuan_per_kwh"))]
    columns += ["sharp_yuan_per_kwh", "peak_yuan_per_kwh", "valley_yuan_per_kwh"]
    december[columns] -= 0.01
    december["key"], december["month"] = december["key"] + "-12", "2025-12"
    december["effective_on"], december["expires_on"] = pd.Timestamp("2025-12-01"), pd.Timestamp("2026-01-01")
    december.index += 1000
    both = dataclasses.replace(own, tables={**own.tables, "prices": pd.concat([prices, december])})
    dice = random.Random(12)  # noqa: S311 - no secret
    drawn = (one for one in iter(lambda: customer(dice), None) if not one.times_15 and possible(one))
    customers = list(islice(drawn, MANY))
    monkeypatch.setattr(reference, "PUBLISHED", {
        row: " ".join(str(Fraction(price) - Fraction("0.01")) for price in text.split())
        for row, text in reference.PUBLISHED.items()
    })  # fmt: skip
    bills = [(one, statement(one), sum(billed_energy(one))) for one in customers]
    with tempfile.TemporaryDirectory() as folder:
        ledger = read_books([book(Path(folder), sheets(customers) | issued_sheets(bills))])
    found = explain(ledger, both, bill_month(ledger, both, MONTH, "湖北"), Many(rules()))
    said = sentences(found)
    assert said.str.contains("按 2025-12 的价表计算").sum() >= RIGHT * MANY


HABITS = {
    "各行不取整、合计后一次取整": Habit(once=True),
    "各行舍去分以下的尾数": Habit(cut=off),
    "力调电费按各行之和计算、取整一次": Habit(by_row=False),
    "力率舍去尾数取两位小数": Habit(cosine_cut=True),
    "电度单价先取四位小数": Habit(price_places=4),
    "容量电费的每日单价先取四位小数": Habit(daily_places=4),
}


def concerns(habit, one):
    """Say whether a habit can change a bill at all: an adjustment is made, capacity is charged for a part of the month."""
    if habit.daily_places:
        return one.mode == "按容量" and any(days != DAYS for _, days in capacity_segments(one))
    return one.standard != "不考核" or not (habit.cosine_cut or not habit.by_row)


def otherwise_rounded(habit, dice, count):
    """Return bills of a program that rounds otherwise, and how many were left out, their total unchanged."""
    found, unchanged = [], 0
    while len(found) < count:
        one = customer(dice)
        if not concerns(habit, one) or not possible(one):
            continue
        issued = total_fen(one, habit)
        if issued == total_fen(one):
            unchanged += 1
            continue
        found.append((one, statement(one, habit=habit), sum(billed_energy(one)), issued))
    return found, unchanged


@pytest.mark.parametrize("words", HABITS)
def test_another_order_of_rounding_is_among_those_that_fit_best_be_it_for_a_fen(words):
    bills, unchanged = otherwise_rounded(HABITS[words], random.Random(words), MANY)  # noqa: S311 - no secret
    found = explained(bills, Many(rules()))
    groups = found[found["families"] == "取整"].groupby("customer_no")["words"]
    assert_found(f"取整：{words}", found, groups.agg(lambda group: words in set(group)), unchanged)


def test_a_rounding_besides_another_mistake_is_found_with_it():
    """Bills at another multiplier whose total was rounded once at the end: the rows alone would not give it."""
    dice, bills = random.Random(5), []  # noqa: S311 - no secret
    while len(bills) < PAIRS:
        one = customer(dice)
        wrong = other_standard(one, dice)
        issued = total_fen(wrong, HABITS["各行不取整、合计后一次取整"])
        if possible(wrong) and issued not in {total_fen(wrong), total_fen(one)} and abs(issued - total_fen(one)) > 100:
            bills.append((one, statement(wrong), sum(billed_energy(wrong)), issued))
    groups = explained(bills, Many(rules())).groupby("customer_no")["families"].agg(set)
    assert sum("力调标准+取整" in group for group in groups) >= RIGHT * PAIRS


ROWS = """购电|尖|12000||0.796226|9554.71
购电|峰|40000||0.595188|23807.52
购电|平|60024||0.398113|23896.33
购电|谷|48000||0.179151|8599.25
输配电|总|160024||0.1263|20211.03
系统运行|总|160024||0.082273|13165.65
政府性基金|总|160024||0.0452|7233.08
容量电费|总|1000|31|26.3|26300.00
力调电费|总|125534.49||-0.60|-753.22"""


def test_a_bill_rounded_once_at_its_end_is_named_by_the_check_of_its_sum(tmp_path):
    """Unrounded, 125,534.492464 × 99.4 % + 7,233.0848 = 132,014.378261… yuan; the rows add up to 132,014.35."""
    energy = registers({"尖": 12_000, "峰": 40_000, "平": 60_024, "谷": 48_000})
    bill = {"抄表记录": energy, **printed(text=ROWS, total=132_014.38)}
    assert outcome("审计-A07", tmp_path, bill) == (1, []), "3 fen are within what rows may differ"
    ((_, sentence),) = outcome("电费-E01", tmp_path, bill)[1]
    assert sentence.endswith("；若各行不取整、合计后一次取整，与账单分毫不差")


def test_why_a_bill_passes_that_is_not_equal_to_the_fen_stands_beside_its_first_row_that_differs(tmp_path):
    text = ROWS.replace("-753.22", "-753.21")
    ledger = area(
        tmp_path,
        {"抄表记录": registers({"尖": 12_000, "峰": 40_000, "平": 60_024, "谷": 48_000}), **printed(text=text)},
    )
    billing = bill_month(ledger, rulebook(), MONTH, "湖北")
    shown = beside(billing.compared, explain(ledger, rulebook(), billing, rules())).set_index("component")
    assert (shown["outcome"] == "通过").all()
    assert shown["rule"].str.contains("若").sum() == 1
    assert shown.loc["力调电费", "rule"] == "力调系数!11；若力调电费按各行之和计算、取整一次，与账单分毫不差"


CUT_OFF = """购电|尖|12000||0.796226|9554.71
购电|峰|40000||0.595188|23807.52
购电|平|60038||0.398113|23901.90
购电|谷|48000||0.179151|8599.24
输配电|总|160038||0.1263|20212.79
系统运行|总|160038||0.082273|13166.80
政府性基金|总|160038||0.0452|7233.71
容量电费|总|1000|31|26.3|26300.00
力调电费|总|125542.96||-0.60|-753.23"""


def test_rows_whose_fen_were_cut_off_are_named_by_the_check_of_their_product(tmp_path):
    """23,901.908294, 8,599.248, 20,212.7994, 13,166.806374 and 7,233.7176 yuan: five rows, a fen too low each."""
    energy = registers({"尖": 12_000, "峰": 40_000, "平": 60_038, "谷": 48_000})
    found = outcome("电费-E02", tmp_path, {"抄表记录": energy, **printed(text=CUT_OFF)})[1]
    assert len(found) == 5
    assert all(sentence.endswith("；若各行舍去分以下的尾数，与账单分毫不差") for _, sentence in found)


def test_a_bill_that_agrees_to_the_fen_is_asked_nothing(tmp_path):
    ledger = area(tmp_path, printed())
    assert explain(ledger, rulebook(), bill_month(ledger, rulebook(), MONTH, "湖北"), rules()).empty
