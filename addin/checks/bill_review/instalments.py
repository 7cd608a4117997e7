"""电费-E14: several bills of one month, instalments and the final one, add up to the month."""

import numpy as np
import pandas as pd

from addin.billing.comparing.compare import tolerance_of
from addin.billing.disputed import off_fen
from addin.billing.money import transport, yuan
from addin.billing.month import Billing
from addin.days import DAY
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce


@check(
    "电费-E14",
    "分次结算",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="核对各次结算的起止日和清算账单：清算应为全月电费减去已分次结算的电费，更正后重算",
    explains=("审计-A07", "电费-A11"),
)
def instalments_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """The instalments of a month and its final bill add up to the month's bill, and their days follow on one another.

    References: 制度 D2; billing.md §9 E14; 供电营业规则 (large users may be billed several times a month, billing.md
    §7.4); ledger.md §2.10: 容差 重算账单最低, 重算账单每行.

    Checked with: generated cases on both sides of the tolerance.

    Limitations: the month is the recomputed one; where it could not be recomputed only the days are compared. Several
    bills of the very same days are 电费-E07, not instalments.
    """
    bills = billing.archive.bills.sort_values(["customer_no", "starts_on", "ends_on"], kind="stable")
    bills = bills[~bills.duplicated(["customer_no", "starts_on", "ends_on"])]
    several = bills[bills["customer_no"].duplicated(keep=False)]
    asked = several.drop_duplicates("customer_no", keep="last")
    month = billing.totals.set_index("customer_no").reindex(asked["customer_no"]).set_axis(asked.index)
    month["difference_fen"] = asked["customer_no"].map(off_fen(billing)).astype("Int64")
    off = month["difference_fen"].abs() > _allowed(billing, asked["customer_no"], rules)
    gaps = asked["customer_no"].map(_gaps(several))
    torn = gaps.notna()
    off = off.fillna(value=False).astype(bool)
    return judge(
        asked,
        torn | off,
        unknown=(month["undone"].eq(other=True) | month["recomputed_fen"].isna()) & ~torn & ~off,
        reason="全月电费未能完整重算，分次结算之和无从比较",
        actual=transport(month["issued_fen"], 2),
        expected=transport(month["recomputed_fen"], 2),
        difference=transport(month["difference_fen"], 2),
        stake_fen=month["difference_fen"].abs().where(off),
        about=asked["bill_no"],
        message=_sentences(asked, several, gaps, month),
        rule=rules.cite_key("tolerances", "重算账单最低"),
    )


def _allowed(billing: Billing, customer_nos: pd.Series, rules: RulesInForce) -> pd.Series:
    """Return by how much the sum of a customer's bills may differ [fen]."""
    tolerance = tolerance_of(rules)
    rows = customer_nos.map(billing.issued.groupby("customer_no").size()).fillna(0)
    return pd.Series(np.maximum(tolerance.bill_fen, rows * tolerance.bill_row_fen), index=customer_nos.index)


def _gaps(several: pd.DataFrame) -> pd.Series:
    """Say, by customer_no, where the days of a bill do not follow on those of the one before."""
    last = several.groupby("customer_no", sort=False)["ends_on"].shift()
    torn = several[last.notna() & (several["starts_on"] != last + DAY)]
    before = last.reindex(torn.index).dt.strftime("%Y-%m-%d")
    said = "账单 " + torn["bill_no"].astype(str) + " 自 " + torn["starts_on"].dt.strftime("%Y-%m-%d") + " 起，"
    said = (said + "上一张止于 " + before).set_axis(pd.Index(torn["customer_no"]))
    return said[~said.index.duplicated()]


def _sentences(asked: pd.DataFrame, several: pd.DataFrame, gaps: pd.Series, month: pd.DataFrame) -> pd.Series:
    """Name the bills of each customer, and say what is wrong with their days or their sum."""
    groups = several.groupby("customer_no", sort=False)["bill_no"]
    listed = "本月 " + groups.size().astype(str) + " 张账单（" + groups.agg("、".join) + "）"
    issued, expected, off = (_yuan(month[f"{name}_fen"]) for name in ("issued", "recomputed", "difference"))
    sums = "合计 " + issued + " 元，全月重算 " + expected + " 元，相差 " + off + " 元"
    torn = gaps.map("起止日不相接：{}".format, na_action="ignore").astype(object)
    return asked["customer_no"].map(listed).astype(object) + torn.fillna(sums)


def _yuan(amounts_fen: pd.Series) -> pd.Series:
    """Return amounts as people read them."""
    return amounts_fen.map(lambda fen: "不详" if pd.isna(fen) else f"{yuan(int(fen)):,.2f}").astype(object)
