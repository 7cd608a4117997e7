"""Customers that trade directly are priced from the sheet 市场价格."""

import pytest
from billing_area import KWH, MONTH, NO, amounts, billed, outcome_of, printed, word_of
from together import together

DIRECT = {"市场化属性": "直接交易"}
PRICES = {"尖": 0.6912, "峰": 0.5368, "平": 0.3985, "谷": 0.2264}


def row(price, period=None, hour=None, kwh=None, settled=None):
    return {"户号": NO, "月份": MONTH, "时段": period, "小时": hour, "电量": kwh, "单价": price, "清算所属月": settled}


def by_period(**cells):
    return [row(price, period, **cells) for period, price in PRICES.items()]


def by_hour(last=6_670):
    """Return 24 hours: 23 × 6,666 kWh and the rest of 160,000 kWh in the last, which is 6,682."""
    return [row(0.4, hour=hour, kwh=6_666) for hour in range(1, 24)] + [row(0.3, hour=24, kwh=last)]


def purchase(billing):
    return [line for line in amounts(billing) if line[0] == "购电"]


def why(billing):
    return "；".join(billing.doubts.loc[billing.doubts["component"] == "购电", "reason"])


@together
def test_each_period_is_bought_at_its_own_price_without_a_government_factor():
    """12,000 × 0.6912 = 8,294.40; 40,000 × 0.5368 = 21,472.00; 60,000 × 0.3985 = 23,910.00; 48,000 × 0.2264 = 10,867.20.

    上网环节线损 160,000 × 0.013643 = 2,182.88; 输配电, 系统运行 and 政府性基金 as for everybody. The adjustment is taken on
    64,543.60 + 2,182.88 + 20,208.00 + 13,163.68 + 26,300.00 = 126,398.16; × −0.60 % = −758.39.
    """
    lines = amounts((yield {"计费参数": DIRECT, "市场价格": by_period()}))
    assert [line[4] for line in lines[:5]] == [829440, 2147200, 2391000, 1086720, 218288]
    assert [line[:2] for line in lines[4:8]] == [
        ("上网环节线损", "总"),
        ("输配电", "总"),
        ("系统运行", "总"),
        ("政府性基金", "总"),
    ]
    assert lines[-1] == ("力调电费", "总", 126398.16, -0.60, -75839)


@together
def test_hours_are_bought_each_at_its_price():
    """23 × 6,666 × 0.4 = 23 × 2,666.40; the last hour (160,000 − 153,318) × 0.3 = 6,682 × 0.3 = 2,004.60."""
    lines = purchase((yield {"计费参数": DIRECT, "市场价格": by_hour(6_682)}))
    assert [line[4] for line in lines] == [266640] * 23 + [200460]


@together
@pytest.mark.parametrize(
    ("last", "fits"), [(6_682, True), (6_683, True), (6_684, False), (6_681, True), (6_680, False)]
)
def test_hours_have_to_add_up_to_the_metered_total_within_one_kwh(last, fits):
    billing = yield {"计费参数": DIRECT, "市场价格": by_hour(last)}
    assert bool(purchase(billing)) is fits
    assert fits or "电量之和" in why(billing)


@together
@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (7, None),
        (8, "第 7 小时没有行，第 8 小时不止一行"),
        (25, "第 7 小时没有行，第 25 小时不在 1–24 之内"),
        (0, "第 7 小时没有行，第 0 小时不在 1–24 之内"),
    ],
)
def test_every_hour_has_one_row_though_the_sum_be_right(hour, said):
    rows = by_hour(6_682)
    rows[6] |= {"小时": hour, "单价": 0.45}
    billing = yield {"计费参数": DIRECT, "市场价格": rows}
    assert bool(purchase(billing)) is (said is None)
    assert f"「市场价格」按小时的行：{said}；" in why(billing) if said else not why(billing)


@together
def test_an_hour_that_is_left_out_is_named_once():
    rows = [one for one in by_hour(6_682) if one["小时"] != 7]
    for kwh in (6_666, 2 * 6_666):
        rows[6]["电量"] = kwh
        billing = yield {"计费参数": DIRECT, "市场价格": rows}
        assert "第 7 小时没有行；" in why(billing)
        assert "之和" not in why(billing)


@together
def test_one_price_for_all_periods_is_no_mistake():
    """160,000 × 0.41 = 65,600.00."""
    billing = yield {"计费参数": DIRECT, "市场价格": [row(0.41, "总")]}
    assert purchase(billing) == [("购电", "总", 160_000, 0.41, 6560000)]


