"""Losses go by what is energised: S11-1000 behind 160,000 kWh and 60,000 kvarh, Wp² + Wq² = 2.92 × 10¹⁰, January.

Active loss = P0 × 24 × days + 1.7 × Pk × share² × 2.92·10¹⁰ ÷ (24 × days × S²); all month: 855.6 + 687.2 → 1,543 kWh.
"""

from datetime import date
from fractions import Fraction

import pytest
from billing_area import NO, base_sheets, word_of
from together import together

LOW = {"客户台账": {"计量方式": "高供低计"}, "计量点": {"计量侧": "高供低计", "变损参与": "是"}}
FIRST = base_sheets()["受电设备"][0] | {"变损方法": "公式法", "型号": "S11-1000", "备用方式": None, "变损率": None}
OTHER = FIRST | {"设备编号": "T2", "铭牌容量": 1250, "空载损耗P0": 1.36, "负载损耗Pk": 12.0}
PLATES = {1000: ("1.15", "10.3"), 1250: ("1.36", "12.0"), 1600: ("1.64", "14.5")}


def change(on, event, device="T1", **cells):
    return {"设备编号": device, "户号": NO, "变动时刻": f"2026-01-{on:02} 09:00", "变动类型": event, **cells}


def lost(devices, *changes):
    """Return the active loss [kWh], or why it is not known."""
    billing = yield LOW | {"受电设备": devices, "容量变动": changes}
    reasons = "；".join(billing.unbilled["reason"])
    return reasons or int(billing.quantities.energy.losses["transformer_loss_kwh"].sum())


def by_hand(*served):
    """Return the loss of transformers that served so many days one after the other: (kVA, days), rounded one by one."""
    whole = sum(days for _, days in served)
    total = 0
    for kva, days in served:
        no_load, load = map(Fraction, PLATES[kva])
        share = Fraction(days, whole)
        copper = Fraction("1.7") * load * share**2 * 29_200_000_000 / (24 * days * kva**2)
        total += int(no_load * 24 * days + copper + Fraction(1, 2))
    return total


@together
def test_a_short_suspension_is_charged_and_has_no_loss():
    """Sealed from the 11th to the 21st, ten days: 21 of energised days, 579.6 + 1,014.5 → 1,594 kWh, 31 of capacity."""
    rows = [change(11, "封停", 业务="暂停"), change(21, "启封")]
    assert (yield from lost([FIRST], *rows)) == by_hand((1000, 21)) == 1594
    billing = yield LOW | {"受电设备": [FIRST], "容量变动": rows}
    capacity = billing.lines[billing.lines["component"] == "容量电费"]
    assert capacity[["quantity", "days"]].to_numpy().tolist() == [[1000, 31]]


@together
def test_a_suspension_beyond_its_year_is_charged_and_has_no_loss():
    """T2 is sealed since 1 March 2025: whatever is charged again, only T1 has losses."""
    sealed = change(1, "封停", "T2", 业务="暂停") | {"变动时刻": "2025-03-01 09:00"}
    assert (yield from lost([FIRST, OTHER], sealed)) == 1543


@together
@pytest.mark.parametrize(("state", "days"), [("停用", 0), ("运行", 21)])
def test_an_approved_end_unseals_what_the_archive_calls_stopped_not(state, days):
    row = change(1, "封停", 业务="暂停", 批准止日=date(2026, 1, 10)) | {"变动时刻": "2025-12-01 09:00"}
    assert (yield from lost([FIRST | {"运行状态": state}], row)) == (by_hand((1000, days)) if days else 0)


@together
@pytest.mark.parametrize("state", ["停用", "运行"])
def test_the_state_and_the_loss_agree_after_an_approved_end(state):
    row = change(1, "封停", 业务="暂停", 批准止日=date(2026, 1, 10)) | {"变动时刻": "2025-12-01 09:00"}
    sheets = LOW | {"受电设备": [FIRST | {"运行状态": state}], "容量变动": [row]}
    assert word_of((yield "电费-A28", sheets)) == "通过"


@together
def test_of_two_interlocked_transformers_of_the_same_kind_one_has_losses():
    pair = [FIRST | {"联锁组": "A"}, FIRST | {"设备编号": "T2", "联锁组": "A"}]
    assert (yield from lost(pair)) == 1543


def interlocked(first=None, second=None, **cells):
    return [FIRST | {"联锁组": "A", "备用方式": first} | cells, OTHER | {"联锁组": "A", "备用方式": second}]


@together
@pytest.mark.parametrize(
    ("devices", "kva"),
    [
        (interlocked("运行", "冷备"), 1000),
        (interlocked("热备", "运行"), 1250),
        (interlocked(None, "热备"), 1000),
        (interlocked(运行状态="停用"), 1250),
    ],
)
def test_of_two_interlocked_transformers_the_one_that_runs_has_losses(devices, kva):
    assert (yield from lost(devices)) == by_hand((kva, 31))


