"""A reading counts with CT × PT of its meter."""

from datetime import date

import pandas as pd
import pytest
from billing_area import NO, START, outcome_of, printed, registers, word_of
from together import together

from addin.billing.metering.multipliers import ratio
from addin.register import CHECKS

UNTIMED = {"时段集": "不执行", "力调标准": "不考核"}
FITTING = {"CT变比": "50/5", "PT变比": "10000/100"}


def energy(billing):
    lines = billing.lines
    return lines.loc[lines["component"] == "输配电", "quantity"].tolist()


@pytest.mark.parametrize(
    ("text", "value"),
    [("150/5", 30), ("10000/100", 100), ("10kV/100V", 100), ("10kV/0.1kV", 100), ("1", 1), ("150:5A", 30), ("见铭牌", None)],
)  # fmt: skip
def test_a_ratio_is_read_as_people_write_it(text, value):
    (got,) = ratio(pd.Series([text]))
    assert (None if pd.isna(got) else got) == value


@together
def test_a_bill_made_with_a_wrong_archive_multiplier_differs_and_a19_says_why():
    """Real ratio 50/5 × 10000/100 = 1,000; 综合倍率 and readings say 500, and the bill was made with that.

    The register ran 320 units: 160,000 kWh as issued, 320,000 kWh by CT × PT.
    """
    readings = registers(multiplier=500)
    sheets = {"计量点": {"综合倍率": 500, **FITTING}, "抄表记录": readings, **printed()}
    asked, rows = outcome_of((yield "审计-A07", sheets))
    assert asked == 1
    assert rows[0][0] == "不符"
    assert "倍率按 CT×PT 取 1,000，「计量点」综合倍率为 500" in rows[0][1]
    assert "审计-A07" in CHECKS["电费-A19"].explains


@together
def test_a_bill_whose_multiplier_fits_its_transformers_passes():
    sheets = {"计量点": FITTING, **printed()}
    assert word_of((yield "审计-A07", sheets)) == "通过"


@together
def test_without_ratios_the_archive_multiplier_counts():
    billing = yield {"计量点": {"综合倍率": 500}}
    assert energy(billing) == [80_000]
    assert set(billing.quantities.energy.metered["multiplier_from"]) == {"计量点综合倍率"}


@together
def test_ratios_that_are_none_leave_the_bill_undone():
    billing = yield {"计量点": FITTING | {"PT变比": "见铭牌"}}
    assert list(billing.unbilled["customer_no"]) == [NO]
    assert "PT变比『见铭牌』" in billing.unbilled["reason"][0]


def changed_transformer(readings):
    """CT 50/5 until 2026-01-15, 100/5 from then on; PT 10000/100: multiplier 1,000, then 2,000."""
    base = {"计量点号": "P1", "户号": NO, "关系": "总表", "用途": "结算", "计量侧": "高供高计", "电价类别": "工商业", "表号": "M1",
            "表位数": 6, "PT变比": "10000/100", "综合倍率": None}  # fmt: skip
    points = [
        base | {"CT变比": "50/5", "生效日期": date(2015, 1, 1), "失效日期": date(2026, 1, 15)},
        base | {"CT变比": "100/5", "生效日期": date(2026, 1, 15), "失效日期": None},
    ]
    return (yield {"计量点": points, "抄表记录": readings, "计费参数": UNTIMED})


@together
def test_a_changed_transformer_counts_with_its_new_ratio_from_its_date_on():
    """6 units × 1,000 before and 4 units × 2,000 after 2026-01-15 = 14,000 kWh."""
    before = registers({"总": 6000}, None, 抄表日=date(2026, 1, 15))
    after = registers({"总": 4000}, None, 上次抄表日=date(2026, 1, 15))
    assert energy((yield from changed_transformer([*before, *after]))) == [14_000]


@together
def test_a_changed_transformer_without_a_reading_on_that_day_is_not_guessed():
    billing = yield from changed_transformer(registers({"总": 6000}, None, 上次抄表日=START))
    assert "的倍率自 2026-01-15 起改变" in billing.unbilled["reason"][0]


@together
def test_a_meter_taken_down_counts_with_its_own_ratios():
    """换表记录 says 75/5 × 10000/100 = 1,500 for M0 (its 综合倍率 500 is wrong): 6 × 1,500 + 4 × 1,000 = 13,000."""
    old = registers({"总": 6000}, None, 表号="M0")
    new = registers({"总": 4000}, None)
    swap = {"表号": "M0", "计量点号": "P1", "时刻": "2026-01-15 10:00", "装拆": "拆", "表位数": 6, "综合倍率": 500,
            "CT变比": "75/5", "PT变比": "10000/100"}  # fmt: skip
    sheets = {"抄表记录": [*old, *new], "换表记录": [swap], "计费参数": UNTIMED, "计量点": FITTING}
    assert energy((yield sheets)) == [13_000]


@together
@pytest.mark.parametrize(
    ("archived", "read", "fen"),
    [(0, 0, None), (0, 1000, None), (None, 0, None), (None, 1000, 13_199_881), (1000, 0, 13_199_881)],
)
def test_nothing_is_multiplied_by_zero(archived, read, fen):
    """A multiplier of 0 is a slip: the energy is not nothing, nobody knows it."""
    readings = [row | {"倍率": read} for row in registers()]
    billing = yield {"计量点": {"综合倍率": archived}, "抄表记录": readings}
    assert (billing.lines["amount_fen"].sum() if len(billing.lines) else None) == fen
    assert billing.doubts["reason"].str.contains("倍率为 0，应大于 0").any() == (fen is None)
