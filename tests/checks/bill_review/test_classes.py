"""电费-D01, D04, D10: class of the tariff, periods, energy of other classes."""

import pytest
from billing_area import KWH, NO, PRINTED, outcome_of, printed, registers, word_of
from billing_cases import each
from together import together


def archive(class_="工商业", kind="两部制", usage="工商业-两部制", industry="C3411"):
    return {
        "客户台账": {"用电类别": usage, "行业分类": industry},
        "计费参数": {"电价类别": class_, "单一制/两部制": kind},
    }


@each(
    "电费-D01",
    [
        ({}, "通过"),
        ({"usage": "工商业-单一制"}, "不符"),
        ({"usage": "大工业用电"}, "通过"),
        ({"usage": "居民生活"}, "不符"),
        ({"class_": "农业生产", "usage": "农业生产", "industry": "A0412"}, "通过"),
        ({"class_": "农业生产", "usage": "农业生产", "industry": "A0514"}, "通过"),
        ({"class_": "农业生产", "usage": "农业生产", "industry": "A0511"}, "不符"),
        ({"class_": "农业生产", "usage": "农业生产", "industry": "C1361"}, "不符"),
        ({"class_": "居民生活", "usage": "居民生活", "industry": "P8336"}, "通过"),
        ({"class_": "居民生活", "usage": "居民生活", "industry": "C1361"}, "不符"),
        ({"class_": "农业生产", "usage": "农业生产", "industry": None}, "未能核查"),
        ({"usage": None}, "未能核查"),
    ],
)
def test_class_and_kind_go_with_the_ledger_and_a_cheaper_class_with_the_industry(cells):
    return archive(**cells)


@together
def test_the_message_names_what_is_billed_and_what_the_ledger_says():
    assert outcome_of((yield "电费-D01", archive(usage="工商业-单一制")))[1] == [
        ("不符", "计费参数执行工商业（两部制），而客户台账的用电类别为『工商业-单一制』，不能执行这一类电价")
    ]
    wrong = archive("农业生产", "单一制", "农业生产", "C1361")
    assert outcome_of((yield "电费-D01", wrong))[1] == [
        ("不符", "计费参数执行农业生产（单一制），而行业为 C1361，不能执行这一类电价")
    ]


def flat(kva, periods="不执行", **terms):
    return {"客户台账": {"合同容量": kva}, "计费参数": {"时段集": periods} | terms}


@each("电费-D04", [(99, "通过"), (100, "不符"), (None, "未能核查")])
def test_from_100_kva_on_a_business_customer_is_billed_by_period(kva):
    return flat(kva)


@together
def test_a_period_set_of_its_own_or_the_default_passes():
    assert word_of((yield "电费-D04", flat(1000, None))) == "通过"


@together
def test_a_direct_trader_may_have_one_price_for_all_hours():
    assert outcome_of((yield "电费-D04", flat(1000, 市场化属性="直接交易"))) == (0, [])


@together
def test_the_money_is_what_the_period_prices_make_of_the_metered_periods():
    # 12,000 × (1.049999 − 0.651886) + 40,000 × (0.848961 − 0.651886) + 48,000 × (0.432924 − 0.651886) yuan.
    [row] = (yield "电费-D04", flat(1000)).rows.itertuples()
    assert row.stake_fen == 477736 + 788300 - 1051018
    assert (yield "电费-D04", flat(1000) | {"抄表记录": registers({"总": 1000})}).rows["stake_fen"].isna().all()


LINE = "购电|总|{kwh}||0.588|{amount:.2f}"


def dormitory(printed_kwh, fixed=4500):
    """A residential sub-meter of so many kWh behind the main one, and what the bill says of it."""
    main = {"计量点号": "P1", "户号": NO, "关系": "总表", "用途": "结算", "电价类别": "工商业", "计量侧": "高供高计", "表号": "M1",
            "综合倍率": 1000, "表位数": 6, "力调参与": "是"}  # fmt: skip
    sub = main | {
        "计量点号": "P4",
        "上级计量点": "P1",
        "关系": "定量",
        "定量": fixed,
        "电价类别": "居民生活",
        "表号": None,
    }
    sheets = printed(text=PRINTED)
    if printed_kwh is not None:
        row = sheets["账单明细"][0] | {"行号": 99, "时段": "总", "计量点号": "P4", "计费数量": printed_kwh}
        sheets["账单明细"].append(row | {"单价": 0.588, "金额": printed_kwh * 0.588})
    return sheets | {"计量点": [main, sub], "抄表记录": registers(KWH)}


@each("电费-D10", [
    (4500, "P4", "通过"), (4500, None, "通过"), (4498, "P4", "不符"), (4498, None, "不符"),
])  # fmt: skip
def test_a_row_may_name_its_class_in_the_place_of_a_component(kwh, point):
    """Without a 计量点号 it is that of the customer's only such point."""
    sheets = dormitory(kwh)
    sheets["账单明细"][-1] |= {"费用组成": "居民生活", "计量点号": point}
    return sheets


@each("电费-D10", [(4500, "通过"), (4499, "通过"), (4498, "不符"), (None, "不符"), (4501, "通过"), (4502, "不符")])
def test_a_residential_sub_meter_has_its_own_row_on_the_bill(kwh):
    return dormitory(kwh)


@together
@pytest.mark.parametrize(
    ("kwh", "told"),
    [
        (None, "账单有 0 kWh 按本类计费，少 4,500 kWh：混入了工商业电量"),
        (4300, "账单有 4,300 kWh 按本类计费，少 200 kWh：混入了工商业电量"),
        (5000, "账单有 5,000 kWh 按本类计费，多 500 kWh：工商业电量混入了本类"),
    ],
)
def test_the_message_names_the_point_both_energies_and_which_way_they_differ(kwh, told):
    [row] = (yield "电费-D10", dormitory(kwh)).rows.itertuples()
    assert (row.about, row.message) == ("P4", f"居民生活计量点 P4 本月 4,500 kWh，{told}")
    assert row.difference == (kwh or 0) - 4500


@together
def test_a_sub_meter_without_its_quantity_is_unknown():
    assert word_of((yield "电费-D10", dormitory(4500, fixed=None))) == "未能核查"


@together
def test_a_customer_without_other_classes_is_not_asked():
    assert outcome_of((yield "电费-D10", printed())) == (0, [])
