"""Contract demand: what was declared for the month, and what is left of it while transformers rest. 42 yuan a kW."""

from datetime import date

import pytest
from billing_area import KWH, MONTH, NO, amounts, base_sheets, registers, rulebook
from together import together

from addin.rulebook import Rulebook

START = base_sheets()
DEVICE, POINT, TERMS = (START[title][0] for title in ("受电设备", "计量点", "计费参数"))
CONTRACT = {"容需量计费方式": "合同最大需量", "合同需量": 600}
NOTHING = registers(dict.fromkeys(KWH, 0), 0, demand=0)
BEFORE = "2025-12-31 17:00"


def kw(billing):
    return [line[2] for line in amounts(billing) if line[0] == "需量电费"]


def why(billing):
    return "；".join(billing.doubts.loc[billing.doubts["component"] == "需量电费", "reason"])


def declared(*rows):
    names = ("进线", "核定值", "申请日")
    return [{"户号": NO, "月份": MONTH} | dict(zip(names, row, strict=True)) for row in rows]


def change(device, on, event="封停", until=date(2026, 3, 31), business="暂停"):
    cells = {"设备编号": device, "户号": NO, "变动时刻": on, "变动类型": event}
    return cells | {"业务": business, "批准止日": until}


def feeders(*rows, contract=1300):
    second = POINT | {"计量点号": "P2", "表号": "M2", "电源序": 2}
    supply = {"户号": NO, "性质": "主供", "供电电压": 10, "需量口径": "累加"}
    readings = [*registers(demand=700), *registers(demand=500, 计量点号="P2", 表号="M2")]
    return {"计量点": [POINT, second], "抄表记录": readings, "需量核定": declared(*rows),
            "电源": [supply | {"电源序": number} for number in (1, 2)], "客户台账": {"合同容量": 2000},
            "计费参数": CONTRACT | {"合同需量": contract}}  # fmt: skip


def one_feeder(*rows):
    return {"计费参数": CONTRACT, "抄表记录": registers(demand=650), "需量核定": declared(*rows)}


@together
def test_of_two_declarations_of_a_feeder_the_one_applied_for_last_holds():
    """600 and then 700 kW: 700, not 1,300."""
    rows = (1, 700, date(2025, 12, 20)), (1, 600, date(2025, 12, 19))
    assert kw((yield one_feeder(*rows))) == [700]


@together
@pytest.mark.parametrize("applied", [None, date(2025, 12, 20)])
def test_two_declarations_that_no_date_puts_in_order_are_a_doubt(applied):
    billing = yield one_feeder((1, 600, applied), (1, 700, date(2025, 12, 20) if applied else None))
    assert kw(billing) == []
    assert why(billing).startswith("「需量核定」进线 1 本月有几个不同的核定值，申请日没有填或是同一天")


@together
def test_the_same_declaration_twice_is_one():
    assert kw((yield one_feeder((1, 700, None), (1, 700, None)))) == [700]


@together
def test_two_declarations_are_no_doubt_of_a_customer_billed_by_actual_demand():
    terms = {"计费参数": {"容需量计费方式": "实际最大需量"}}
    assert kw((yield one_feeder((1, 600, None), (1, 700, None)) | terms)) == [650]


@together
def test_a_declaration_of_one_feeder_is_not_held_against_the_demand_of_both():
    billing = yield feeders((1, 700, None))
    assert kw(billing) == []
    assert why(billing) == "「需量核定」只有一部分进线的核定值，与各进线需量之和无从比较，请补其余进线的核定值"


@together
def test_declarations_of_both_feeders_are_billed_apart_and_one_without_a_feeder_for_both():
    assert kw((yield feeders((1, 700, None), (2, 600, None)))) == [700, 600]
    assert kw((yield feeders((None, 1250, None)))) == [1250]
    assert kw((yield feeders((None, 1250, None), (1, 700, None)))) == [1250]


def rest(*changes, **cells):
    return {"计费参数": CONTRACT, "抄表记录": NOTHING, "容量变动": list(changes)} | cells


@together
def test_a_month_with_the_only_transformer_sealed_pays_no_demand():
    assert kw((yield rest(change("T1", BEFORE)))) == [0]


@together
@pytest.mark.parametrize(("on", "until", "expected"), [
    ("2026-01-01 09:00", date(2026, 1, 31), 0), ("2026-01-02 09:00", date(2026, 3, 31), 600),
    (BEFORE, date(2026, 1, 30), 600),
])  # fmt: skip
def test_only_whole_calendar_months_are_free(on, until, expected):
    assert kw((yield rest(change("T1", on, until=until)))) == [expected]


@together
def test_a_declaration_of_the_month_does_not_charge_what_is_wholly_sealed():
    assert kw((yield rest(change("T1", BEFORE), 需量核定=declared((None, 600, None))))) == [0]


