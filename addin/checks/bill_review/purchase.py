"""电费-D06, D09: who trades, whose line loss is charged twice."""

import pandas as pd

from addin.billing.disputed import of_bill, within_bill
from addin.billing.flags import YES
from addin.billing.metering.own_kinds import each_kind
from addin.billing.money import scaled
from addin.billing.month import Billing
from addin.billing.pricing.prices import BUSINESS, ENERGY, PLACES, component_prices
from addin.billing.published import EPOCH, published
from addin.billing.statement import DIRECT
from addin.findings import Level, Verdict, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce
from addin.tables.choices import PERIODS, TOTAL

EVERY = (*PERIODS, TOTAL)
INCLUDED = "线损费已含在输配电价内，账单又单列线损费"
TWICE = "购电单价已含线损费，账单又单列线损费"


@check(
    "电费-D06",
    "市场化属性与价格不符",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="market_kind",
    advice="核对交易机构的注册和零售合同，更正市场化属性或购电价格后重算",
    explains=("审计-A07", "电费-E04"),
)
def market_differs(billing: Billing, ledger: Ledger, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Who trades directly is so in 客户台账 and 计费参数 alike, and is not billed at the published agent price.

    References: 制度 D2; 发改办价格〔2021〕809号; billing.md §1.1, §9 D06.

    Checked with: generated cases of both kinds; the published Hubei price month 2026-01; a change within the month.

    Limitations: who trades directly in a part of the month only may have prices for it, and agent prices for the rest.
    Billed at the agent price is a bill whose every purchase row has the published price of its period; who
    has a retailer in 客户台账 or prices in 市场价格 buys at market prices. The money is the difference of the purchase
    where it could be recomputed; whether the market price is right is not known here.
    """
    terms = billing.archive.terms.reset_index().set_index("row")
    asked = terms[terms["tariff_class"] == BUSINESS]
    known = customers.drop_duplicates("customer_no").set_index("customer_no")
    kind, retailer = (asked["customer_no"].map(known[name]) for name in ("market_kind", "retailer"))
    segments = billing.segments
    other = kind.notna() & (kind != asked["market_kind"])
    traded = asked["customer_no"].isin(segments.loc[segments["market_kind"] == DIRECT, "customer_no"])
    contracted = ~traded & retailer.notna()
    prices = ledger["market_prices"]
    settled = ~traded & asked["customer_no"].isin(prices.loc[prices["month"] == billing.month, "customer_no"])
    lines = billing.issued[billing.issued["customer_no"].isin(asked.loc[traded, "customer_no"])]
    rows = _at_agent_price(lines, billing)
    priced = asked["customer_no"].map(rows.groupby(lines["customer_no"].reindex(rows.index)).all())
    at_agent = traded & (priced == True)  # noqa: E712 - NaN is neither
    said = pd.Series("账单的购电单价全部是代理购电公布价", index=asked.index, dtype=object)
    said = said.mask(settled, "「市场价格」有该户本月的价格")
    said = said.mask(contracted, "客户台账登记了售电公司『" + retailer.astype(object).fillna("") + "』")
    said = said.mask(other, "客户台账为『" + kind.astype(object).fillna("") + "』")
    return judge(
        asked,
        at_agent | other | contracted | settled,
        needs=(asked["market_kind"],),
        unknown=(traded & priced.isna() | kind.isna()) & ~other & ~contracted & ~settled,
        reason="客户台账没有市场化属性，或账单明细没有购电单价",
        actual=asked["market_kind"].astype(object).mask(at_agent & ~other, DIRECT),
        expected=kind.astype(object).mask(contracted | settled, DIRECT).mask(at_agent, "按市场价格购电"),
        stake_fen=_purchase_fen(asked["customer_no"], billing),
        message="计费参数的市场化属性为『{actual}』，而{said}",
        values={"said": said},
        rule=rules.cite_key("audit_rules", "电费-D06"),
    )


def _purchase_fen(numbers: pd.Series, billing: Billing) -> pd.Series:
    """Return by how much the issued purchase differs from the recomputed one [fen]; ``NA`` of a bill not whole."""
    units = billing.comparison.units
    units = units[(units["unit"] == ENERGY[0]) & ~units["undone"].astype(bool)]
    return of_bill(numbers.map(units.groupby("customer_no")["difference_fen"].sum()), numbers, billing)


def _at_agent_price(lines: pd.DataFrame, billing: Billing) -> pd.Series:
    """Say which printed purchase rows have the published price, line loss included, of their period in a segment."""
    segments = billing.segments[billing.segments["customer_no"].isin(lines["customer_no"])]
    costs = [component_prices(prices, billing.flags).assign(epoch=at) for at, prices in enumerate(billing.published)]
    mine = each_kind(segments, billing.quantities.energy.billed)[["customer_no", *EPOCH]].merge(
        pd.concat(costs), left_on=EPOCH, right_on=["epoch", "tariff", "voltage"]
    )
    long = [mine[["customer_no"]].assign(period=p, price=mine[p + mark]) for p in EVERY for mark in "°*"]
    known = pd.MultiIndex.from_frame(pd.concat(long).dropna().astype({"price": "int64"}))
    rows = lines[(lines["component"] == ENERGY[0]) & (lines["part"] == ENERGY[0])]
    rows = rows[rows["unit_price"].notna()]
    price = scaled(rows["unit_price"], PLACES).fillna(-1).astype("int64")
    keys = [rows["customer_no"], rows["period"], price]
    return pd.Series(pd.MultiIndex.from_arrays(keys).isin(known), index=rows.index)


@check(
    "电费-D09",
    "线损费重复",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="amount_yuan",
    advice="去掉重复的上网环节线损费后重算，已发行的办理退补",
    explains=("电费-B07", "审计-A07", "电费-E04"),
)
def line_loss_twice(billing: Billing, rules: RulesInForce) -> Verdict:
    """The line loss is charged once: not beside transmission prices or purchase prices that include it.

    References: 制度 D2; billing.md §1.3, §9 D09 (Shenzhen); 线损率 已含在输配电价; 电价 上网环节线损费用.

    Checked with: generated cases of both kinds; the published Hubei price month 2026-01.

    Limitations: bills with rows of 上网环节线损. A purchase price that is the published one includes the loss.
    """
    rows = billing.issued[(billing.issued["component"] == ENERGY[1]) & (billing.issued["amount_fen"] != 0)]
    asked, paid = rows.drop_duplicates("bill_no"), rows.groupby("bill_no")["amount_fen"].sum()
    rates = rules.rows("line_loss_rates")
    mine = rates[rates["province"] == billing.province]
    price = published(billing, asked["customer_no"], "line_loss_yuan_per_kwh")
    within = (price == 0) | bool((mine["in_transmission"] == YES).any())
    lines = billing.issued[billing.issued["bill_no"].isin(asked["bill_no"])]
    agent = _at_agent_price(lines, billing)
    whole = agent.groupby(lines["bill_no"].reindex(agent.index)).all()
    twice = asked["bill_no"].map(whole).fillna(value=False).astype(bool)
    return judge(
        asked,
        within | twice,
        needs=(),
        unknown=price.isna() & mine.empty & ~twice,
        reason="规则表「电价」「线损率」没有本省本月的行，不知道输配电价是否已含线损",
        actual=asked["unit_price"],
        stake_fen=within_bill(asked["bill_no"].map(paid), asked["customer_no"], billing),
        about=asked["bill_no"],
        message="{said}（{quantity:,.0f} kWh）",
        values={"said": twice.map({True: TWICE, False: INCLUDED})},
        rule=rules.cite_key("audit_rules", "电费-D09"),
    )
