"""Sub-meters of 居民生活 and 农业生产 pay the price of the rule table 目录电价."""

import pandas as pd
import pytest
from billing_area import amounts, base_sheets, billed, rulebook

from addin.rulebook import Rulebook


def book(*rows):
    """Return the shipped rules with rows of 目录电价: class, voltage, price."""
    empty = rulebook().tables["catalogue_prices"]
    frame = pd.DataFrame(rows, columns=["tariff_class", "voltage", "price_yuan_per_kwh"], index=range(5, 5 + len(rows)))
    frame = frame.assign(province="湖北", effective_on=pd.Timestamp("2020-01-01"), expires_on=pd.NaT)
    table = frame.reindex(columns=empty.columns)
    return Rulebook({**rulebook().tables, "catalogue_prices": table}, rulebook().ledger, rulebook().path)


PRICED = book(("居民生活", "1-10(20)kV", 0.588), ("农业生产", "1-10(20)kV", 0.5675))


def points(tariff="居民生活", kwh=1_201):
    main = base_sheets()["计量点"][0]
    sub = main | {"计量点号": "P2", "上级计量点": "P1", "关系": "定量", "定量": kwh, "电价类别": tariff, "表号": None}
    return [main, sub]


def row(billing, component):
    return [line for line in amounts(billing) if line[0] == component]


@pytest.mark.parametrize(("tariff", "price", "fen"), [("居民生活", 0.588, 70619), ("农业生产", 0.5675, 68157)])
def test_a_sub_meter_pays_its_catalogue_price(tmp_path, tariff, price, fen):
    """1,201 × 0.588 = 706.188 → 706.19; 1,201 × 0.5675 = 681.5675 → 681.57. The main rows keep 158,799 kWh."""
    billing = billed(tmp_path, {"计量点": points(tariff)}, PRICED)
    assert row(billing, tariff) == [(tariff, "总", 1_201, price, fen)]
    assert row(billing, "输配电")[0][2] == 158_799
    assert billing.doubts.empty


def test_it_takes_no_part_in_the_adjustment(tmp_path):
    """Base: all rows but the funds and the sub-meter."""
    billing = billed(tmp_path, {"计量点": points()}, PRICED)
    parts = billing.lines[~billing.lines["component"].isin(["政府性基金", "居民生活", "力调电费"])]
    assert row(billing, "力调电费")[0][2] == parts["amount_fen"].sum() / 100


@pytest.mark.parametrize("rules", [None, book(("居民生活", "35kV", 0.578))])
def test_without_its_row_only_the_sub_meter_is_undone(tmp_path, rules):
    billing = billed(tmp_path, {"计量点": points()}, rules)
    assert billing.doubts["component"].tolist() == ["居民生活"]
    assert "「目录电价」没有 居民生活、1-10(20)kV 的行" in billing.doubts["reason"][0]
    assert row(billing, "输配电")
