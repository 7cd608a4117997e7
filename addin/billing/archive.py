"""The archive of a month: who is billed, at which terms, through which points and devices."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from addin.billing.device_events import device_events, powered
from addin.billing.doubts import NONE, gather
from addin.billing.history import standing
from addin.billing.known_changes import DEVICE, known_changes
from addin.billing.metering.check_meters import CHECK
from addin.billing.metering.own_kinds import beside, kind_doubts, own_kinds
from addin.billing.metering.shared_points import shared_points
from addin.billing.metering.strange_readings import strange_readings
from addin.billing.terms_in_force import terms_in_force
from addin.billing.windows import windows
from addin.days import DAY, LONG_AGO, NEVER
from addin.reading import Ledger
from addin.rulebook import NoRule, RulesInForce

SHIFTS = {"单班": "一班制", "二班": "二班制", "三班": "三班制", "连续生产": "三班制"}
"""Words of 客户台账 → those of the rule rows 变损系数K."""
SETTLED = "结算"


@dataclass(frozen=True, slots=True)
class Archive:
    """What holds in a month.

    Attributes:
        terms: 计费参数 in force at the end, index customer_no, with ``row`` (its row id), contract_capacity_kva and
            motors_kva.
        term_rows: all of them in force within the days of the bill, in order of time.
        windows: by customer_no, the ``first_on`` and ``last_on`` that the bill covers.
        points: settlement points in force, index point_no, with ``billed_class``: the class that it is priced at, of a
            business sub-meter at another kind than its customer that kind.
        versions: all their rows in force in the month, in order of time: a point may be altered within it; with
            ``own_kind``, see ``own_kinds``.
        readings: of the month.
        devices: 受电设备 of the customers, ``loss_factor`` filled from the rule row of the ``shifts``.
        changes: of the devices, from ``known_changes``; without those that say nothing sure.
        bills: issued bills of the month that stand.
        doubts: customers that have no terms, or days without any; whose devices or their events are not sure.
        refused: those of them about cells that were refused, which leave gaps.
    """

    terms: pd.DataFrame
    term_rows: pd.DataFrame
    windows: pd.DataFrame
    points: pd.DataFrame
    versions: pd.DataFrame
    readings: pd.DataFrame
    devices: pd.DataFrame
    changes: pd.DataFrame
    bills: pd.DataFrame
    doubts: pd.DataFrame
    refused: pd.DataFrame = field(default_factory=NONE.copy)


def archive_of(ledger: Ledger, month: str, days: pd.DatetimeIndex, rules: RulesInForce) -> Archive:
    """Return the archive of a month.

    Billed are the customers with a bill or a reading of the month.

    Args:
        ledger: the sheets that were read.
        month: ``YYYY-MM``.
        days: of the month.
        rules: in force at its end.
    """
    bills = ledger["bills"]
    bills = standing(bills[bills["month"].isin([month])], bills["reverses_no"])  # five times as fast as ==
    readings = ledger["readings"]
    readings = readings[readings["month"].isin([month])]
    versions = _sided(_versions(ledger["metering_points"], days), ledger["customers"])
    read = versions[versions["point_no"].isin(readings["point_no"])]
    shared, others = shared_points(read, readings, days, ledger)
    if len(others):
        versions, read = versions.drop(index=others), read.drop(index=others)
    read = read.drop_duplicates("point_no", keep="last")
    asked = pd.Index(pd.concat([bills["customer_no"], read["customer_no"], shared["customer_no"]]).dropna().unique())
    served = _served(ledger, asked, days)
    covered = windows(asked, bills, readings, served, days)
    rows, doubts = terms_in_force(ledger["billing_terms"], covered.assign(closed_on=served["closed_on"]))
    devices = _devices(ledger, rules)
    terms = rows.drop_duplicates("customer_no", keep="last").set_index("customer_no")
    terms = _with_capacity(terms, ledger["customers"], devices)
    versions["own_kind"] = own_kinds(versions, rows)
    points = versions.drop_duplicates("point_no", keep="last").set_index("point_no")
    own = points["customer_no"].map(terms["tariff_class"])
    points = points.assign(billed_class=points["own_kind"].fillna(points["tariff_class"]).fillna(own).fillna(""))
    changes, unsure = device_events(ledger, devices, powered(rows, versions).intersection(covered.index), days)
    strange = strange_readings(readings, days, ledger)
    doubts = gather([doubts, kind_doubts(versions, rows), shared, strange, unsure])
    known = known_changes(devices, changes)
    return Archive(terms, rows, covered, points, versions, readings, devices, known, bills, doubts)


def _served(ledger: Ledger, asked: pd.Index, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return reading_day, connected_on, closed_on, terms_from and terms_until (its last day) of each customer.

    The reading day is that of 计费参数, else of 客户台账; terms without a first day have always been in force, those
    without a last day still are. Nobody begins in the month who was billed or read before: those days are left out.
    """
    terms = ledger["billing_terms"]
    known = ledger["customers"].drop_duplicates("customer_no", keep="last").set_index("customer_no")
    own = terms.dropna(subset=["reading_day"]).drop_duplicates("customer_no", keep="last").set_index("customer_no")
    result = known[["connected_on", "closed_on"]].reindex(asked)
    day = own["reading_day"].reindex(asked).fillna(known["reading_day"].reindex(asked))
    spans = {"terms_from": terms["effective_on"].fillna(LONG_AGO), "terms_until": terms["expires_on"].fillna(NEVER)}
    groups = pd.DataFrame(spans).groupby(terms["customer_no"])
    result["terms_from"] = groups["terms_from"].min().reindex(asked)
    result["terms_until"] = groups["terms_until"].max().reindex(asked) - DAY
    begins = ["connected_on", "terms_from"]
    fresh = result.index[(result[begins] > days[0]).any(axis="columns")]
    result.loc[_known_before(fresh, ledger, f"{days[0]:%Y-%m}"), begins] = pd.NaT
    return result.assign(reading_day=day.astype("float64"))


