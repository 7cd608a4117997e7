"""电费-A06, A13, A14, A15, A20, A22, A25, A27, A28, A29: what the energy of a month consists of."""

from dataclasses import replace
from datetime import date

import pytest
from billing_area import KWH, MONTH, NO, base_sheets, facts, printed, registers
from together import together

from addin.register import CHECKS

POINT = base_sheets()["计量点"][0] | {"CT变比": "50/5", "PT变比": "10000/100"}
LOW = {"计量侧": "高供低计", "变损参与": "是", "CT变比": None, "PT变比": None}


def rows(code, changes):
    """Return asked, and the rows of a check on the area."""
    found = yield code, changes
    return found.asked, found.rows


def bill(month, kwh):
    head = {"账单号": f"B{month}", "户号": NO, "月份": month, "起日": date(2026, 1, 1), "止日": date(2026, 1, 31)}
    return head | {"总电量": kwh, "总电费": 100.0}


@together
@pytest.mark.parametrize(("kwh", "count"), [(855, 0), (856, 1)])
def test_after_a_month_of_nothing_only_the_no_load_loss_is_nothing(kwh, count):
    changes = {"电费账单": [bill("2025-12", 0), bill(MONTH, kwh)]}
    asked, found = yield from rows("电费-A06", changes)
    assert (asked, len(found)) == (1, count)


@together
@pytest.mark.parametrize(("kwh", "said"), [(0, []), (1, ["未能核查"]), (8_295, ["未能核查"]), (8_296, ["不符"])])
def test_without_the_no_load_loss_nobody_knows_whether_some_energy_is_nothing(kwh, said):
    """1.15 kW and at most 1 % of 1,000 kVA: 11.15 kW × 744 h = 8,295.6 kWh."""
    devices = base_sheets()["受电设备"]
    devices.append(devices[0] | {"设备编号": "T2", "空载损耗P0": None})
    changes = {"受电设备": devices, "电费账单": [bill("2025-12", 0), bill(MONTH, kwh)]}
    asked, found = yield from rows("电费-A06", changes)
    assert (asked, found["outcome"].tolist()) == (1, said)
    assert all("P0" in message for message in found.loc[found["outcome"] == "未能核查", "message"])


@together
def test_a_motor_has_no_no_load_loss():
    devices = base_sheets()["受电设备"]
    devices.append(devices[0] | {"设备编号": "M1", "类型": "高压电动机", "空载损耗P0": None})
    changes = {"受电设备": devices, "电费账单": [bill("2025-12", 0), bill(MONTH, 856)]}
    assert (yield from rows("电费-A06", changes))[1]["outcome"].tolist() == ["不符"]


@together
def test_energy_while_all_capacity_is_suspended_is_found_whatever_the_loss():
    sealed = {"设备编号": "T1", "户号": NO, "变动时刻": date(2025, 12, 1), "变动类型": "封停", "变动后容量": None,
              "业务": "暂停", "批准止日": date(2026, 5, 31)}  # fmt: skip
    bills = [bill("2025-12", 10), bill(MONTH, 1)]
    changes = {"容量变动": [sealed], "电费账单": bills, "受电设备": {"空载损耗P0": None}}
    [row] = (yield from rows("电费-A06", changes))[1].itertuples()
    assert row.message.startswith("全部容量暂停或停用，本月电量 1 kWh")


@together
@pytest.mark.parametrize("code", ["电费-A05", "审计-A09"])
@pytest.mark.parametrize(("sealed_on", "count"), [(date(2026, 1, 1), 0), (date(2026, 1, 2), 1), (None, 1)])
def test_nothing_used_is_told_where_capacity_ran_on_a_day_of_the_month(code, sealed_on, count):
    sealed = {"设备编号": "T1", "户号": NO, "变动时刻": sealed_on, "变动类型": "封停", "变动后容量": None,
              "业务": "暂停", "批准止日": date(2026, 5, 31)}  # fmt: skip
    changes = {"容量变动": [sealed] if sealed_on else [], "电费账单": [bill(MONTH, 0)]}
    assert len((yield from rows(code, changes))[1]) == count


@together
@pytest.mark.parametrize(("moved", "count"), [(24_000, 0), (24_001, 1)])
def test_a_period_s_share_may_move_by_fifteen_points(moved, count):
    before = registers(multiplier=1, 月份="2025-12", 抄表日=date(2025, 12, 31))
    now = registers(KWH | {"平": KWH["平"] - moved, "谷": KWH["谷"] + moved}, multiplier=1)
    points = [POINT | {"综合倍率": 1, "CT变比": None, "PT变比": None}]
    asked, found = yield from rows("电费-A13", {"抄表记录": [*before, *now], "计量点": points})
    assert (asked, len(found)) == (1, count)


