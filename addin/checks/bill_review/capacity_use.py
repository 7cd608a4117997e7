"""电费-C13, C14: standby and interlocked transformers that are not charged, energy above the capacity."""

import pandas as pd

from addin.billing.basic.capacity import customer_capacity, daily_capacity
from addin.billing.disputed import within_bill
from addin.billing.metering.losses import HOURS_PER_DAY
from addin.billing.metering.readings import ACTIVE
from addin.billing.month import Billing
from addin.billing.published import capacity_fen
from addin.billing.statement import CAPACITY
from addin.billing.sums import whole_sums
from addin.checks.bill_review.physics import kva_days
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce, thresholds
from addin.tables.choices import BY_CAPACITY, TOTAL

STANDBY = ("热备", "冷备")


@check(
    "电费-C13",
    "备用变压器",
    level=Level.ERROR,
    clause="D2",
    table="devices",
    column="standby",
    advice="热备和没有加封的冷备照计容量，联锁的取能同时投运的最大容量；更正后重算",
    explains=("电费-C06", "审计-A07", "电费-E04"),
)
def standby_not_charged(billing: Billing, rules: RulesInForce) -> Verdict:
    """A standby transformer that is not sealed is charged; of interlocked ones the largest counts.

    References: 制度 D2; billing.md §2.2, §9 C13 (供电营业规则 2024 on interlocked standby).

    Checked with: generated cases of each kind.

    Limitations: customers billed by capacity all month. Found is a charged capacity that fits the wrong way to the kVA
    and day: without the standby, all of the interlocked together, or the smallest; any other difference is 电费-C06.
    """
    devices = _spare(billing)
    daily = daily_capacity(devices, billing.archive.changes, billing.days, billing.flags)
    spare = devices["standby"].isin(STANDBY)
    ways = pd.DataFrame(
        {
            "due": _kva_days(customer_capacity(devices, daily)),
            "bare": _kva_days(customer_capacity(devices[~spare], daily[~spare])),
            "added": _kva_days(daily.groupby(devices["customer_no"]).sum()),
            "least": _kva_days(_smallest(devices, daily)),
        }
    )
    ways["bare"] = ways["bare"].fillna(0.0)
    asked = devices[(spare | _first_of_group(devices)) & (daily.sum(axis="columns") > 0)]
    mine = ways.reindex(asked["customer_no"]).set_axis(asked.index)
    charged = asked["customer_no"].map(_charged(billing))
    alone = spare.reindex(asked.index) & asked["interlock_group"].isna()
    wrong = (charged == mine["bare"]).where(alone, (charged == mine["added"]) | (charged == mine["least"]))
    return judge(
        asked,
        wrong & (charged != mine["due"]),
        needs=(charged, mine["due"]),
        reason="账单明细没有该户的容量电费",
        actual=charged,
        expected=mine["due"],
        difference=charged - mine["due"],
        stake_fen=within_bill(
            capacity_fen(billing, asked["customer_no"], (charged - mine["due"]).abs()), asked["customer_no"], billing
        ),
        about=asked["device_no"],
        message="设备 {device_no}（{rated_kva:g} kVA，{kind}）：应计 {expected:,.0f} kVA·天，账单 {actual:,.0f} kVA·天",
        values={"kind": asked["standby"].where(alone, "联锁组" + asked["interlock_group"].astype(str))},
        rule=rules.cite_key("audit_rules", "电费-C13"),
    )


def _spare(billing: Billing) -> pd.DataFrame:
    """Return all devices of customers billed by capacity all month that have standby or interlocked ones."""
    devices, owner, mode = billing.archive.devices, billing.segments["customer_no"], billing.segments["capacity_mode"]
    by_capacity = mode == BY_CAPACITY
    otherwise = owner[~by_capacity & mode.notna()]
    mine = devices[devices["customer_no"].isin(owner[by_capacity]) & ~devices["customer_no"].isin(otherwise)]
    special = mine["standby"].isin(STANDBY) | mine["interlock_group"].notna()
    return mine[mine["customer_no"].isin(mine.loc[special, "customer_no"])]


def _smallest(devices: pd.DataFrame, daily: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity of each customer and day if of interlocked devices the smallest counted [kVA]."""
    group = devices["interlock_group"].where(devices["interlock_group"].notna(), "#" + devices["device_no"].astype(str))
    least = daily.groupby([devices["customer_no"], group], sort=False).min()
    return least.groupby(level=0, sort=False).sum()


def _first_of_group(devices: pd.DataFrame) -> pd.Series:
    """Say which device stands for its interlocked group."""
    return devices["interlock_group"].notna() & ~devices.duplicated(["customer_no", "interlock_group"])


def _kva_days(daily: pd.DataFrame) -> pd.Series:
    """Return the sum over the days [kVA·days], ``NaN`` where the capacity of one is not known."""
    return daily.sum(axis="columns", skipna=False)


def _charged(billing: Billing) -> pd.Series:
    """Return the capacity × days of the first bill of each customer [kVA·days]; a row without days is a whole month."""
    rows = billing.issued[billing.issued["component"] == CAPACITY]
    each = rows["quantity"] * rows["days"].fillna(len(billing.days))
    bills = each.groupby([rows["customer_no"], rows["bill_no"]]).sum(min_count=1)
    return bills.groupby(level=0).first()


@check(
    "电费-C14",
    "超容用电",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对示数和倍率；无误的，到现场检查变压器铭牌和封印",
    explains=("电费-C01",),
)
def energy_over_capacity(
    billing: Billing, readings: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """Warn where the energy is more than the capacity could deliver all month: a reason to inspect, no proof.

    References: 制度 D2; billing.md §9 C14 (physics); ledger.md §3 C14; 审核阈值 电费-C14:上限比值.

    Checked with: generated cases on both sides of the limit.

    Limitations: at cosφ = 1 around the clock. All points of a customer together. No money is named.
    """
    points = billing.quantities.energy.points
    own = points[points["root"]]
    rows = readings[(readings["month"] == billing.month) & (readings["register"] == ACTIVE + TOTAL)]
    asked = rows[rows["point_no"].isin(own.index)].drop_duplicates("customer_no")[["customer_no"]].copy()
    groups = own.groupby("customer_no")[TOTAL]
    asked["kwh"] = asked["customer_no"].map(whole_sums(groups))
    asked["kva_days"] = asked["customer_no"].map(kva_days(billing))
    limit = thresholds(rules, "电费-C14:上限比值", asked, customers)
    most = asked["kva_days"] * HOURS_PER_DAY * limit["value"]
    return judge(
        asked,
        asked["kwh"] > most,
        actual=asked["kwh"],
        expected=most,
        difference=asked["kwh"] - most,
        reason="缺有功示数或计费容量",
        message="电量 {kwh:,.0f} kWh，容量满载整月最多 {expected:,.0f} kWh；可能私增容，也可能示数、倍率有误",
        rule=limit["rule"],
    )
