"""用户档: grids that price by the size of a customer and by its use per kVA or kW (深圳): which price row is whose."""

from dataclasses import dataclass

import pandas as pd

from addin.billing.archive import Archive
from addin.billing.basic.demand import ACTUAL, billed_demand
from addin.billing.doubts import NONE, besides, doubt, gather
from addin.billing.flags import Flags
from addin.billing.metering_side import metering_side
from addin.billing.money import product, scaled
from addin.billing.pricing.price_days import PriceDays
from addin.billing.pricing.prices import BUSINESS, OF
from addin.billing.quantities import Quantities, main_points, used_kwh
from addin.billing.step_parts import MICRO
from addin.billing.sums import whole_sums
from addin.rulebook import RulesInForce
from addin.tables.choices import TARIFF_KINDS
from addin.tables.rule_prices import ALL_VOLTAGES, LARGER, PER_KW, PUBLIC

TABLE = "user_classes"
PUBLIC_SIDE = "低供低计"
SINGLE, TWO_PART = TARIFF_KINDS


@dataclass(frozen=True, slots=True)
class Classes:
    """Which price rows the customers of a month have.

    Attributes:
        segments: with ``pricing_voltage`` as price rows are found by, the class included.
        terms: likewise, index customer_no, by the last segment.
        steps: of segments priced by class, one row a step that the use reaches: segment, customer_no, user_class,
            ``rule_row`` of 用户档, pricing_voltage, per, units (kVA or kW), ``from_kwh`` and ``upto_kwh`` of the step
            and ``used_kwh``, in whole 10⁻⁶ kWh.
        doubts: whose class or step is not known.
    """

    segments: pd.DataFrame
    terms: pd.DataFrame
    steps: pd.DataFrame
    doubts: pd.DataFrame

    @property
    def priced(self) -> pd.DataFrame:
        """The segments of which a price row is to be asked: not those whose class is not known, which says enough."""
        unknown = self.doubts["customer_no"]
        return self.segments[~self.segments["customer_no"].isin(unknown)] if len(unknown) else self.segments


def classify(  # noqa: PLR0913, PLR0917 - a class depends on all of these
    archive: Archive,
    segments: pd.DataFrame,
    quantities: Quantities,
    prices: PriceDays,
    supplies: pd.DataFrame,
    rules: RulesInForce,
    flags: Flags,
) -> Classes:
    """Return the price row of every customer of a grid that prices by class; all others stay as they are.

    Args:
        archive: of the month.
        segments: of every customer, from ``month_segments``.
        quantities: of the month: use, and the demand that it is divided by.
        prices: of the days that bills cover.
        supplies: table 电源; whether feeders are added up.
        rules: in force at the month's end.
        flags: the billing rules.

    Source: billing.md §2.1, §11 深圳 (发改价格〔2026〕1077号 附件1).
    """
    if not (prices.costs["voltage"] != prices.costs["printed_voltage"]).any():
        return Classes(segments, archive.terms, pd.DataFrame(), NONE)
    known = pd.MultiIndex.from_frame(prices.costs[["tariff", "voltage"]])
    priced = pd.MultiIndex.from_frame(segments[["tariff_kind", "pricing_voltage"]]).isin(known)
    table = rules.rows(TABLE)
    wanted = segments[(segments["tariff_class"] == BUSINESS) & ~priced]
    asked, unknown = _sized(wanted, archive, table, flags)
    unread = _unread(wanted, asked, table, prices.lost_classes)
    if table.empty:
        return Classes(segments, archive.terms, pd.DataFrame(), unread)
    units = asked["customer_no"].map(_demand_kw(archive, quantities, supplies, flags))
    asked["units"] = units.where(asked["per"] == PER_KW, asked["kva"])
    asked["used_kwh"] = asked["customer_no"].map(used_kwh(quantities.energy))
    short = asked[asked["per"].notna() & ((asked["used_kwh"] > 0) & ~(asked["units"] > 0) | asked["used_kwh"].isna())]
    steps = _steps(asked.drop(short.index), table, set(known))
    words = steps.drop_duplicates("segment", keep="last").set_index("segment")["pricing_voltage"]
    told = segments.assign(pricing_voltage=words.reindex(segments.index).fillna(segments["pricing_voltage"]))
    last = told.drop_duplicates("customer_no", keep="last").set_index("customer_no")["pricing_voltage"]
    terms = archive.terms.assign(pricing_voltage=last.reindex(archive.terms.index))
    others = gather([unknown, _unmeasured(short), _changing(asked)])
    return Classes(told, terms, steps, gather([unread, besides(unread, others)]))