@together
def test_shares_without_an_earlier_month_are_unknown():
    assert (yield from rows("电费-A13", {}))[1]["outcome"].tolist() == ["未能核查"]


@together
@pytest.mark.parametrize(("flat", "count"), [(94_900, 0), (95_000, 1)])
def test_nearly_all_energy_in_one_period_is_told(flat, count):
    rest = 100_000 - flat
    kwh = {"尖": 0, "峰": rest, "平": flat, "谷": 0}
    assert len((yield from rows("电费-A14", {"抄表记录": registers(kwh)}))[1]) == count


@together
@pytest.mark.parametrize(
    ("kwh", "said"),
    [(KWH, []), (KWH | {"深谷": 1000}, ["深谷段本月没有这一时段"])],
)
def test_periods_are_those_of_the_month(kwh, said):
    found = (yield from rows("电费-A15", {"抄表记录": registers(kwh)}))[1]
    assert [text.split("（")[0] for text in found["message"]] == said


EMPTY = "该月有尖段而没有该段示数，已抄各段与总示数相平：没有用电的时段请补一行 0"


@together
@pytest.mark.parametrize(("gap", "told"), [(0, "未能核查"), (148, "未能核查"), (149, "不符")])
def test_a_period_that_the_total_leaves_nothing_for_may_be_a_row_of_nothing_left_out(gap, told):
    """0.1 % of a total of 148,148 kWh are 148.148: more than that was used in a period that nobody read."""
    read = registers({"峰": 40_000, "平": 60_000, "谷": 48_000})
    next(row for row in read if row["示数类型"] == "正向有功总")["本次示数"] += gap / 1000
    [row] = (yield from rows("电费-A15", {"抄表记录": read}))[1].itertuples()
    assert str(row.outcome) == told
    assert row.message.startswith(EMPTY if told == "未能核查" else "该月有尖段而没有该段示数（")


@together
@pytest.mark.parametrize("lost", ["总", "平"])
def test_a_period_that_nothing_else_shows_is_missing(lost):
    read = [row for row in registers(KWH) if row["示数类型"] not in {"正向有功尖", f"正向有功{lost}"}]
    [row] = (yield from rows("电费-A15", {"抄表记录": read}))[1].itertuples()
    assert (str(row.outcome), "该月有尖段而没有该段示数" in row.message) == ("不符", True)


@together
def test_a_row_of_nothing_passes():
    assert (yield from rows("电费-A15", {"抄表记录": registers(KWH | {"尖": 0})}))[1].empty


@together
@pytest.mark.parametrize(("demand", "count"), [(163, 0), (160, 1), (976, 0), (978, 1)])
def test_current_transformers_fit_the_largest_load(demand, count):
    changes = {"抄表记录": registers(demand=demand, kvarh=60_000), "计量点": [POINT]}
    found = (yield from rows("电费-A20", changes))[1]
    assert len(found) == count


@together
@pytest.mark.parametrize(("demand", "before", "count"), [(160, 163, 0), (160, 162, 1), (976, 978, 0)])
def test_a_quiet_month_does_not_make_a_current_transformer_too_large(demand, before, count):
    last = registers(demand=before)[-1] | {"月份": "2025-12"}
    changes = {"抄表记录": [*registers(demand=demand, kvarh=60_000), last], "计量点": [POINT]}
    assert len((yield from rows("电费-A20", changes))[1]) == count


@pytest.mark.parametrize(("demand", "month", "count"), [(160, "2026-02", 0), (160, MONTH, 1), (978, "2026-02", 1)])
def test_a_large_current_transformer_is_told_once_a_quarter_a_small_one_each_month(tmp_path, demand, month, count):
    own = facts(tmp_path, {"抄表记录": registers(demand=demand, kvarh=60_000), "计量点": [POINT]})
    own |= {"billing": replace(own["billing"], month=month)}
    found = CHECKS["电费-A20"].run(**{name: own[name] for name in CHECKS["电费-A20"].needs})
    assert len(found.rows) == count


def sub(**cells):
    return POINT | {"计量点号": "P2", "上级计量点": "P1", "表号": "M2", "电价类别": "居民生活", "综合倍率": 1} | cells


@together
@pytest.mark.parametrize(("fixed", "count"), [(160_000, 0), (160_001, 1)])
def test_a_meter_may_be_used_up_by_what_is_behind_it_and_not_more(fixed, count):
    asked, found = yield from rows("电费-A22", {"计量点": [POINT, sub(关系="定量", 定量=fixed)]})
    assert (asked, len(found)) == (1, count)


