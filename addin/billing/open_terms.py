"""Cells of 计费参数 whose word means nothing, or that are empty though another sheet says what they were to say."""

import pandas as pd

from addin.billing.archive import Archive
from addin.billing.doubts import NONE, doubt, gather
from addin.billing.power_factor import EXEMPT
from addin.billing.pricing.prices import BUSINESS
from addin.billing.statement import DIRECT, POWER_FACTOR
from addin.billing.windows import FULL_CYCLE_DAY
from addin.reading import Ledger
from addin.rulebook import NoRule, RulesInForce
from addin.tables.choices import NOT_TIMED

TABLE = "billing_terms"
UNNAMED = "市场化属性为空"
"""Row of 计费规则: what a business customer is of which 计费参数 does not say whether it trades."""


def open_terms(
    ledger: Ledger, archive: Archive, month: str, days: pd.DatetimeIndex, rules: RulesInForce
) -> pd.DataFrame:
    """Return a doubt for each such cell in a row of 计费参数 that a bill is made from.

    Args:
        ledger: the sheets that were read.
        archive: of the month, with the terms as they are written.
        month: ``YYYY-MM``.
        days: of the month.
        rules: in force at its end.

    Source: ledger.md §2.5: what could not be checked is 未能核查, never passed over.
    """
    rows = archive.term_rows.set_index("row")
    return gather(
        [
            _unknown_sets(rows, rules, ledger),
            _untold_market(rows, ledger, month, rules),
            _untold_multiple(rows, ledger, days),
            _untold_generation(rows, archive, ledger),
            _untold_days(archive, ledger, days),
        ]
    )


def _where(rows: pd.DataFrame, column: str, ledger: Ledger) -> pd.Series:
    """Return the place of a cell of each row in words."""
    places = [ledger.where(TABLE, row, column) for row in rows.index]
    return pd.Series(places, index=rows.index, dtype=object)


def _unknown_sets(rows: pd.DataFrame, rules: RulesInForce, ledger: Ledger) -> pd.DataFrame:
    """Say whose 时段集 is a word that 时段 does not have for the province: nobody knows whether it is timed at all."""
    table = rules.rows("periods")
    known = list(table.loc[table["province"] == rules.province, "period_set"].unique())
    odd = rows[rows["period_set"].notna() & ~rows["period_set"].isin([*known, NOT_TIMED])]
    if odd.empty:
        return NONE
    sets = f"有『{'』『'.join(known)}』" if known else "没有时段集"
    said = _where(odd, "period_set", ledger) + "『" + odd["period_set"].astype(object) + "』，规则表「时段」本省" + sets
    return doubt(odd["customer_no"], said + f"：请改成其中之一，不分时的填『{NOT_TIMED}』，照本省默认的留空")


def _untold_market(rows: pd.DataFrame, ledger: Ledger, month: str, rules: RulesInForce) -> pd.DataFrame:
    """Say of whom it is not said whether they trade, though they seem to; or of all where no rule says what they are.

    Source: 发改办价格〔2021〕809号: whoever does not trade is supplied by the grid's agent purchase.
    """
    rows = rows[(rows["tariff_class"] == BUSINESS) & rows["market_kind"].isna()]
    if rows.empty:
        return NONE
    owner, prices = rows["customer_no"], ledger["market_prices"]
    known = ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")
    retailer = owner.map(known["retailer"]).astype(object)
    why = pd.Series(None, index=rows.index, dtype=object) if _supplied_by_agent(rules) else _unruled(rows)
    why = why.mask(owner.map(known["market_kind"]) == DIRECT, "「客户台账」为『" + DIRECT + "』")
    why = why.mask(retailer.notna(), "「客户台账」登记了售电公司『" + retailer.fillna("") + "』")
    traded = owner.isin(prices.loc[prices["month"] == month, "customer_no"])
    why = why.mask(traded, "「市场价格」有该户本月的行")
    why = why.dropna()
    said = _where(rows.loc[why.index], "market_kind", ledger) + "为空，而" + why
    return doubt(owner[why.index], said + f"：请填『{DIRECT}』或『电网代理购电』")


