"""电费-B05: the power factor standard against the rule of the customer's kind."""

import pandas as pd

from addin.billing.month import Billing
from addin.billing.power_factor import EXEMPT, adjustment, adjustment_fen, standard_percent
from addin.billing.pricing.prices import BUSINESS
from addin.billing.standards import expected_standards
from addin.billing.statement import POWER_FACTOR
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce


@check(
    "电费-B05",
    "力调标准不符",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="power_factor_standard",
    advice="按行业、容量和调压方式更正力调标准并重算；有例外的，在计费参数填写例外依据",
    explains=("电费-B09", "审计-A07"),
)
def standard_differs(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The power factor standard is the one for the customer's industry, capacity, voltage and tap changer.

    References: 制度 D2; 水电财字〔1983〕215号; ledger.md §3 力调标准; 功率因数标准.

    Checked with: generated cases on both sides of 100 and 160 kVA.

    Limitations: exceptions stand in 计费参数 with their reason and are not questioned; only business tariffs are asked.
    """
    terms = billing.archive.terms
    business = terms[(terms["tariff_class"] == BUSINESS) & terms["power_factor_exception"].isna()]
    asked = business.reset_index().set_index("row")
    expected = expected_standards(asked, customers, billing.archive.devices, rules)
    given = standard_percent(asked["power_factor_standard"]).where(asked["power_factor_standard"] != EXEMPT, 0)
    return judge(
        asked,
        (given != expected["standard"]).where(expected["standard"].notna()),
        needs=(expected["standard"], given),
        reason="缺行业分类、合同容量或供电电压，或力调标准为空，无法判断",
        actual=asked["power_factor_standard"],
        expected=_shown(expected["standard"]),
        stake_fen=_at_stake(asked, expected["standard"], billing, rules),
        message="力调标准 {power_factor_standard}，{contract_capacity_kva:g} kVA 按「{user}」应为 {expected}",
        values={"user": expected["user"]},
        rule=expected["rule"],
    )


def _shown(standard: pd.Series) -> pd.Series:
    """Return standards as people write them; 0 is exempt."""
    text = (standard.astype("Float64") / 100).map("{:.2f}".format, na_action="ignore").astype(object)
    return text.where(standard != 0, EXEMPT).where(standard.notna(), None)


def _at_stake(asked: pd.DataFrame, standard: pd.Series, billing: Billing, rules: RulesInForce) -> pd.Series:
    """Return what the other standard would change on the recomputed base [fen]."""
    lines = billing.lines[billing.lines["component"].isin(billing.flags.power_factor_components)]
    base = asked["customer_no"].map(lines.groupby("customer_no")["amount_fen"].sum()).astype("Int64")
    now = billing.lines[billing.lines["component"] == POWER_FACTOR].groupby("customer_no")["amount_fen"].sum()
    cosine = asked["customer_no"].map(billing.quantities.power_factor["power_factor"])
    rate = adjustment(rules.rows("power_factor_table"), standard, cosine)["change_percent"].fillna(0.0)
    then = adjustment_fen(base, rate).where(cosine.notna() | (standard == 0))
    return (then - asked["customer_no"].map(now).fillna(0).astype("Int64")).abs()
