"""A business sub-meter at a tariff kind of its own, 单一制 behind 两部制, is priced in rows of its own (billing.md §0.5, §4.4).

The prices are those of the published Hubei table of 2026-01, 1-10(20)kV: 两部制 and 单一制 differ in 输配电 (0.1263 and
0.1903) and in the period prices; 购电 of a period is its price less 输配电, 系统运行 0.082273 and 政府性基金 0.0452.
"""

import dataclasses
from datetime import date

import pandas as pd
import pytest
from billing_area import END, KWH, MONTH, NO, area, base_sheets, printed, registers, rulebook, word_of
from together import together

from addin.billing.month import bill_month
from addin.tables.choices import PERIODS

POINT = base_sheets()["计量点"][0]
SUB = POINT | {
    "计量点号": "P2",
    "上级计量点": "P1",
    "关系": "套表",
    "单一制/两部制": "单一制",
    "表号": "M2",
    "综合倍率": 10,
    "力调参与": None,
}
USED = {"尖": 1_000, "峰": 3_000, "平": 4_000, "谷": 2_000}
BELOW = registers(USED, 5_000, multiplier=10, 计量点号="P2", 表号="M2")
RULE = "力调参与:另有电价的分表"


def behind(readings=BELOW, main=None, **cells):
    return {"计量点": [POINT, SUB | cells], "抄表记录": [*registers(**main or {}), *readings]}


def rows(billing, component):
    """Return the rows of a component: period, point, kWh, fen."""
    mine = billing.lines[billing.lines["component"] == component]
    return [tuple(row) for row in mine[["period", "point_no", "quantity", "amount_fen"]].itertuples(index=False)]


def base(billing):
    [adjusted] = billing.lines[billing.lines["component"] == "力调电费"].itertuples()
    return adjusted.quantity


@together
def test_the_statement_on_paper():
    """Main meter 160,000 kWh, of them the sub-meter 10,000: 尖 12,000 − 1,000 and so on.

    购电 单一制: 尖 1.113999 − 0.1903 − 0.127473 = 0.796226 × 1,000 = 796.23; 峰 0.910961 − 0.317773 = 0.593188 × 3,000 =
    1,779.56; 平 0.715686 − 0.317773 = 0.397913 × 4,000 = 1,591.65; 谷 0.496924 − 0.317773 = 0.179151 × 2,000 = 358.30.
    购电 两部制: 尖 1.049999 − 0.253773 = 0.796226 × 11,000 = 8,758.49; 峰 0.595188 × 37,000 = 22,021.96; 平 0.398113 ×
    56,000 = 22,294.33; 谷 0.179151 × 46,000 = 8,240.95.
    输配电: 150,000 × 0.1263 = 18,945.00 and 10,000 × 0.1903 = 1,903.00. The capacity is the customer's: 26,300.00.
    The adjustment is on the rows of 两部制 but the funds: 61,315.73 + 18,945.00 + 12,340.95 + 26,300.00 = 118,901.68.
    """
    billing = yield behind()
    assert billing.doubts.empty
    assert rows(billing, "购电") == [
        ("尖", "", 11_000, 875_849), ("尖", "P2", 1_000, 79_623), ("峰", "", 37_000, 2_202_196),
        ("峰", "P2", 3_000, 177_956), ("平", "", 56_000, 2_229_433), ("平", "P2", 4_000, 159_165),
        ("谷", "", 46_000, 824_095), ("谷", "P2", 2_000, 35_830),
    ]  # fmt: skip
    assert rows(billing, "输配电") == [("总", "", 150_000, 1_894_500), ("总", "P2", 10_000, 190_300)]
    assert rows(billing, "容量电费") == [("总", "", 1_000, 2_630_000)]
    assert base(billing) == 118_901.68
    cited = billing.lines[billing.lines["component"] == "输配电"].set_index("point_no")["rule"]
    assert cited.to_dict() == {"": "电价!8", "P2": "电价!6"}


@together
@pytest.mark.parametrize("kind", [None, "两部制"])
def test_a_sub_meter_of_the_customer_s_own_kind_stays_in_its_rows(kind):
    billing = yield behind(**{"单一制/两部制": kind})
    assert rows(billing, "输配电") == [("总", "", 160_000, 2_020_800)]


