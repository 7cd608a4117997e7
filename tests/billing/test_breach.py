"""违约用电 and 窃电: exam questions with their printed answers, the rules of 2024, and what cannot be computed."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from billing_area import NO, area
from rules_area import changed

from addin.billing.claims.breach import breaches

CASE = {"编号": "W1", "序": 1, "户号": NO, "行为": "私增容", "发现日": date(2026, 1, 20), "起日": date(2026, 1, 11),
        "止日": None, "封停日": None, "设备容量": 315, "相电压": None, "电流": None, "相数": None, "设备类别": None,
        "日用小时": None, "实用电量": None, "已计电量": None, "应执行电价": None, "已执行电价": None, "容需量电价": None,
        "违约倍数": None}  # fmt: skip
LAST, LONG_AGO = "违约电费先取整", pd.Timestamp("1996-10-08")


def cases(tmp_path, *rows, terms=None, words=None):
    """Return the computed cases; rules whose rows begin later than the exams are let begin in 1996."""
    book = changed(words or {})
    for table in ("billing_flags",):
        flags = book.tables[table]
        late = flags["key"].isin([LAST, "电量取整位数"])
        flags.loc[late, "effective_on"] = LONG_AGO
    sheets = {"违约用电": [CASE | row for row in rows]} | ({"计费参数": terms} if terms else {})
    return breaches(area(tmp_path, sheets), book, "湖北")


def amounts(tmp_path, *rows, **looks):
    """Return what is charged afterwards and the penalty [yuan] of the one case."""
    [case] = cases(tmp_path, *rows, **looks).cases.itertuples()
    assert case.note == ""
    return float(case.charge_yuan), float(case.penalty_yuan)


OLD = {"生效日期": date(1997, 1, 1)}


def test_exam_capacity_without_a_contract_from_august_to_september(tmp_path):
    """(315×7/30 + 315) × 20 = 7,770.00 and three times as much, 23,310.00 (m.274949.com/704/t28851053.html)."""
    row = {"起日": date(2008, 8, 25), "发现日": date(2008, 9, 30), "容需量电价": 20}
    assert amounts(tmp_path, row, terms=OLD) == (7770.00, 23310.00)


def test_exam_sealed_equipment_of_which_only_the_sealing_is_known(tmp_path):
    """2000×15×21/30 + 2000×15 + 2000×15 = 81,000 and twice as much (livelovelifegateway.com/tiku/shiti/9676523.html)."""
    row = {"行为": "启用封存设备", "起日": None, "封停日": date(2002, 5, 10), "发现日": date(2002, 7, 30),
           "设备容量": 2000, "容需量电价": 15}  # fmt: skip
    assert amounts(tmp_path, row, terms=OLD) == (81000.00, 162000.00)


DEAR = [
    {"行为": "高价低接", "序": number, "起日": None, "发现日": date(2010, 6, 1), "设备容量": kw, "设备类别": use,
     "应执行电价": price, "已执行电价": 0.5653}
    for number, kw, use, price in ((1, 5, "动力", 0.7625), (2, 3, "照明", 0.8895))
]  # fmt: skip


@pytest.mark.parametrize(("first", "penalty"), [("否", 3180.17), ("是", 3180.16)])
def test_exam_dear_equipment_on_a_cheap_line_for_three_months(tmp_path, first, penalty):
    """5×12×90 = 5,400 and 3×6×90 = 1,620 kWh; 1,590.08 and twice the unrounded: 3,180.17 (tk.swop.cn, 5076399).

    Where every step is rounded first, 1,064.88 + 525.20 = 1,590.08 doubles to 3,180.16.
    """
    assert amounts(tmp_path, *DEAR, terms=OLD, words={LAST: first}) == (1590.08, penalty)


def test_exam_a_stolen_stove_of_two_kilowatts(tmp_path):
    """2000/1000 × 180 × 6 = 2,160 kWh at 0.30 yuan (livelovelifegateway.com/tiku/shiti/5000508.html)."""
    row = {
        "行为": "窃电",
        "起日": None,
        "发现日": date(2005, 3, 1),
        "设备容量": 2,
        "设备类别": "照明",
        "应执行电价": 0.3,
    }
    found = cases(tmp_path, row, terms=OLD)
    assert [float(found.cases[name].iloc[0]) for name in ("energy_kwh", "charge_yuan")] == [2160, 648.00]
    assert float(found.cases["penalty_yuan"].iloc[0]) == 1944.00


def test_since_2024_capacity_is_charged_by_the_days_of_the_calendar(tmp_path):
    """11 to 20 January are 10 of 31 days: 315 × 26.3 × 10/31 = 2,672.42; three times that, 8,017.26."""
    found = cases(tmp_path, {})
    assert [float(found.cases[name].iloc[0]) for name in ("charge_yuan", "penalty_yuan")] == [2672.42, 8017.26]
    assert found.steps["inputs"].iloc[0] == "315 × 26.3 × 10/31"
    assert found.steps["rule"].iloc[0].startswith("电价!")


def test_a_whole_month_is_the_whole_charge(tmp_path):
    assert amounts(tmp_path, {"起日": date(2026, 1, 1), "发现日": date(2026, 1, 31)})[0] == 8284.50


def repriced(tmp_path, begins, dearer=1.0, row=None):
    """Return the computed case of 1 to 20 January where the month's price rows end and others begin on a day."""
    book = changed({})
    rows = book.tables["prices"]
    old, column = rows["month"] == "2026-01", "capacity_yuan_per_kva_month"
    new = rows[old].assign(effective_on=pd.Timestamp(begins)).set_axis(rows.index[old] + 10_000)
    new[column] += dearer
    ended = rows.assign(expires_on=rows["expires_on"].mask(old, pd.Timestamp(begins)))
    book = replace(book, tables={**book.tables, "prices": pd.concat([ended, new]).astype(rows.dtypes)})
    sheets = {"违约用电": [CASE | {"起日": date(2026, 1, 1)} | (row or {})]}
    return breaches(area(tmp_path, sheets), book, "湖北")