def _known_before(customers: pd.Index, ledger: Ledger, month: str) -> pd.Index:
    """Return the customers among these that have a bill or a reading of an earlier month."""
    if customers.empty:
        return customers
    rows = pd.concat([ledger[name][["customer_no", "month"]] for name in ("bills", "readings")])
    earlier = rows[rows["customer_no"].isin(customers) & (rows["month"] < month)]
    return customers[customers.isin(earlier["customer_no"])]


def _versions(points: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the rows of settlement points that are in force on a day of the month, in order of time."""
    counted = (points["purpose"].isna() | (points["purpose"] == SETTLED)) & (points["relation"] != CHECK)
    rows = points[counted].dropna(subset=["point_no", "customer_no"])
    rows = rows[~(rows["effective_on"] > days[-1]) & ~(rows["expires_on"] <= days[0])]
    return beside(rows).sort_values("effective_on", kind="stable", na_position="first")


def _sided(points: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Fill the metering side of points from 客户台账 where they have none of their own."""
    known = customers.drop_duplicates("customer_no").set_index("customer_no")["metering_side"]
    return points.assign(metering_side=points["metering_side"].fillna(points["customer_no"].map(known)))


def _devices(ledger: Ledger, rules: RulesInForce) -> pd.DataFrame:
    """Return the devices, their loss factor filled from the rule of the customer's shifts where it is empty."""
    devices = ledger["devices"].dropna(subset=["device_no", "customer_no"]).drop_duplicates(DEVICE)
    customers = ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")
    word = devices["customer_no"].map(customers["shifts"])
    usual = word.map(_factors(rules)).astype("float64")
    return devices.assign(loss_factor=devices["loss_factor"].fillna(usual), shifts=word.map(SHIFTS))


def _factors(rules: RulesInForce) -> Mapping[str, float]:
    """Return the loss factor of each word for shifts; those without a rule row are left out."""
    factors = {}
    for word, shifts in SHIFTS.items():
        try:
            factors[word] = rules.value("billing_flags", f"变损系数K:{shifts}")
        except NoRule:
            continue
    return factors


def _with_capacity(terms: pd.DataFrame, customers: pd.DataFrame, devices: pd.DataFrame) -> pd.DataFrame:
    """Add the contract capacity, and what of it high-voltage motors take [kVA]."""
    known = customers.drop_duplicates("customer_no").set_index("customer_no")["contract_capacity_kva"]
    motors = devices[devices["device_kind"] == "高压电动机"].groupby("customer_no")["rated_kva"].sum()
    contract = known.reindex(terms.index)
    return terms.assign(contract_capacity_kva=contract, motors_kva=motors.reindex(terms.index).fillna(0.0))