def _sized(
    asked: pd.DataFrame, archive: Archive, table: pd.DataFrame, flags: Flags
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return segments with ``size_class``, ``kva`` and ``per``, and the doubts of those that have none.

    A customer that a suspension made single-part is of the class of what is left in service.
    """
    owner = asked["customer_no"]
    rested = (asked["tariff_kind"] == SINGLE) & (owner.map(archive.terms["tariff_kind"]) == TWO_PART)
    kva = owner.map(archive.terms["contract_capacity_kva"]).mask(rested, flags.two_part_above_kva)
    chosen = asked["user_class"].mask(rested)
    public = owner.map(metering_side(archive.points)) == PUBLIC_SIDE
    found = pd.Series(None, index=asked.index, dtype=object)
    for one in table.drop_duplicates("size_class").itertuples():
        same = asked["tariff_kind"] == one.tariff
        within = (kva >= one.least_kva) & ~(kva > one.most_kva)
        open_ = (kva > one.most_kva) & (one.open_to == LARGER) | public & (one.open_to == PUBLIC)
        mine = same & (within & chosen.isna() | (within | open_) & (chosen == one.size_class))
        found = found.mask(mine, one.size_class)
    per = table.drop_duplicates("size_class").set_index("size_class")["per"]
    sized = asked.assign(size_class=found, kva=kva, per=found.map(per).astype(object))
    lacking = sized[found.isna()]
    return sized[found.notna()].copy(), doubt(lacking["customer_no"], _unsized(lacking, chosen))


def _unread(wanted: pd.DataFrame, sized: pd.DataFrame, table: pd.DataFrame, unplaced: pd.DataFrame) -> pd.DataFrame:
    """Say whose class has a row with a cell that nobody can read, or may have."""
    parts = [doubt(wanted["customer_no"], said) for said in unplaced["faulty"]]
    spoilt = table[table["faulty"] != ""]
    if len(spoilt):
        said = sized["size_class"].map(spoilt.groupby("size_class")["faulty"].agg("；".join)).dropna()
        parts.append(doubt(sized.loc[said.index, "customer_no"], said))
    return gather(parts)


def _unsized(rows: pd.DataFrame, chosen: pd.Series) -> pd.Series:
    """Say why segments have no class."""
    own = chosen[rows.index].astype(object)
    size = "合同容量 " + rows["kva"].map("{:g} kVA".format).astype(object)
    kind = rows["tariff_kind"].astype(object).fillna("（未填）")
    said = size + " 不在规则表「用户档」" + kind + "的任何一档之内，请核对合同容量和电价制度"
    said = said.mask(rows["kva"].isna(), "「客户台账」没有合同容量，不知该户属于规则表「用户档」的哪一档，请补合同容量")
    refused = "「计费参数」的用户档『" + own.fillna("") + "』：规则表「用户档」没有" + kind + "的这一容量类，或"
    return said.mask(own.notna(), refused + size + "的用户不能选用，请更正")


def _demand_kw(archive: Archive, quantities: Quantities, supplies: pd.DataFrame, flags: Flags) -> pd.Series:
    """Return the metered demand of each customer, whatever it is billed by: as if by actual demand."""
    asked = archive.terms.assign(capacity_mode=ACTUAL)
    roots = main_points(quantities.energy.points, archive.terms, quantities.resupply)
    nothing = pd.DataFrame({"customer_no": [], "feeder_sequence": [], "declared_kw": []}).astype(
        {"customer_no": object}
    )
    rows, _ = billed_demand(asked, roots, supplies, nothing, flags)
    groups = rows.groupby("customer_no")["demand_kw"]
    return whole_sums(groups)


def _steps(asked: pd.DataFrame, table: pd.DataFrame, known: set[tuple[str, str]]) -> pd.DataFrame:
    """Return the steps that the use of each segment's customer reaches; see ``Classes.steps``."""
    parts = []
    for row, one in table.sort_values("above_kwh_per_unit", na_position="first").iterrows():
        mine = asked[asked["size_class"] == one["size_class"]]
        used = scaled(mine["used_kwh"], MICRO)
        low = _bound(mine["units"], one["above_kwh_per_unit"])
        high = _bound(mine["units"], one["upto_kwh_per_unit"]).fillna(used)
        word = mine["pricing_voltage"] + OF + one["user_class"]
        pairs = list(zip(mine["tariff_kind"], word, strict=True))
        whole = ALL_VOLTAGES + OF + one["user_class"]
        word = word.where([pair in known or (pair[0], whole) not in known for pair in pairs], whole)
        told = mine[["customer_no", "per", "units"]].assign(
            user_class=one["user_class"], rule_row=row, pricing_voltage=word, from_kwh=low.fillna(0),
            upto_kwh=high.mask(high > used, used), used_kwh=used,
        )  # fmt: skip
        parts.append(told[(used > low).fillna(value=pd.isna(one["above_kwh_per_unit"])).astype(bool)])
    every = pd.concat(parts).rename_axis("segment").reset_index()
    return every.sort_values("segment", kind="stable", ignore_index=True)


def _bound(units: pd.Series, kwh: float) -> pd.Series:
    """Return a bound of use, ``NA`` where there is none [10⁻⁶ kWh]."""
    return product((units, 8), (pd.Series(kwh, index=units.index, dtype="float64"), 4), digits=MICRO)


def _unmeasured(rows: pd.DataFrame) -> pd.DataFrame:
    """Say for whom the use per kVA or kW is not known."""
    per = rows["size_class"].astype(object) + "按每" + rows["per"].astype(object) + "的月用电量分档计价，"
    lacking = (rows["per"] == PER_KW).map({True: "没有本月最大需量示数", False: "没有合同容量"}).astype(object)
    said = per + lacking.mask(rows["used_kwh"].isna(), "本月电量不全") + "，不知属于哪一档，请补后重算"
    return doubt(rows["customer_no"], said)


def _changing(asked: pd.DataFrame) -> pd.DataFrame:
    """Say whose class changes within the month: which use it is measured by is not known."""
    pairs = asked[["customer_no", "size_class"]].drop_duplicates()
    several = pairs.loc[pairs["customer_no"].duplicated(), "customer_no"].drop_duplicates()
    return doubt(several, "用户档在月内改变，没有依据说明各段按哪一段的用电强度分档")
