"""Bills of programs that round in another order: the order is found, be it for a fen, and said where it explains."""

import random

import pandas as pd
import pytest
from billing.drawn import customer
from billing.mistaken import other_standard
from billing.reference import DAYS, Habit, billed_energy, capacity_segments, off, statement, total_fen
from billing.trials import MANY, PAIRS, RIGHT, Many, assert_found, explained, possible
from billing_area import MONTH, NO, area, outcome, printed, registers, rulebook, rules

from addin.billing.causes.explanations import beside, named
from addin.billing.causes.trial import explain
from addin.billing.month import bill_month

HABITS = {
    "各行不取整、合计后一次取整": Habit(once=True),
    "各行舍去分以下的尾数": Habit(cut=off),
    "力调电费按各行之和计算、取整一次": Habit(by_row=False),
    "力率舍去尾数取两位小数": Habit(cosine_cut=True),
    "电度单价先取四位小数": Habit(price_places=4),
    "容量电费的每日单价先取四位小数": Habit(daily_places=4),
    "无功变损不计入力率": Habit(reactive_losses=False),
}


def concerns(habit, one):
    """Say whether a habit can change a bill at all: an adjustment is made, capacity is charged for a part of the month."""
    if habit.daily_places:
        return one.mode == "按容量" and any(days != DAYS for _, days in capacity_segments(one))
    if not habit.reactive_losses and not one.low_side:
        return False
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
    groups = found[found["families"].isin(("取整", "力率变损"))].groupby("customer_no")["words"]
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


def test_on_a_row_that_cites_no_rule_it_stands_alone():
    """容量电费 of a bill for a customer that pays by demand: nothing was recomputed there, so nothing is cited."""
    compared = pd.DataFrame({"customer_no": [NO], "difference_fen": [100], "rule": [None]})
    shown = beside(compared, pd.DataFrame({"customer_no": [NO], "words": ["容（需）量电费按容量计收"]}))
    assert shown["rule"].tolist() == ["若容（需）量电费按容量计收，与账单分毫不差"]


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


@pytest.mark.parametrize(("families", "said"), [("取整", "看"), ("倍率+取整", "看；若按倍率 30 计算，与账单分毫不差")])
def test_an_order_of_rounding_alone_is_not_named_where_another_finding_has_the_bill_under_it(families, said):
    roots = pd.DataFrame({"customer_no": ["1"], "message": ["看"], "consequences": ["审计-A07 账单重算不一致"]})
    explained = pd.DataFrame({"customer_no": ["1"], "families": [families], "words": ["按倍率 30 计算"]})
    assert list(named(roots, explained)["message"]) == [said]
