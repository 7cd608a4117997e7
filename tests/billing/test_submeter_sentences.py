"""What stands in the way of a sub-meter's energy: which meters, how many kWh, which cell, what to do."""

import pytest
from billing_area import KWH, base_sheets, registers
from together import together

POINT = base_sheets()["计量点"][0]
SUB = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "套表", "表号": "M2", "电价类别": "居民生活"}
ADVICE = "扣减分表后电量小于零，应不小于零；请核对各计量点的示数、倍率和「计量点」的「上级计量点」「关系」"


def why(*subs, readings=()):
    billing = yield {"计量点": [POINT, *subs], "抄表记录": [*registers(), *readings]}
    return "\n".join(billing.doubts["reason"])


def unmetered(relation, **cells):
    return SUB | {"关系": relation, "表号": None} | cells


@together
def test_less_than_nothing_left_names_the_meter_and_every_sub_meter_with_its_energy():
    subs = unmetered("定量", 定量=150_000), unmetered("定量", 计量点号="P3", 定量=20_000)
    assert (yield from why(*subs)) == (
        f"计量点 P1 电量 160000 kWh，扣减 P2 的 150000 kWh、P3 的 20000 kWh 后为 -10000 kWh，{ADVICE}"
    )


@together
def test_less_than_nothing_in_one_period_names_the_period():
    kwh = dict.fromkeys(KWH, 0) | {"平": KWH["平"] + 1000}
    said = yield from why(SUB, readings=registers(kwh, 0, 计量点号="P2", 表号="M2"))
    assert f"计量点 P1 平时段电量 {KWH['平']} kWh，扣减 P2 的 {KWH['平'] + 1000} kWh 后为 -1000 kWh，{ADVICE}" in said


@together
def test_all_of_the_flat_energy_may_go_through_a_sub_meter():
    kwh = dict.fromkeys(KWH, 0) | {"平": KWH["平"]}
    said = yield from why(SUB, readings=registers(kwh, 0, 计量点号="P2", 表号="M2"))
    assert "小于零" not in said


@together
@pytest.mark.parametrize(
    ("sub", "sentence"),
    [
        (unmetered("定比"), "计量点 P2 的关系是定比，而「计量点」的「定比」没有可用的数，应为百分数，如 3；请补填"),
        (
            unmetered("定量"),
            "计量点 P2 的关系是定量，而「计量点」的「定量」没有可用的数，应为每月电量（kWh）；请补填",
        ),
        (
            unmetered("定比", 定比=3.12345),
            "计量点 P2 的「定比」为 3.12345 %，应不多于四位小数；请按供用电合同更正「计量点」",
        ),
        (SUB, "计量点 P2 本月没有有功示数"),
    ],
)
def test_a_point_without_energy_says_what_it_lacks(sub, sentence):
    assert sentence in (yield from why(sub))


@together
def test_a_share_of_four_decimals_is_reckoned():
    assert "定比" not in (yield from why(unmetered("定比", 定比=3.1234)))


@together
def test_a_share_of_a_meter_that_was_not_read_points_above():
    above = SUB | {"电价类别": "工商业"}
    share = unmetered("定比", 计量点号="P3", 上级计量点="P2", 定比=3)
    said = yield from why(above, share)
    assert "计量点 P3 的关系是定比，其上级计量点 P2 没有电量，按比例算不出；请先补齐上级计量点的抄表记录" in said
    assert "计量点 P2 本月没有有功示数" in said
