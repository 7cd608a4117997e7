"""Figures printed in price tables, bills and answers (billing.md §1–§4), each reckoned by the product's own functions."""

import dataclasses
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from billing_area import NO, PRINTED, base_sheets, printed, registers, rulebook, rules, word_of
from billing_cases import each
from together import together

from addin.billing.basic.demand import billed_demand
from addin.billing.claims.steps import half_up
from addin.billing.flag_rows import read_flags
from addin.billing.metering.multipliers import ratio
from addin.billing.money import product_fen

FLAGS = read_flags(rules())


def hubei(tariff, voltage):
    """Return a price row of 国网湖北 2026-01."""
    prices = rulebook().tables["prices"]
    mine = (prices["month"] == "2026-01") & (prices["tariff"] == tariff) & (prices["voltage"] == voltage)
    return prices[mine].iloc[0]


def exact(value):
    return Fraction(str(value))


def test_the_agent_price_is_the_month_s_average_and_the_deviation_of_before():
    """§1.3, S6: 0.388090 − 0.003620 = 0.384470."""
    assert exact("0.388090") - exact("0.003620") == exact(hubei("两部制", "35kV")["agent_yuan_per_kwh"])


def test_the_funds_are_the_sum_of_three():
    """§1.3, S6, S14: 农网还贷 0.02, 水库移民 0.0062, 可再生能源 0.019."""
    assert sum(map(Fraction, ("0.02", "0.0062", "0.019"))) == exact(hubei("两部制", "35kV")["funds_yuan_per_kwh"])


@pytest.mark.parametrize("voltage", ["1-10(20)kV", "35kV", "110kV", "220kV及以上"])
def test_the_flat_price_of_the_two_part_rows_is_the_sum_of_its_components(voltage):
    """§1.1, S6: exact to 1e-6."""
    row = hubei("两部制", voltage)
    names = ("agent", "line_loss", "transmission", "system_operation", "funds", "flat")
    *parts, flat = (exact(row[f"{name}_yuan_per_kwh"]) for name in names)
    assert sum(parts) == flat


@pytest.mark.parametrize(
    ("province", "day", "base", "flat", "prices"),
    [
        ("北京", date(2024, 7, 31), "0.409177", "0.681335", {"尖": "1.057777", "峰": "0.926841", "谷": "0.435829"}),
        ("重庆", date(2025, 2, 28), "0.617933", "0.762307", {"峰": "1.133067", "谷": "0.379188"}),
    ],
)
def test_published_prices_of_periods_follow_the_factors(province, day, base, flat, prices):
    """§3, §10, S25: flat + floating base × (factor − 1), within 1e-6 of what is printed."""
    table = rulebook().on(day, province).rows("period_factors")
    factors = table[table["province"] == province].set_index("period")["factor"]
    for period, price in prices.items():
        reckoned = Fraction(flat) + Fraction(base) * (exact(factors[period]) - 1)
        assert abs(reckoned - Fraction(price)) <= Fraction(1, 10**6), period


def test_the_multiplier_of_10000_100_and_150_5():
    """§6: 10000/100 × 150/5 = 3000."""
    voltage, current = ratio(pd.Series(["10000/100", "150/5"]))
    assert voltage * current == 3000


@pytest.mark.parametrize(("mode", "kw"), [("A", 1500), ("B", 1550), ("C", 1600)])
def test_1300_kw_under_a_contract_of_1000(mode, kw):
    """§0.3, §2.3, S21: three readings in print."""
    terms = pd.DataFrame({"capacity_mode": ["合同最大需量"], "contract_demand_kw": [1000.0]}, index=[NO])
    points = pd.DataFrame({"customer_no": [NO], "relation": ["总表"], "feeder_sequence": [1], "demand_kw": [1300.0],
                           "demand_read": [True]})  # fmt: skip
    none = pd.DataFrame(
        {name: [] for name in ("customer_no", "feeder_sequence", "declared_kw", "demand_rule", "operation")}
    )
    flags = dataclasses.replace(FLAGS, over_contract_mode=mode)
    rows, _ = billed_demand(terms, points.rename_axis("point_no"), none, none, flags)
    assert rows["billed_kw"].tolist() == [kw]


@each("电费-C03", [(320, "通过"), (319, "不符")])
def test_40_percent_of_800_kva_are_320_kw(contract):
    """§2.3, S20: the least contract demand of 800 kVA."""
    return {
        "受电设备": {"铭牌容量": 800}, "客户台账": {"合同容量": 800}, "抄表记录": registers(demand=320),
        "计费参数": {"容需量计费方式": "合同最大需量", "合同需量": contract},
    }  # fmt: skip