@together
@pytest.mark.parametrize(("billed", "count"), [(4801, 0), (4802, 1), (4798, 1)])
def test_an_agreed_share_is_billed_within_a_kwh(billed, count):
    line = printed(text=f"购电|总|{billed}||0.588|2822.00")["账单明细"][0] | {"计量点号": "P2"}
    changes = printed() | {"计量点": [POINT, sub(关系="定比", 定比=3)], "账单明细": [line]}
    asked, found = yield from rows("电费-A25", changes)
    assert (asked, len(found)) == (1, count)


@together
def test_the_demand_of_a_sub_meter_is_no_energy():
    line = printed(text="需量电费|总|1.933777||39|75.42")["账单明细"][0] | {"计量点号": "P2"}
    changes = printed() | {"计量点": [POINT, sub(关系="定比", 定比=3, 电价类别="工商业")], "账单明细": [line]}
    asked, found = yield from rows("电费-A25", changes)
    assert (asked, len(found)) == (0, 0)


@together
@pytest.mark.parametrize(("agreed", "count"), [(480, 0), (479, 1), (8000, 0), (8001, 1)])
def test_the_transformer_loss_is_between_three_thousandths_and_five_percent(agreed, count):
    changes = {"计量点": [POINT | LOW], "受电设备": {"变损方法": "协议定量", "协议变损电量": agreed}}
    asked, found = yield from rows("电费-A27", changes)
    assert (asked, len(found)) == (1, count)


@together
@pytest.mark.parametrize(("state", "outcome"), [("运行", []), ("停用", ["不符"]), (None, ["未能核查"])])
def test_a_stopped_transformer_bears_no_loss(state, outcome):
    changes = {"计量点": [POINT | LOW], "受电设备": {"变损方法": "公式法", "运行状态": state}}
    assert (yield from rows("电费-A28", changes))[1]["outcome"].tolist() == outcome


@together
@pytest.mark.parametrize(("billed", "count"), [(160_177, 0), (160_178, 1), (160_174, 1)])
def test_the_line_loss_is_the_agreed_rate(billed, count):
    """0.11 % of 160,000 kWh is 176 kWh."""
    bills = printed(text=f"购电|总|{billed}||0.4|64000.00")
    changes = bills | {"计量点": [POINT | {"线损参与": "是"}], "计费参数": {"线损率": 0.11}}
    asked, found = yield from rows("电费-A29", changes)
    assert (asked, len(found)) == (1, count)


@together
@pytest.mark.parametrize(("method", "outcome"), [("无", ["不符"]), (None, ["未能核查"])])
def test_a_transformer_loss_that_is_not_known_is_not_called_a_line_loss(method, outcome):
    """176 kWh of the line and 1,543 of the transformer are billed."""
    bills = printed(text="购电|总|161719||0.4|64687.60")
    changes = bills | {"计量点": [POINT | LOW | {"线损参与": "是"}], "计费参数": {"线损率": 0.11}}
    found = (yield from rows("电费-A29", changes | {"受电设备": {"变损方法": method}}))[1]
    assert found["outcome"].tolist() == outcome


@together
def test_nobody_is_asked_for_a_line_loss_where_none_was_agreed():
    """The commonest ledger of all once stopped the whole audit: sums of no row at all are texts to pandas."""
    asked, found = yield from rows("电费-A29", printed(text="购电|总|160000||0.4|64000.00"))
    assert (asked, len(found)) == (0, 0)


@together
@pytest.mark.parametrize(("kwh", "level", "word"), [(159_999, "提示", "提示"), (160_000, "警告", "不符")])
def test_a_meter_of_another_customer_behind_one_is_named_where_its_energy_goes_off(kwh, level, word):
    """By agreement or by a slip of the pen: 240,000 kWh once went off a bill in silence."""
    other = "4200000000002"
    start = base_sheets()
    behind = start["计量点"][0] | {"计量点号": "P2", "户号": other, "上级计量点": "P1", "关系": "套表", "表号": "M2"}
    sheets = {
        **{title: [*start[title], start[title][0] | {"户号": other}] for title in ("客户台账", "计费参数")},
        "计量点": [*start["计量点"], behind],
        "抄表记录": [*registers(), *registers({"总": kwh}, 1, 计量点号="P2", 户号=other, 表号="M2")],
    }
    _, found = yield from rows("电费-A22", sheets)
    [row] = found.itertuples()
    assert (row.customer_no, row.about, row.outcome, row.level) == (NO, "P2", word, level)
    assert row.message.startswith(
        f"户号 {other} 的计量点 P2 从本户计量点 P1 扣减 {kwh:,} kWh，本户还剩 {160_000 - kwh:,} kWh"
    )
