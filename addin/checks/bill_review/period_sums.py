"""电费-A12: the total register against the registers of its periods."""

import numpy as np
import pandas as pd

from addin.billing.metering.register_digits import register_digits
from addin.billing.money import scaled, transport
from addin.checks.bill_review.registers import (
    ACTIVE,
    DECIMALS,
    TOTAL,
    YES,
    contradicted,
    in_force_within,
    meter_codes,
    ran,
)
from addin.findings import Level, Verdict, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce

FLAT = ACTIVE + "平"
WHERE = "计量点 {point_no} 表 {meter_no}"


@check(
    "电费-A12",
    "总分不平",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对总示数和各时段示数；差额大的停止发行，查明是抄录差错还是表计故障",
    explains=("审计-A07",),
)
def periods_do_not_add_up(
    month_readings: pd.DataFrame,
    metering_points: pd.DataFrame,
    ledger: Ledger,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """The total register ran as far as its periods together, within the resolution of the registers.

    A difference beyond the resolution is a warning, beyond the share of the total as well an error.

    References: 制度 D2; billing.md §9 A12, §6; 审核阈值 电费-A12:比例, 每时段.

    Checked with: generated cases only.

    Limitations: forward active registers of one meter; a meter without period registers is not asked. Where 平 is not
    read and is reckoned as the rest (计费规则 平段推算), only periods that exceed the total are found.
    """
    rows = month_readings[month_readings["register"].str.startswith(ACTIVE)]
    digits = register_digits(rows, in_force_within(metering_points, month), ledger["meter_changes"])
    asked = _balance(rows, ran(rows, digits).mask(contradicted(rows)))
    if rules.text("billing_flags", "平段推算") == YES:
        asked["gap"] = asked["gap"].mask((asked["flats"] == 0) & (asked["gap"] > 0), 0)
    step, share = (rules.value("audit_thresholds", f"电费-A12:{name}") for name in ("每时段", "比例"))
    gap = asked["gap"].abs()
    beyond = gap > scaled(asked["periods"] * step, DECIMALS)
    grave = (gap * 100).astype("Float64") > asked["total"].abs().astype("Float64") * share
    row = rules.rows("audit_rules").loc[rules.row("audit_rules", "电费-A12")]
    return judge(
        asked,
        beyond,
        needs=(asked["gap"],),
        reason="缺上次或本次示数，或翻转而没有表位数，或同一示数有几行而内容不同",
        actual=transport(asked["total"], DECIMALS),
        expected=transport(asked["total"] - asked["gap"], DECIMALS),
        difference=transport(asked["gap"], DECIMALS),
        level=grave.fillna(value=False).astype(bool).map({True: row["level"], False: row["second_level"]}),
        about=asked["point_no"],
        message=WHERE + "：总示数走了 {actual:,.2f}，各时段之和 {expected:,.2f}，相差 {difference:+,.2f}，"
        "乘倍率约 {energy:,.0f} kWh",
        values={"energy": transport(asked["gap"], DECIMALS) * asked["multiplier"]},
        rule=rules.cite_key("audit_thresholds", "电费-A12:每时段"),
    )


def _balance(rows: pd.DataFrame, run: pd.Series) -> pd.DataFrame:
    """Return totals of meters with periods: ``total``, ``gap`` (total − periods), numbers ``periods`` and ``flats``."""
    part, flat = (rows["register"] != TOTAL).to_numpy(), (rows["register"] == FLAT).to_numpy()
    meter = meter_codes(rows)
    known = run.notna().to_numpy()
    units = run.fillna(0).to_numpy(dtype="float64")
    weights = {"total": np.where(part, 0, units), "gap": np.where(part, -units, units)}
    weights |= {"periods": part, "flats": flat, "lost": ~known}
    sums = {name: np.bincount(meter, weights=weight).astype("int64") for name, weight in weights.items()}
    whole = rows[~part]
    places, firsts = np.unique(meter[~part], return_index=True)
    asked = whole.iloc[firsts].assign(**{name: sums[name][places] for name in ("total", "periods", "flats")})
    gap = pd.Series(sums["gap"][places], index=asked.index, dtype="Int64").mask(sums["lost"][places] > 0)
    return asked.assign(gap=gap)[asked["periods"] > 0]
