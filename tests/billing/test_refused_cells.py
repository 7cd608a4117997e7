"""A cell that reading refused leaves undone what is made from it, with the cell's sentence; its neighbours are billed."""

from datetime import date

import pytest
from billing_area import MONTH, NO, TOTAL_YUAN, area, base_sheets, billed, facts, outcome, printed, registers, rulebook
from billing_cases import all_of, assert_said, assert_silent, place_of, stacked

from addin.billing.month import bill_month
from addin.reading.problems import MOST

TERMS, DEVICE, POINT = (base_sheets()[title][0] for title in ("计费参数", "受电设备", "计量点"))
SEALED = {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-11 09:00", "变动类型": "封停", "业务": "暂停"}
LATER = {"计费参数": [TERMS | {"失效日期": date(2026, 1, 11)}, TERMS | {"生效日期": "元月十一"}]}
SUB = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "定量", "定量": 3100, "表号": None, "电价类别": "居民生活"}
SINGLE = TERMS | {"单一制/两部制": "单一制", "容需量计费方式": "不计"}
SWAP = {"计量点号": "P1", "表号": "M1", "时刻": "2026-01-13 10:00", "装拆": "装", "表位数": 6, "综合倍率": 1000}
MARKET = {"户号": NO, "月份": MONTH, "时段": "总", "单价": "四毛"}
WHOLE, FEN = "", round(TOTAL_YUAN * 100)


def reading(register, **cells):
    """Return the readings with other cells in the row of a register."""
    return {"抄表记录": [row | cells if row["示数类型"] == register else row for row in registers()]}


REFUSED = {
    "reduced to what": ({"容量变动": [SEALED | {"变动类型": "减容", "变动后容量": "八百"}]}, WHOLE, "「变动后容量」看到『八百』"),
    "until when": ({"容量变动": [SEALED | {"批准止日": "一月十日"}]}, WHOLE, "「批准止日」看到『一月十日』，应为日期"),
    "what happened": ({"容量变动": [SEALED | {"变动类型": "停封"}]}, WHOLE, "「变动类型」看到『停封』"),
    "nothing happened": ({"容量变动": [SEALED | {"变动类型": None}]}, WHOLE, "「变动类型」看到『空』"),
    "in service since when": ({"受电设备": {"投运日期": "一月十五"}}, WHOLE, "「投运日期」看到『一月十五』"),
    "in service when": ({"受电设备": {"投运日期": date(9999, 12, 31)}}, WHOLE, "应为1949 年至 2100 年之间的日期"),
    "times 1.5": ({"计费参数": {"1.5倍代理购电": "是的"}}, WHOLE, "「1.5倍代理购电」看到『是的』，应为是、否"),
    "relief": ({"计费参数": {"基金减免": "免"}}, WHOLE, "「基金减免」看到『免』，应为数值"),
    "less than no relief": ({"计费参数": {"基金减免": -0.01}}, WHOLE, "「基金减免」看到『-0.01』，应为不小于 0"),
    "market": ({"计费参数": {"市场化属性": "市场化用户"}}, WHOLE, "「市场化属性」看到『市场化用户』"),
    "from when": (LATER, WHOLE, "「生效日期」看到『元月十一』"),
    "line loss": ({"计费参数": {"线损率": 0.5}, "计量点": {"线损参与": "参与"}}, WHOLE, "「线损参与」看到『参与』"),
    "kind of a sub-meter": ({"计量点": [POINT, SUB | {"单一制/两部制": "单一"}]}, WHOLE, "「单一制/两部制」看到『单一』"),
    "whose sub-meter": ({"计量点": [POINT, SUB | {"户号": None}]}, WHOLE, "「户号」看到『空』"),
    "adjusted or not": ({"计量点": {"力调参与": "不参与"}}, "力调电费", "「力调参与」看到『不参与』"),
    "reading": (reading("正向有功峰", 本次示数="十二"), WHOLE, "「本次示数」看到『十二』，应为数值"),
    "reading of kvarh": (reading("正向无功总", 本次示数="十二"), "力调电费", "「本次示数」看到『十二』"),
    "when a meter was changed": ({"换表记录": [SWAP | {"时刻": None}]}, WHOLE, "「时刻」看到『空』"),
    "taken down or put up": ({"换表记录": [SWAP | {"装拆": "更换"}]}, WHOLE, "「装拆」看到『更换』"),
    "which register": (reading("正向无功总", 示数类型="无功总数"), WHOLE, "「示数类型」看到『无功总数』"),
}  # fmt: skip
SILENT = {
    "plain": {},
    "no end": {"计费参数": {"失效日期": date(9999, 12, 31)}, "计量点": {"失效日期": date(2999, 12, 31)}},
    "a column that no bill reads": {"受电设备": {"上次预试日期": "去年"}},
    "terms that are over": {"计费参数": [TERMS | {"失效日期": date(2025, 6, 1), "基金减免": "免"}, TERMS | {"生效日期": date(2025, 6, 1)}]},
    "an event that is over": {
        "容量变动": [SEALED | {"变动时刻": "2024-01-11 09:00", "批准止日": "六月"}, SEALED | {"变动时刻": "2024-06-01 09:00", "变动类型": "启封"}]
    },
    "an event after the month": {"容量变动": [SEALED | {"变动时刻": "2026-02-01 00:00", "批准止日": "六月"}]},
    "losses of a customer that bears none": {"受电设备": {"变损系数K": "一点七"}},
    "a reading of another month": {
        "抄表记录": [*registers(), *registers(月份="2025-12", 上次抄表日=date(2025, 11, 30), 抄表日=date(2025, 12, 31), 本次示数="十二")]
    },
    "a meter change of another time": {"换表记录": [SWAP | {"时刻": "2025-06-13 10:00", "装拆": "更换"}]},
    "a market price of one that does not trade": {"市场价格": [MARKET]},
}  # fmt: skip