@together
def test_a_settlement_of_an_earlier_month_is_a_row_of_its_own():
    """−1,500 kWh × 0.02 = −30.00 for 2025-12; it is no part of this month's energy."""
    rows = [*by_period(), row(0.02, "总", kwh=-1500, settled="2025-12")]
    billing = yield {"计费参数": DIRECT, "市场价格": rows}
    assert ("购电", "总", -1500, 0.02, -3000) in purchase(billing)


@together
def test_a_period_without_a_row_leaves_the_purchase_undone_and_nothing_else():
    billing = yield {"计费参数": DIRECT, "市场价格": by_period()[:3]}
    assert "各行电量之和 112,000 kWh，计量合计 160,000 kWh，时段 谷 没有行，请补齐" in why(billing)
    assert not purchase(billing)
    assert any(line[0] == "输配电" for line in amounts(billing))


@together
@pytest.mark.parametrize(("kwh", "fits"), [(12_000, True), (12_001, True), (12_002, False)])
def test_energy_written_beside_a_period_has_to_be_the_metered_one(kwh, fits):
    rows = by_period()
    rows[0]["电量"] = kwh
    billing = yield {"计费参数": DIRECT, "市场价格": rows}
    assert bool(purchase(billing)) is fits
    assert fits or "尖电量 12,002 kWh，计量为 12,000 kWh" in why(billing)


def test_text_in_a_price_cell_is_named(tmp_path):
    rows = by_period()
    rows[1]["单价"] = "面议"
    assert "「市场价格」第3行「单价」看到『面议』，应为数值" in why(
        billed(tmp_path, {"计费参数": DIRECT, "市场价格": rows})
    )


@together
@pytest.mark.parametrize("cells", [{"时段": None}, {"小时": 3}])
def test_a_row_is_of_a_period_or_of_an_hour(cells):
    rows = by_period()
    rows[0] |= cells
    assert "应填「时段」或「小时」之一" in why((yield {"计费参数": DIRECT, "市场价格": rows}))


@together
def test_without_rows_only_the_purchase_is_undone():
    billing = yield {"计费参数": DIRECT}
    assert "「市场价格」没有该户本月的行" in why(billing)
    assert any(line[0] == "上网环节线损" for line in amounts(billing))


@together
def test_rows_of_a_customer_of_the_agent_are_not_read():
    assert purchase((yield {"市场价格": by_period()}))[0][3] == 0.796226


ISSUED = """购电|尖|12000||0.6912|8294.40
购电|峰|40000||0.5368|21472.00
购电|平|60000||0.3985|23910.00
购电|谷|48000||0.2264|10867.20
上网环节线损|总|160000||0.013643|2182.88
输配电|总|160000||0.1263|20208.00
系统运行|总|160000||0.082273|13163.68
政府性基金|总|160000||0.0452|7232.00
容量电费|总|1000|31|26.3|26300.00
力调电费|总|126398.16||-0.60|-758.39"""


@together
def test_an_issued_market_bill_passes_row_by_row():
    assert sum(KWH.values()) == 160_000
    sheets = {"计费参数": DIRECT, "市场价格": by_period(), **printed(text=ISSUED)}
    assert word_of((yield "审计-A07", sheets)) == "通过"


@together
def test_an_issued_market_bill_at_another_price_is_found():
    wrong = ISSUED.replace("0.5368|21472.00", "0.5468|21872.00")
    _, rows = outcome_of((yield "审计-A07", {"计费参数": DIRECT, "市场价格": by_period(), **printed(text=wrong)}))
    assert rows[0][0] == "不符"
    assert "比对到逐行" in rows[0][1]


@pytest.mark.parametrize("rows", [by_period(), by_hour(6_682)])
def test_prices_that_stand_in_the_sheet_twice_are_paid_once(tmp_path, rows):
    once, twice = (billed(tmp_path, {"计费参数": DIRECT, "市场价格": rows * times}) for times in (1, 2))
    assert len(purchase(once)) == len(rows)
    assert (purchase(twice), twice.doubts.empty) == (purchase(once), True)


@together
def test_two_prices_of_one_period_are_still_a_doubt():
    """160,000 kWh and 尖 a second time: 172,000."""
    billing = yield {"计费参数": DIRECT, "市场价格": [*by_period(), row(0.7, "尖")]}
    assert "各行电量之和 172,000 kWh，计量合计 160,000 kWh" in why(billing)
