"""台账-VR09: nobody stands in the ledger twice, and a credit code stands for one name."""

import pandas as pd

from addin.checks.ledger_quality.rows import filled, stamp
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce


@check(
    "台账-VR09",
    "重复的户号与信用代码",
    level=Level.ERROR,
    clause="B7",
    table="customers",
    column="customer_no",
    advice="重复的户号核对后删去一行；同一信用代码多个户名的，是同一法人则统一户名并填写客户编号，否则更正信用代码",
)
def one_row_one_name(customers: pd.DataFrame, ledger: Ledger, rules: RulesInForce) -> Verdict:
    """A 户号 stands in the ledger once; a credit code stands for one name.

    References:
        制度 B7; 校验规则 VR09 (its 另一级别 for the credit code).

    Checked with:
        generated cases only.

    Limitations:
        A change of name leaves both names until all 户号 of the company are updated.
    """
    return both((_repeated(customers, ledger, rules), _several_names(customers, rules)))


def _repeated(customers: pd.DataFrame, ledger: Ledger, rules: RulesInForce) -> Verdict:
    """Find the second and further rows of a 户号."""
    asked = customers[customers["customer_no"].notna()]
    again = asked["customer_no"].duplicated()
    first = asked[~again].reset_index(names="first").set_index("customer_no")["first"]
    earlier = asked.loc[again, "customer_no"].map(first)
    where = earlier.map(lambda row: ledger.where("customers", row, "customer_no")).reindex(asked.index)
    return judge(
        asked,
        again,
        needs=(),
        actual=asked["customer_no"],
        about="户号重复",
        values={"where": where},
        message="户号 {customer_no} 在台账中重复，先前已在{where}",
        **stamp(rules, "台账-VR09"),
    )


def _several_names(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Find credit codes with several names."""
    asked = filled(customers, "credit_code")
    pairs = asked.drop_duplicates(["credit_code", "customer_name"])
    shared = pairs[pairs["credit_code"].duplicated(keep=False)]
    names = asked["credit_code"].map(shared.groupby("credit_code")["customer_name"].agg(_joined))
    return judge(
        asked,
        names.notna(),
        needs=(),
        actual=names,
        about="信用代码",
        column="credit_code",
        message="统一社会信用代码 {credit_code} 在台账里有不同的户名：{actual}",
        outcome=Outcome.NOTICE,
        **stamp(rules, "台账-VR09", second=True),
    )


def _joined(names: pd.Series) -> str:
    """Return names in a row; an empty one is said."""
    return "、".join(names.fillna("（户名空）"))
