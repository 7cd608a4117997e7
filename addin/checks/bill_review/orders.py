"""电费-E10, E11: changes of supply that the month's bill hangs on: orders still open, and first months."""

from datetime import date

import pandas as pd

from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

TABLE = "audit_thresholds"
SWITCHED_ON = "投运"
TOTAL = "正向有功总"


@check(
    "电费-E10",
    "变更工单未归档",
    level=Level.ERROR,
    clause="D2",
    table="changes",
    column="state",
    advice="催办工单归档，更新档案后再算费；确未执行的更正执行起日",
)
def order_open(changes: pd.DataFrame, rules: RulesInForce, month_end: date) -> Verdict:
    """An order on capacity or meter whose work has begun by the end of the month is archived.

    Else the bill rests on an archive of the past.

    References: 制度 D2; billing.md §9 E10; 审核阈值 电费-E10:业务, 电费-E10:未归档状态.

    Checked with: generated cases only.

    Limitations: orders without a first day of the work, and those that begin after the month, are not asked.
    """
    kinds, states = (rules.words(TABLE, f"电费-E10:{name}") for name in ("业务", "未归档状态"))
    begun = changes["starts_on"] <= pd.Timestamp(month_end)
    meant = changes["change_kind"].fillna("").str.contains("|".join(kinds))
    asked = changes[begun & meant].drop_duplicates("application_no")
    return judge(
        asked,
        asked["state"].isin(states),
        needs=(asked["state"],),
        reason="变更台账没有填状态",
        actual=asked["state"],
        expected="已生效或已完成",
        about=asked["application_no"],
        message="{change_kind}工单 {application_no}：执行起日 {starts_on:%Y-%m-%d} 已到，状态仍为『{state}』",
        rule=rules.cite_key(TABLE, "电费-E10:未归档状态"),
    )


@check(
    "电费-E11",
    "新装增容首月",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="starts_on",
    advice="核对送电日、起始示数和计费参数，补齐后重算首月账单",
)
def first_month_incomplete(  # noqa: PLR0913, PLR0917 - a first month hangs on all of these
    bills: pd.DataFrame,
    readings: pd.DataFrame,
    billing_terms: pd.DataFrame,
    capacity_changes: pd.DataFrame,
    customers: pd.DataFrame,
    rules: RulesInForce,
    month: str,
    month_end: date,
) -> Verdict:
    """The first bill after connection or an increase has its days, the reading it starts from, and its class.

    References: 制度 D2; billing.md §9 E11; 计费规则 启用日计费 (the day of connection counts); 审核阈值 电费-E11:业务.

    Checked with: generated cases only.

    Limitations: customers connected, or with a device switched on under 新装 or 增容, in the month and billed for it.
    """
    mine = bills[(bills["month"] == month) & bills["reverses_no"].isna()].drop_duplicates("customer_no")
    connected = customers.drop_duplicates("customer_no").set_index("customer_no")["connected_on"]
    starts = connected.reindex(mine["customer_no"]).set_axis(mine.index)
    new = starts.dt.strftime("%Y-%m") == month
    asked = mine[new | mine["customer_no"].isin(_switched_on(capacity_changes, rules, month))]
    lacking = pd.DataFrame({
        "账单起日不是送电日": new & (mine["starts_on"] != starts),
        "没有起始示数": ~mine["customer_no"].isin(_started(readings, month)),
        "计费参数没有电价类别、电价制度或容需量计费方式": ~mine["customer_no"].isin(_classed(billing_terms, month_end)),
    }).loc[asked.index]  # fmt: skip
    said = lacking.apply(lambda row: "、".join(row.index[row]), axis="columns", result_type="reduce").astype(object)
    return judge(
        asked,
        lacking.any(axis="columns"),
        needs=(),
        actual=said,
        expected="齐全",
        about=asked["bill_no"],
        message="首月账单 {bill_no}：{actual}",
        rule=rules.cite_key("audit_rules", "电费-E11"),
    )


def _switched_on(changes: pd.DataFrame, rules: RulesInForce, month: str) -> set[str]:
    """Return the customers with a device that began in the month as new or as an increase."""
    kinds = "|".join(rules.words(TABLE, "电费-E11:业务"))
    begun = (changes["changed_at"].dt.strftime("%Y-%m") == month) & (changes["event"] == SWITCHED_ON)
    return set(changes.loc[begun & changes["business"].fillna("").str.contains(kinds), "customer_no"])


def _started(readings: pd.DataFrame, month: str) -> set[str]:
    """Return the customers all of whose active registers start from a reading."""
    rows = readings[(readings["month"] == month) & (readings["register"] == TOTAL)]
    known = rows["previous_reading"].notna().groupby(rows["customer_no"]).all()
    return set(known.index[known])


def _classed(terms: pd.DataFrame, day: date) -> set[str]:
    """Return the customers whose terms in force say how they are billed."""
    at = pd.Timestamp(day)
    rows = terms[(terms["effective_on"] <= at) & ~(terms["expires_on"] <= at)]
    whole = rows[["tariff_class", "tariff_kind", "capacity_mode"]].notna().all(axis="columns")
    return set(rows.loc[whole, "customer_no"])