def ruled(word):
    """Return the shipped rules with a word for sub-meters of whose part in the adjustment nobody says anything."""
    flags = rulebook().tables["billing_flags"]
    told = flags.assign(text=flags["text"].mask(flags["key"] == RULE, word))
    return dataclasses.replace(rulebook(), tables=dict(rulebook().tables) | {"billing_flags": told})


@together
@pytest.mark.parametrize(
    ("word", "rule", "yuan"),
    [("是", "不参与", 126_381.88), ("否", "参与", 118_901.68), (None, "参与", 126_381.88), (None, "不参与", 118_901.68)],
)  # fmt: skip
def test_its_rows_take_part_in_the_adjustment_where_the_archive_says_so_else_by_the_rule(word, rule, yuan):
    """118,901.68 + 4,525.74 + 1,903.00 + 822.73 = 126,153.15; a power factor on its own energy changes no base."""
    billing = yield behind(力调参与=word), ruled(rule)
    assert base(billing) == {126_381.88: 126_153.15}.get(yuan, yuan)


@together
@pytest.mark.parametrize(("word", "active", "reactive"), [(None, 160_000, 60_000), ("否", 150_000, 55_000)])
def test_its_energy_goes_with_the_power_factor_of_the_main_meter_unless_the_archive_says_no(word, active, reactive):
    scope = (yield behind(力调参与=word)).quantities.power_factor.loc[NO]
    assert (scope["active_kwh"], scope["reactive_kvarh"]) == (active, reactive)


@together
def test_one_without_periods_pays_the_flat_price_and_is_taken_off_flat():
    alone = [row for row in BELOW if row["示数类型"] == "正向有功总"]
    billing = yield behind(alone)
    assert rows(billing, "购电")[2:4] == [("平", "", 50_000, 1_990_565), ("谷", "", 48_000, 859_925)]
    assert rows(billing, "购电")[4] == ("总", "P2", 10_000, 397_913)


@together
def test_one_that_lacks_a_period_beside_others_is_not_guessed():
    billing = yield behind([row for row in BELOW if row["示数类型"] != "正向有功尖"])
    assert "计量点 P2" in billing.unbilled["reason"].item()
    assert billing.lines.empty


@together
def test_a_ratio_is_taken_of_each_period():
    """3 % of 12,000, 40,000, 60,000 and 48,000 kWh."""
    billing = yield behind([], 关系="定比", 定比=3, 表号=None)
    own = [row for row in rows(billing, "购电") if row[1]]
    assert [(period, kwh) for period, _, kwh, _ in own] == [("尖", 360), ("峰", 1_200), ("平", 1_800), ("谷", 1_440)]


@together
def test_it_bears_its_part_of_the_line_loss_where_the_archive_says_so():
    """0.5 % of 160,000 are 800 kWh, 10,000 ÷ 160,000 = 0.0625 of them 50; by periods 0.1, 0.3 and 0.2, 平 the rest."""
    points = [POINT | {"线损参与": "是"}, SUB | {"线损参与": "是"}]
    billing = yield behind() | {"计量点": points, "计费参数": {"线损率": 0.5}}
    own = [row for row in rows(billing, "购电") if row[1]]
    assert [kwh for *_, kwh, _ in own] == [1_005, 3_015, 4_020, 2_010]
    assert rows(billing, "输配电")[0][2] == 160_800 - 10_050


@together
def test_a_kind_without_a_price_is_said_with_the_row_that_lacks():
    billing = yield behind() | {"计费参数": {"计价电压": "110kV"}, "客户台账": {"供电电压": "交流110kV"}}
    [said] = billing.unbilled["reason"]
    assert said.startswith("规则表「电价」没有 湖北 2026-01 单一制、110kV 的价格行，请补上该行；")
    assert "「计价电压」看到『110kV』，请先核对：本省该月的价格行有 " in said
    assert "1-10(20)kV" in said
    empty = yield {"计费参数": {"计价电压": None}}
    assert "「计费参数」的「计价电压」为空，请填写；本省该月的价格行有 " in "；".join(empty.doubts["reason"])


DIRECT = {"市场化属性": "直接交易"}
SETTLED = [{"户号": NO, "月份": MONTH, "时段": period, "单价": 0.4} for period in KWH]


