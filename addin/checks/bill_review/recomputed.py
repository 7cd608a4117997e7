"""审计-A07: the bill recomputed and compared."""

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.demand import READINGS
from addin.billing.basic.over_contract import readings_fen, undecided
from addin.billing.causes.explanations import sentences
from addin.billing.comparing.compare import TAKEN_OVER
from addin.billing.disputed import off_fen
from addin.billing.doubts import spoken
from addin.billing.metering.multipliers import BY_RATIOS
from addin.billing.money import transport
from addin.billing.month import Billing
from addin.billing.published import demand_terms
from addin.checks.bill_review.differences import differences
from addin.checks.bill_review.unissued import unissued
from addin.findings import Level, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce


@check(
    "审计-A07",
    "账单重算不一致",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="对照「账单重算」逐行核对：待发行的退回重算，已发行的办理退补",
)
def bill_differs(billing: Billing, causes: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Recompute the bills of the month from readings, archive and published prices, and compare to the fen.

    References: 制度 D1, D2; ledger.md §2.8–2.10; billing.md §1–§6, §8; 容差 重算分项每行, 重算账单最低, 重算账单每行.

    Checked with: a real State Grid bill's line loss (7,471,200 kWh × 0.11 %) and power factor row; the published Hubei
    price month 2026-01; a real bill's demand in the rows of a main meter and of a sub-meter (30,842.066223 + 1.933777
    kW); an independent pricing of about a hundred generated customers, equal to the fen or within one.

    Limitations: purchase of customers that trade directly without rows in 市场价格, sub-meters at another class
    without a row in 目录电价, power factors with own generation and no four-quadrant registers, refunds of other months
    (退补, taken over as printed), and whatever else 账单重算 calls 未能核查: such a bill is never passed; what can be
    recomputed of it is compared.
    A bill that differs is reckoned again with each of the usual mistakes, alone and in pairs; those that give exactly
    the issued amount are named, all of them where several fit equally. A bill that passes, but not to the fen, is asked
    for another order of rounding alone: 账单重算 names it, no finding does. Several bills of a customer are compared by
    their sum. A customer without any bill of the month is asked only where its month
    could not be reckoned as a whole: before bills are issued that says whose will be 未能核查, and why.
    涉及金额 is what the bill is off as a whole: rows that make one another good leave nothing to refund, only rows to
    mend; where the whole is not known it is empty.
    """
    asked = billing.totals
    off = asked["customer_no"].map(off_fen(billing)).astype("Int64")
    issued = judge(
        asked,
        asked["different"],
        needs=(),
        unknown=asked["undone"] & ~asked["different"],
        reason=_reasons(billing),
        actual=transport(asked["issued_fen"], 2),
        expected=transport(asked["recomputed_fen"].mask(off.isna()), 2),
        difference=transport(off, 2),
        stake_fen=off.abs(),
        about=asked["bill_no"],
        message=_sentences(billing, causes),
        rule=rules.cite_key("tolerances", "重算账单最低"),
    )
    return both([issued, unissued(billing, customers)])


def _sentences(billing: Billing, causes: pd.DataFrame) -> pd.Series:
    """Say how each bill differs, why its whole is not known, and which mistakes would give what was issued."""
    said = differences(billing)
    owner = billing.totals.loc[said.index, "customer_no"]
    open_ = ~owner.isin(off_fen(billing).index)
    said = said.mask(
        open_, said + "；未能整张重算，涉及金额不详：" + _reasons(billing).reindex(said.index).astype(object)
    )
    for more in (_multiplier_taken(billing), sentences(causes)):
        said = said + owner.map(more).astype(object).fillna("")
    return said


def _multiplier_taken(billing: Billing) -> pd.Series:
    """Say for whom CT × PT was taken although the archive writes another multiplier down, by customer_no."""
    rows = billing.quantities.energy.metered
    other = (rows["multiplier"] != rows["archived"]) & rows["archived"].notna()
    off = rows[other & (rows["multiplier_from"] == BY_RATIOS)].drop_duplicates("customer_no")
    said = [
        f"；计量点 {row.point_no} 的倍率按 CT×PT 取 {row.multiplier:,g}，「计量点」综合倍率为 {row.archived:,g}"
        for row in off.itertuples()
    ]
    return pd.Series(said, index=pd.Index(off["customer_no"]), dtype=object)


def _reasons(billing: Billing) -> pd.Series:
    """Say why a bill was not recomputed as a whole."""
    asked = billing.totals[billing.totals["undone"]]
    added = billing.issued[billing.issued["component"].isin(TAKEN_OVER)]
    taken = "含" + added.drop_duplicates("customer_no").set_index("customer_no")["component"] + "行，按账单原样计入"
    reason = asked["customer_no"].map(spoken(billing.doubts)).astype(object).fillna(asked["customer_no"].map(taken))
    followed = asked["customer_no"].map(_reading_followed(billing)).astype(object).fillna("")
    return reason.fillna("账单明细中有金额不是两位小数或为空") + followed


def _reading_followed(billing: Billing) -> pd.Series:
    """Say which reading of the 105 % rule an issued demand charge follows, where the rule is not set."""
    open_ = undecided(billing.quantities.demand)
    said = pd.Series(None, index=pd.Index(open_["customer_no"].unique()), dtype=object)
    if open_.empty:
        return said
    issued = billing.issued[billing.issued["component"] == DEMAND].groupby("customer_no")["amount_fen"].sum()
    amounts = readings_fen(billing.quantities.demand, demand_terms(billing), billing.flags).reindex(said.index)
    for name in READINGS:
        same = amounts[name] == issued.reindex(said.index)
        said = said.mask(same.fillna(value=False).astype(bool), f"；账单金额等于读法{name}")
    return said
