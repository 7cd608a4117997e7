"""Which losses a customer bears: of the transformer metered on its low side, and, reckoned before, of its own line."""

import pandas as pd

from addin.billing.charge import charge
from addin.billing.doubts import NONE, doubt
from addin.billing.flags import Flags
from addin.billing.metering.loss_tables import table_losses
from addin.billing.metering.losses import nameplates, transformer_losses
from addin.billing.money import product, round_half_up, scaled
from addin.billing.nameplate import rated
from addin.billing.sums import whole_sums
from addin.tables.choices import TOTAL
from addin.tables.supply import DEVICES

LOW_SIDE = "高供低计"
MOTOR = "高压电动机"
FORMULA, TABLED, AGREED, PERCENT = "公式法", "查表法", "协议定量", "比例"
BY_LOAD = (FORMULA, TABLED, PERCENT)
"""Methods that depend on the energy behind a transformer."""
UNRATED_DEVICE = "同户有变压器没有铭牌容量，低压侧电量无从分到各台，请在「受电设备」补填"
COLUMNS = ("transformer_loss_kwh", "reactive_loss_kvarh", "line_loss_kwh")
LOSS = ["active_loss_kwh", "reactive_loss_kvarh"]
NOBODY = pd.DataFrame({name: pd.Series(dtype="Int64") for name in COLUMNS}, index=pd.Index([], dtype=object))
"""The losses where nobody bears any."""


