"""Which quantities of a customer are not known, and which of that its bill does not ask for."""

from collections.abc import Collection

import pandas as pd

from addin.billing.assessment import COMPONENT
from addin.billing.basic.capacity_gaps import capacity_gaps
from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.demand import MODES
from addin.billing.basic.nothing_in_place import nothing_in_place
from addin.billing.basic.uncommissioned import uncommissioned
from addin.billing.doubts import NONE, besides, doubt, gather, undone
from addin.billing.flags import Flags
from addin.billing.metering.energy import Energy
from addin.billing.power_factor import EXEMPT
from addin.billing.statement import CAPACITY
from addin.tables.choices import BY_CAPACITY, TARIFF_KINDS, TOTAL

UNMODED = "「计费参数」的容需量计费方式为空，而该户是两部制，不知按容量还是按需量计费，请填写"


def unsteady(segments: pd.DataFrame) -> pd.DataFrame:
    """Say whose line loss rate changes within the month: which energy it is taken of is not known."""
    cut = segments[segments["cut"]]
    several = cut.groupby("customer_no")["line_loss_percent"].nunique(dropna=False)
    return doubt(several.index[several > 1].to_series(), "「计费参数」的线损率在月内改变，线损电量无法按段分开")


def unmetered(terms: pd.DataFrame, energy: Energy, nobody: Collection[str]) -> pd.DataFrame:
    """Say which customers, but those whose bill is undone anyway, have no energy to bill at their own class."""
    own = energy.billed[energy.billed["point_no"] == ""]
    known = terms.index.isin(own.loc[own[TOTAL].notna(), "customer_no"]) | terms.index.isin(
        energy.doubts["customer_no"]
    )
    lacking = terms.index[~known & ~terms.index.isin(list(nobody))].to_series()
    if lacking.empty:
        return NONE
    other = energy.billed[energy.billed["customer_no"].isin(lacking) & energy.billed[TOTAL].notna()]
    named = other.drop_duplicates(["customer_no", "point_no"])
    points = (named["point_no"] + "（『" + named["billed_class"] + "』）").groupby(named["customer_no"]).agg("、".join)
    said = (
        "「计费参数」的电价类别为『"
        + terms["tariff_class"].reindex(lacking).astype(object).fillna("空")
        + "』，计量点 "
    )
    said += points.reindex(lacking).astype(object) + "却都按另一类计价，没有按该户类别计价的电量：请更正其中一处"
    return doubt(lacking, said.fillna("没有结算计量点或本月的抄表记录"))


def concerned(doubts: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the doubts without those about a charge that the customer does not pay.

    Args:
        doubts: customer_no, component.
        segments: of every customer: tariff_kind, capacity_mode, power_factor_standard.
    """
    if doubts.empty:
        return doubts
    mode, open_ = segments["capacity_mode"], _unmoded(segments)
    by_demand = segments.loc[mode.isin(MODES) | open_, "customer_no"]
    by_capacity = segments.loc[(mode == BY_CAPACITY) | open_, "customer_no"]
    subject = segments.loc[segments["power_factor_standard"] != EXEMPT, "customer_no"]
    idle = (doubts["component"] == DEMAND) & ~doubts["customer_no"].isin(by_demand)
    idle |= (doubts["component"] == CAPACITY) & ~doubts["customer_no"].isin(by_capacity)
    idle |= (doubts["component"] == COMPONENT) & ~doubts["customer_no"].isin(subject)
    return doubts[~idle]


def unmoded(segments: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Say which two-part customers pay for power nobody knows how, where no doubt told so far says it.

    Source: billing.md §2.1: a two-part customer pays by capacity or by demand, as it chose.
    """
    rows = segments.loc[_unmoded(segments), "customer_no"].drop_duplicates()
    rows = rows[~rows.isin(list(undone(told, CAPACITY)))]
    return gather(doubt(rows, UNMODED, component) for component in (CAPACITY, DEMAND))


def _unmoded(segments: pd.DataFrame) -> pd.Series:
    """Say which segments are two-part without a word on what power is charged by."""
    return segments["capacity_mode"].isna() & (segments["tariff_kind"] == TARIFF_KINDS[1])


def capacity_doubts(  # noqa: PLR0913, PLR0917 - a capacity hangs on all of these
    segments: pd.DataFrame,
    devices: pd.DataFrame,
    changes: pd.DataFrame,
    covered: pd.DatetimeIndex,
    metered: pd.DataFrame,
    flags: Flags,
) -> pd.DataFrame:
    """Say which customers are billed by a capacity that is not known; ``metered``: each reading, with its days."""
    asked = pd.Index(segments.loc[segments["capacity_mode"] == BY_CAPACITY, "customer_no"].unique())
    lacking = asked[~asked.isin(devices["customer_no"])].to_series()
    said = capacity_gaps(devices, changes, covered, flags)
    said = said[said.index.isin(asked)]
    early = uncommissioned(segments, devices, changes, metered)
    bare = nothing_in_place(segments, devices, changes, covered, metered, flags)
    return gather(
        [
            doubt(bare.index.to_series(), bare, CAPACITY),
            doubt(early.index.to_series(), early, CAPACITY),
            doubt(lacking, "按容量计费而「受电设备」没有该户的设备", CAPACITY),
            doubt(said.index.to_series(), said, CAPACITY),
        ]
    )


def uncontracted(segments: pd.DataFrame, terms: pd.DataFrame, intensity: pd.Series, told: pd.DataFrame) -> pd.DataFrame:
    """Say for which demand customers the use per kVA, and so the price, is not known.

    Args:
        segments: of every customer.
        terms: index customer_no: contract_capacity_kva, motors_kva.
        intensity: by customer_no [kWh/kVA], ``NaN`` where it is not known.
        told: doubts on the energy; who is undone by them is not told that the energy is not whole.
    """
    unknown = segments["customer_no"].map(intensity).isna()
    lacking = segments.loc[segments["capacity_mode"].isin(MODES) & unknown, "customer_no"].drop_duplicates()
    if lacking.empty:
        return NONE
    sized = lacking.map(terms["contract_capacity_kva"] - terms["motors_kva"]) > 0
    unread = doubt(lacking[sized], "本月电量不全，无法判断需量电价是否打折", DEMAND)
    said = "「客户台账」没有合同容量（高压电动机除外），无法判断需量电价是否打折，请补填"
    unsized = doubt(lacking[~sized], said, DEMAND)
    return gather([unsized, besides(told, unread)])