@pytest.mark.parametrize("kind", ["私增容", "启用封存设备"])
def test_each_day_of_a_month_has_its_own_price(tmp_path, kind):
    """315 × 26.3 × 15/31 + 315 × 27.3 × 5/31 = 4,008.629 + 1,387.016 = 5,395.65, not 315 × 27.3 × 20/31."""
    found = repriced(tmp_path, "2026-01-16", row={"行为": kind})
    assert float(found.cases["charge_yuan"].iloc[0]) == 5395.65
    assert found.steps["inputs"].tolist()[:2] == ["315 × 26.3 × 15/31", "315 × 27.3 × 5/31"]
    assert "（01-16 至 01-20）" in found.steps["item"].iloc[1]


@pytest.mark.parametrize(("begins", "prices"), [("2026-01-20", [26.3, 27.3]), ("2026-01-21", [26.3])])
def test_a_price_counts_from_its_first_day(tmp_path, begins, prices):
    inputs = repriced(tmp_path, begins).steps["inputs"]
    assert [float(text.split(" × ")[1]) for text in inputs if text.startswith("315")] == prices


def test_a_price_row_that_only_repeats_the_price_cuts_nothing(tmp_path):
    assert repriced(tmp_path, "2026-01-16", dearer=0.0).steps["inputs"].iloc[0] == "315 × 26.3 × 20/31"


def test_the_price_of_stolen_energy_is_that_of_the_day_it_was_found_on(tmp_path):
    row = {"行为": "窃电", "实用电量": 100}
    before, after = (repriced(tmp_path, day, row=row).steps["rule"].iloc[1] for day in ("2026-01-21", "2026-01-20"))
    assert before != after


SINGLE = {"单一制/两部制": "单一制", "容需量计费方式": "不计"}


@pytest.mark.parametrize(("kind", "penalty"), [("私增容", 15750), ("启用封存设备", 9450)])
def test_who_has_no_two_part_tariff_pays_by_the_kilovolt_ampere(tmp_path, kind, penalty):
    assert amounts(tmp_path, {"行为": kind}, terms=SINGLE) == (0, penalty)


def test_stolen_energy_by_the_current_of_the_meter_less_what_was_billed(tmp_path):
    """3 × 220 × 30 ÷ 1000 = 19.8 kVA × 12 h × 10 days = 2,376 kWh, less 376: 2,000 × 0.651886 = 1,303.77."""
    row = {"行为": "窃电", "设备容量": None, "相数": 3, "相电压": 220, "电流": 30, "设备类别": "动力", "已计电量": 376}
    assert amounts(tmp_path, row | {"违约倍数": 1}) == (1303.77, 1303.77)


@pytest.mark.parametrize(("multiple", "fits"), [(0, True), (3, True), (3.01, False)])
def test_a_multiple_above_the_limit_is_refused(tmp_path, multiple, fits):
    [case] = cases(tmp_path, {"违约倍数": multiple}).cases.itertuples()
    assert (case.note == "") is fits
    assert fits or case.note == "违约倍数 3.01 高于规则的上限 3 倍，请更正"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"行为": None}, "没有填写「行为」"),
        ({"发现日": None}, "没有填写「发现日」"),
        ({"起日": None}, "没有填写「起日」"),
        ({"起日": date(2026, 1, 21)}, "起日 2026-01-21 晚于止日 2026-01-20"),
        ({"设备容量": None}, "须填写「设备容量」"),
        ({"起日": date(2025, 12, 30)}, "没有 湖北 2025-12 两部制、1-10(20)kV 的价格"),
        ({"户号": "4200000000099"}, "「计费参数」没有该户"),
        ({"行为": "窃电", "应执行电价": 0.6}, "没有填写「设备类别」"),
        ({"行为": "窃电", "实用电量": 10, "已计电量": 11}, "大于应计电量"),
        ({"行为": "高价低接", "应执行电价": 0.5, "已执行电价": 0.5}, "没有差额"),
    ],
)
def test_what_cannot_be_computed_says_why_and_the_other_case_is_computed(tmp_path, row, said):
    lost, known = cases(tmp_path, row, {"编号": "W2"}).cases.itertuples()
    assert said in lost.note
    assert lost.total_yuan is None
    assert (known.note, float(known.charge_yuan)) == ("", 2672.42)


def test_a_customer_on_demand_needs_the_price_filled_in(tmp_path):
    demand = {"容需量计费方式": "实际最大需量"}
    [case] = cases(tmp_path, {}, terms=demand).cases.itertuples()
    assert "请填写「容需量电价」" in case.note
    assert amounts(tmp_path, {"容需量电价": 26.3}, terms=demand) == (2672.42, 8017.26)
