"""Transformer losses by method, reckoned by hand in each docstring; the customer is metered on the low side.

January has 31 days = 744 hours. Energy 160,000 kWh, 60,000 kvarh: Wp² + Wq² = 2.92 × 10¹⁰.
"""

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from billing_area import NO, registers, rulebook
from together import together

from addin.billing.flag_rows import read_flags
from addin.billing.metering.loss_tables import table_losses
from addin.billing.power_factor import power_factor_percent
from addin.rulebook import Rulebook

LOW = {"计量侧": "高供低计", "变损参与": "是"}
SQUARES = 160_000**2 + 60_000**2
NAMEPLATES = {
    "S9-100": ("0.29", "1.50"), "S11-100": ("0.20", "1.50"), "S11-160": ("0.28", "2.20"), "S11-200": ("0.34", "2.60"),
    "S11-250": ("0.40", "3.05"), "S11-315": ("0.48", "3.65"), "S11-400": ("0.57", "4.30"), "S11-500": ("0.68", "5.15"),
    "S11-630": ("0.81", "6.20"), "S11-800": ("0.98", "7.50"), "S11-1000": ("1.15", "10.3"), "S11-1250": ("1.36", "12.0"),
    "S11-1600": ("1.64", "14.5"), "S9-315": ("0.67", "3.65"), "S9-630": ("1.20", "6.20"), "S9-1000": ("1.70", "10.3"),
}  # fmt: skip
"""billing.md §5.3 (S31 and from memory): P0 and Pk [kW]."""


def transformer(number=1, **cells):
    base = {"设备编号": f"T{number}", "户号": NO, "类型": "变压器", "型号": "S11-1000", "铭牌容量": 1000, "空载损耗P0": 1.15,
            "负载损耗Pk": 10.3, "空载电流I0": 0.6, "阻抗电压Uk": 4.5, "变损系数K": 1.7, "变损方法": "公式法", "协议变损电量": None,
            "变损率": None, "投运日期": date(2015, 1, 1), "运行状态": "运行"}  # fmt: skip
    return base | cells


def lost(*devices, rules=None, **changes):
    billing = yield {"计量点": LOW, "受电设备": list(devices), **changes}, rules
    losses = billing.quantities.energy.losses
    return tuple(losses.iloc[0]) if len(losses) else (), "；".join(billing.unbilled["reason"])


def half_up(value):
    return int(value + Fraction(1, 2))


@together
@pytest.mark.parametrize("model", list(NAMEPLATES))
def test_the_reference_nameplates_lose_what_the_formula_gives(model):
    """P0 × 744 + 1.7 × Pk × 2.92·10¹⁰ ÷ (744 × S²); e.g. S11-1000: 855.6 + 687.2 = 1,542.8 → 1,543 kWh."""
    kva, (p0, pk) = int(model.partition("-")[2]), NAMEPLATES[model]
    expected = half_up(Fraction(p0) * 744 + Fraction("1.7") * Fraction(pk) * SQUARES / (744 * kva**2))
    got, _ = yield from lost(transformer(铭牌容量=kva, 空载损耗P0=float(p0), 负载损耗Pk=float(pk)))
    assert got[0] == expected
    if model == "S11-1000":
        assert expected == 1543


@together
def test_two_transformers_share_the_energy_by_capacity_in_service():
    """1000 and 250 kVA, both all month: shares 0.8 and 0.2 of the energy, so 0.64 and 0.04 of the squares.

    T1: 1.15 × 744 + 1.7 × 10.3 × 0.64 × 2.92·10¹⁰ ÷ (744 × 1000²) = 855.6 + 439.82 = 1,295.42 → 1,295
    T2: 0.40 × 744 + 1.7 × 3.05 × 0.04 × 2.92·10¹⁰ ÷ (744 × 250²) = 297.6 + 130.24 = 427.84 → 428; together 1,723 kWh
    reactive T1: 0.006 × 1000 × 744 + 1.7 × 0.045 × 0.64 × 2.92·10¹⁰ ÷ (744 × 1000) = 4,464 + 1,921.55 → 6,386
    reactive T2: 0.006 × 250 × 744 + 1.7 × 0.045 × 0.04 × 2.92·10¹⁰ ÷ (744 × 250) = 1,116 + 480.39 → 1,596; 7,982 kvarh
    """
    second = transformer(2, 铭牌容量=250, 空载损耗P0=0.40, 负载损耗Pk=3.05)
    assert (yield from lost(transformer(), second))[0] == (1723, 7982, 0)