@pytest.fixture(scope="module")
def billing(tmp_path_factory):
    """Bill all of them in one ledger."""
    return billed(tmp_path_factory.mktemp("refused"), all_of(REFUSED, SILENT))


@pytest.mark.parametrize(("place", "kind"), list(enumerate(REFUSED)))
def test_a_refused_cell_leaves_undone_what_is_made_from_it(billing, place, kind):
    _, component, words = REFUSED[kind]
    assert not assert_said(billing, place, component, words).str.contains("按缺失处理").any()


@pytest.mark.parametrize("kind", SILENT)
def test_a_refused_cell_that_no_bill_is_made_from_changes_nothing(billing, kind):
    assert_silent(billing, place_of(kind, REFUSED, SILENT), FEN)


def test_devices_of_a_customer_that_pays_for_none_may_be_unreadable(tmp_path):
    """高供高计, single-part: neither capacity nor losses."""
    sheets = {"计费参数": SINGLE, "受电设备": {"投运日期": "一月十五", "铭牌容量": "八百"}}
    billing = bill_month(area(tmp_path, sheets), rulebook(), MONTH, "湖北")
    assert (billing.lines["amount_fen"].sum(), len(billing.doubts)) == (11_594_372, 0)


def test_more_refused_cells_than_are_listed_one_by_one_are_all_known(tmp_path):
    tables = stacked([{"计费参数": {"1.5倍代理购电": "是的"}} for _ in range(MOST + 2)])
    billing = bill_month(area(tmp_path, tables), rulebook(), MONTH, "湖北")
    assert billing.lines.empty
    assert len(billing.unbilled) == MOST + 2


MODES = {
    "empty": ({"容需量计费方式": None}, "「计费参数」的容需量计费方式为空，而该户是两部制"),
    "refused": ({"容需量计费方式": "容量"}, "「容需量计费方式」看到『容量』"),
}


@pytest.mark.parametrize("kind", MODES)
def test_nobody_knows_what_a_two_part_customer_without_a_mode_pays_for_power(tmp_path, kind):
    """Its correct bill is no error: neither 电费-C06 nor 审计-A07 can say what is due."""
    change, words = MODES[kind]
    sheets = printed() | {"计费参数": change}
    billing = facts(tmp_path, sheets, ("billing",))["billing"]
    said = billing.doubts.set_index("component")["reason"]
    assert set(said.index) == {"容量电费", "需量电费", "力调电费"}
    assert said["容量电费"] == said["需量电费"]
    assert words in said["容量电费"]
    assert not {"容量电费", "需量电费", "力调电费"} & set(billing.lines["component"])
    assert {word for word, _ in outcome("审计-A07", tmp_path, sheets)[1]} == {"未能核查"}
    assert {word for word, _ in outcome("电费-C06", tmp_path, sheets)[1]} <= {"未能核查"}


def test_a_customer_whose_only_reading_has_no_month_does_not_vanish(tmp_path):
    """Without a bill nothing else of the month names it."""
    sheets = {"抄表记录": [row | {"月份": None} for row in registers() if row["示数类型"] == "正向有功总"]}
    billing = bill_month(area(tmp_path, sheets), rulebook(), MONTH, "湖北")
    assert "「月份」看到『空』" in billing.unbilled.set_index("customer_no")["reason"][NO]


def test_a_single_part_customer_needs_no_mode(tmp_path):
    billing = bill_month(area(tmp_path, {"计费参数": SINGLE | {"容需量计费方式": None}}), rulebook(), MONTH, "湖北")
    assert (billing.lines["amount_fen"].sum(), len(billing.doubts)) == (11_594_372, 0)


BY_CONTRACT = {"容需量计费方式": "合同最大需量", "合同需量": "六百"}
ECHOES = {
    "contract demand": ({"计费参数": BY_CONTRACT, "抄表记录": registers(demand=500)}, "需量电费", "「合同需量」看到『六百』"),
    "a reading": (reading("正向有功峰", 本次示数="十二"), WHOLE, "「本次示数」看到『十二』"),
    "voltage": ({"计费参数": {"计价电压": "十千伏"}}, WHOLE, "「计价电压」看到『十千伏』"),
    "nameplate": ({"受电设备": {"铭牌容量": "一千"}}, WHOLE, "「铭牌容量」看到『一千』"),
    "agreed share": ({"计量点": [POINT, SUB | {"关系": "定比", "定量": None, "定比": "三成"}]}, WHOLE, "「定比」看到『三成』"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ECHOES)
def test_what_a_refused_cell_leaves_empty_is_not_told_a_second_time(tmp_path, kind):
    changes, component, words = ECHOES[kind]
    billing = bill_month(area(tmp_path, changes), rulebook(), MONTH, "湖北")
    said = billing.doubts.set_index("component")["reason"]
    assert words in said[component]
    assert said[component].count("看到『") == 1
    assert not any(
        word in said[component] for word in ("没有合同需量", "没有本次示数", "价格行", "没有铭牌容量", "没有可用的数")
    )


def test_an_empty_cell_still_has_its_own_words(tmp_path):
    sheets = {"计费参数": BY_CONTRACT | {"合同需量": None}, "抄表记录": registers(demand=500)}
    said = bill_month(area(tmp_path, sheets), rulebook(), MONTH, "湖北").doubts.set_index("component")["reason"]
    assert said["需量电费"] == "按合同最大需量计费而没有合同需量或需量核定"
