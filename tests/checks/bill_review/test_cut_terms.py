"""Terms that change within the month: the days before are held to the rule of their own, as far as it is known."""

from datetime import date

import pytest
from billing_area import NO, outcome_of
from cut_months import DEVICE, REASON, TERMS, day, devices, event, terms
from together import together

CONNECTED = {"客户台账": {"送电日期": date(2024, 1, 1)}}
GROWN = {"受电设备": [DEVICE | {"铭牌容量": 99}, DEVICE | {"设备编号": "T2", "铭牌容量": 901, "投运日期": day(11)}]}
GROWN_FROM_160 = {
    "受电设备": [DEVICE | {"铭牌容量": 160}, DEVICE | {"设备编号": "T2", "铭牌容量": 840, "投运日期": day(11)}]
}
"""A contract of 1,000 kVA, 99 or 160 of them in service until the 11th."""
SINGLE = {"单一制/两部制": "单一制", "容需量计费方式": "不计"}
FLAT = {"时段集": "不执行"}
STANDARD = "2026-01-01 至 2026-01-10 力调标准 0.85，1000 kVA 按「"


def listed(since, until=None):
    return {"代理购电加价名单": [{"户号": NO, "列入原因": "高耗能未直接交易", "生效日期": since, "失效日期": until}]}


MARKED = terms(day(11), **{"1.5倍代理购电": "是"})
CASES = [
    ("电费-B05", terms(day(11), {"力调标准": "0.85"}), "不符", STANDARD),
    ("电费-B05", terms(day(11), {"力调标准": "0.90"}, 合同需量=1), "通过", ""),
    ("电费-B05", terms(day(11), {"力调标准": "0.85"} | REASON, **REASON), "通过", ""),
    (
        "电费-B05",
        terms(day(11), {"力调标准": "0.85"}) | GROWN_FROM_160,
        "未能核查",
        "2026-01-01 至 2026-01-10 的力调标准为 0.85",
    ),
    ("电费-B05", terms(day(11), {"力调标准": "0.85", "计价电压": "35kV"}), "未能核查", "2026-01-01 至 2026-01-10 的"),
    (
        "电费-D01",
        terms(day(16), {"电价类别": "农业生产"}),
        "不符",
        "2026-01-01 至 2026-01-15 计费参数执行农业生产，而行业为 C3411",
    ),
    ("电费-D01", terms(day(16), {"电价类别": "农业生产"}) | {"客户台账": {"行业分类": "A0412"}}, "通过", ""),
    ("电费-D01", terms(day(16), SINGLE), "通过", ""),
    ("电费-D02", terms(day(16), {"计价电压": "35kV"}), "未能核查", "2026-01-01 至 2026-01-15 按「35kV」计价"),
    ("电费-D02", terms(day(16), FLAT), "通过", ""),
    (
        "电费-D03",
        terms(day(11), SINGLE) | CONNECTED,
        "不符",
        "2026-01-01 至 2026-01-10 合同容量 1000 kVA，应执行两部制",
    ),
    ("电费-D03", terms(day(11), SINGLE), "通过", ""),
    ("电费-D03", terms(day(11), SINGLE) | CONNECTED | GROWN, "未能核查", "2026-01-01 至 2026-01-10 执行单一制"),
    ("电费-D04", terms(day(16), FLAT), "不符", "2026-01-01 至 2026-01-15 合同容量 1000 kVA，达到 100 kVA"),
    ("电费-D04", terms(day(16), FLAT) | devices(99), "通过", ""),
    ("电费-D04", terms(day(11), FLAT) | GROWN, "未能核查", "2026-01-01 至 2026-01-10 的时段集为『不执行』"),
    ("电费-D04", terms(day(16), FLAT | {"市场化属性": "直接交易"}), "通过", ""),
    ("电费-D05", MARKED | listed(day(11)), "通过", ""),
    (
        "电费-D05",
        MARKED | listed(day(10)),
        "不符",
        "2026-01-01 至 2026-01-10 中有 1 天名单列有该户（高耗能未直接交易）",
    ),
    ("电费-D05", MARKED | listed(day(12)), "不符", "2026-01-11 至 2026-01-31 中有 1 天有效的名单没有该户"),
    ("电费-D05", terms(day(11), {"1.5倍代理购电": "是"}) | listed(date(2025, 1, 1), day(11)), "通过", ""),
    (
        "电费-D05",
        terms(day(11), {"1.5倍代理购电": "是"}) | listed(date(2026, 2, 1)),
        "不符",
        "2026-01-01 至 2026-01-10 有效的名单",
    ),
]


@together
@pytest.mark.parametrize(("code", "sheets", "told", "sentence"), CASES)
def test_the_days_before_a_change_are_asked_as_well(code, sheets, told, sentence):
    _, found = outcome_of((yield code, sheets))
    assert [word for word, _ in found] == ([] if told == "通过" else [told])
    assert all(said.startswith(sentence) for _, said in found)


@together
def test_what_a_reduction_makes_of_the_terms_is_not_asked_here():
    """400 and 100 kVA, of which 100 are left from the 11th: single-part by the rule; 计费参数 is the matter of C09."""
    sheets = devices(400, 100) | {"容量变动": [event("T1", day(11), "减容", 业务="减容")]}
    for code in ("电费-B05", "电费-D03"):
        assert outcome_of((yield code, sheets))[1] == []


@together
def test_the_same_terms_written_down_twice_are_asked_once():
    rows = [TERMS | {"力调标准": "0.85", "失效日期": day(11)}, TERMS | {"力调标准": "0.85", "生效日期": day(11)}]
    [(told, said)] = outcome_of((yield "电费-B05", {"计费参数": rows}))[1]
    assert (told, said.startswith("力调标准 0.85")) == ("不符", True)