@together
def test_a_transformer_sealed_half_the_month_carries_less():
    """T2 (1000 kVA) counts 15 of 31 days, in which each carries half: shares 23.5/31 and 7.5/31.

    T1: 855.6 + 1.7 × 10.3 × (23.5/31)² × 2.92·10¹⁰ ÷ (744 × 10⁶) = 855.6 + 394.91 = 1,250.51 → 1,251
    T2: 1.15 × 360 + 1.7 × 10.3 × (7.5/31)² × 2.92·10¹⁰ ÷ (360 × 10⁶) = 414 + 83.13 = 497.13 → 497
    """
    sealed = {"设备编号": "T2", "户号": NO, "变动时刻": "2026-01-16 08:00", "变动类型": "封停", "业务": "暂停"}
    assert (yield from lost(transformer(), transformer(2), 容量变动=[sealed]))[0][0] == 1251 + 497


def unset(key):
    """Return the shipped rules with the word of a flag left empty."""
    flags = rulebook().tables["billing_flags"]
    flags = flags.assign(text=flags["text"].mask(flags["key"] == key, None))
    return Rulebook({**rulebook().tables, "billing_flags": flags}, rulebook().ledger, rulebook().path)


@together
def test_without_the_rule_several_transformers_are_not_guessed():
    said = (yield from lost(transformer(), transformer(2), rules=unset("变损分摊:多台变压器")))[1]
    assert "没有设定变损分摊" in said


@together
def test_one_transformer_needs_no_rule_for_sharing():
    assert (yield from lost(transformer(), rules=unset("变损分摊:多台变压器")))[0][0] == 1543


@together
def test_a_percentage_is_taken_of_the_energy():
    """2.5 % × 160,000 kWh = 4,000 kWh; no reactive loss is agreed."""
    assert (yield from lost(transformer(变损方法="比例", 变损率=2.5)))[0] == (4000, 0, 0)


@together
def test_a_percentage_that_is_not_written_down_leaves_the_bill_undone():
    assert "没有变损率" in (yield from lost(transformer(变损方法="比例")))[1]


@together
@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"变损系数K": None}, "该台的「变损系数K」没有可用的数（空、0 或小数位过多），请补填"),
        ({"变损系数K": 0, "阻抗电压Uk": None}, "该台的「阻抗电压Uk」「变损系数K」没有可用的数"),
        ({"空载损耗P0": 1.23456}, "该台的「空载损耗P0」没有可用的数"),
        ({}, None),
    ],
)
def test_a_nameplate_value_that_the_formula_lacks_is_named(cells, said):
    _, told = yield from lost(transformer(**cells))
    assert told == "" if said is None else f"变压器 T1 变损按公式法，而「受电设备」{said}" in told


EMPTY = "变压器 {} 变损方法为空，变损无从计算，请在「受电设备」补填；合同约定不计变损的填『无』"


@together
@pytest.mark.parametrize("part", ["是", None])
def test_an_empty_method_leaves_the_bill_undone_where_the_low_side_is_metered(part):
    point = LOW | {"变损参与": part}
    assert (yield from lost(transformer(变损方法=None), 计量点=point))[1] == EMPTY.format("T1")


@together
def test_of_two_transformers_the_one_with_an_empty_method_is_named():
    assert (yield from lost(transformer(), transformer(2, 变损方法=None)))[1] == EMPTY.format("T2")


@together
@pytest.mark.parametrize(
    ("device", "point"),
    [
        ({"变损方法": "无"}, LOW),
        ({"变损方法": None}, LOW | {"变损参与": "否"}),
        ({"变损方法": None}, LOW | {"计量侧": "高供高计"}),
        ({"变损方法": None, "类型": "高压电动机"}, LOW),
    ],
)
def test_no_loss_is_asked_of_none_nor_where_no_transformer_bears_any(device, point):
    got, said = yield from lost(transformer(**device), 计量点=point)
    assert (sum(got), said) == (0, "")


@together
@pytest.mark.parametrize(("day", "kwh"), [(None, 304), (16, 147)])
def test_an_agreed_quantity_is_prorated_by_days(day, kwh):
    """billing.md §5.3 (S30): 304 kWh a month for 50 kVA; sealed on the 16th: 304 × 15 ÷ 31 = 147.10 → 147 kWh."""
    sealed = {"设备编号": "T1", "户号": NO, "变动时刻": f"2026-01-{day} 08:00", "变动类型": "封停", "业务": "暂停"}
    own = transformer(铭牌容量=50, 变损方法="协议定量", 协议变损电量=304)
    assert (yield from lost(own, 容量变动=[sealed] if day else []))[0][0] == kwh