@together
@pytest.mark.parametrize(("word", "known"), [("是", True), (None, False)])
def test_a_purchase_settled_for_all_points_is_no_base_where_one_takes_no_part(word, known):
    billing = yield behind(力调参与=word) | {"计费参数": DIRECT, "市场价格": SETTLED}
    assert rows(billing, "购电")[0] == ("尖", "", 12_000, 480_000)
    assert ("力调电费" in set(billing.doubts["component"])) is not known
    assert known or "市场化购电按全户结算，其中分表 P2 不参与力调" in billing.doubts["reason"].item()


@together
def test_a_direct_trader_s_sub_meter_without_periods_is_bought_flat():
    alone = [row for row in BELOW if row["示数类型"] == "正向有功总"]
    billing = yield behind(alone, 力调参与="是") | {"计费参数": DIRECT, "市场价格": SETTLED}
    assert [(period, kwh) for period, _, kwh, _ in rows(billing, "购电")] == list(KWH.items())


def issued(*lines):
    """Return the bill with these rows of 系统运行: quantity, yuan, point."""
    head = {
        "账单号": "B1",
        "户号": NO,
        "月份": MONTH,
        "起日": date(2026, 1, 1),
        "止日": END,
        "发行状态": "待发行",
        "总电费": 1,
    }
    printed = [
        {"账单号": "B1", "行号": at, "户号": NO, "月份": MONTH, "费用组成": "系统运行", "时段": "总", "计量点号": point,
         "计费数量": kwh, "单价": 0.082273, "金额": yuan}
        for at, (kwh, yuan, point) in enumerate(lines, 1)
    ]  # fmt: skip
    return {"电费账单": [head], "账单明细": printed}


MAIN, OWN = (150_000, 12_340.95), (10_000, 822.73)


@together
@pytest.mark.parametrize("lines", [
    [(*MAIN, "P1"), (*OWN, "P2")], [(*OWN, "P2"), (*MAIN, "P1")], [(*MAIN, None), (*OWN, "P2")], [(*OWN, None), (*MAIN, None)],
])  # fmt: skip
def test_printed_rows_correspond_by_point_in_any_order_or_by_amount_without_one(lines):
    both = (yield behind() | issued(*lines)).comparison
    unit = both.units[both.units["unit"] == "系统运行"].iloc[0]
    assert (unit["by_row"], unit["different"]) == (True, False)


@together
def test_its_rows_say_which_point_they_are_of():
    billing = yield behind([], 关系="定比", 定比=3, 表号=None) | issued((*MAIN, "P1"), (*OWN, "P2"))
    rows = billing.compared.assign(working=billing.workings)
    said = rows.loc[rows["component"] == "系统运行", "working"].tolist()
    assert said[0].startswith("示数 100→260 ×1000；减 P2 ") or said[0].startswith("示数 100→260 ×1000，减")
    assert said[1].startswith("P2（定比 3%） 4,800 kWh × 0.082273")


@together
def test_rows_of_a_component_that_the_bill_lacks_are_shown_one_by_one():
    shown = (yield behind() | issued((*MAIN, "P1"), (*OWN, "P2"))).compared
    lacking = shown[shown["component"] == "输配电"]
    assert not shown["rule"].str.contains("电价待核").any()  # nothing was issued that could follow another price
    assert lacking[["recomputed_fen", "outcome"]].to_numpy().tolist() == [[1_894_500, "不符"], [190_300, "不符"]]


@together
def test_one_printed_row_for_both_is_compared_with_their_sum():
    both = (yield behind() | issued((160_000, 13_163.68, None))).comparison
    unit = both.units[both.units["unit"] == "系统运行"].iloc[0]
    assert (unit["by_row"], unit["different"], unit["difference_fen"]) == (False, False, 0)


@together
def test_a_kind_that_begins_within_the_month_cuts_it():
    on = pd.Timestamp("2026-01-16")
    before = SUB | {"失效日期": on, "单一制/两部制": None}
    points = [POINT, before, SUB | {"生效日期": on}]
    billing = yield behind() | {"计量点": points}
    own = [row for row in rows(billing, "输配电") if row[1]]
    assert len(billing.segments) == 2
    assert [row[2] for row in own] == [5_161]  # 16 of 31 days of 10,000 kWh
    assert sum(row[2] for row in rows(billing, "输配电")) == 160_000


