"""The late fees of a month: of bills on which money came in, and of what is past due and unpaid."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.billing.claims.late_fee import due_days, late_fees
from addin.billing.claims.late_fee_rates import YEARS, rates_permille
from addin.billing.history import standing
from addin.billing.money import fen
from addin.reading import Ledger
from addin.rulebook import NoRule, RulesInForce
from addin.tables.choices import PENDING

AS_RECORDED = "按收款记录"
ORDER = "部分付款清偿次序"
CASES = (
    "customer_no", "bill_no", "month", "charge_fen", "due_on", "principal_fen", "received_fee_fen", "settled",
    "receipt", "fee_fen", "recorded_order_fen", "lines", "contract_no", "rule", "doubt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LateBills:
    """Bills paid in a month or past due and unpaid.

    Attributes:
        bills: ``CASES``, index = row id of the bill; principal and fee received up to today, ``settled`` when the
            principal is; ``receipt`` the row id of the last receipt of the month (−1: none); ``fee_fen`` by the order
            of clearing that the rules say, ``recorded_order_fen`` by principal and fee as the receipts split them;
            ``lines`` counts its rounded amounts; ``doubt`` is a sentence where the fee is not known (NA then).
        parts: see ``LateFees.parts``.
        splits: receipts whose split is another by the order of clearing than they say; see ``LateFees.splits``.
        order_rule: citation of the row that says the order; empty where none does.
    """

    bills: pd.DataFrame
    parts: pd.DataFrame
    splits: pd.DataFrame
    order_rule: str


def late_bills(ledger: Ledger, rules: RulesInForce, month: str, as_of: date) -> LateBills:
    """Reckon the late fees that a month's audit looks at.

    Bills of the time before the first month of the receipts are left out: nobody knows whether they were paid.
    """
    owed = _owed(ledger, rules, month, as_of)
    owed = owed.join(rates_permille(owed, ledger["contracts"], ledger["billing_terms"], rules))
    owed["rule"] = owed["rule"].where(owed["rule"] != "", rules.cite_key("billing_flags", "违约金跨年方式"))
    missing = _missing(owed)
    known = owed[missing == ""]
    orders = {"fee_fen": _order(rules), "recorded_order_fen": AS_RECORDED}
    found = {name: late_fees(known, ledger["receipts"], rules, as_of, order) for name, order in orders.items()}
    parts, splits = found["fee_fen"].parts, found["fee_fen"].splits
    owed["lines"] = found["recorded_order_fen"].parts["bill"].value_counts().reindex(owed.index, fill_value=0)
    owed["doubt"] = missing.where(~_unlawful(owed, rules), _unlawful_rate(owed, rules))
    for name, fees in found.items():
        owed[name] = fees.fee_fen.reindex(owed.index).astype("Int64").where(owed["doubt"] == "")
    sure = owed.index[owed["doubt"] == ""]
    splits = splits[splits["bill"].isin(sure)]
    if len(splits):
        splits = splits[splits["principal_fen"] != splits["recorded_fen"]]
    rule = "" if _order(rules) == AS_RECORDED else rules.cite_key("billing_flags", ORDER)
    return LateBills(owed[list(CASES)], parts[parts["bill"].isin(sure)], splits, rule)


def _owed(ledger: Ledger, rules: RulesInForce, month: str, as_of: date) -> pd.DataFrame:
    """Return the bills on which money came in this month, and those past due and unpaid."""
    bills = standing(ledger["bills"])
    bills = bills[(bills["month"] <= month) & (bills["state"] != PENDING)].drop_duplicates("bill_no")
    owed = bills[["customer_no", "bill_no", "month", "charge_yuan"]].assign(due_on=due_days(bills["due_on"], rules))
    owed["charge_fen"] = fen(bills["charge_yuan"])
    receipts = ledger["receipts"]
    receipts = receipts[receipts["received_on"] <= pd.Timestamp(as_of)]
    owed = owed.join(_received(bills["bill_no"], receipts, month))
    owed[["principal_fen", "received_fee_fen"]] = owed[["principal_fen", "received_fee_fen"]].fillna(0).astype("Int64")
    owed["receipt"] = owed["receipt"].fillna(-1).astype("int64")
    owed["settled"] = (owed["principal_fen"] >= owed["charge_fen"]).fillna(value=False)
    first = receipts["received_on"].min()
    unsaid = (owed["principal_fen"] == 0) & (owed["due_on"] < (first.replace(day=1) if pd.notna(first) else first))
    unpaid = ~owed["settled"] & (owed["due_on"] < pd.Timestamp(as_of)) & ~unsaid & bool(len(receipts))
    return owed[(owed["receipt"] >= 0) | unpaid].copy()


def _received(bill_nos: pd.Series, receipts: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return by row id of the bill what came in, and the last receipt within the month."""
    place = pd.Index(bill_nos).get_indexer(receipts["bill_no"])
    rows = receipts[place >= 0].assign(place=place[place >= 0]).sort_values("received_on", kind="stable")
    amounts = {"principal_fen": fen(rows["principal_yuan"]), "received_fee_fen": fen(rows["late_fee_yuan"])}
    result = rows.assign(**amounts).groupby("place")[list(amounts)].sum()
    first = pd.Timestamp(f"{month}-01")
    mine = rows[(rows["received_on"] >= first) & (rows["received_on"] < first + pd.offsets.MonthBegin(1))]
    last = pd.Series(mine.index, index=mine["place"], name="receipt")
    result = result.join(last[~last.index.duplicated(keep="last")])
    return result.set_axis(bill_nos.index[result.index])


def _missing(owed: pd.DataFrame) -> pd.Series:
    """Say what a bill's fee lacks, empty where nothing."""
    conditions = {
        "电费账单没有交费截止日，不知从哪天起计违约金": owed["due_on"].isna(),
        "电费账单没有总电费，或不是两位小数": owed["charge_fen"].isna(),
        "规则表「违约金费率」没有当年和跨年的有效行，合同也没有约定，请补上": owed[list(YEARS)].isna().any(axis=1),
    }
    return pd.Series(np.select(list(conditions.values()), list(conditions), default=""), index=owed.index, dtype=object)


def _bounds(rules: RulesInForce) -> tuple[float, float]:
    """Return between which rates a contract may agree [‰/day]."""
    low, high = (rules.value("contract_parameters", f"违约金率:{bound}") for bound in ("下限", "上限"))
    return low, high


def _unlawful(owed: pd.DataFrame, rules: RulesInForce) -> pd.Series:
    """Say which late bills stand on a rate that no contract may agree."""
    return owed["contract_no"].notna() & ~owed["当年"].between(*_bounds(rules)) & (owed["lines"] > 0)


def _unlawful_rate(owed: pd.DataFrame, rules: RulesInForce) -> pd.Series:
    """Say so of a contract's rate."""
    said = "合同 " + owed["contract_no"].astype(str) + " 约定的违约金率 " + owed["当年"].map("{:g}".format).astype(str)
    low, high = _bounds(rules)
    return said + f"‰/日 不在 {low:g}‰–{high:g}‰ 之内，不能据以计收，请先更正合同"


def _order(rules: RulesInForce) -> str:
    """Return the order of clearing; where the rules say none, as the receipts split the money."""
    try:
        return rules.text("billing_flags", ORDER)
    except NoRule:
        return AS_RECORDED
