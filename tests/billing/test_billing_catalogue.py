"""Sub-meters of 居民生活 and 农业生产 pay the price of the rule table 目录电价."""

from functools import cache

import pandas as pd
import pytest
from billing_area import amounts, base_sheets, billed, outcome_of, printed, registers, rulebook, word_of
from together import together

from addin.rulebook import Rulebook


@cache
def book(*rows):
    """Return the shipped rules with rows of 目录电价: class, voltage, price; from a day on, to a day."""
    empty = rulebook().tables["catalogue_prices"]
    names = ["tariff_class", "voltage", "price_yuan_per_kwh", "effective_on", "expires_on"]
    told = [(*row, *("2020-01-01", None)[len(row) - 3 :]) for row in rows]
    frame = pd.DataFrame(told, columns=names, index=range(5, 5 + len(rows))).assign(province="湖北")
    for name in names[3:]:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    table = frame.reindex(columns=empty.columns)
    return Rulebook({**rulebook().tables, "catalogue_prices": table}, rulebook().ledger, rulebook().path)


PRICED = book(("居民生活", "1-10(20)kV", 0.588), ("农业生产", "1-10(20)kV", 0.5675))


def points(tariff="居民生活", kwh=1_201):
    main = base_sheets()["计量点"][0]
    sub = main | {"计量点号": "P2", "上级计量点": "P1", "关系": "定量", "定量": kwh, "电价类别": tariff, "表号": None}
    return [main, sub]


def row(billing, component):
    return [line for line in amounts(billing) if line[0] == component]


@together
@pytest.mark.parametrize(("tariff", "price", "fen"), [("居民生活", 0.588, 70619), ("农业生产", 0.5675, 68157)])
def test_a_sub_meter_pays_its_catalogue_price(tariff, price, fen):
    """1,201 × 0.588 = 706.188 → 706.19; 1,201 × 0.5675 = 681.5675 → 681.57. The main rows keep 158,799 kWh."""
    billing = yield {"计量点": points(tariff)}, PRICED
    assert row(billing, tariff) == [(tariff, "总", 1_201, price, fen)]
    assert row(billing, "输配电")[0][2] == 158_799
    assert billing.doubts.empty


@together
def test_it_takes_no_part_in_the_adjustment():
    """Base: all rows but the funds and the sub-meter."""
    billing = yield {"计量点": points()}, PRICED
    parts = billing.lines[~billing.lines["component"].isin(["政府性基金", "居民生活", "力调电费"])]
    assert row(billing, "力调电费")[0][2] == parts["amount_fen"].sum() / 100


@together
@pytest.mark.parametrize("rules", [None, book(("居民生活", "35kV", 0.578))])
def test_without_its_row_only_the_sub_meter_is_undone(rules):
    billing = yield {"计量点": points()}, rules
    assert billing.doubts["component"].tolist() == ["居民生活"]
    assert "「目录电价」没有 居民生活、1-10(20)kV 的行" in billing.doubts["reason"][0]
    assert row(billing, "输配电")


def as_issued(billing, price=None):
    """Return the statement as a bill, with a row of the sub-meter at a price."""
    lines = [
        f"{line.component}|{line.period}|{line.quantity}|{'' if pd.isna(line.days) else int(line.days)}"
        f"|{line.unit_price}|{line.amount_fen / 100}"
        for line in billing.lines.itertuples()
    ]
    sheets = printed(text="\n".join([*lines, *([f"购电|总|1201||{price}|{1201 * price:.2f}"] if price else [])]))
    if price:
        sheets["账单明细"][-1]["计量点号"] = "P2"
    return {"计量点": points()} | sheets


@together
@pytest.mark.parametrize("price", [None, 0.588])
def test_a_bill_with_a_sub_meter_that_nobody_can_price_is_not_passed_be_it_on_the_bill_or_not(price):
    sheets = as_issued((yield {"计量点": points()}), price)
    [(told, message)] = outcome_of((yield "审计-A07", sheets))[1]
    assert told == "未能核查"
    assert message.startswith("居民生活：居民生活分表：规则表「目录电价」没有 居民生活、1-10(20)kV 的行")


@together
def test_a_fault_beside_a_sub_meter_that_nobody_can_price_is_still_found():
    sheets = as_issued((yield {"计量点": points()}), 0.588)
    sheets["账单明细"][4]["金额"] += 100
    assert word_of((yield "审计-A07", sheets)) == "不符"