@charge(
    "变损电量，计入计费电量",
    how="低压侧计量的变压器：公式法、查表法、协议定量、比例或无（「受电设备」变损方法），按运行天数；"
    "几台按容量 × 天数分担，按电量份额分到时段和分表，平段取余数",
    rules="计费规则（变损、损耗分摊）、变损表",
    source="供用电合同",
)
def customer_losses(  # noqa: PLR0913, PLR0917 - losses depend on all of these
    roots: pd.DataFrame,
    devices: pd.DataFrame,
    line_loss_kwh: pd.Series,
    month_days: int,
    flags: Flags,
    table: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the losses of each customer.

    Args:
        roots: points without a point above, index point_no: customer_no, metering_side, with_transformer_loss,
            总 [kWh], reactive_kvarh.
        devices: transformers, their ``days`` energised and ``shared_days``, from ``loss_units``.
        line_loss_kwh: of each point that takes part in it, by point_no.
        month_days: calendar days of the month.
        flags: the billing rules.
        table: rule table 变损表.

    Returns:
        By customer_no: transformer_loss_kwh, reactive_loss_kvarh, line_loss_kwh, ``Int64``; and the doubts.

    Source: billing.md §5. Several transformers of a customer share what all its points on the low side measured by
        capacity, day by day among those energised: which point stands behind which transformer is not in the archive.
    """
    if line_loss_kwh.empty and not _on_low_side(roots).any():
        return NOBODY, NONE
    loaded = _loaded(roots, devices)
    each = _each(loaded, month_days, flags, table)
    groups = each.groupby(loaded["customer_no"])[LOSS]
    sums = whole_sums(groups)
    line = line_loss_kwh.groupby(roots["customer_no"].reindex(line_loss_kwh.index)).sum(min_count=1)
    result = pd.DataFrame(index=sums.index.union(line.index), columns=list(COLUMNS), dtype="Int64")
    result["transformer_loss_kwh"], result["reactive_loss_kvarh"] = sums[LOSS[0]], sums[LOSS[1]]
    result["line_loss_kwh"] = line
    return result.fillna(0), _unknown(loaded, each, flags)


def _on_low_side(roots: pd.DataFrame) -> pd.Series:
    """Say which points bear the loss of a transformer, being metered behind it."""
    return (roots["metering_side"] == LOW_SIDE) & (roots["with_transformer_loss"] != "否")


def _loaded(roots: pd.DataFrame, devices: pd.DataFrame) -> pd.DataFrame:
    """Return the transformers in service of customers metered on the low side, with what they carried together."""
    low = roots[_on_low_side(roots)]
    groups = low.groupby("customer_no", sort=False)[[TOTAL, "reactive_kvarh"]]
    load = whole_sums(groups)
    mine = devices[devices["customer_no"].isin(load.index) & (devices["days"] > 0) & (devices["device_kind"] != MOTOR)]
    several = mine["customer_no"].duplicated(keep=False)
    part = (scaled(mine["rated_kva"], 2).fillna(0).astype(object) * mine["shared_days"]).where(several, 1)
    parts = part.groupby(mine["customer_no"]).transform("sum").clip(lower=1)
    behind = load.reindex(mine["customer_no"]).set_axis(mine.index)
    torn = several & rated(mine).isna().groupby(mine["customer_no"]).transform("any") & (mine["unsure"] == "")
    return mine.assign(
        active_kwh=behind[TOTAL],
        reactive_kvarh=behind["reactive_kvarh"],
        part=part,
        parts=parts,
        several=several,
        unsure=mine["unsure"].mask(torn & mine["loss_method"].isin(BY_LOAD), UNRATED_DEVICE),
    )


def _each(loaded: pd.DataFrame, month_days: int, flags: Flags, table: pd.DataFrame) -> pd.DataFrame:
    """Return the loss of each transformer by its method, 0 for 无, and the row that 变损表 ``lacking``."""
    result = pd.DataFrame(0, index=loaded.index, columns=LOSS, dtype="Int64").assign(lacking="")
    method = loaded["loss_method"]
    formula = transformer_losses(loaded[method == FORMULA], flags.no_reactive_divisor).reindex(loaded.index)
    result[LOSS] = result[LOSS].mask(method == FORMULA, formula)
    tabled = loaded[method == TABLED]
    if len(tabled):
        share = _shared(scaled(tabled["active_kwh"], 0), tabled)
        result.loc[tabled.index, :] = table_losses(tabled.assign(active_kwh=share.astype("Float64")), table, flags)
    for name, rows in ((PERCENT, _by_percent), (AGREED, _agreed)):
        mine = loaded[method == name]
        result.loc[mine.index, LOSS[0]] = rows(mine, month_days)
    unsure = (loaded["unsure"] != "") & method.isin((*BY_LOAD, AGREED))
    result.loc[unsure | method.isna(), LOSS] = pd.NA
    if not flags.loss_by_capacity:
        result.loc[loaded["several"] & method.isin(BY_LOAD), LOSS] = pd.NA
    return result


def _by_percent(devices: pd.DataFrame, _: int) -> pd.Series:
    """Return the agreed percentage of what each transformer carried."""
    exact = product((devices["active_kwh"], 0), (devices["loss_percent"], 4), digits=4)
    return _shared(exact, devices, 100 * 10**4)


def _shared(whole: pd.Series, devices: pd.DataFrame, divisor: int = 1) -> pd.Series:
    """Return each one's share of whole numbers ÷ the divisor, rounded half up, in Python's integers."""
    above, part, parts = (one.fillna(0).to_numpy(object) for one in (whole, devices["part"], devices["parts"]))
    share = round_half_up(above * part, parts * divisor).astype("int64")
    return pd.Series(share, index=devices.index, dtype="Int64").where(whole.notna())


def _agreed(devices: pd.DataFrame, month_days: int) -> pd.Series:
    """Return the agreed loss of each transformer, by days in service."""
    return product((devices["agreed_loss_kwh"], 2), (devices["days"], 0), digits=0, divisor=month_days)


def _unknown(loaded: pd.DataFrame, each: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Say which transformers' losses are not known, and why."""
    unknown = loaded[each[LOSS].isna().any(axis="columns")]
    shared = unknown["several"] & unknown["loss_method"].isin(BY_LOAD) & (not flags.loss_by_capacity)
    label = "变压器 " + unknown["device_no"].astype(str)
    said = (
        unknown["loss_method"]
        .astype(object)
        .fillna("")
        .map(
            {
                "": " 变损方法为空，变损无从计算，请在「受电设备」补填；合同约定不计变损的填『无』",
                PERCENT: " 变损按比例，而「受电设备」没有变损率，或电量不全",
                AGREED: " 变损按协议定量，而「受电设备」没有协议变损电量",
            }
        )
    )
    row = "：变损按查表法，规则表「变损表」没有 " + each["lacking"].reindex(unknown.index) + " 的行，请补上该行"
    plated = unknown["loss_method"] == FORMULA
    reason = label + said.mask(plated, _unplated(unknown)).fillna(row)
    reason = unknown["unsure"].where(unknown["unsure"] != "", reason)
    reason = reason.mask(shared, "有多台变压器，「计费规则」没有设定变损分摊，计量点与变压器无法对应")
    return doubt(unknown["customer_no"], reason)


def _unplated(devices: pd.DataFrame) -> pd.Series:
    """Say which nameplate values the formula lacks; where it has all of them, that the energy is not whole."""
    empty = nameplates(devices).isna()
    titles = pd.Index([f"「{DEVICES.column(name).title}」" for name in empty.columns])
    named = empty.to_numpy() @ titles.to_numpy(object)
    said = " 变损按公式法，而「受电设备」该台的" + pd.Series(named, index=devices.index, dtype=object)
    said += "没有可用的数（空、0 或小数位过多），请补填"
    return said.where(empty.any(axis="columns"), " 变损按公式法，而其低压侧的电量不全")
