"""电费-B05: the power factor standard against the rule of the customer's kind."""

import pandas as pd

from addin.billing.metering.own_kinds import taking_part
from addin.billing.month import Billing
from addin.billing.power_factor import EXEMPT, adjustment, adjustment_fen, standard_percent
from addin.billing.standards import expected_standards
from addin.billing.statement import POWER_FACTOR
from addin.checks.bill_review.earlier_terms import SAID, at_either_capacity, at_end, earlier_terms, of_business
from addin.findings import Level, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce

DECISIVE = ["tariff_class", "tariff_kind", "pricing_voltage"]
"""Terms that change with what decides the standard."""
MESSAGE = "力调标准 {power_factor_standard}，{contract_capacity_kva:g} kVA 按「{user}」应为 {expected}"


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
def standard_differs(
    billing: Billing, billing_terms: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """The power factor standard is the one for the customer's industry, capacity, voltage and tap changer.

    References: 制度 D2; 水电财字〔1983〕215号; ledger.md §3 力调标准; 功率因数标准.

    Checked with: generated cases on both sides of 100 and 160 kVA; months cut by another standard.

    Limitations: exceptions stand in 计费参数 with their reason and are not questioned; only business tariffs are asked.
    Of a cut month the days before are asked too, where the standard was another: held to the contract capacity of now
    and to the capacity then, and 未能核查 where these disagree, or voltage, kind or class changed as well.
    """
    asked = _questioned(billing.archive.terms.reset_index().set_index("row"))
    before = _questioned(earlier_terms(billing, billing_terms, "power_factor_standard"))
    return both([_at_end(asked, billing, customers, rules), _before(before, billing, customers, rules)])


def _questioned(terms: pd.DataFrame) -> pd.DataFrame:
    """Return the terms of business users without an exception."""
    business = of_business(terms)
    return business[business["power_factor_exception"].isna()]


def _at_end(asked: pd.DataFrame, billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Judge the terms of the month's end."""
    expected, given = _due(asked, billing, customers, rules), _given(asked)
    lines = billing.lines[billing.lines["segment"].isin(at_end(billing, "power_factor_standard"))]
    return judge(
        asked,
        (given != expected["standard"]).where(expected["standard"].notna()),
        needs=(expected["standard"], given),
        reason="缺行业分类、合同容量或供电电压，或力调标准为空，无法判断",
        actual=asked["power_factor_standard"],
        expected=_shown(expected["standard"]),
        stake_fen=_at_stake(asked, expected["standard"], lines, billing, rules),
        message=MESSAGE,
        values={"user": expected["user"]},
        rule=expected["rule"],
    )


def _before(asked: pd.DataFrame, billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Judge the terms of the days before, where the standard was another."""
    given = _given(asked)

    def failed(kva: pd.Series) -> pd.Series:
        due = _due(asked.assign(contract_capacity_kva=kva), billing, customers, rules)["standard"]
        return (given != due).where(due.notna() & given.notna())

    wrong, unsure = at_either_capacity(asked, failed)
    now = billing.archive.terms.reindex(asked["customer_no"]).set_axis(asked.index)
    unlike = asked[DECISIVE].ne(now[DECISIVE]).any(axis="columns")
    expected = _due(asked, billing, customers, rules)
    return judge(
        asked,
        wrong,
        needs=(),
        unknown=unsure | (wrong & unlike),
        reason=SAID + "的力调标准为 {power_factor_standard}，而当时的容量、电压或电价类别与月末不同，不能判断",
        actual=asked["power_factor_standard"],
        expected=_shown(expected["standard"]),
        about=asked["starts_on"].dt.strftime("自 %Y-%m-%d"),
        message=SAID + MESSAGE,
        values={"user": expected["user"]},
        rule=expected["rule"],
    )


def _due(asked: pd.DataFrame, billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    return expected_standards(asked, customers, billing.archive.devices, rules)


def _given(asked: pd.DataFrame) -> pd.Series:
    """Return the standards of 计费参数 in hundredths; 0 is exempt."""
    return standard_percent(asked["power_factor_standard"]).where(asked["power_factor_standard"] != EXEMPT, 0)


def _shown(standard: pd.Series) -> pd.Series:
    """Return standards as people write them; 0 is exempt."""
    text = (standard.astype("Float64") / 100).map("{:.2f}".format, na_action="ignore").astype(object)
    return text.where(standard != 0, EXEMPT).where(standard.notna(), None)


def _at_stake(
    asked: pd.DataFrame, standard: pd.Series, lines: pd.DataFrame, billing: Billing, rules: RulesInForce
) -> pd.Series:
    """Return what the other standard would change on the recomputed base of these rows [fen]; ``NA`` of a part."""
    parts = lines[taking_part(lines, billing.quantities.energy.points, billing.flags)]
    base = asked["customer_no"].map(parts.groupby("customer_no")["amount_fen"].sum()).astype("Int64")
    now = lines[lines["component"] == POWER_FACTOR].groupby("customer_no")["amount_fen"].sum()
    cosine = asked["customer_no"].map(billing.quantities.power_factor["power_factor"])
    rate = adjustment(rules.rows("power_factor_table"), standard, cosine)["change_percent"].fillna(0.0)
    then = adjustment_fen(base, rate).where(cosine.notna() | (standard == 0))
    other = (then - asked["customer_no"].map(now).fillna(0).astype("Int64")).abs()
    return other.mask(asked["customer_no"].isin(billing.doubts["customer_no"]))