@together
@pytest.mark.parametrize("kind", ["单一制", "两部制"])
def test_the_row_of_a_sub_meter_does_not_decide_which_reading_of_a_doubtful_price_the_bill_follows(kind):
    """Of one kind the value printed in the price table is the larger one, of the other the alternative is."""
    terms = {"单一制/两部制": kind, "容需量计费方式": "不计" if kind == "单一制" else "按容量"}
    unpriced = yield {"计量点": points(), "计费参数": terms}
    both = (yield {"计费参数": terms} | as_issued(unpriced, 0.588), PRICED).comparison
    assert both.bills["difference_fen"].tolist() == [0]
    assert not both.units["different"].any()


def changed(day="2026-01-16", price=0.658):
    """Return rules whose price of dwellings changes on a day."""
    before, after = ("居民生活", "1-10(20)kV", 0.558, "2020-01-01", day), ("居民生活", "1-10(20)kV", price, day)
    return book(before, after)


def dwellings(*readings, **cells):
    """Return a sub-meter of dwellings that used 31,000 kWh, read once or as given."""
    main = base_sheets()["计量点"][0]
    sub = main | {"计量点号": "P2", "上级计量点": "P1", "关系": "套表", "电价类别": "居民生活", "表号": "M2"} | cells
    rows = readings or registers({"平": 31_000}, 0, 计量点号="P2", 表号="M2")
    return {"计量点": [main, sub], "抄表记录": [*registers(), *rows]}


@together
def test_a_price_that_changes_within_the_month_holds_from_its_day_on():
    """31,000 kWh in 31 days: 15,000 × 0.558 + 16,000 × 0.658 = 8,370.00 + 10,528.00 = 18,898.00 (ledger.md §2.7)."""
    billing = yield dwellings(), changed()
    assert row(billing, "居民生活") == [
        ("居民生活", "总", 15_000, 0.558, 837000),
        ("居民生活", "总", 16_000, 0.658, 1052800),
    ]
    rules = billing.lines.loc[billing.lines["component"] == "居民生活", "rule"]
    assert rules.tolist() == ["目录电价!5", "目录电价!6"]
    assert billing.doubts.empty
    assert sum(line[2] for line in row(billing, "输配电")) == 129_000


@together
@pytest.mark.parametrize(
    ("day", "rows"), [("2026-01-01", [(31_000, 0.658)]), ("2026-01-02", [(1_000, 0.558), (30_000, 0.658)]),
                      ("2026-01-30", [(29_000, 0.558), (2_000, 0.658)]), ("2026-02-01", [(31_000, 0.558)])],
)  # fmt: skip
def test_each_day_has_its_own_row_from_the_first_of_the_month_to_the_next(day, rows):
    assert [line[2:4] for line in row((yield dwellings(), changed(day)), "居民生活")] == rows


@together
def test_a_reading_of_the_day_of_change_parts_the_energy():
    day = pd.Timestamp("2026-01-16").date()
    names = {"计量点号": "P2", "表号": "M2"}
    before = registers({"平": 11_000}, 0, 抄表日=day, **names)
    after = registers({"平": 20_000}, 0, 上次抄表日=day, **names)
    for one, other in zip(before, after, strict=True):
        other["上次示数"], other["本次示数"] = one["本次示数"], other["本次示数"] + one["本次示数"] - 100
    billing = yield dwellings(*before, *after), changed()
    assert [line[2] for line in row(billing, "居民生活")] == [11_000, 20_000]


@together
def test_neither_a_row_repeated_at_the_same_price_nor_one_of_another_voltage_cuts_the_month():
    whole = (yield dwellings(), book(("居民生活", "1-10(20)kV", 0.558))).lines
    again = (yield dwellings(), changed(price=0.558)).lines
    drop = ["rule"]
    pd.testing.assert_frame_equal(again.drop(columns=drop), whole.drop(columns=drop))
    other = book(("居民生活", "1-10(20)kV", 0.558), ("居民生活", "35kV", 0.5, "2026-01-16"))
    pd.testing.assert_frame_equal((yield dwellings(), other).lines, whole)


@together
def test_a_bill_with_one_row_for_the_month_at_both_prices_passes():
    """Compared by its sum: what a company prints in one row or in two."""
    sheets = dwellings(变损参与="否")
    billing = yield sheets, changed()
    text = "\n".join(
        f"{line.component}|{line.period}|{line.quantity}||{line.unit_price}|{line.amount_fen / 100:.2f}"
        for line in billing.lines[billing.lines["component"] != "居民生活"].itertuples()
    )
    bill = printed(text=text + "\n其他|总|31000|||18898.00")
    bill["账单明细"][-1]["计量点号"] = "P2"
    compared = (yield sheets | bill, changed()).compared
    assert set(compared["outcome"]) == {"通过"}
    assert compared["recomputed_fen"].dropna().sum() == billing.lines["amount_fen"].sum()


