"""The contract: its articles, what it prints of the customer, its annexes."""

import io
import re

import docx
import pytest
from examples import example

from generators.documents import DOCUMENTS


def test_the_contract_has_eighteen_articles_in_order_and_all_statutory_items(fill):
    filled = fill("HT", example("HT"))
    numbers = "一二三四五六七八九十"
    articles = [f"第{'十' * (n // 10)}{numbers[n % 10 - 1] if n % 10 else ''}条  " for n in range(1, 19)]
    places = [filled.index(article) for article in articles]
    assert places == sorted(places)
    for item in ("供电方式", "供电质量", "供电时间", "用电容量", "用电地址", "用电性质", "用电计量", "电价", "结算"):
        assert item in filled
    for item in ("产权分界点及责任划分", "有效期自2026年3月1日起至2031年2月28日止", "违约责任", "送达地址", "骑缝章"):
        assert item in filled


def test_the_contract_quotes_no_price_and_follows_policy(fill):
    filled = fill("HT", example("HT"))
    assert "随政策调整" in filled
    assert not re.search(r"\d+(\.\d+)?\s*元/(kWh|千瓦|kW|kVA)", filled)


def test_the_contract_prints_every_meter_feeder_and_share(fill):
    filled = fill("HT", example("HT"))
    for printed in (
        "300/5",
        "10000/100",
        "6000",
        "按上级计量点 00012345601 抄见电量的 3% 确定",
        "2600",
        "1800",
        "4210",
    ):
        assert printed in filled
    assert "每日 2‰" in filled
    assert "跨年度欠费部分按每日 3‰" in filled
    assert filled.count("连接点属供电人") == 4  # article 7 and annex 2, both feeders: the same words


def test_clauses_that_bind_the_customer_are_bold_and_acknowledged(templates):
    document = docx.Document(io.BytesIO(DOCUMENTS["HT"].fill(templates["HT"], example("HT"))))
    bold = "".join(run.text for p in document.paragraphs for run in p.runs if run.bold)
    for clause in ("支付电费违约金", "中止供电", "送达地址", "自动续期", "随政策调整"):
        assert clause in bold
    assert "供电人已作说明" in "".join(p.text for p in document.paragraphs)


@pytest.mark.parametrize(
    ("change", "annex", "applies"),
    [
        ({}, "自备电源及并网安全协议", True),
        ({"own_supply": None, "distributed_kw": None}, "自备电源及并网安全协议", False),
        ({"dispatched": True}, "电力调度协议", True),
        ({}, "电力调度协议", False),
        ({}, "重要电力用户供用电安全风险告知确认书", True),
        ({}, "电费结算协议", True),
    ],
)
def test_annexes_go_by_what_applies(change, annex, applies):
    facts = DOCUMENTS["HT"].prepare(example("HT") | change)
    assert (annex in [row["title"] for row in facts["annexes"]]) is applies
    assert [row["number"] for row in facts["annexes"]] == list(range(1, len(facts["annexes"]) + 1))


def test_an_ordinary_customer_without_own_supply_gets_plain_wording(fill):
    facts = example("HT") | {"own_supply": None, "security_load_kw": None, "distributed_kw": None}
    facts |= {"other_protection": None, "special_terms": [], "auto_renewal": False, "connected_on": None}
    facts |= {"supplies": facts["supplies"][:1], "interlock": None, "switching": None}
    facts["use"] |= {"importance": "否", "importance_document": None}
    facts["billing"] |= {"capacity_mode": "不计", "power_factor_standard": "不考核", "instalments": 1}
    filled = fill("HT", facts)
    for printed in ("确认未装设自备应急电源", "非重要电力用户", "特别约定：无。", "不计收容（需）量电费", "期满未续签"):
        assert printed in filled
    assert "多路电源之间" not in filled
    assert "用电人不执行功率因数调整电费" in filled


def test_instalments_are_ruled_to_fill_in_or_as_agreed():
    prepare, facts = DOCUMENTS["HT"].prepare, example("HT")
    assert [row["number"] for row in prepare(facts)["instalment_rows"]] == [1, 2, 3]
    plan = [{"when": "每月 10 日前", "how_much": "上月电费的 50%"}]
    rows = prepare(facts | {"instalment_plan": plan})["instalment_rows"]
    assert [row["how_much"] for row in rows] == ["上月电费的 50%", "结清当月电费（扣除已预付部分）"]


def test_the_legal_representative_needs_no_authority(fill):
    facts = example("HT")
    facts["customer"] |= {"signatory": "刘远山", "authority_no": None}
    assert "法定代表人本人签署" in fill("HT", facts)
