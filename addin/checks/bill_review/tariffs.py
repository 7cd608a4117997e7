"""电费-D02, D03: the tariff against voltage and capacity."""

import pandas as pd

from addin.billing.money import product_fen, scaled
from addin.billing.month import Billing
from addin.billing.pricing.prices import BUSINESS, OF, PLACES
from addin.billing.standards import rated_kv
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce, told_in
from addin.tables.choices import TARIFF_KINDS, TOTAL

FLAGS = "billing_flags"
SINGLE, TWO_PART = TARIFF_KINDS


@check(
    "电费-D02",
    "电价与电压不符",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="pricing_voltage",
    advice="按供电电压更正计价电压，重算并办理退补；产权分界点在另一电压侧的，在备注写明",
    explains=("审计-A07", "电费-E04"),
)
def voltage_differs(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The customer is billed in the price column of its supply voltage.

    References: 制度 D2; billing.md §9 D02, §11; 电价 (voltage bounds), 代码_电压与用电类别.

    Checked with: the published Hubei price month 2026-01.

    Limitations: the supply voltage is that of 客户台账; the money is the difference of the energy transmission price on
    the energy of the month. Where several columns are for one voltage (高供高计, 高供低计), each of them fits.
    """
    asked = _terms(billing)
    tiers = billing.prices[billing.prices["variant"] == 0]
    volts = asked["customer_no"].map(_supply(customers)).map(rated_kv(rules))
    own = asked["pricing_voltage"].astype("string").str.extract(f"{OF}(.*)", expand=False).fillna("")
    expected = asked["pricing_voltage"].where(_within(asked, volts, tiers))
    for tier in tiers.itertuples():
        upper = tier.upper_kv if pd.notna(tier.upper_kv) else float("inf")
        within = (volts >= tier.lower_kv) & (volts < upper) & (asked["tariff_kind"] == tier.tariff)
        same = own == str(tier.voltage).partition(OF)[2]
        expected = expected.mask(within & same & expected.isna(), tier.voltage)
    return judge(
        asked,
        asked["pricing_voltage"] != expected,
        needs=(expected, asked["pricing_voltage"]),
        reason="供电电压为空或无法识别，或「电价」没有该电压等级的行",
        actual=asked["pricing_voltage"],
        expected=expected,
        stake_fen=_at_stake(asked, expected, tiers, billing),
        message="供电电压 {volts:g} kV 应按「{expected}」计价，计费参数为「{actual}」",
        values={"volts": volts},
        rule=_price_row(asked["tariff_kind"], expected, tiers),
    )


def _terms(billing: Billing) -> pd.DataFrame:
    """Return the business terms of the month, index = row id of 计费参数."""
    terms = billing.archive.terms.reset_index()
    return terms[terms["tariff_class"] == BUSINESS].set_index("row")


def _supply(customers: pd.DataFrame) -> pd.Series:
    """Return the supply voltage's word by customer_no."""
    return customers.drop_duplicates("customer_no").set_index("customer_no")["supply_voltage"]


def _within(asked: pd.DataFrame, volts: pd.Series, tiers: pd.DataFrame) -> pd.Series:
    """Say whose supply voltage [kV] is within the bounds of its own price row."""
    rows = tiers.drop_duplicates(["tariff", "voltage"]).set_index(["tariff", "voltage"])[["lower_kv", "upper_kv"]]
    own = rows.reindex(pd.MultiIndex.from_frame(asked[["tariff_kind", "pricing_voltage"]])).set_axis(asked.index)
    return (volts >= own["lower_kv"]) & ~(volts >= own["upper_kv"])


def _at_stake(asked: pd.DataFrame, expected: pd.Series, tiers: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what the other column's transmission price changes on the month's energy [fen]."""
    price = tiers.set_index(["tariff", "voltage"])["transmission_yuan_per_kwh"]
    columns = (asked["pricing_voltage"], expected)
    keys = [pd.MultiIndex.from_arrays([asked["tariff_kind"], column]) for column in columns]
    now, then = (scaled(price.reindex(key).set_axis(asked.index), PLACES) for key in keys)
    billed = billing.quantities.energy.billed
    kwh = billed[billed["point_no"] == ""].groupby("customer_no")[TOTAL].sum(min_count=1)
    used = asked["customer_no"].map(kwh)
    return product_fen((used, 2), (now - then, 0), divisor=10**PLACES).abs()


def _price_row(kind: pd.Series, voltage: pd.Series, tiers: pd.DataFrame) -> pd.Series:
    """Return the citation of the price row of a kind and voltage."""
    rows = tiers.set_index(["tariff", "voltage"])["row"]
    found = rows.reindex(pd.MultiIndex.from_arrays([kind, voltage])).set_axis(kind.index)
    return "电价!" + found.astype("Int64").astype("string").fillna("")


@check(
    "电费-D03",
    "单一制两部制与容量不符",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="tariff_kind",
    advice="核对合同容量和送电日期，更正电价制度后重算；存量用户可征求客户意见后改为两部制",
    explains=("审计-A07", "电费-E04"),
)
def kind_differs(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Small users are billed on the single-part tariff, users of the upper limit and more on the two-part tariff.

    References: 制度 D2; 发改价格〔2023〕526号; billing.md §2.1; ledger.md §3 D03; 计费规则 两部制:可选下限,
    两部制:必须下限, 两部制:存量截止日.

    Checked with: generated cases on both sides of 100 and 315 kVA and of 2023-06-01.

    Limitations: capacity is the contract capacity. A user of the upper limit and more that was connected before the
    date may keep the single part and is only noted, once a year (审核阈值 电费-D03:提示月份).
    """
    asked = _terms(billing)
    known = customers.drop_duplicates("customer_no").set_index("customer_no")
    asked = asked.assign(connected_on=known["connected_on"].reindex(asked["customer_no"]).to_numpy())
    least, must = rules.value(FLAGS, "两部制:可选下限"), rules.value(FLAGS, "两部制:必须下限")
    since = pd.Timestamp(rules.text(FLAGS, "两部制:存量截止日"))
    kva, single = asked["contract_capacity_kva"], asked["tariff_kind"] == SINGLE
    large = single & (kva >= must)
    old = large & (asked["connected_on"] < since)
    return both(
        [
            judge(
                asked[~old],
                (~single & (kva <= least) | large)[~old],
                needs=(kva[~old],),
                unknown=(large & asked["connected_on"].isna())[~old],
                reason="合同容量或送电日期为空",
                actual=asked["tariff_kind"],
                expected=asked["tariff_kind"].map({SINGLE: TWO_PART, TWO_PART: SINGLE}),
                message="合同容量 {contract_capacity_kva:g} kVA，应执行{expected}，计费参数为{actual}",
                rule=large.map(
                    {True: rules.cite_key(FLAGS, "两部制:必须下限"), False: rules.cite_key(FLAGS, "两部制:可选下限")}
                ),
            ),
            judge(
                asked[old],
                old[old] & told_in(rules, "电费-D03", billing.month),
                actual=asked["tariff_kind"],
                level=str(Level.NOTICE),
                outcome=Outcome.NOTICE,
                message="合同容量 {contract_capacity_kva:g} kVA，{connected_on:%Y-%m-%d} 送电，存量用户可以保留单一制",
                rule=rules.cite_key(FLAGS, "两部制:存量截止日"),
            ),
        ]
    )
