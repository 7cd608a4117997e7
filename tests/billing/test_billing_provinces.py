"""What provinces settle differently: line loss inside T&D, regions, charging stations; and prices that are no prices."""

import pandas as pd
import pytest
from billing_area import NO, amounts, base_sheets, billed, registers, rulebook
from rules_area import changed
from together import together

from addin.rulebook import Rulebook

DIRECT = {"市场化属性": "直接交易"}


def book(**tables):
    return Rulebook({**rulebook().tables, **tables}, rulebook().ledger, rulebook().path)


def loss_inside():
    """Return rules in which the grid's price of transmission holds the line loss, as Shenzhen's does (S11)."""
    rates = rulebook().tables["line_loss_rates"]
    early = rates["effective_on"].mask(rates["province"] == "湖北", pd.Timestamp("2026-01-01"))
    inside = rates["in_transmission"].mask(rates["province"] == "湖北", "是")
    return book(line_loss_rates=rates.assign(in_transmission=inside, effective_on=early))


def moved(key, **cells):
    """Return rules in which the flags that start with ``key`` hold in the test's province and month."""
    flags = rulebook().tables["billing_flags"]
    mine = flags["key"].str.startswith(key)
    early = flags["effective_on"].mask(mine, pd.Timestamp("2026-01-01"))
    return book(billing_flags=flags.assign(province=flags["province"].mask(mine, "湖北"), effective_on=early, **cells))


def components(billing):
    return [line[0] for line in amounts(billing)]


def priced(billing, component):
    return [line[2:] for line in amounts(billing) if line[0] == component]


def why(billing, component=""):
    return "；".join(billing.doubts.loc[billing.doubts["component"] == component, "reason"])


@together
def test_a_line_loss_inside_transmission_is_no_second_row():
    assert "上网环节线损" in components((yield {"计费参数": DIRECT}))
    assert "上网环节线损" not in components((yield {"计费参数": DIRECT}, loss_inside()))


@together
@pytest.mark.parametrize(
    ("floating", "undone"), [("购电、上网环节线损", False), ("购电、上网环节线损、系统运行", True)]
)
def test_what_a_direct_trader_pays_by_period_is_said_to_be_undone_where_no_price_of_a_period_holds_it(floating, undone):
    billing = yield {"计费参数": DIRECT}, changed({"浮动项": floating})
    assert ("系统运行" in components(billing)) is not undone
    assert ("没有直接交易用户各时段的系统运行价格" in why(billing, "系统运行")) is undone
    assert not why((yield {}, changed({"浮动项": floating})), "系统运行")


@together
@pytest.mark.parametrize(
    ("region", "price", "fen"),
    [("珠三角", 0.15, 2400000), ("惠州", 0.1274, 2038400), ("东西两翼", 0.0683, 1092800), ("粤北", 0.0367, 587200)],
)
def test_a_region_has_its_surcharge_on_transmission(region, price, fen):
    """Guangdong (S15): 0.1263 + 0.0237, + 0.0011, − 0.0580, − 0.0896; × 160,000 kWh."""
    billing = yield {"计费参数": {"输配区域": region}}, moved("输配区域加价")
    assert priced(billing, "输配电") == [(160_000, price, fen)]


@together
@pytest.mark.parametrize("region", [None, "珠江"])
def test_where_prices_have_regions_nobody_guesses_one(region):
    billing = yield {"计费参数": {"输配区域": region}}, moved("输配区域加价")
    assert "输配区域" in why(billing, "输配电")
    assert not priced(billing, "输配电")


@together
def test_where_prices_have_no_regions_none_is_read():
    assert priced((yield {"计费参数": {"输配区域": "珠三角"}}), "输配电") == [(160_000, 0.1263, 2020800)]


@together
@pytest.mark.parametrize(
    ("station", "rules", "charged"), [("是", True, False), ("否", True, True), ("是", False, True)]
)
def test_a_charging_station_is_exempt_where_the_province_says_so(station, rules, charged):
    """Sichuan 川发改价格〔2026〕315号: no 容(需)量电费 for 集中式充换电设施 until 2030."""
    terms = {"计费参数": {"集中式充换电设施": station}}
    billing = yield terms, moved("集中式充换电设施容需量") if rules else None
    assert ("容量电费" in components(billing)) is charged


def two_customers():
    """Return two customers, one on 1-10(20)kV and one on 35kV."""
    start = base_sheets()
    other = {"户号": "4200000000002"}
    return {
        "计量点": [*start["计量点"], start["计量点"][0] | other | {"计量点号": "P2"}],
        "受电设备": [*start["受电设备"], start["受电设备"][0] | other | {"设备编号": "T2"}],
        "计费参数": [*start["计费参数"], start["计费参数"][0] | other | {"计价电压": "35kV"}],
        "抄表记录": [*registers(), *registers(计量点号="P2", **other)],
    }


