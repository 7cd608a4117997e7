"""What customers that trade directly pay for their purchase, from the sheet 市场价格."""

import pandas as pd

from addin.billing.charge import charge
from addin.billing.doubts import doubt, gather
from addin.billing.money import product
from addin.billing.pricing.prices import ENERGY, PLACES
from addin.reading import Ledger
from addin.tables.choices import PERIODS, TOTAL

TABLE = "market_prices"
KWH_PLACES = 4
LIMIT = "电费-E03:允许差"
"""Key in 审核阈值: how far the energies of the sheet may be from the metered ones [kWh]."""
PRICE = "price_yuan_per_kwh"
HOURS = range(1, 25)
NOT_FREE = "不大于零：零售合同各时段的单价应大于零（现货价可以为零或负，按小时填），请改正"


def market_rows(ledger: Ledger, month: str) -> pd.DataFrame:
    """Return the rows of 市场价格 of a month; one that repeats another cell for cell counts once.

    Args:
        ledger: the sheets that were read.
        month: ``YYYY-MM``.

    Returns:
        Index row id: customer_no, ``period`` (总 for an hour), ``hour``, energy_kwh, price_yuan_per_kwh, ``cleared``
        (settles an earlier month), ``settled`` (which, in words), ``spoilt`` (its price cell was refused, which is
        told), ``odd`` (neither a period nor an hour) and ``place``, its price cell in words.
    """
    rows = ledger[TABLE]
    rows = rows[(rows["month"] == month) & rows["customer_no"].notna()]
    rows = rows[~rows.duplicated()]
    cleared = rows["settled_month"].notna() & (rows["settled_month"] != month)
    hourly = rows["hour"].notna()
    place = [ledger.where(TABLE, row, "price_yuan_per_kwh") for row in rows.index]
    odd = hourly == rows["period"].notna()
    cells = ledger.refused
    spoilt = cells.loc[(cells["table"] == TABLE) & (cells["column"] == PRICE) & ~cells["empty"], "row"]
    settled = ("；清算 " + rows["settled_month"].astype(object)).where(cleared, "")
    kept = rows[["customer_no", "period", "hour", "energy_kwh", "price_yuan_per_kwh"]]
    period = rows["period"].mask(hourly, TOTAL)
    return kept.assign(
        period=period,
        cleared=cleared,
        odd=odd & ~cleared,
        settled=settled,
        spoilt=rows.index.isin(spoilt),
        place=pd.Series(place, index=rows.index, dtype=object),
    )