@together
def test_a_demand_behind_sealed_transformers_is_a_doubt():
    billing = yield rest(change("T1", BEFORE), 抄表记录=registers(demand=5))
    assert kw(billing) == []
    assert "全部停用，「抄表记录」却有最大需量 5 kW" in why(billing)


PART = {"受电设备": [DEVICE, DEVICE | {"设备编号": "T2", "铭牌容量": 500}], "客户台账": {"合同容量": 1500},
        "抄表记录": registers(demand=300)}  # fmt: skip


def worded(key, text):
    """Return the shipped rules with a word set."""
    flags = rulebook().tables["billing_flags"]
    flags = flags.assign(text=flags["text"].mask(flags["key"] == key, text))
    return Rulebook({**rulebook().tables, "billing_flags": flags}, rulebook().ledger, rulebook().path)


@together
def test_with_a_part_sealed_nobody_guesses_what_the_contract_becomes():
    billing = yield rest(change("T2", BEFORE), **PART)
    assert kw(billing) == []
    assert why(billing).startswith("合同需量 600 kW，按运行容量比例 400 kW：该户受电设备部分暂停")


@together
@pytest.mark.parametrize(("word", "expected"), [("照合同", 600), ("按容量比例", 400)])
def test_the_rule_says_what_the_contract_becomes(word, expected):
    rules = worded("暂停后合同需量:部分停用", word)
    assert kw((yield rest(change("T2", BEFORE), **PART), rules)) == [expected]


@together
def test_a_declaration_or_terms_since_the_suspension_decide():
    own = {"需量核定": declared((None, 450, None))}
    assert kw((yield rest(change("T2", BEFORE), **PART, **own))) == [450]
    sealed = "2026-01-01 08:00"
    for day, expected in ((date(2026, 1, 1), [600]), (date(2025, 12, 31), [])):
        terms = {"计费参数": CONTRACT | {"生效日期": day}}
        assert kw((yield rest(change("T2", sealed), **PART) | terms)) == expected


@together
def test_beside_a_transformer_without_nameplate_capacity_no_share_is_known():
    devices = [DEVICE | {"铭牌容量": None}, PART["受电设备"][1]]
    billing = yield rest(change("T2", BEFORE), **PART | {"受电设备": devices})
    assert kw(billing) == []
    assert "设备 T1 没有铭牌容量" in why(billing)


@together
def test_a_suspension_that_outlasts_its_year_leaves_the_contract_open():
    billing = yield rest(change("T2", "2025-03-01 09:00", until=None), **PART)
    assert kw(billing) == []
    assert why(billing).startswith("设备 T2 自 2025-03-01 起暂停，当年已满 183 天，跨年没有启封")


@together
def test_a_cold_standby_sealed_for_years_leaves_the_contract_as_it_is():
    sheets = rest(change("T2", "2023-03-01 09:00", until=None, business=None), **PART)
    spare = [row | {"备用方式": "冷备" if row["设备编号"] == "T2" else None} for row in sheets["受电设备"]]
    billing = yield sheets | {"受电设备": spare}
    assert (kw(billing), billing.doubts.empty) == ([600], True)


@together
def test_a_part_sealed_within_the_month_changes_nothing():
    assert kw((yield rest(change("T2", "2026-01-02 09:00"), **PART))) == [600]


@together
def test_counted_by_days_a_part_of_the_month_is_free():
    """按日: sealed from the 17th on, 16 of 31 days are charged: 600 × 16 ÷ 31 = 309.67741935 kW."""
    rules = worded("需量用户暂停单位", "按日")
    assert kw((yield rest(change("T1", "2026-01-17 09:00")), rules)) == [309.67741935]


@together
def test_a_reduction_leaves_the_contract_that_the_terms_say():
    assert kw((yield rest(change("T2", BEFORE, "减容", None, "减容"), **PART))) == [600]


@together
def test_an_unknown_shift_is_the_only_reason_when_the_demand_was_read():
    other = {"户号": "4200000000002"}
    point = POINT | other | {"计量点号": "P2", "上级计量点": "P1", "关系": "套表", "表号": "M2"}
    sheets = {
        "客户台账": [START["客户台账"][0], START["客户台账"][0] | other],
        "计费参数": [TERMS | {"容需量计费方式": "实际最大需量"}, TERMS | other | {"容需量计费方式": "不计", "力调标准": "不考核"}],
        "计量点": [POINT, point],
    }  # fmt: skip
    behind = registers({"平": 54_000}, 10_000, 计量点号="P2", 表号="M2", **other)
    assert why((yield sheets | {"抄表记录": [*registers(demand=500), *behind]})).startswith("被转供户 ")
    unread = why((yield sheets | {"抄表记录": [*registers(), *behind]}))
    assert unread.startswith("按需量计费而没有最大需量示数；被转供户 ")
