"""电费-D05: whose purchase price is multiplied, on which days."""

import pandas as pd

from addin.billing.flags import YES
from addin.billing.metering.own_kinds import at_business_prices
from addin.billing.money import product_fen
from addin.billing.month import Billing
from addin.billing.pricing.prices import PLACES, component_prices
from addin.billing.statement import DIRECT
from addin.checks.bill_review.earlier_terms import of_business
from addin.days import DAY
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce
from addin.tables.choices import PERIODS, TOTAL

EVERY = (*PERIODS, TOTAL)


@check(
    "电费-D05",
    "1.5倍代理购电标识",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="agent_factor_15",
    advice="以下发的名单为准更正 1.5 倍标识，从名单生效之日起重算",
    explains=("审计-A07", "电费-E04"),
)
def multiple_differs(billing: Billing, agent_multiples: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The multiple of the agent price is paid by those on the list, on the days of the list, and by nobody else.

    References: 制度 D2; 发改办价格〔2021〕809号 (customers that left the market, high-energy users that do not trade,
    owners of coal plants); billing.md §1.2, §9 D05; 计费规则 代理购电倍数.

    Checked with: generated cases on both sides of the days of a list; months cut by the mark.

    Limitations: who is on the list is decided by an authority, not by an industry code; without the sheet
    代理购电加价名单 nothing can be said. Customers that trade directly are not asked on the days on which they do. A
    row of the list without its first day does not hold. The money is what the multiple makes on all days that have one
    mark, and not named where only some of them are wrong.
    """
    asked = _stretches(billing)
    listed, cause = _listed_days(asked, agent_multiples)
    flagged = asked["agent_factor_15"] == YES
    off = (asked["days"] - listed).where(flagged, listed)
    whole = off == asked["days"]
    said = "名单列有该户（" + cause.fillna("原因未填") + "）"
    wrong = asked[(off > 0) & whole]
    return judge(
        asked,
        off > 0,
        needs=(),
        actual=flagged.map({True: YES, False: "否"}),
        expected=flagged.map({True: "否", False: YES}),
        stake_fen=_multiple_fen(wrong, billing),
        about=asked["about"],
        message="{when}{said}，计费参数的 1.5 倍标识为『{actual}』，应为『{expected}』",
        values={"said": said.where(~flagged, "有效的名单没有该户"), "when": _when(asked, off, whole)},
        rule=rules.cite_key("billing_flags", "代理购电倍数"),
    )


def _when(asked: pd.DataFrame, off: pd.Series, whole: pd.Series) -> pd.Series:
    """Say on which days, and on how many of them."""
    span = asked["starts_on"].dt.strftime("%Y-%m-%d") + " 至 " + asked["ends_on"].dt.strftime("%Y-%m-%d")
    some = span + " 中有 " + off.astype("int64").astype(str) + " 天"
    return some.where(~whole, span + " ").where(~(whole & asked["all"]), "本月")


def _stretches(billing: Billing) -> pd.DataFrame:
    """Return the stretches of days with one mark of business users that do not trade directly.

    Returns:
        Terms, index = row id of 计费参数 (of the month's end for the last stretch): customer_no, starts_on, ends_on,
        ``days``, ``segments``, ``all`` (the whole bill is one stretch), ``about`` (empty for the last one).
    """
    rows = billing.segments.reset_index(names="segment")
    rows["until"] = rows.groupby("customer_no")["ends_on"].transform("max")
    rows = of_business(rows[rows["market_kind"] != DIRECT])
    mark, owner = rows["agent_factor_15"] == YES, rows["customer_no"]
    fresh = (mark != mark.shift()) | (owner != owner.shift())
    fresh |= rows["starts_on"] != rows["ends_on"].shift() + DAY
    groups = rows.groupby(fresh.cumsum())
    found = groups.tail(1).set_axis(groups.ngroup().drop_duplicates())
    parts = {
        "starts_on": groups["starts_on"].min(),
        "segments": groups["segment"].agg(list),
        "days": groups["days"].sum(),
    }
    found = found.assign(**{name: part.to_numpy() for name, part in parts.items()})
    last = found["ends_on"] == found["until"]
    found["row"] = found["row"].mask(last, found["customer_no"].map(billing.archive.terms["row"]))
    found["all"] = found["days"] == found["window_days"]
    found["about"] = found["starts_on"].dt.strftime("自 %Y-%m-%d").mask(last, "")
    return found.set_index("row")


def _listed_days(asked: pd.DataFrame, names: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return on how many of its days a stretch is on the list, and why."""
    known = names[names["customer_no"].isin(asked["customer_no"]) & names["effective_on"].notna()]
    days, causes = pd.Series(0, index=asked.index), pd.Series(None, index=asked.index, dtype=object)
    for row in asked[asked["customer_no"].isin(known["customer_no"])].itertuples():
        mine = known[(known["customer_no"] == row.customer_no) & (known["effective_on"] <= row.ends_on)]
        mine = mine[~(mine["expires_on"] <= row.starts_on)]
        on = pd.date_range(row.starts_on, row.ends_on)
        held = [(on >= one.effective_on) & ~(on >= one.expires_on) for one in mine.itertuples()]
        days[row.Index] = sum(map(any, zip(*held, strict=True)))
        causes[row.Index] = mine["cause"].iloc[-1] if len(mine) else None
    return days, causes


def _multiple_fen(rows: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what the multiple of the agent price makes on the energy of each stretch of days [fen]."""
    costs = component_prices(billing.prices, billing.flags)
    costs = costs[costs["variant"] == 0].set_index(["tariff", "voltage"])
    terms = rows[["tariff_kind", "pricing_voltage"]]
    mine = costs.reindex(pd.MultiIndex.from_frame(terms)).set_axis(rows.index)
    billed = billing.quantities.energy.billed
    own = billed[at_business_prices(billed)]
    stretch = own["segment"].map(rows.explode("segments").reset_index().set_index("segments")["row"])
    used = own.groupby(stretch)[[TOTAL, *PERIODS]].sum(min_count=1).reindex(rows.index)
    timed = used[list(PERIODS)].notna().any(axis="columns")
    amounts = []
    for period in EVERY:
        kwh = used[period].where(timed == (period != TOTAL)).fillna(0.0)
        more = (mine[period + "*"] - mine[period + "°"]).astype("Int64").mask(kwh == 0, 0)
        amounts.append(product_fen((kwh, 2), (more, 0), divisor=10**PLACES))
    return sum(amounts[1:], amounts[0]).mask(used[TOTAL].isna())