LOSSY = ("居民生活", "1-10(20)kV", 0.558)


def parallel(kwh=31_000, dwelling="是", main="是", percent=1):
    """Return a separately wired meter of dwellings; which of the meters take part in the line loss."""
    start = base_sheets()["计量点"][0]
    beside = start | {
        "计量点号": "P2",
        "关系": "并接",
        "电价类别": "居民生活",
        "表号": "M2",
        "力调参与": "否",
        "线损参与": dwelling,
    }
    rows = registers({"平": kwh}, 0, 计量点号="P2", 表号="M2")
    return {
        "计量点": [start | {"线损参与": main}, beside],
        "抄表记录": [*registers(), *rows],
        "计费参数": {"线损率": percent},
    }


@together
@pytest.mark.parametrize(
    ("dwelling", "main", "own", "rest"),
    [("是", "是", 31_310, 161_600), ("否", "是", 31_000, 161_600), ("是", "否", 31_310, 160_000), ("否", "否", 31_000, 160_000)],
)  # fmt: skip
def test_the_line_loss_of_a_separately_wired_meter_goes_to_its_own_row(dwelling, main, own, rest):
    """1 % of 31,000 kWh are 310 kWh of its own line; the industrial rows bear 1,600 kWh of theirs (billing.md §5.4)."""
    billing = yield parallel(dwelling=dwelling, main=main), book(LOSSY)
    assert row(billing, "居民生活")[0][2] == own
    assert row(billing, "输配电")[0][2] == rest


def under(sheets, relation="并接", **cells):
    """Name the main meter that the second one stands beside, or behind."""
    main, beside = sheets["计量点"]
    return sheets | {"计量点": [main, beside | {"上级计量点": "P1", "关系": relation} | cells]}


@pytest.mark.parametrize("inside", ["是", "否"])
@pytest.mark.parametrize("kwh", [5_000, 200_000])
def test_a_separately_wired_meter_is_not_taken_off_the_main_meter_that_it_names(tmp_path, kwh, inside):
    """Nor are its losses, its part in the power factor or its row other ones; more than the main meter is no fault."""
    plain = parallel(kwh)
    plain["计量点"][1] |= {"力调参与": inside}
    named, blank = (billed(tmp_path, sheets, book(LOSSY)) for sheets in (under(plain), plain))
    assert named.doubts.empty
    assert amounts(named) == amounts(blank)
    assert row(named, "输配电")[0][2] == 161_600


@together
def test_a_sub_meter_of_the_same_kwh_is_taken_off():
    behind = yield under(parallel(5_000, "否", "否", None), "套表"), book(LOSSY)
    assert row(behind, "输配电")[0][2] == 155_000


@together
def test_more_kwh_beside_a_main_meter_than_it_has_are_no_finding():
    sheets = under(parallel(200_000))
    assert (yield "电费-A22", sheets).rows.empty
    billing = yield sheets, book(LOSSY)
    assert billing.quantities.energy.points.loc["P2", "root"]


@together
def test_the_periods_of_a_separately_wired_meter_are_no_reason_for_the_loss_of_the_main_one():
    """1,600 kWh by 12, 40, 60, 48 of 160: 120, 400, 480 and the rest, 600, to 平."""
    rows = row((yield parallel(), book(LOSSY)), "购电")
    assert [line[2] for line in rows] == [12_120, 40_400, 60_600, 48_480]


@together
def test_a_transformer_s_loss_is_shared_by_the_energy_of_the_meters_that_take_part():
    """304 kWh as agreed, 40,000 of 200,000 kWh: 20 % are 61 kWh of the dwellings, 243 of the main meter."""
    sheets = parallel(40_000, "否", "否")
    low = {"计量侧": "高供低计", "变损参与": "是"}
    sheets["计量点"] = [point | low for point in sheets["计量点"]]
    device = base_sheets()["受电设备"][0] | {"变损方法": "协议定量", "协议变损电量": 304}
    billing = yield sheets | {"受电设备": [device]}, book(LOSSY)
    assert row(billing, "居民生活")[0][2] == 40_061
    assert row(billing, "输配电")[0][2] == 160_243


@together
def test_a_bill_that_knows_no_sub_meter_is_explained_although_nobody_can_price_it():
    """The bill has all 160,000 kWh in the rows of the main meter, and no row of the dwellings."""
    merged = as_issued((yield {}))
    [(told, message)] = outcome_of((yield "审计-A07", {"计量点": points()} | merged))[1]
    assert (told, "若不扣减分表电量，与账单分毫不差" in message) == ("不符", True)