@together
def test_a_printed_149_kwh_per_kva_is_no_reason_for_the_reduced_price():
    """§2.3, S3: 7,471,200 kWh ÷ 50,000 kVA = 149.424, printed 149; 260 is not reached, the price stays 42."""
    month = registers({"平": 7_471_200}, 0, demand=30_000, multiplier=30_000)
    billing = (yield {"抄表记录": month, "计量点": {"综合倍率": 30_000}, "客户台账": {"合同容量": 50_000},
         "受电设备": {"铭牌容量": 50_000}, "计费参数": {"容需量计费方式": "实际最大需量"}})  # fmt: skip
    assert billing.quantities.intensity[NO] == pytest.approx(149.424)
    row = billing.lines[billing.lines["component"] == "需量电费"].iloc[0]
    assert (row["unit_price"], row["amount_fen"]) == (42, 126000000)


def test_demand_is_cheaper_below_0_62_of_the_capacity():
    """§2.3: break-even = capacity price ÷ demand price, 26.3 ÷ 42 = 0.626 and 24.4 ÷ 39 = 0.626; 0.696 with 90 %."""
    for voltage in ("1-10(20)kV", "110kV"):
        row = hubei("两部制", voltage)
        even = exact(row["capacity_yuan_per_kva_month"]) / exact(row["demand_yuan_per_kw_month"])
        assert Fraction("0.62") < even < Fraction("0.63")
        assert Fraction("0.69") < even / Fraction("0.9") < Fraction("0.71")


SPLIT = (("30842.066223", "1202840.58"), ("1.933777", "75.42"))
"""A real bill's demand in the rows of its main meter and of its sub-meter, at 39 yuan (S4): kW and yuan."""


def test_a_demand_printed_in_two_rows_adds_up_and_each_is_rounded_by_itself():
    """§2.3, S4: 30,842.066223 + 1.933777 = 30,844 kW; 1,202,840.58 + 75.42 = 1,202,916.00 = 30,844 × 39."""
    kw, yuan = (pd.Series([float(row[place]) for row in SPLIT]) for place in (0, 1))
    assert product_fen((kw, 6), (pd.Series([39.0, 39.0]), 2)).tolist() == [round(one * 100) for one in yuan]
    assert sum(Fraction(row[0]) for row in SPLIT) == 30_844
    assert sum(Fraction(row[1]) for row in SPLIT) == 30_844 * 39


def test_the_printed_split_is_by_energy_not_by_a_ratio_of_the_archive():
    """No ratio of four decimals gives 1.933777 kW; a share of the energy does, and only of about 549 kWh.

    The bill does not print the sub-meter's energy. Two other figures of it fit: 175 kWh a kVA of 50,000 kVA, and an
    adjustment of −0.58 yuan of the sub-meter: 549 kWh at the main rows' average price and 75.42, × 0.15 %.
    """
    part, whole = Fraction(SPLIT[1][0]), Fraction(30_844)
    assert not any(half_up(whole * ratio / 10**6, 6) == part for ratio in range(1, 1000))
    total = next(kwh for kwh in range(8_750_000, 8_775_000) if half_up(whole * 549 / kwh, 6) == part)
    assert int(half_up(Fraction(total, 50_000), 0)) == 175
    price = (Fraction("6137186.5") - Fraction(SPLIT[0][1])) / (total - 549)
    assert half_up((549 * price + Fraction(SPLIT[1][1])) * Fraction("0.0015"), 2) == Fraction("0.58")


def test_the_printed_share_is_one_of_energy_with_the_line_loss():
    """A reading in whole hundreds, like the 7,471,200 kWh of October (S3), gives it only with that bill's 0.11 %."""
    part = Fraction(SPLIT[1][0])

    def readings(percent):
        totals = {kwh: kwh + half_up(kwh * Fraction(percent) / 100, 0) for kwh in range(8_740_000, 8_760_000, 100)}
        return [kwh for kwh, total in totals.items() if half_up(Fraction(30_844 * 549) / total, 6) == part]

    assert readings("0.11") == [8_747_000]
    assert readings("0") == []


def issued_rows(split, **cells):
    """The printed bill of 30,844 kW at 39 yuan, its demand in these rows: (point_no, kW, yuan)."""
    energy = PRINTED[: PRINTED.index("容量电费")].replace("0.1263|20208.00", "0.0884|14144.00")
    energy = energy.replace("0.595188|23807.52", "0.593188|23727.52")
    bill = printed(text=energy + "\n".join(f"需量电费|总|{kw}||39|{yuan}" for _, kw, yuan in split), **cells)
    for row, (point_no, *_) in zip(bill["账单明细"][-len(split) :], split, strict=True):
        row["计量点号"] = point_no
    return bill