@together
@pytest.mark.parametrize("devices", [interlocked(), interlocked("运行", "运行"), interlocked("热备", "冷备")])
def test_where_nobody_knows_which_of_them_runs_the_loss_is_a_doubt(devices):
    assert (yield from lost(devices)).startswith(
        "联锁组 A 的 T1、T2 没有封停的不止一台，不知哪一台在运行，变损无从确定，请在"
    )


@together
def test_an_interlocked_pair_that_changes_over_has_the_loss_of_each_in_its_days():
    """T1 runs ten days, T2 21: what is sealed on a day does not run."""
    rows = [change(11, "启封", "T2"), change(11, "封停", "T1", 业务="暂停")]
    before = change(1, "封停", "T2", 业务="暂停") | {"变动时刻": "2025-12-20 09:00"}
    assert (yield from lost(interlocked(), before, *rows)) == by_hand((1000, 10), (1250, 21))


def two(first, second):
    """Return the load shared day by day: T1 and T2 on these days of January, exact until each loss is rounded."""
    days = sorted(first | second)
    total = 0
    for kva, mine in ((1000, first), (1250, second)):
        carried = Fraction(0)
        for day in mine:
            on = 1000 * (day in first) + 1250 * (day in second)
            carried += Fraction(kva, on * len(days))
        no_load, load = map(Fraction, PLATES[kva])
        copper = Fraction("1.7") * load * carried**2 * 29_200_000_000 / (24 * len(mine) * kva**2)
        total += int(no_load * 24 * len(mine) + copper + Fraction(1, 2))
    return total


@together
@pytest.mark.parametrize(("begins", "ends"), [(11, 11), (6, 11), (6, 21), (11, 21), (2, 31)])
def test_each_day_is_carried_by_those_that_are_energised_on_it(begins, ends):
    """T2 comes on and T1 is sealed: one after the other, together for some days, or a gap without either."""
    before = change(1, "封停", "T2", 业务="暂停") | {"变动时刻": "2025-12-20 09:00"}
    rows = [before, change(begins, "启封", "T2"), change(ends, "封停", "T1", 业务="暂停")]
    expected = two(set(range(1, ends)), set(range(begins, 32)))
    assert (yield from lost([FIRST, OTHER], *rows)) == expected


@together
def test_days_on_which_none_is_energised_carry_nothing():
    before = change(1, "封停", "T2", 业务="暂停") | {"变动时刻": "2025-12-20 09:00"}
    rows = [before, change(11, "封停", "T1", 业务="暂停"), change(21, "启封", "T2")]
    assert (yield from lost([FIRST, OTHER], *rows)) == two(set(range(1, 11)), set(range(21, 32)))


@together
@pytest.mark.parametrize("method", [{"变损方法": "比例", "变损率": 2.5}])
def test_a_single_transformer_without_nameplate_capacity_carries_all(method):
    assert (yield from lost([FIRST | method | {"铭牌容量": None}])) == 4000


SWAP = change(11, "暂换", 变动后容量=1600)
PLATE = {
    "换上型号": "S11-1600",
    "换上空载损耗P0": 1.64,
    "换上负载损耗Pk": 14.5,
    "换上空载电流I0": 0.6,
    "换上阻抗电压Uk": 4.5,
}


@together
def test_an_exchange_has_the_losses_of_the_nameplate_put_in_place():
    assert (yield from lost([FIRST], SWAP | PLATE)) == by_hand((1000, 10), (1600, 21))
    back = change(21, "暂换恢复")
    assert (yield from lost([FIRST], SWAP | PLATE, back)) == by_hand((1000, 21), (1600, 10))


@together
@pytest.mark.parametrize("missing", [name for name in PLATE if name != "换上型号"])
def test_an_exchange_without_the_nameplate_put_in_place_is_a_doubt(missing):
    why = yield from lost([FIRST], SWAP | PLATE | {missing: None})
    assert why.startswith("变压器 T1 换上 1600 kVA 的设备期间，「容量变动」没有换上设备的铭牌参数")


@together
def test_an_exchange_outside_the_month_leaves_the_own_nameplate():
    before = SWAP | {"变动时刻": "2025-12-11 09:00"}
    assert (yield from lost([FIRST], before, change(1, "暂换恢复"))) == 1543
    assert (yield from lost([FIRST], SWAP | {"变动时刻": "2026-02-01 09:00"})) == 1543


@together
def test_an_agreed_loss_stands_during_an_exchange():
    assert (yield from lost([FIRST | {"变损方法": "协议定量", "协议变损电量": 304}], SWAP)) == 304


@together
@pytest.mark.parametrize("method", [{"变损方法": "比例", "变损率": 2}, {}])
def test_a_transformer_without_nameplate_capacity_leaves_the_shares_of_all_open(method):
    why = yield from lost([FIRST | method, OTHER | method | {"铭牌容量": None}])
    assert "同户有变压器没有铭牌容量，低压侧电量无从分到各台" in why
    sheets = LOW | {"受电设备": [FIRST | method, OTHER | method | {"铭牌容量": None}]}
    assert word_of((yield "电费-A27", sheets)) == "未能核查"