@together
def test_a_point_whose_kind_the_customer_has_in_a_part_of_the_month_has_rows_of_its_own_throughout():
    billing = yield behind() | {"计费参数": parted_terms()}
    own = [row for row in rows(billing, "输配电") if row[1]]
    assert sum(row[2] for row in own) == 10_000
    assert billing.doubts.empty


def parted_terms():
    """Return 计费参数 whose kind is 单一制 until the 11th."""
    term, on = base_sheets()["计费参数"][0], pd.Timestamp("2026-01-11")
    return [term | {"单一制/两部制": "单一制", "容需量计费方式": "不计", "失效日期": on}, term | {"生效日期": on}]


@together
@pytest.mark.parametrize("kind", [None, "单一制", "两部制"])
def test_a_main_point_goes_with_its_customer_whatever_kind_the_archive_repeats(kind):
    billing = yield {"计量点": [POINT | {"单一制/两部制": kind}], "计费参数": parted_terms()}
    assert billing.doubts.empty
    assert [row[1:3] for row in rows(billing, "输配电")] == [("", 51_613), ("", 108_387)]


@together
def test_a_main_point_that_contradicts_its_customer_is_said():
    [said] = (yield {"计量点": [POINT | {"单一制/两部制": "单一制"}]}).unbilled["reason"]
    assert said.startswith("总表 P1 的『单一制/两部制』为单一制，与该户的计费参数不同")


@together
def test_a_two_part_sub_meter_has_no_charge_on_power_to_go_by():
    single = {"单一制/两部制": "单一制", "容需量计费方式": "不计", "力调标准": "不考核"}
    billing = yield behind(**{"单一制/两部制": "两部制"}) | {"计费参数": single}
    assert rows(billing, "输配电") == [("总", "", 150_000, 2_854_500), ("总", "P2", 10_000, 126_300)]
    [doubt] = billing.doubts.itertuples()
    assert (doubt.component, doubt.reason[:15]) == ("容量电费", "分表 P2 执行两部制，而「计")


@together
@pytest.mark.parametrize(("yuan", "said"), [(118_901.68, "通过"), (119_724.41, "不符")])
def test_a_base_is_right_beside_funds_and_other_rows_printed_for_both_points(yuan, said):
    """系统运行 and 政府性基金 stand on the bill once for both; 822.73 of the former and none of the latter leave the base."""
    sheets = behind()
    own = (yield sheets).lines
    lines = own[own["component"] != "力调电费"].groupby(
        [own["component"], own["period"], own["point_no"].where(~own["component"].isin(["系统运行", "政府性基金"]), "")]
    )
    text = [
        f"{component}|{period}|{part['quantity'].sum()}||{part['unit_price'].iloc[0]}|{part['amount_fen'].sum() / 100}"
        for (component, period, _), part in lines
    ]
    text.append(f"力调电费|总|{yuan}||-0.60|{-round(yuan * 0.006, 2)}")
    assert word_of((yield "电费-B07", sheets | printed(text="\n".join(text)))) == said


def test_other_customers_are_billed_as_without_it(tmp_path):
    alone = bill_month(area(tmp_path), rulebook(), MONTH, "湖北").lines
    other = {
        "计量点": [
            POINT,
            POINT | {"计量点号": "Q1", "户号": "9"},
            SUB | {"计量点号": "Q2", "上级计量点": "Q1", "户号": "9"},
        ]
    }
    terms = base_sheets()["计费参数"][0]
    readings = [*registers(), *registers(计量点号="Q1", 户号="9", 表号="N1"),
                *registers(USED, None, multiplier=10, 计量点号="Q2", 户号="9", 表号="N2")]  # fmt: skip
    sheets = other | {"计费参数": [terms, terms | {"户号": "9"}], "抄表记录": readings}
    both = bill_month(area(tmp_path, sheets), rulebook(), MONTH, "湖北").lines
    names = ["component", "period", "quantity", "amount_fen", "rule"]
    mine = both[both["customer_no"] == NO]
    assert mine[names].to_numpy().tolist() == alone[names].to_numpy().tolist()
    assert set(both.loc[both["point_no"] == "Q2", "period"]) <= {*PERIODS, "总"}
