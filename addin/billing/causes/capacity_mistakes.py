"""What may be wrong about capacity: suspensions, new devices, a device that is left out; see ``mistakes``."""

from collections.abc import Collection

import pandas as pd

from addin.billing.causes.clones import MARK, Frames
from addin.billing.causes.mistakes import Change, by_number
from addin.billing.known_changes import NO_SUSPENSION

SEALED, UNSEALED = "封停", "启封"


def never_sealed(frames: Frames, facts: pd.Series) -> None:
    """Do not deduct suspensions."""
    changes = frames["capacity_changes"]
    mine = changes["customer_no"].isin(facts.index) & changes["event"].isin((SEALED, UNSEALED))
    frames["capacity_changes"] = changes[~mine].reset_index(drop=True)


def moved(*ends: str) -> Change:
    """Return the mistake of ends of suspensions so many days later; an approved end is the day before an unsealing."""

    def change(frames: Frames, facts: pd.Series) -> None:
        changes = frames["capacity_changes"]
        days = pd.to_timedelta(changes["customer_no"].map(facts).fillna(0).astype("int64"), unit="D")
        at, until = changes["changed_at"], changes["approved_until_on"]
        changes["changed_at"] = at.where(~changes["event"].isin(ends), at + days)
        if UNSEALED in ends:
            changes["approved_until_on"] = until.where(changes["event"] != SEALED, until + days)

    return change


def days_miscounted(long_enough: Collection[tuple[str, str, pd.Timestamp]], *ends: str) -> Change:
    """Return the mistake of ends as in ``moved``, of suspensions that stay long enough: days counted, not dates taken.

    Args:
        long_enough: customer_no, device_no and moment of the sealings that a day less would make too short.
        ends: see ``moved``.
    """

    def change(frames: Frames, facts: pd.Series) -> None:
        changes = frames["capacity_changes"]
        plain = [changes[name].str.rpartition(MARK)[0] for name in ("customer_no", "device_no")]
        keys = zip(*plain, changes["changed_at"], strict=True)
        kept = changes["customer_no"].isin(facts.index) & pd.Series([key in long_enough for key in keys], changes.index)
        changes["business"] = changes["business"].mask(kept, NO_SUSPENSION)
        moved(*ends)(frames, facts)

    return change


def whole_month(frames: Frames, facts: pd.Series) -> None:
    """Charge a device put into service within the month for all of it."""
    devices = frames["devices"]
    devices["commissioned_on"] = devices["commissioned_on"].mask(devices["customer_no"].isin(facts.index))


def device_left_out(frames: Frames, facts: pd.Series) -> None:
    """Leave out a device, the fact being its number (without the clone's mark) and what it is called."""
    gone = by_number(facts).index
    for name in ("devices", "capacity_changes"):
        frame = frames[name]
        frames[name] = frame[~frame["device_no"].isin(gone)].reset_index(drop=True)
