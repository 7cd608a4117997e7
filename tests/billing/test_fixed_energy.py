"""定量 of part of a month: the days that are billed bear their part of the agreed monthly energy."""

from datetime import date

import pytest
from billing.test_billing_catalogue import PRICED, points, row
from billing_area import START, base_sheets, billed, registers
from billing_cases import number, stacked
from rules_area import changed
from together import together

TERMS = base_sheets()["计费参数"][0]
NEW, WHOLE = date(2026, 1, 15), 1_201


def sub_kwh(billing):
    """Return the energy of the sub-meter in each segment."""
    energy = billing.quantities.energy.billed
    return energy.loc[energy["point_no"] == "P2", "总"].tolist()


def of_days(*, begun=None, point=None, rules=PRICED, **sheets):
    """Return the bill of a customer, or of a sub-meter, of part of the month."""
    main, sub = points()
    own = {"计量点": [main, sub | (point or {})], "抄表记录": registers(上次抄表日=begun or START)}
    new = {"客户台账": {"送电日期": begun}, "计费参数": {"生效日期": begun}} if begun else {}
    return (yield own | new | sheets, rules)


@together
@pytest.mark.parametrize(
    ("cells", "kwh"),
    [
        ({}, WHOLE),
        ({"begun": NEW}, 659),
        ({"begun": date(2026, 1, 1)}, WHOLE),
        ({"begun": date(2026, 1, 2)}, 1_162),
        ({"point": {"生效日期": date(2026, 1, 16)}}, 620),
        ({"point": {"失效日期": date(2026, 1, 16)}}, 581),
        ({"point": {"生效日期": date(2026, 1, 1), "失效日期": date(2026, 2, 1)}}, WHOLE),
    ],
)
def test_an_agreed_energy_is_that_of_the_days(cells, kwh):
    """1,201 × 17 ÷ 31 = 658.6; × 30 ÷ 31 = 1,162.3; × 16 ÷ 31 = 619.9; × 15 ÷ 31 = 581.1."""
    billing = yield from of_days(**cells)
    assert sub_kwh(billing) == [kwh]
    assert row(billing, "输配电")[0][2] == 160_000 - kwh


@together
def test_days_between_two_rows_of_a_point_are_not_billed():
    """Not from the 11th to the 15th: 1,201 × 26 ÷ 31 = 1,007.3; rows that follow each other are the whole month."""
    main, sub = points()
    for ended, kwh in ((date(2026, 1, 11), 1_007), (date(2026, 1, 16), WHOLE)):
        rows = [main, sub | {"失效日期": ended}, sub | {"生效日期": date(2026, 1, 16)}]
        assert sub_kwh((yield from of_days(计量点=rows))) == [kwh]


@together
def test_a_reading_cycle_is_a_whole_month():
    read = registers(上次抄表日=date(2025, 12, 20), 抄表日=date(2026, 1, 20))
    assert sum(sub_kwh((yield from of_days(计费参数={"例日": 20}, 抄表记录=read)))) == WHOLE


@together
def test_the_segments_of_a_new_customer_add_up_to_the_part():
    """17 days of which 6 come before the change: 659 × 6 ÷ 17 = 232.6."""
    cut = date(2026, 1, 21)
    terms = [TERMS | {"生效日期": NEW, "失效日期": cut}, TERMS | {"生效日期": cut, "力调标准": "0.85"}]
    assert sub_kwh((yield from of_days(begun=NEW, 计费参数=terms))) == [233, 426]


@together
def test_a_month_that_is_cut_gives_it_to_the_days_it_held():
    """From the 16th 1,201 × 16 ÷ 31 = 619.9; cut on the 21st: 620 × 5 ÷ 16 = 193.75; until the 16th all before."""
    cut = date(2026, 1, 21)
    terms = {"计费参数": [TERMS | {"失效日期": cut}, TERMS | {"生效日期": cut, "力调标准": "0.85"}]}
    assert sub_kwh((yield from of_days(point={"生效日期": date(2026, 1, 16)}, **terms))) == [194, 426]
    assert sub_kwh((yield from of_days(point={"失效日期": date(2026, 1, 16)}, **terms))) == [581]


MIDDLE = date(2026, 1, 16)


AGREED = {84.1: [41, 43.1], 90.25: [41, 46.25], 90: [41, 46]}
"""What holds from the 16th, where 84.1 kWh held before, and what is billed of both."""


