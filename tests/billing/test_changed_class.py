"""A customer that is 工商业 on some days of the month and 居民生活 on the others: each part at its own prices.

On paper, from the 16th, 160,000 kWh, 1,000 kVA, 0.588 yuan for dwellings (the number is made up): 15 of 31 days are
尖 5,806, 峰 19,355, 平 29,032, 谷 23,226, together 77,419 kWh, and the other 16 days 82,581 kWh.
购电 4,622.89 + 11,519.86 + 11,558.02 + 4,160.96; 输配电 9,778.02; 系统运行 6,369.49; 容量电费 26,300 × 15 ÷ 31 = 12,725.81;
力调 −0.60 % of these 60,735.05, row by row −364.42; 基金 3,499.34; 居民生活 82,581 × 0.588 = 48,557.63.

All customers are billed at once: a case is a customer of its own.
"""

from datetime import date

import pytest
from billing.dwellings import priced_rulebook
from billing_area import base_sheets, billed, registers
from billing_cases import number, stacked
from together import together

TERMS, POINT = (base_sheets()[title][0] for title in ("计费参数", "计量点"))

MIDDLE = date(2026, 1, 16)
DWELLING = {"电价类别": "居民生活"}
COPIED = DWELLING | {"容需量计费方式": "不计", "力调标准": "不考核", "单一制/两部制": None, "市场化属性": None}
RATIO = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "定比", "定比": 3, "表号": None}
ON_PAPER = {
    "购电": 3_186_173, "输配电": 977_802, "系统运行": 636_949, "政府性基金": 349_934, "容量电费": 1_272_581, "力调电费": -36_442,
    "居民生活": 4_855_763,
}  # fmt: skip


def changed(before=None, after=None):
    """Return 计费参数 that change on the 16th."""
    return {"计费参数": [TERMS | {"失效日期": MIDDLE} | (before or {}), TERMS | {"生效日期": MIDDLE} | (after or {})]}


def point_changed(day):
    """Return a main point whose class changes on a day."""
    return {"计量点": [POINT | {"失效日期": day}, POINT | DWELLING | {"生效日期": day}]}


def read_on_the_day():
    """Return readings with one more on the day of the change: 10,000 kWh before it."""
    first = registers({"尖": 1_000, "峰": 2_000, "平": 3_000, "谷": 4_000}, 20_000, 抄表日=MIDDLE)
    rest = registers({"尖": 11_000, "峰": 38_000, "平": 57_000, "谷": 44_000}, 40_000, 上次抄表日=MIDDLE)
    for one, other in zip(first, rest, strict=True):
        other["上次示数"], other["本次示数"] = one["本次示数"], other["本次示数"] + one["本次示数"] - 100
    return {"抄表记录": [*first, *rest]}


TO_DWELLING = changed(after=DWELLING)
SAME = {
    "原样": TO_DWELLING,
    "居民段的行写了不计、不考核": changed(after=COPIED),
    "总表类别为空": TO_DWELLING | {"计量点": POINT | {"电价类别": None}},
    "总表类别为居民生活": TO_DWELLING | {"计量点": POINT | DWELLING},
    "总表同日改类": TO_DWELLING | point_changed(MIDDLE),
}
PARTS = {
    "由居民生活改来": (changed(before=DWELLING), {"容量电费": 1_357_419, "居民生活": 4_552_237}),
    "当日有示数": (TO_DWELLING | read_on_the_day(), {"居民生活": 8_820_000}),
}
OPEN = {
    "总表次日改类": (
        TO_DWELLING | point_changed(date(2026, 1, 17)),
        "总表 {P1} 的电价类别『工商业』与「计费参数」2026-01-16 的『居民生活』不同",
    ),
    "没有该类的行": (
        changed(after=DWELLING | {"计价电压": "20kV"}),
        "该户自 2026-01-16 起的电价类别为『居民生活』，规则表「目录电价」没有 居民生活、20kV 的行，请补上该行",
    ),
    "居民段没有电压": (
        changed(after=DWELLING | {"计价电压": None}),
        "该户自 2026-01-16 起的电价类别为『居民生活』，而「计费参数」该行的「计价电压」为空，请填写",
    ),
    "工商业分表": (TO_DWELLING | {"计量点": [POINT, RATIO]}, "分表 {P2} 另有电价类别『工商业』，改类前后"),
    "居民分表担损耗": (
        TO_DWELLING | {"计量点": [POINT, RATIO | DWELLING | {"线损参与": "是"}]}, "分表 {P2} 另有电价类别并分担损耗，改类前后",
    ),
}  # fmt: skip
WITHIN = {"居民分表": TO_DWELLING | {"计量点": [POINT, RATIO | DWELLING]}}
EVERY = SAME | {name: case for name, (case, _) in (PARTS | OPEN).items()} | WITHIN


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    return billed(tmp_path_factory.mktemp("book"), stacked(EVERY.values()), priced_rulebook())


def place(name):
    return list(EVERY).index(name)


def rows(month, name):
    return month.lines[month.lines["customer_no"] == number(place(name))]


def why(month, name):
    return "；".join(month.doubts.loc[month.doubts["customer_no"] == number(place(name)), "reason"])


@pytest.mark.parametrize("name", SAME)
def test_both_parts_are_billed_as_on_paper_however_the_archive_says_it(month, name):
    assert why(month, name) == ""
    assert rows(month, name).groupby("component")["amount_fen"].sum().to_dict() == ON_PAPER


@pytest.mark.parametrize("name", PARTS)
def test_each_part_has_its_own_days_and_readings(month, name):
    """16 of 31 days × 26,300 = 13,574.19 and 77,419 × 0.588 = 45,522.37; 150,000 × 0.588 = 88,200."""
    fen = rows(month, name).groupby("component")["amount_fen"].sum()
    assert fen[list(PARTS[name][1])].to_dict() == PARTS[name][1]


@pytest.mark.parametrize("name", OPEN)
def test_what_nobody_can_part_or_price_is_said(month, name):
    points = {each: f"{each}-{place(name)}" for each in ("P1", "P2")}
    assert OPEN[name][1].format(**points) in why(month, name)
    assert rows(month, name).empty


def test_a_sub_meter_of_dwellings_is_within_the_days_of_the_dwelling(month):
    """3 % of 77,419 kWh, period by period (174 + 581 + 871 + 697), are dwellings before; then all is."""
    lines = rows(month, "居民分表")
    own = lines[lines["component"] == "居民生活"]
    assert own["quantity"].tolist() == [2_323, 82_581]
    assert lines.loc[lines["component"] == "输配电", "quantity"].tolist() == [77_419 - 2_323]


@together
def test_the_shipped_table_has_no_price_of_dwellings_and_the_sentence_names_the_row():
    billing = yield TO_DWELLING
    assert billing.lines.empty
    assert "规则表「目录电价」没有 居民生活、1-10(20)kV 的行，请补上该行" in "".join(billing.doubts["reason"])