def shared(percent, **changes):
    """Return 110 kV, 30,844 kW, 160,000 kWh and a sub-meter of the same class by ratio."""
    terms = {"计价电压": "110kV", "容需量计费方式": "实际最大需量", "力调标准": "不考核"}
    main = base_sheets()["计量点"][0]
    sub = main | {"计量点号": "P2", "上级计量点": "P1", "关系": "定比", "定比": percent, "表号": None}
    return {"计费参数": terms, "抄表记录": registers(demand=30_844), "客户台账": {"合同容量": 50_000},
            "计量点": [main, sub | changes]}  # fmt: skip


def demand_of(billing):
    rows = billing.lines[billing.lines["component"] == "需量电费"]
    return rows[["point_no", "quantity", "amount_fen"]].to_numpy().tolist()


@together
def test_the_split_of_the_real_bill_is_the_one_that_is_recomputed():
    """S4: 549 kWh of 8,756,622 kWh, of which the line loss of 0.11 % is 9,622, take 1.933777 of 30,844 kW.

    That customer has two main meters and a sub-meter by 3 % (S3): 549 kWh are 3 % of 18,300 kWh, made up here.
    """
    terms = {"计价电压": "110kV", "容需量计费方式": "实际最大需量", "力调标准": "不考核", "线损率": 0.11}
    main = base_sheets()["计量点"][0] | {"线损参与": "是"}
    other = main | {"计量点号": "P2", "表号": "M2", "关系": "并接"}
    sub = main | {"计量点号": "P3", "上级计量点": "P2", "关系": "定比", "定比": 3, "表号": None}
    second = registers({"平": 18_300}, 0, 计量点号="P2", 表号="M2")
    month = {
        "计费参数": terms, "客户台账": {"合同容量": 50_000}, "计量点": [main, other, sub],
        "抄表记录": [*registers({"平": 8_728_700}, 0, demand=30_844), *second],
    }  # fmt: skip
    printed_rows = [(float(kw), round(float(yuan) * 100)) for kw, yuan in SPLIT]
    rows = demand_of((yield month))
    assert rows == [[point_no, *row] for point_no, row in zip(("P1", "P3"), printed_rows, strict=True)]


@together
@pytest.mark.parametrize(("relation", "rows"), [("定比", 2), ("套表", 1), ("定量", 1)])
def test_only_the_relations_that_the_rule_names_have_a_demand_row(relation, rows):
    month = shared(3.0 if relation == "定比" else None, 关系=relation, 定量=4_800, 表号="M2", 综合倍率=100)
    if relation == "套表":
        month["抄表记录"] = [
            *month["抄表记录"],
            *registers({"平": 4_800}, None, multiplier=100, 计量点号="P2", 表号="M2"),
        ]
    assert len(demand_of((yield month))) == rows


@together
def test_a_sub_meter_of_another_class_has_no_demand_row():
    assert [point_no for point_no, *_ in demand_of((yield shared(3.0, 电价类别="居民生活")))] == ["P1"]


@together
def test_a_contract_demand_is_not_shared():
    month = shared(3.0)
    month["计费参数"] |= {"容需量计费方式": "合同最大需量", "合同需量": 30_844}
    assert len(demand_of((yield month))) == 1


@together
def test_issued_demand_rows_are_matched_by_their_points_and_one_row_as_their_sum():
    """3 % of 160,000 kWh: 925.32 of 30,844 kW; the rows of the bill stand in any order, or as one."""
    own, sub = ("P1", "29918.68", "1166828.52"), ("P2", "925.32", "36087.48")
    month = shared(3.0)
    for rows, word in (
        ([own, sub], "通过"), ([sub, own], "通过"), ([(None, "30844", "1202916")], "通过"),
        ([own, (*sub[:2], "36087.58")], "不符"), ([sub, (*own[:2], "1166828.42")], "不符"),
        ([(*own[:2], "1166828.42"), (*sub[:2], "36087.58")], "不符"),
    ):  # fmt: skip
        assert word_of((yield "审计-A07", month | issued_rows(rows))) == word, rows


@together
def test_an_issued_demand_in_two_rows_agrees_with_the_one_that_is_recomputed():
    """Without a sub-meter in the archive the parts are compared together; 1 fen a row is allowed, 10 yuan are not."""
    rows = [(None, *each) for each in SPLIT]
    month = shared(3.0)
    month["计量点"] = month["计量点"][:1]
    for parts, word in ((rows, "通过"), ([rows[0], (None, SPLIT[1][0], "85.42")], "不符")):
        assert word_of((yield "审计-A07", month | issued_rows(parts))) == word