def test_an_agreed_energy_with_decimals_is_parted_in_whole_kwh_and_the_last_part_has_them(tmp_path):
    """84.1 × 15 ÷ 31 = 40.7; what is left of 84.1, or of 90.25 less 90.25 × 15 ÷ 31 = 43.7. Once none of it was billed.

    Of 2,192 kWh of line loss one is the sub-meter's; nothing is lost on the way to the segments.
    """
    terms = TERMS | {"线损率": 1.37}
    cut = {"计费参数": [terms | {"失效日期": MIDDLE}, terms | {"生效日期": MIDDLE, "力调标准": "0.85"}]}
    main, sub = points(kwh=84.1)
    cases = [
        [sub],
        *([sub | {"失效日期": MIDDLE}, sub | {"生效日期": MIDDLE, "定量": one}] for one in list(AGREED)[1:]),
    ]
    rows = [[main, *case] for case in cases] + [[main | {"线损参与": "是"}, sub | {"线损参与": "是"}]]
    billing = billed(tmp_path, stacked([cut | {"计量点": each} for each in rows]), PRICED)
    assert billing.doubts.empty
    energy, lines = billing.quantities.energy.billed, billing.lines
    kwh = energy[energy["point_no"].str.startswith("P2")].groupby("customer_no")["总"].agg(list)
    assert [kwh[number(place)] for place in range(3)] == list(AGREED.values())
    assert sum(kwh[number(3)]) == pytest.approx(85.1)
    carried = lines[lines["component"] == "输配电"].groupby("customer_no")["quantity"].sum()
    assert carried[number(0)] == pytest.approx(160_000 - 84.1)
    assert carried[number(3)] == pytest.approx(162_192 - 85.1)


READ = [*registers({"平": 62_000}, 20_000, 抄表日=MIDDLE), *registers({"平": 98_000}, 40_000, 上次抄表日=MIDDLE)]
for first, rest in zip(READ[:3], READ[3:], strict=True):
    rest["本次示数"] += first["本次示数"] - 100
    rest["上次示数"] = first["本次示数"]


@together
@pytest.mark.parametrize(
    ("dates", "kwh", "read_kwh"),
    [
        ([{}], [4_800], [4_800]),
        ([{"生效日期": MIDDLE}], [2_477], [2_940]),
        ([{"失效日期": MIDDLE}], [2_323], [1_860]),
        ([{"失效日期": MIDDLE}, {"生效日期": MIDDLE}], [4_800], [4_800]),
        ([{"失效日期": MIDDLE}, {"生效日期": MIDDLE, "定比": 5}], [2_323, 4_129], [1_860, 4_900]),
        ([{"失效日期": date(2026, 1, 11)}, {"生效日期": MIDDLE}], [1_548, 2_477], [1_240, 2_940]),
    ],
)
def test_a_share_is_of_what_the_meter_above_shows_while_it_holds(dates, kwh, read_kwh):
    """160,000 × 15 ÷ 31 = 77,419, the rest 82,581; 3 % of them 2,322.6 and 2,477.4, 5 % of the rest 4,129.1.

    Read on the 16th: 62,000 and 98,000; of the first fifteen days ten have 41,333: 3 % are 1,240.
    """
    main, sub = points()
    share = sub | {"关系": "定比", "定量": None, "定比": 3}
    for readings, due in ((registers({"平": 160_000}), kwh), (READ, read_kwh)):
        own = {"计量点": [main, *(share | each for each in dates)], "抄表记录": readings}
        billing = yield own, PRICED
        assert sub_kwh(billing) == due
        assert sum(line[2] for line in row(billing, "输配电")) == 160_000 - sum(due)
        assert billing.quantities.energy.points.loc["P2", "总"] == sum(due)


@together
def test_a_share_of_a_share_that_changes_is_its_segments_too():
    """Half of 2,323 and of 4,129: 1,162 + 2,065 = 3,227; by the ratio of the last day it was 4,000, and bore losses so."""
    main, sub = points()
    share = sub | {"关系": "定比", "定量": None, "定比": 3}
    half = share | {"计量点号": "P3", "上级计量点": "P2", "定比": 50, "电价类别": "农业生产"}
    changing = [share | {"失效日期": MIDDLE}, share | {"生效日期": MIDDLE, "定比": 5}]
    own = {"计量点": [main, *changing, half], "抄表记录": registers({"平": 160_000})}
    assert (yield own, PRICED).quantities.energy.points.loc["P3", "总"] == 3_227


@together
@pytest.mark.parametrize(("agreed", "kwh"), [(1_201, 1_217), (1_201.5, 1_217.5)])
def test_an_agreed_energy_with_decimals_bears_its_part_of_the_losses(agreed, kwh):
    """2,192 × 0.0075 = 16.4; an energy that is not whole bore nothing, the main class all."""
    main, sub = (each | {"线损参与": "是"} for each in points(kwh=agreed))
    billing = yield {"计量点": [main, sub], "计费参数": {"线损率": 1.37}}, PRICED
    assert sub_kwh(billing) == [kwh]
    assert row(billing, "输配电")[0][2] == 160_000 + 2_192 - kwh


@together
@pytest.mark.parametrize(("word", "kwh"), [("按天数", 659), ("不折算", WHOLE)])
def test_the_rule_may_leave_it_whole(word, kwh):
    book = changed({"定量:不足月折算": word})
    book.tables["catalogue_prices"] = PRICED.tables["catalogue_prices"]
    assert sub_kwh((yield from of_days(begun=NEW, rules=book))) == [kwh]