TABLE = pd.DataFrame(
    [("甲型", 1000.0, "二班制", 300_000.0, ratio, kwh, kvarh)
     for ratio, kwh, kvarh in ((0.0, 620.0, 2700.0), (0.5, 900.0, 4000.0), (0.6, 1000.0, 4400.0), (1.0, 1800.0, 7000.0), (1.1, 6.5, 24.0))],
    columns=["model", "rated_kva", "shifts", "full_load_kwh", "load_ratio", "loss_kwh", "loss_kvarh"],
)  # fmt: skip
"""A table made up for these tests: the shipped 变损表 has no rows."""


def from_table(kwh, days=30, model="甲型"):
    flags = read_flags(rulebook().on(date(2026, 1, 31), "湖北"))
    device = {"model": model, "rated_kva": 1000.0, "shifts": "二班制", "days": days, "active_kwh": kwh}
    got = table_losses(pd.DataFrame([device]).astype({"active_kwh": "float64"}), TABLE, flags).iloc[0]
    return tuple(None if pd.isna(value) else value for value in got)


@pytest.mark.parametrize(
    ("kwh", "days", "expected"),
    [
        (0, 30, (620, 2700, "")),
        (149_997, 30, (900, 4000, "")),
        (150_000, 30, (1000, 4400, "")),
        (285_000, 30, (1800, 7000, "")),
        (285_003, 30, (1853, 6840, "")),
        (160_000, 31, (1033, 4547, "")),
        (0, 15, (310, 1350, "")),
    ],
)
def test_the_table_is_read_at_the_load_of_the_month(kwh, days, expected):
    """billing.md §5.2 (S30), full load 300,000 kWh in 30 days.

    149,997 ÷ 300,000 + 0.05 = 0.54999 → 0.5; 150,000: 0.55 → 0.6; 285,000: 1.00 → 1.0; 285,003: 1.00001 → above 1:
    6.5 × 285.003 = 1,852.5 → 1,853 kWh. 31 days: full load 310,000, 160,000: 0.566 → 0.6, 1000 × 31 ÷ 30 = 1,033.
    """
    assert from_table(kwh, days) == expected


def test_a_row_that_the_table_has_not_is_named():
    assert from_table(60_000)[2] == "型号『甲型』、1000 kVA、二班制、负荷率 0.3"
    assert from_table(60_000, model="乙型")[2] == "型号『乙型』、1000 kVA、二班制"


@together
def test_a_customer_whose_model_has_no_rows_is_told_which_row_to_add():
    customer = {"生产班次": "二班"}
    said = (yield from lost(transformer(变损方法="查表法"), 客户台账=customer))[1]
    assert "「变损表」没有 型号『S11-1000』、1000 kVA、二班制 的行，请补上该行" in said
    unsaid = (yield from lost(transformer(变损方法="查表法"), 客户台账={"生产班次": None}))[1]
    assert "1000 kVA、班制不明（「客户台账」的「生产班次」为空，请补填）" in unsaid


def test_a_big_idle_transformer_spoils_the_power_factor_of_a_good_load():
    """51a.net 522952983 (billing.md §5.4): losses of 632 kWh and 2,749 kvarh turn a load of 0.95 into 0.77.

    The page gives the losses and both power factors; a load of 4,451 kWh and 1,463 kvarh is one that fits them.
    """
    active, reactive = pd.Series([4451, 4451 + 632]), pd.Series([1463, 1463 + 2749])
    assert power_factor_percent(active, reactive).tolist() == [95, 77]


@together
def test_a_line_loss_is_rounded_for_each_point():
    """0.11 % × 7,471,200 kWh = 8,218.32 → 8,218 kWh, as a real bill prints it (billing.md §5.4)."""
    sheets = {
        "计费参数": {"线损率": 0.11, "时段集": "不执行", "力调标准": "不考核"},
        "计量点": {"线损参与": "是", "综合倍率": 30_000},
        "抄表记录": registers({"总": 7_471_200}, None, multiplier=30_000),
    }
    losses = (yield sheets).quantities.energy.losses
    assert losses.iloc[0]["line_loss_kwh"] == 8218