@together
def test_text_in_a_price_cell_stops_the_customers_of_its_row_only():
    prices = rulebook().tables["prices"]
    faulty = prices["faulty"].mask(
        prices["key"] == "湖北-2026-01-两部制-35kV", "「电价」H9「代理购电价格」：看到『待定』"
    )
    billing = yield two_customers(), book(prices=prices.assign(faulty=faulty))
    assert dict(zip(billing.unbilled["customer_no"], billing.unbilled["reason"], strict=True)) == {
        "4200000000002": "「电价」H9「代理购电价格」：看到『待定』"
    }
    assert billing.billed == {NO}


FIVE = {"尖": 12_000, "峰": 40_000, "平": 50_000, "谷": 48_000, "深谷": 10_000}


@together
def test_a_fifth_period_is_billed_at_its_published_price():
    """深谷 published at 0.3: 0.3 − (0.1263 + 0.082273 + 0.0452) = 0.046227 × 10,000 kWh = 462.27."""
    prices = rulebook().tables["prices"]
    deep = book(prices=prices.assign(deep_valley_yuan_per_kwh=0.3))
    billing = yield {"抄表记录": registers(FIVE)}, deep
    assert priced(billing, "购电")[4] == (10_000, 0.046227, 46227)


@together
def test_a_fifth_period_without_a_published_price_is_not_guessed():
    billing = yield {"抄表记录": registers(FIVE)}
    assert why(billing, "购电") == "规则表「电价」第8行「深谷时段电价」为空，购电（深谷）无从计价，请按价目表补填"


@together
@pytest.mark.parametrize(
    ("column", "component", "told"),
    [
        ("peak_yuan_per_kwh", "购电", "「高峰时段电价」为空，购电（峰）"),
        ("funds_yuan_per_kwh", "政府性基金", "「政府性基金及附加」为空，政府性基金"),
        ("capacity_yuan_per_kva_month", "容量电费", "「容量电价」为空，容量电费"),
    ],
)
def test_an_empty_price_cell_is_named(column, component, told):
    prices = rulebook().tables["prices"]
    billing = yield {}, book(prices=prices.assign(**{column: float("nan")}))
    assert f"规则表「电价」第8行{told}无从计价，请按价目表补填" in why(billing, component)


@together
def test_a_price_that_is_there_is_not_said_to_be_lacking():
    billing = yield {"受电设备": {"铭牌容量": 1000.555}}
    assert why(billing, "容量电费").startswith("1,000.555 × 26.3 元的小数位太多")


def test_two_price_rows_of_one_voltage_bill_nobody_twice(tmp_path):
    """A grid that prices by size of customer (深圳, S11) has several rows of a voltage; the others are billed."""
    prices = rulebook().tables["prices"]
    mine = prices[prices["key"] == "湖北-2026-01-两部制-1-10(20)kV"]
    second = mine.assign(key="湖北-2026-01-两部制-1-10(20)kV-二档", transmission_yuan_per_kwh=0.11).set_axis([900])
    rules = book(prices=pd.concat([prices, second]).astype(prices.dtypes.to_dict()))
    billing = billed(tmp_path, book_of_rules=rules)
    assert billing.lines.empty
    assert f"湖北 2026-01 两部制、1-10(20)kV 不止一行（第 {mine.index[0]}、900 行）" in why(billing)
    other = billed(tmp_path, {"计费参数": {"计价电压": "35kV"}}, rules)
    assert components(other)
    assert other.doubts.empty


@together
@pytest.mark.parametrize(
    ("relief", "yuan"),
    [(0.0451, 16.0), (0.0452, None), (0.0453, "大于「电价」的政府性基金"), (0.00190000001, "小数位数超过八位")],
)
def test_nobody_is_relieved_of_more_funds_than_there_are(relief, yuan):
    """160,000 kWh × (0.0452 − 0.0451) = 16.00; all of it leaves no row."""
    billing = yield {"计费参数": {"基金减免": relief}}
    funds = [line[4] for line in amounts(billing) if line[0] == "政府性基金"]
    said = "；".join(billing.doubts.loc[billing.doubts["component"] == "政府性基金", "reason"])
    assert funds == ([round(yuan * 100)] if isinstance(yuan, float) else [0] if yuan is None else [])
    assert yuan in said if isinstance(yuan, str) else not said