def _supplied_by_agent(rules: RulesInForce) -> bool:
    """Say whether the rule takes those of whom nothing is said for agent customers."""
    try:
        return rules.text("billing_flags", UNNAMED) == "电网代理购电"
    except NoRule:
        return False


def _unruled(rows: pd.DataFrame) -> pd.Series:
    """Return why nothing is taken for granted."""
    return pd.Series(f"「计费规则」的『{UNNAMED}』没有设定", index=rows.index, dtype=object)


def _untold_multiple(rows: pd.DataFrame, ledger: Ledger, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Say who is on the list of those who pay the multiple of the agent price without a word in 计费参数."""
    names = ledger["agent_multiples"]
    listed = names[(names["effective_on"] <= days[-1]) & ~(names["expires_on"] <= days[0])]
    asked = rows["agent_factor_15"].isna() & (rows["market_kind"] != DIRECT)
    rows = rows[asked & rows["customer_no"].isin(listed["customer_no"])]
    if rows.empty:
        return NONE
    said = _where(rows, "agent_factor_15", ledger) + "为空，而「代理购电加价名单」本月列有该户：请填『是』，或更正名单"
    return doubt(rows["customer_no"], said)


def _untold_generation(rows: pd.DataFrame, archive: Archive, ledger: Ledger) -> pd.DataFrame:
    """Say who generates without a word in 计费参数: the power factor needs four quadrants then (ledger.md §3)."""
    rows = rows[rows["distributed"].isna() & (rows["power_factor_standard"] != EXEMPT)]
    if rows.empty:
        return NONE
    readings, known = archive.readings, ledger["customers"]
    ran = readings["current_reading"] != readings["previous_reading"]
    fed = readings.loc[readings["register"].isin(["反向有功总"]) & ran, "point_no"].unique()
    why = pd.Series(None, index=rows.index, dtype=object)
    why = why.mask(rows["customer_no"].isin(archive.points["customer_no"].reindex(fed)), "该户反向有功本月有走字")
    named = rows["customer_no"].isin(known.loc[known["distributed_kw"] > 0, "customer_no"])
    why = why.mask(named, "「客户台账」有分布式电源容量").dropna()
    said = (
        _where(rows.loc[why.index], "distributed", ledger)
        + "为空，而"
        + why
        + "：有分布式电源的填『是』，没有的填『否』"
    )
    return doubt(rows.loc[why.index, "customer_no"], said, POWER_FACTOR)


def _untold_days(archive: Archive, ledger: Ledger, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Say who is billed by the natural month for want of a reading day, and was read in the middle of it.

    Source: billing.md §6: natural month (发改办价格〔2021〕809号), else by the reading cycle; whose bill names its days
    is not asked: 电费-A11 holds them to the readings.
    """
    whole = (archive.windows["first_on"] == days[0]) & (archive.windows["last_on"] == days[-1])
    bills = archive.bills
    dated = bills.loc[bills["starts_on"].notna() & bills["ends_on"].notna(), "customer_no"]
    named = [one.loc[one["reading_day"].notna(), "customer_no"] for one in (archive.term_rows, ledger["customers"])]
    told = pd.concat([dated, *named])
    asked = archive.windows.index[whole & ~archive.windows.index.isin(told)]
    if asked.empty:
        return NONE
    owner = archive.readings["point_no"].map(archive.points["customer_no"])
    last_on = archive.readings.groupby(owner)["read_on"].max().reindex(asked)
    odd = last_on[(last_on > days[0]) & (last_on < days[0].replace(day=FULL_CYCLE_DAY))]
    said = "「计费参数」「客户台账」都没有例日，账单也没有起止日，而本月抄表到 " + odd.dt.strftime("%Y-%m-%d")
    return doubt(odd.index.to_series(), said + "：不知按自然月还是按抄表周期计费，请填例日，或补抄月末示数")
