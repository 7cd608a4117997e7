"""Capacity that a bill may have been reckoned with otherwise: suspensions, new devices, a device that is left out."""

from collections.abc import Iterator

import pandas as pd

from addin.billing.basic.capacity import CLOSING, suspensions
from addin.billing.causes import capacity_mistakes
from addin.billing.causes.capacity_mistakes import SEALED, UNSEALED
from addin.billing.causes.tried import Try, same, tried
from addin.billing.flags import YES, Flags
from addin.billing.month import Billing
from addin.days import DAY
from addin.tables.choices import BY_CAPACITY

SHORTER = (((SEALED,), 1), ((UNSEALED,), -1))
"""Ends of a suspension and by how many days they are moved where that leaves less of it."""


def capacity_tries(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield suspensions overlooked or a day off, devices charged for a whole month or not at all."""
    first, last = billing.days[0], billing.days[-1]
    changes = billing.archive.changes
    shut = changes[changes["event"].isin(CLOSING) & (changes["changed_at"] <= last)]
    touched = terms.index[terms.index.isin(shut["customer_no"])]
    yield tried("暂停", same(YES, touched), "不扣减暂停的容量", capacity_mistakes.never_sealed)
    yield from _a_day_off(billing, terms)
    devices = billing.archive.devices
    new = devices.loc[(devices["commissioned_on"] > first) & (devices["commissioned_on"] <= last), "customer_no"]
    fresh = terms.index[terms.index.isin(new)]
    yield tried("新投", same(YES, fresh), "新投设备按整月计费", capacity_mistakes.whole_month)
    yield from _left_out(devices, terms)


def _a_day_off(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield suspensions that begin, end, or both, a day off; both only where one alone is not the same."""
    first, last = billing.days[0] - DAY, billing.days[-1] + DAY * 2
    changes = billing.archive.changes
    near = changes[(changes["changed_at"] >= first) & (changes["changed_at"] < last)]
    sealed = set(near.loc[near["event"] == SEALED, "customer_no"])
    shut = changes[(changes["event"] == SEALED) & changes["approved_until_on"].between(first, last)]
    unsealed = {*near.loc[near["event"] == UNSEALED, "customer_no"], *shut["customer_no"]}
    least = _just_long_enough(billing)
    ends = (((SEALED,), sealed), ((UNSEALED,), unsealed), ((SEALED, UNSEALED), sealed & unsealed))
    for moved, customers in ends:
        mine = terms.index[terms.index.isin(customers)]
        for days, word in ((1, "推后 1 天"), (-1, "提前 1 天")):
            said = "、".join(moved) + word + _charged(moved, days, billing.flags)
            yield tried("暂停", same(days, mine), said, capacity_mistakes.moved(*moved))
            if (moved, days) in SHORTER:
                at_limit = mine[mine.isin([customer for customer, *_ in least])]
                yield tried("暂停", same(days, at_limit), said, capacity_mistakes.days_miscounted(least, *moved))


def _just_long_enough(billing: Billing) -> set[tuple[str, str, pd.Timestamp]]:
    """Return customer_no, device_no and moment of the suspensions that have no day more than the least number."""
    known = suspensions(billing.archive.devices, billing.archive.changes, billing.flags)
    least = known.index[known["days"] == billing.flags.suspensions.least_days]
    rows = billing.archive.changes.loc[least, ["customer_no", "device_no", "changed_at"]]
    return set(rows.itertuples(index=False, name=None))


def _charged(ends: tuple[str, ...], days: int, flags: Flags) -> str:
    """Say what a day that is taken wrongly comes to, where it is the day of sealing or of unsealing itself."""
    if ends == (SEALED,) and days == 1 and not flags.charges_last_day:
        return "（封停当日仍计费）"
    return "（启封当日不计费）" if ends == (UNSEALED,) and days == 1 and flags.charges_first_day else ""


def _left_out(devices: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield devices that the capacity may lack, of customers billed by it who have several: of each one by itself."""
    mine = devices[devices["customer_no"].map(terms["capacity_mode"]) == BY_CAPACITY]
    mine = mine[mine["customer_no"].duplicated(keep=False) & mine["interlock_group"].isna()]
    names = mine["device_no"].astype(str) + mine["rated_kva"].map("（{:g} kVA）".format)
    pairs = pd.Series(list(zip(mine["device_no"], names, strict=True)), index=mine["customer_no"], dtype=object)
    for _, nth in pairs.groupby(mine.groupby("customer_no").cumcount().to_numpy()):
        yield tried("设备", nth, "漏计设备 {0[1]}的容量", capacity_mistakes.device_left_out)
