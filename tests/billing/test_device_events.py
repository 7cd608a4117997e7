"""Events of 容量变动 belong to the device of their customer; one that says nothing sure harms its owner alone."""

from datetime import date

import pytest
from billing_area import MONTH, NO, area, base_sheets, rulebook
from billing_cases import number, stacked

from addin.billing.month import bill_month

DEVICE = base_sheets()["受电设备"][0]
TERMS = base_sheets()["计费参数"][0]
SEALED = {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-11 09:00", "变动类型": "封停", "业务": "暂停"}
TWO = {"受电设备": [DEVICE, DEVICE | {"设备编号": "T2", "铭牌容量": 630}]}
SINGLE = {"计费参数": TERMS | {"单一制/两部制": "单一制", "容需量计费方式": "不计"}}
BASE, SEALED_FEN, TWO_FEN = 13_199_881, 11_428_958, 13_075_917
SINGLE_FEN = 11_594_372
"""The statement of the plain customer [fen]; sealed on the 11th; 1,630 kVA, of which 1,000 are sealed on the 11th."""

CASES = {
    "plain": ({}, BASE, ""),
    "no time": ({"容量变动": [SEALED | {"变动时刻": None}]}, None, "「变动时刻」没有可用的时刻：设备 "),
    "neighbour": ({}, BASE, ""),
    "no such time": ({"容量变动": [SEALED | {"变动时刻": date(9999, 12, 31)}]}, None, "没有可用的时刻"),
    "not a time": ({"容量变动": [SEALED | {"变动时刻": "2026-02-30"}]}, None, "看到『2026-02-30』，没有可用的时刻"),
    "next to it": ({}, BASE, ""),
    "1#主变 sealed, 2#主变 not": (TWO | {"容量变动": [SEALED]}, TWO_FEN, ""),
    "1#主变 of another customer": ({}, BASE, ""),
    "3#主变, nobody's event": ({"容量变动": [SEALED | {"户号": None}]}, None, "属于几户"),
    "3#主变 as well": ({}, None, "属于几户"),
    "one number, nobody's event": ({"容量变动": [SEALED | {"户号": None}]}, SEALED_FEN, ""),
    "not that device": ({"容量变动": [SEALED | {"设备编号": "TX"}]}, None, "的这台设备"),
    "a device gone long ago": ({"容量变动": [SEALED | {"设备编号": "TX", "变动时刻": "2020-01-11 09:00"}]}, BASE, ""),
    "a device that the contract still counts": (
        {"客户台账": {"合同容量": 1630}, "容量变动": [SEALED | {"设备编号": "TX", "变动类型": "投运", "业务": "新装", "变动时刻": "2020-01-11 09:00"}]},
        None, "的这台设备",
    ),
    "one taken out since": (
        {"客户台账": {"合同容量": 1630}, "容量变动": [SEALED | {"设备编号": "TX", "变动类型": "拆除", "业务": None, "变动时刻": "2020-01-11 09:00"}]},
        BASE, "",
    ),
    "an event under another customer": ({"容量变动": [SEALED | {"变动时刻": "2025-06-11 09:00", "户号": "4209999999999"}]}, None, "（这个编号属于户号"),
    "stopped after it was started": (
        {"受电设备": DEVICE | {"运行状态": "停用"}, "容量变动": [SEALED | {"变动类型": "投运", "业务": "新装", "变动时刻": "2020-01-11 09:00"}]},
        None, "最后是『投运』，没有其后的停用记录",
    ),
    "stopped and sealed": (
        {"受电设备": DEVICE | {"运行状态": "停用"}, "容量变动": [SEALED]}, SEALED_FEN, "",
    ),
    "interlocked": ({"受电设备": [DEVICE | {"联锁组": "L1"}, DEVICE | {"设备编号": "T2", "铭牌容量": 630, "联锁组": "L1"}]}, BASE, ""),
    "interlocked with nothing": ({"受电设备": [DEVICE | {"联锁组": "L1"}, DEVICE | {"设备编号": "T2", "铭牌容量": 630}]}, None, "「联锁组」『L1』只有这一台设备"),
    "interlocked and alone": ({"受电设备": DEVICE | {"联锁组": "L1"}}, BASE, ""),
    "a device without a number": ({"受电设备": [DEVICE, DEVICE | {"设备编号": None, "铭牌容量": 630}]}, None, "「设备编号」看到『空』"),
    "an event without a device": ({"容量变动": [SEALED | {"设备编号": None}]}, None, "「设备编号」看到『空』"),
    "two of one number": ({"受电设备": [DEVICE, DEVICE | {"铭牌容量": 630}]}, None, "在该户前面的行里已有"),
    "one twice": ({"受电设备": [DEVICE, DEVICE]}, BASE, ""),
    "single part, no time": (SINGLE | {"容量变动": [SEALED | {"变动时刻": None}]}, SINGLE_FEN, ""),
    "single part": (SINGLE, SINGLE_FEN, ""),
}  # fmt: skip
NAMES = {"T1-6": "1#主变", "T1-7": "1#主变", "T2-6": "2#主变", "T1-8": "3#主变", "T1-9": "3#主变"}


@pytest.fixture(scope="module")
def billing(tmp_path_factory):
    """Bill all of them in one ledger, where several customers call their first transformer 1#主变 or 3#主变."""
    tables = stacked([changes for changes, *_ in CASES.values()])
    for title in ("受电设备", "容量变动"):
        tables[title] = [row | {"设备编号": NAMES.get(row["设备编号"], row["设备编号"])} for row in tables[title]]
    return bill_month(area(tmp_path_factory.mktemp("events"), tables), rulebook(), MONTH, "湖北")


@pytest.mark.parametrize(("place", "kind"), list(enumerate(CASES)))
def test_an_event_counts_for_its_own_customer_or_is_said_to_be_unsure(billing, place, kind):
    _, fen, words = CASES[kind]
    lines = billing.lines[billing.lines["customer_no"] == number(place)]
    said = billing.doubts[billing.doubts["customer_no"] == number(place)]
    assert (lines["amount_fen"].sum() if len(lines) and said.empty else None) == fen
    assert said["reason"].str.contains(words, regex=False).any() if words else said.empty
    assert said.empty == (fen is not None)


def test_an_event_of_nobody_names_every_customer_with_that_device(billing):
    said = billing.doubts.set_index("customer_no")["reason"]
    assert said[number(8)] == said[number(9)]
    assert f"属于几户（{number(8)}、{number(9)}）" in said[number(8)]
