"""What a row of a statement is made from: the readings behind its quantity."""

import pandas as pd

from addin.billing.metering.readings import ACTIVE
from addin.billing.metering.readings import DEMAND as REGISTER
from addin.billing.metering.submeters import deducted
from addin.billing.quantities import Quantities
from addin.tables.choices import PERIODS, TOTAL

COLUMNS = [
    "customer_no", "of_point", "period", "sign", "point_no", "owner_no", "meter_no", "register", "previous_reading",
    "current_reading", "rollover", "multiplier", "quantity",
]  # fmt: skip


def row_inputs(quantities: Quantities, readings: pd.DataFrame, tariff_class: pd.Series) -> pd.DataFrame:
    """Return the readings that the rows of statements are made from.

    Args:
        quantities: of the month.
        readings: of the month, index = row id.
        tariff_class: of the customers.

    Returns:
        Index = row id of 抄表记录: customer_no, ``of_point`` (empty for the main class) and ``period`` (总, a period,
        最大需量) of the rows that it goes into, ``sign`` (−1: a sub-meter that is taken off), ``owner_no`` (whose the
        point is), and the reading itself.
    """
    energy = quantities.energy
    said = ["meter_no", "previous_reading", "current_reading", "rollover"]
    metered = energy.metered.drop(columns="customer_no").join(readings[said])
    fed = _fed(energy.points, tariff_class)
    rows = metered.reset_index(names="row").merge(fed, on="point_no")
    rows["owner_no"] = rows["point_no"].map(energy.points["customer_no"])
    demand = rows["register"] == REGISTER
    rows = rows[(demand & (rows["sign"] > 0)) | rows["register"].str.startswith(ACTIVE)]
    rows["period"] = rows["register"].str.removeprefix(ACTIVE)
    alone = rows["untimed"] & (rows["period"] == TOTAL)
    each_point = rows[rows["register"] == REGISTER]
    every = [rows, rows[alone].assign(period="平"), each_point.assign(of_point=each_point["point_no"])]
    return pd.concat(every).drop_duplicates(["row", "customer_no", "of_point", "period"]).set_index("row")[COLUMNS]


def _fed(points: pd.DataFrame, tariff_class: pd.Series) -> pd.DataFrame:
    """Return into which rows the energy of each point goes, and with which sign: into its own, and off those above."""
    target, merged = deducted(points)
    main = points["billed_class"] == points["customer_no"].map(tariff_class)
    key = points.index.to_series().astype(object).where(~main, "")
    untimed = points[list(PERIODS)].isna().all(axis="columns")
    own = points.loc[~merged, ["customer_no"]].assign(of_point=key[~merged], sign=1, untimed=False)
    off = target.dropna()
    taken = pd.DataFrame({"customer_no": off.map(points["customer_no"]), "of_point": off.map(key), "sign": -1})
    taken["untimed"] = untimed[off.index] & ~untimed.reindex(off).to_numpy()
    return pd.concat([own, taken]).rename_axis("point_no").reset_index()
