"""电费-D02, D03, D07, D08: voltage, kind, month of the prices, funds."""

from dataclasses import replace
from datetime import date

import pytest
from billing_area import PRINTED, facts, outcome_of, printed, word_of
from billing_cases import each
from together import together

from addin.checks.bill_review.tariff_kinds import kind_differs


@each(
    "电费-D02",
    [
        ("交流10kV", "1-10(20)kV", "通过"),
        ("交流20kV", "1-10(20)kV", "通过"),
        ("交流35kV", "1-10(20)kV", "不符"),
        ("交流35kV", "35kV", "通过"),
        ("交流10kV", "35kV", "不符"),
        ("交流110kV", "110kV", "通过"),
        (None, "1-10(20)kV", "未能核查"),
    ],
)
def test_the_price_column_is_the_one_of_the_supply_voltage(supply, column):
    return {"客户台账": {"供电电压": supply}, "计费参数": {"计价电压": column}}


@together
def test_the_money_of_another_column_is_the_difference_of_the_transmission_prices():
    # 160,000 kWh × (0.1263 − 0.1065) yuan.
    [row] = (yield "电费-D02", {"计费参数": {"计价电压": "35kV"}}).rows.itertuples()
    assert row.stake_fen == 316800
    assert row.message == "供电电压 10 kV 应按「1-10(20)kV」计价，计费参数为「35kV」"


OLD, NEW = date(2023, 5, 31), date(2023, 6, 1)


@each(
    "电费-D03",
    [
        (100, "两部制", NEW, "不符"),
        (101, "两部制", NEW, "通过"),
        (314, "单一制", NEW, "通过"),
        (315, "单一制", NEW, "不符"),
        (315, "单一制", OLD, "通过"),
        (315, "单一制", None, "未能核查"),
        (315, "两部制", None, "通过"),
        (None, "两部制", NEW, "未能核查"),
    ],
)
def test_capacity_and_date_decide_between_one_part_and_two(kva, kind, connected):
    mode = "按容量" if kind == "两部制" else "不计"
    return {
        "客户台账": {"合同容量": kva, "送电日期": connected},
        "计费参数": {"单一制/两部制": kind, "容需量计费方式": mode},
    }


@pytest.mark.parametrize(("month", "outcomes"), [("2026-01", []), ("2025-12", ["提示"])])
def test_an_old_customer_that_may_keep_the_single_part_is_told_so_once_a_year(tmp_path, month, outcomes):
    own = facts(
        tmp_path,
        {
            "客户台账": {"合同容量": 315, "送电日期": OLD},
            "计费参数": {"单一制/两部制": "单一制", "容需量计费方式": "不计"},
        },
    )
    later = replace(own["billing"], month=month)
    found = kind_differs(later, own["billing_terms"], own["customers"], own["rules"])
    assert found.rows["outcome"].tolist() == outcomes


@each("电费-D07", [("2026-01", "通过"), ("2025-12", "不符"), (None, "未能核查")])
def test_a_bill_is_priced_from_the_table_of_its_month(month):
    return printed(电价月份=month)


@together
def test_one_row_of_another_month_is_enough_and_the_adjustment_has_no_month():
    sheets = printed()
    sheets["账单明细"][-1]["电价月份"] = "2025-12"
    assert word_of((yield "电费-D07", sheets)) == "通过"
    sheets["账单明细"][5]["电价月份"] = "2025-12"
    assert outcome_of((yield "电费-D07", sheets))[1] == [
        ("不符", "『系统运行』用的是 2025-12 的电价，账单月份为 2026-01")
    ]


@each(
    "电费-D08",
    [
        ("0.0452", None, "通过"),
        ("0.045201", None, "通过"),
        ("0.045202", None, "不符"),
        ("0.0390", None, "不符"),
        ("0.0390", 0.0062, "通过"),
    ],
)
def test_funds_are_the_published_ones_less_the_relief(price, relief):
    text = PRINTED.replace("160000||0.0452|", f"160000||{price}|")
    return printed(text=text) | {"计费参数": {"基金减免": relief}}


@together
def test_the_money_of_wrong_funds_is_their_difference_on_the_row():
    text = PRINTED.replace("160000||0.0452|7232.00", "160000||0.0390|6240.00")
    [row] = (yield "电费-D08", printed(text=text)).rows.itertuples()
    assert (row.stake_fen, row.message) == (99200, "政府性基金单价 0.039 元/kWh，应为 0.0452 元/kWh")
