"""What refunded energy costs: at the price and the power factor adjustment of each month in which it was used."""

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from addin.billing.claims.refund_days import torn
from addin.billing.energy_rows import energy_lines
from addin.billing.flag_rows import read_flags
from addin.billing.flags import Flags
from addin.billing.history import usage
from addin.billing.metering.own_kinds import inside_power_factor
from addin.billing.money import product
from addin.billing.power_factor import EXEMPT, adjusted_fen
from addin.billing.pricing.market import market_rows
from addin.billing.pricing.prices import BUSINESS, ENERGY, PLACES, component_prices, month_prices
from addin.billing.statement import COLUMNS, DIRECT, POWER_FACTOR, as_lines
from addin.reading import Ledger
from addin.rulebook import NoRule, Rulebook, RulesInForce
from addin.tables.choices import NOT_TIMED, PERIODS, TOTAL

PRICE_TABLE = "电价"
Quantities = Mapping[object, Mapping[str, Fraction]]


def refund_lines(
    orders: pd.DataFrame, quantities: Quantities, ledger: Ledger, rulebook: Rulebook, province: str
) -> tuple[pd.DataFrame, dict[object, str]]:
    """Price the energy of months of orders, at the terms and prices of the days that it was used on.

    Args:
        orders: customer_no, point_no, original_month, and the days that their energy is of, ``first_on`` and
            ``last_on``; index = row id; only those in ``quantities`` are priced.
        quantities: by row id, energy by period or under 总 alone [kWh].
        ledger: the sheets read, for terms and the months' adjustment.
        rulebook: every dated rule.
        province: whose prices.

    Returns:
        The rows as in ``statement.COLUMNS`` with ``order`` (row id), and why a row has none, a sentence by row id.
    """
    lines: list[pd.DataFrame] = []
    doubts: dict[object, str] = {}
    chosen = orders.loc[list(quantities)]
    for (month, _), rows in chosen.groupby(["original_month", "last_on"], sort=True):
        priced, unpriced = _month(str(month), rows, quantities, ledger, rulebook, province)
        lines.append(priced)
        doubts |= unpriced
    empty = pd.DataFrame(columns=[*COLUMNS, "order"])
    return pd.concat(lines, ignore_index=True) if lines else empty, doubts


