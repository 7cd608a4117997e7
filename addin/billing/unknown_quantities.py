"""Which quantities of a customer are not known, and which of that its bill does not ask for."""

from collections.abc import Collection

import pandas as pd

from addin.billing.assessment import COMPONENT
from addin.billing.basic.capacity_gaps import capacity_gaps
from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.demand import MODES
from addin.billing.doubts import doubt, gather
from addin.billing.flags import Flags
from addin.billing.metering.energy import Energy
from addin.billing.power_factor import EXEMPT
from addin.billing.statement import CAPACITY
from addin.tables.choices import BY_CAPACITY, TOTAL


def unsteady(segments: pd.DataFrame) -> pd.DataFrame:
    """Say whose line loss rate changes within the month: which energy it is taken of is not known."""
    cut = segments[segments["cut"]]
    several = cut.groupby("customer_no")["line_loss_percent"].nunique(dropna=False)
    return doubt(several.index[several > 1].to_series(), "「计费参数」的线损率在月内改变，线损电量无法按段分开")


def unmetered(terms: pd.DataFrame, energy: Energy, undone: Collection[str]) -> pd.DataFrame:
    """Say which customers, but those whose bill is undone anyway, have no energy to bill at their own class."""
    own = energy.billed[energy.billed["point_no"] == ""]
    known = terms.index.isin(own.loc[own[TOTAL].notna(), "customer_no"]) | terms.index.isin(
        energy.doubts["customer_no"]
    )
    lacking = terms.index[~known & ~terms.index.isin(list(undone))].to_series()
    return doubt(lacking, "没有结算计量点或本月的抄表记录")


def concerned(doubts: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the doubts without those about a charge that the customer does not pay.

    Args:
        doubts: customer_no, component.
        segments: of every customer: capacity_mode, power_factor_standard.
    """
    if doubts.empty:
        return doubts
    by_demand = segments.loc[segments["capacity_mode"].isin(MODES), "customer_no"]
    subject = segments.loc[segments["power_factor_standard"] != EXEMPT, "customer_no"]
    idle = (doubts["component"] == DEMAND) & ~doubts["customer_no"].isin(by_demand)
    idle |= (doubts["component"] == COMPONENT) & ~doubts["customer_no"].isin(subject)
    return doubts[~idle]


def capacity_doubts(
    segments: pd.DataFrame,
    devices: pd.DataFrame,
    changes: pd.DataFrame,
    covered: pd.DatetimeIndex,
    flags: Flags,
) -> pd.DataFrame:
    """Say which customers are billed by a capacity that is not known."""
    asked = pd.Index(segments.loc[segments["capacity_mode"] == BY_CAPACITY, "customer_no"].unique())
    lacking = asked[~asked.isin(devices["customer_no"])].to_series()
    said = capacity_gaps(devices, changes, covered, flags)
    said = said[said.index.isin(asked)]
    return gather(
        [
            doubt(lacking, "按容量计费而「受电设备」没有该户的设备", CAPACITY),
            doubt(said.index.to_series(), said, CAPACITY),
        ]
    )


def uncontracted(segments: pd.DataFrame, intensity: pd.Series) -> pd.DataFrame:
    """Say for which demand customers the use per kVA, and so the price, is not known."""
    unknown = segments["customer_no"].map(intensity).isna()
    lacking = segments.loc[segments["capacity_mode"].isin(MODES) & unknown, "customer_no"].drop_duplicates()
    return doubt(lacking, "「客户台账」没有合同容量（或本月电量不全），无法判断需量电价是否打折", DEMAND)