@charge(
    "购电（直接交易）",
    how="「市场价格」各时段或各小时电量 × 单价",
    rules="审核阈值（电费-E03）",
    source="零售合同、市场清算",
)
def market_lines(bills: pd.DataFrame, market: pd.DataFrame, limit_kwh: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the purchase rows of customers that trade directly, and the doubts.

    A row of a period without energy takes the billed energy of that period; every row is rounded half up to the fen.

    Args:
        bills: index running; customer_no, variant, 总 and periods [kWh], of customers that trade directly.
        market: from ``market_rows``.
        limit_kwh: how far energies of the sheet may be from the billed ones.

    Returns:
        Rows of a statement: bill, customer_no, variant, component, period, quantity, unit_price, amount_fen, rule (none
        for a customer with a doubt); and the doubts.

    Source: billing.md §1.1, §3: no government factor; the retail contract's price of each period, or 24 hourly ones.
    """
    rows = bills.reset_index(names="bill").merge(market.reset_index(names="market_row"), on="customer_no")
    billed = rows[[TOTAL, *PERIODS]].stack(future_stack=True)  # noqa: PD013 - a look-up of one column a row
    wanted = pd.MultiIndex.from_arrays([rows.index, rows["period"].fillna(TOTAL)])
    own = pd.Series(billed.reindex(wanted).to_numpy("float64"), index=rows.index)
    free = rows["hour"].isna() & ~rows["cleared"]
    quantity = rows["energy_kwh"].fillna(own.where(free))
    amount = product((quantity, KWH_PLACES), (rows["price_yuan_per_kwh"], PLACES), digits=2)
    rows = rows.assign(component=ENERGY[0], quantity=quantity, own=own, amount_fen=amount)
    rows = rows.assign(unit_price=rows["price_yuan_per_kwh"], rule=rows["place"] + rows["settled"])
    doubts = _doubts(rows, bills, limit_kwh)
    undone = [*doubts["customer_no"], *rows.loc[rows["spoilt"], "customer_no"]]
    kept = ~rows["customer_no"].isin(undone) & (rows["quantity"] != 0)
    return rows[kept], doubts


def _doubts(rows: pd.DataFrame, bills: pd.DataFrame, limit_kwh: float) -> pd.DataFrame:
    """Say whose rows cannot be read, or do not hold the energy that was metered."""
    first = rows[~rows.duplicated(["customer_no", "market_row"])]
    unclear = first[first["odd"]]
    unpriced = first[first["price_yuan_per_kwh"].isna() & ~first["spoilt"]]
    free = first[(first["price_yuan_per_kwh"] <= 0) & first["hour"].isna() & ~first["cleared"]]
    blank = first[first["quantity"].isna() & ~first["odd"]]
    off = first[((first["quantity"] - first["own"]).abs() > limit_kwh) & first["hour"].isna() & ~first["cleared"]]
    said = [
        f"{row.place}：{row.period}电量 {row.quantity:,.10g} kWh，计量为 {row.own:,.10g} kWh"
        for row in off.itertuples()
    ]
    parts = [
        doubt(unclear["customer_no"], unclear["place"] + "：该行应填「时段」或「小时」之一", ENERGY[0]),
        doubt(unpriced["customer_no"], unpriced["place"] + "为空或不是数，请填写单价（元/kWh）", ENERGY[0]),
        doubt(free["customer_no"], free["place"] + NOT_FREE, ENERGY[0]),
        doubt(blank["customer_no"], blank["place"] + "：该行没有电量", ENERGY[0]),
        doubt(off["customer_no"], pd.Series(said, dtype=object), ENERGY[0]),
    ]
    parts.append(_hours_apart(first))
    told = {*unclear["customer_no"], *off["customer_no"], *parts[-1]["customer_no"]}
    return gather([*parts, _unsummed(first, bills, told, limit_kwh)])


def _hours_apart(first: pd.DataFrame) -> pd.DataFrame:
    """Say who is priced by the hour without one row for each: a price that stands under another hour still adds up."""
    rows = first[first["hour"].notna() & ~first["odd"] & ~first["cleared"]]
    mine = rows["hour"].where(rows["hour"].isin(HOURS)).groupby(rows["customer_no"]).agg(["size", "nunique"])
    apart = mine.index[(mine != len(HOURS)).any(axis="columns")].to_series()
    said = [_hours_told(rows.loc[rows["customer_no"] == no, "hour"]) for no in apart]
    return doubt(apart, pd.Series(said, dtype=object), ENERGY[0])


def _hours_told(hours: pd.Series) -> str:
    """Return the hours of a customer that lack a row, or have several, or are none."""
    counts = hours.astype("int64").value_counts().sort_index()
    wrong = {
        "没有行": [hour for hour in HOURS if hour not in counts],
        "不止一行": list(counts.index[(counts > 1) & counts.index.isin(HOURS)]),
        "不在 1–24 之内": list(counts.index[~counts.index.isin(HOURS)]),
    }
    told = "，".join(f"第 {'、'.join(map(str, found))} 小时{what}" for what, found in wrong.items() if found)
    return f"「市场价格」按小时的行：{told}；1–24 小时应各有一行（没有用电的填 0 kWh），请补齐或改正「小时」"


def _unsummed(first: pd.DataFrame, bills: pd.DataFrame, told: set[str], limit_kwh: float) -> pd.DataFrame:
    """Say whose rows do not add up to the metered total, and which period with energy has none."""
    sums = first[~first["cleared"]].groupby("customer_no")["quantity"].sum()
    used = bills.drop_duplicates("customer_no").set_index("customer_no")
    rows = first[~first["cleared"]].groupby("customer_no")["period"].agg(set)
    whole = used[TOTAL]
    own = whole.reindex(whole.index.difference(list(told)))
    listed = sums.reindex(own.index).fillna(0.0)
    apart = listed[((listed - own).abs() > limit_kwh) & own.index.isin(first["customer_no"])]
    said = [
        f"「市场价格」各行电量之和 {kwh:,.10g} kWh，计量合计 {own[no]:,.10g} kWh"
        f"{_without_row(used.loc[no], rows.get(no, set()))}，请补齐或改正各时段、各小时的行"
        for no, kwh in apart.items()
    ]
    return doubt(apart.index.to_series(), pd.Series(said, dtype=object), ENERGY[0])


def _without_row(used: pd.Series, periods: set[str]) -> str:
    """Say which periods have energy and no row; nothing where a row is of all of them."""
    lacking = [] if TOTAL in periods else [name for name in PERIODS if used[name] > 0 and name not in periods]
    return f"，时段 {'、'.join(lacking)} 没有行" if lacking else ""