def _month(  # noqa: PLR0913, PLR0917 - a month's facts
    month: str, rows: pd.DataFrame, quantities: Quantities, ledger: Ledger, rulebook: Rulebook, province: str
) -> tuple[pd.DataFrame, dict[object, str]]:
    """Price the rows of one month whose energy ends on the same day."""
    end, empty = rows["last_on"].iloc[0], pd.DataFrame(columns=[*COLUMNS, "order"])

    def priced(some: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
        return _priced(some, day, month, quantities, ledger, rulebook.on(day.date(), province))

    try:
        rules = rulebook.on(end.date(), province)
        flags, bills = read_flags(rules), priced(rows, end)
        parted = torn(rows, bills, ledger, rulebook, priced)
    except NoRule as lacking:
        return empty, dict.fromkeys(rows.index, str(lacking))
    bought = _purchases(bills, market_rows(ledger, month))
    doubts = parted | _doubts(bills, bought.loc[bought["unit_price"].isna(), "order"], month, province)
    sure = bills[~bills["order"].isin(list(doubts))].reset_index(drop=True)
    sure = sure.assign(bill=sure.index, segment=0)
    if sure.empty:
        return empty, doubts
    own = bought.merge(sure[["order", "bill"]], on="order")
    lines = pd.concat([energy_lines(sure, flags, PRICE_TABLE), as_lines(own)], ignore_index=True)
    lines = pd.concat([lines, _adjusted(sure, lines, flags, rules.cite_key("billing_flags", "力调参与项"))])
    return lines.assign(order=sure["order"].to_numpy()[lines["bill"].to_numpy("int64")]), doubts


def _priced(  # noqa: PLR0913, PLR0917 - a day's facts
    rows: pd.DataFrame,
    day: pd.Timestamp,
    month: str,
    quantities: Quantities,
    ledger: Ledger,
    rules: RulesInForce,
) -> pd.DataFrame:
    """Return rows with the terms and the prices of a day."""
    flags, prices = read_flags(rules), month_prices(rules, month)
    bills = _bills(rows, quantities, ledger, day, flags)
    costs = component_prices(prices[prices["variant"] == 0].reset_index(drop=True), flags)
    bills = bills.merge(costs, left_on=["tariff_kind", "pricing_voltage"], right_on=["tariff", "voltage"], how="left")
    return bills.assign(classed=bool(prices["user_class"].notna().any()) & bills["row"].isna())


def _bills(rows: pd.DataFrame, quantities: Quantities, ledger: Ledger, end: pd.Timestamp, flags: Flags) -> pd.DataFrame:
    """Return terms, adjustment and energy of each row; customers without periods have their total alone."""
    terms = ledger["billing_terms"]
    terms = terms[~(terms["effective_on"] > end) & ~(terms["expires_on"] <= end)].sort_values("effective_on")
    terms = terms.drop_duplicates("customer_no", keep="last").set_index("customer_no")
    bills = rows[["customer_no", "point_no"]].reset_index(names="order").join(terms, on="customer_no")
    bills = _as_point(bills, ledger["metering_points"], end, flags)
    plain = bills["period_set"].fillna(flags.period_set).eq(NOT_TIMED)
    for period in PERIODS:
        cells = [float(quantities[order].get(period, float("nan"))) for order in bills["order"]]
        bills[period] = pd.Series(cells, index=bills.index, dtype="float64").mask(plain)
    bills[TOTAL] = [float(sum(quantities[order].values())) for order in bills["order"]]
    bills["plain"] = plain
    months = usage(ledger["bills"])
    rates = months[months["month"] == f"{end:%Y-%m}"].set_index("customer_no")["adjustment_percent"]
    return bills.assign(percent=bills["customer_no"].map(rates[~rates.index.duplicated()]))


def _as_point(bills: pd.DataFrame, points: pd.DataFrame, end: pd.Timestamp, flags: Flags) -> pd.DataFrame:
    """Return the rows at the class and kind of the point whose energy it is, where that is another than the customer's.

    Only the energy is priced: ``point_no`` is empty from here on.
    """
    held = points[~(points["effective_on"] > end) & ~(points["expires_on"] <= end)].sort_values("effective_on")
    mine = held.drop_duplicates("point_no", keep="last").set_index("point_no").reindex(bills["point_no"])
    mine = mine.set_axis(bills.index)
    kind = mine["tariff_kind"].where(mine["tariff_class"].fillna(BUSINESS) == BUSINESS)
    apart = kind.notna() & (kind != bills["tariff_kind"])
    exempt = apart & ~inside_power_factor(mine["with_power_factor"], flags)
    return bills.assign(
        point_no="",
        tariff_class=mine["tariff_class"].fillna(bills["tariff_class"]).where(bills["tariff_class"].notna()),
        tariff_kind=kind.fillna(bills["tariff_kind"]),
        power_factor_standard=bills["power_factor_standard"].mask(exempt, EXEMPT),
    )


def _purchases(bills: pd.DataFrame, market: pd.DataFrame) -> pd.DataFrame:
    """Return what direct traders pay for their purchase by period; no price where 市场价格 has not exactly one.

    Prices of single hours say nothing about refunded energy: at which hour it was used is not known.
    """
    direct = bills[bills["market_kind"] == DIRECT]
    keys = ["order", "customer_no", "variant"]
    long = direct.melt(keys, [TOTAL, *PERIODS], "period", "quantity")
    timed = long["order"].map(direct.set_index("order")[list(PERIODS)].notna().any(axis="columns")).astype(bool)
    long = long[(timed == (long["period"] != TOTAL)) & long["quantity"].notna() & (long["quantity"] != 0)]
    known = market[~market["cleared"] & market["hour"].isna() & ~market["odd"]]
    known = known[~known.duplicated(["customer_no", "period"], keep=False)]
    prices = known[["customer_no", "period", "price_yuan_per_kwh", "place"]]
    rows = long.merge(prices, on=["customer_no", "period"], how="left")
    price = rows["price_yuan_per_kwh"]
    amount = product((rows["quantity"], 2), (price, PLACES), digits=2)
    return rows.assign(component=ENERGY[0], segment=0, unit_price=price, amount_fen=amount, rule=rows["place"])


def _doubts(bills: pd.DataFrame, unsettled: pd.Series, month: str, province: str) -> dict[object, str]:
    """Say why rows cannot be priced: the first reason of each."""
    label = bills["tariff_kind"].astype(str) + "、" + bills["pricing_voltage"].astype(str)
    timed = bills[list(PERIODS)].notna().any(axis="columns")
    conditions = (
        (bills["tariff_class"].isna(), f"「计费参数」没有该户在 {month} 有效的行"),
        (bills["tariff_class"] != BUSINESS, "该户或该计量点不是工商业电价，退补只按工商业价格行计价，请另行计算"),
        (bills["order"].isin(unsettled), f"直接交易用户：「市场价格」没有该户 {month} 各时段的单价，购电价不能确定"),
        (bills["classed"], f"{province} 的电价按用户档和用电强度分档，退补电量属于哪一档不能确定，请另行计算"),
        (bills["row"].isna(), f"规则表「电价」没有 {province} {month} " + label + " 的价格行，请补上该行"),
        (~timed & ~bills["plain"], "执行分时电价而没有填写各时段的抄见电量，电费无法按时段分摊"),
        (bills["percent"].isna() & (bills["power_factor_standard"] != EXEMPT), f"没有该户 {month} 账单的调整系数"),
    )
    said = pd.Series("", index=bills.index, dtype=object)
    for failed, reason in conditions:
        said = said.mask(failed & (said == ""), reason)
    return {order: why for order, why in zip(bills["order"], said, strict=True) if why}


def _adjusted(bills: pd.DataFrame, lines: pd.DataFrame, flags: Flags, cited: str) -> pd.DataFrame:
    """Return the power factor row of each assessed bill, at the rate of the month as it was issued."""
    parts = lines[lines["component"].isin(flags.power_factor_components)]
    mine = bills[bills["percent"].notna() & (bills["power_factor_standard"] != EXEMPT)]
    amounts = parts.groupby("bill")["amount_fen"].sum().reindex(mine.index, fill_value=0).astype("Int64")
    adjusted = adjusted_fen(parts["amount_fen"], parts["bill"], mine["percent"], by_row=flags.adjusts_by_row)
    rows = mine[["customer_no", "variant"]].assign(bill=mine.index, component=POWER_FACTOR, period=TOTAL, rule=cited)
    rows = rows.assign(segment=0, point_no="", days=float("nan"), divisor=float("nan"), unit_price=mine["percent"])
    rows["quantity"] = (amounts / 100).astype("float64")
    return rows.assign(amount_fen=adjusted)[list(COLUMNS)]
