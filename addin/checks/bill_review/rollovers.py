"""电费-A09, A21: registers that rolled over, meters that were changed."""

import pandas as pd

from addin.billing.metering.half_read import half_read
from addin.billing.metering.reading_faults import component_of
from addin.billing.metering.register_digits import register_digits
from addin.billing.metering.repeats import once
from addin.billing.money import transport
from addin.billing.month import Billing
from addin.billing.unknown_quantities import concerned
from addin.checks.bill_review.registers import DECIMALS, DEMAND, METER, TOTAL, YES, by_meter, in_force_within, ran
from addin.checks.bill_review.unrecorded_meters import unrecorded
from addin.findings import Level, Verdict, both, judge, nothing
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce, thresholds

WHERE = "计量点 {point_no} 表 {meter_no}"
PERCENT = 100


@check(
    "电费-A09",
    "翻表",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="rollover",
    advice="核对现场示数和表位数：示数倒走而误标翻转的，更正后重算",
    explains=("电费-A01", "电费-A03", "电费-A07", "电费-A16", "电费-C04", "审计-A08", "电费-E04", "电费-E05"),
)
def rollover_is_plausible(
    month_readings: pd.DataFrame,
    metering_points: pd.DataFrame,
    ledger: Ledger,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """A register that is marked as rolled over ran a small part of its full scale.

    References: 制度 D2; billing.md §9 A09, §6; 审核阈值 电费-A09:满度比例.

    Checked with: generated cases on both sides of the limit.

    Limitations: a meter that runs through a tenth of its scale in a month is found in the month of its rollover, and to
    be accepted once.
    """
    rows = month_readings[(month_readings["rollover"] == YES) & (month_readings["register"] != DEMAND)]
    rows = rows[rows["current_reading"] < rows["previous_reading"]]
    digits = register_digits(rows, in_force_within(metering_points, month), ledger["meter_changes"])
    run = transport(ran(rows, digits), DECIMALS)
    full = 10.0**digits
    limit = thresholds(rules, "电费-A09:满度比例", rows, ledger["customers"])
    share = run * PERCENT / full
    rows = rows.assign(run=run, share=share, limit=limit["value"], rule=limit["rule"])
    asked = by_meter(rows, (share >= limit["value"]).fillna(value=False), share.isna())
    return judge(
        asked,
        asked["failed"],
        needs=(asked["share"],),
        reason="翻转而「计量点」没有表位数",
        actual=asked["run"],
        expected=asked["limit"].map("满度的 {:g}% 以内".format),
        about=asked["point_no"],
        message=WHERE + "『{registers}』标为翻转，走了 {actual:,.2f}，占满度 {share:.0f}%，达到 {limit:g}%",
        rule=asked["rule"],
    )


@check(
    "电费-A21",
    "换表当月",
    level=Level.WARNING,
    clause="D2",
    table="meter_changes",
    column="meter_no",
    advice="补录旧表止码或新表起码，按新旧两表各自的倍率重算本月电量",
    explains=("审计-A07", "审计-A10", "电费-A02", "审计-A08"),
)
def both_meters_are_read(
    ledger: Ledger, month_readings: pd.DataFrame, billing: Billing, rules: RulesInForce, month: str
) -> Verdict:
    """In the month of a meter change the old and the new meter are both read, each register, each with a multiplier.

    A point whose readings all name a meter that 计量点 does not give it has a record of the exchange.

    References: 制度 D2; billing.md §9 A21, §6 (both meters, each with its own multiplier; missing is not zero).

    Checked with: generated cases only.

    Limitations: the days are those that the customer's bill covers. Meters taken down on the first, or put in on the
    last of them count nothing and are not asked; registers that neither meter shows are not missed. A meter that is
    read beside the one of 计量点 is not questioned.
    """
    changes, rule = ledger["meter_changes"], rules.cite_key("audit_rules", "电费-A21")
    strange = unrecorded(month_readings, ledger["metering_points"], changes, month, rule)
    if not ledger.has("meter_changes"):
        return both([nothing("工作簿中没有「换表记录」表"), strange])
    return both([_both_read(changes, ledger["readings"], billing, month, rule), strange])


def _both_read(meter_changes: pd.DataFrame, readings: pd.DataFrame, billing: Billing, month: str, rule: str) -> Verdict:
    """Judge the changes of meters that count in the bill of the month."""
    asked = _changed(meter_changes, readings, billing, month)
    rows = once(readings[(readings["month"] == month) & readings["point_no"].isin(asked["point_no"])])
    whole = rows[rows["register"] == TOTAL].dropna(subset=["current_reading", "multiplier"])
    silent = ~_of_meters(asked).isin(_of_meters(whole))
    lost = _lost(rows.dropna(subset=["register"]), asked, billing)
    missing = pd.Series(lost.reindex(_of_meters(asked)).to_numpy(), index=asked.index, dtype=object)
    what = missing.mask(silent, "本月").fillna("")
    meter = asked["event"].map({"拆": "旧表没有", "装": "新表没有"})
    return judge(
        asked,
        what != "",
        needs=(),
        unknown=asked["customer_no"].isna(),
        reason="抄表记录里没有这个计量点",
        actual=meter + what.where(silent, "『" + what + "』") + "示数",
        expected="新旧两表各有示数和倍率",
        about=asked["point_no"] + " " + asked["meter_no"],
        message="计量点 {point_no} 于 {changed_at:%Y-%m-%d} 换表，{actual}（表 {meter_no}），本月电量可能不全",
        rule=rule,
    )


def _changed(meter_changes: pd.DataFrame, readings: pd.DataFrame, billing: Billing, month: str) -> pd.DataFrame:
    """Return the changes of meters that count in the bill of the month, with the customer of their point."""
    known = meter_changes[meter_changes["point_no"].notna()]
    owner = readings.dropna(subset=["point_no"]).drop_duplicates("point_no").set_index("point_no")["customer_no"]
    asked = known.assign(customer_no=known["point_no"].map(owner))
    days = pd.Period(month, "M")
    mine = billing.archive.windows.reindex(asked["customer_no"]).set_axis(asked.index)
    first_on = mine["first_on"].fillna(days.start_time)
    last_on = mine["last_on"].fillna(days.end_time.normalize())
    day = asked["changed_at"].dt.normalize()
    taken = (asked["event"] == "拆") & (day > first_on) & (day <= last_on)
    return asked[taken | (asked["event"] == "装") & (day >= first_on) & (day < last_on)]


def _lost(rows: pd.DataFrame, asked: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return the registers that meters lack and that their customer is billed by, joined by 、."""
    lost = half_read(rows, billing.flags.swapped_quadrants)
    owner = asked.drop_duplicates("point_no").set_index("point_no")["customer_no"]
    told = lost.assign(customer_no=lost["point_no"].map(owner), component=component_of(lost["register"]))
    return concerned(told, billing.segments).groupby(METER)["register"].agg("、".join)


def _of_meters(rows: pd.DataFrame) -> pd.MultiIndex:
    """Return the points and meters of rows."""
    return pd.MultiIndex.from_frame(rows[METER])
