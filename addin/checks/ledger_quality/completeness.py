"""台账-VR00, VR08 and 审计-A04: is everybody in the ledger, with what must be known."""

import pandas as pd

from addin.checks.ledger_quality.rows import stamp
from addin.findings import Level, Outcome, Verdict, judge, nothing
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce
from addin.tables.customers import CUSTOMERS

NOT_IN_LEDGER = "把该户补进「客户台账」；若户号有误（前导零、科学计数法），更正导出表"
SEVERAL_SOURCES = ("双电源", "多电源", "单电源双回路")
SWITCHED = {"interlock": "电源联锁方式", "switching": "切换方式"}


@check(
    "台账-VR00",
    "账单户号不在台账",
    level=Level.ERROR,
    clause="B7",
    table="bills",
    column="customer_no",
    advice=NOT_IN_LEDGER,
    explains=("台账-VR00b",),
)
def billed_customer_in_ledger(bills: pd.DataFrame, customers: pd.DataFrame, month: str) -> Verdict:
    """Every customer billed in the audited month stands in 客户台账.

    References:
        制度 B7; ledger.md §2; issue 3 (a customer with bills but not in the ledger).

    Checked with:
        generated cases only.

    Limitations:
        Earlier months are not asked: a customer may have left the list since.
    """
    asked = bills[(bills["month"] == month) & bills["customer_no"].notna()].drop_duplicates("customer_no")
    return judge(
        asked,
        ~asked["customer_no"].isin(customers["customer_no"]),
        needs=(),
        actual=asked["customer_no"],
        message="{month} 有账单（{bill_no}）的户号 {customer_no} 不在「客户台账」，该户没有核查",
        outcome=Outcome.MISSING,
    )


@check(
    "台账-VR00b",
    "抄表户号不在台账",
    level=Level.ERROR,
    clause="B7",
    table="readings",
    column="customer_no",
    advice=NOT_IN_LEDGER,
)
def read_customer_in_ledger(readings: pd.DataFrame, customers: pd.DataFrame, month: str) -> Verdict:
    """Every customer whose meters were read in the audited month stands in 客户台账.

    References:
        制度 B7; ledger.md §2.

    Checked with:
        generated cases only.

    Limitations:
        Readings without a 户号 are not asked.
    """
    asked = readings[(readings["month"] == month) & readings["customer_no"].notna()].drop_duplicates("customer_no")
    return judge(
        asked,
        ~asked["customer_no"].isin(customers["customer_no"]),
        needs=(),
        actual=asked["customer_no"],
        message="{month} 有抄表记录（计量点 {point_no}）的户号 {customer_no} 不在「客户台账」，该户没有核查",
        outcome=Outcome.MISSING,
    )


@check(
    "台账-VR08",
    "必填项",
    level=Level.ERROR,
    clause="B1",
    table="customers",
    column="customer_no",
    advice="补填空缺的必填项；填了而仍列在这里的，是值不可用，见「数据问题」",
)
def required_cells(customers: pd.DataFrame, ledger: Ledger, rules: RulesInForce) -> Verdict:
    """The required cells of 客户台账 are filled; with several sources also 联锁方式 and 切换方式.

    References:
        制度 B1, B4; 字段字典; 校验规则 VR08.

    Checked with:
        generated cases only.

    Limitations:
        A column that the sheet lacks altogether is one row of 数据问题, not a finding for every customer.
    """
    present = [column for column in CUSTOMERS if ledger.has_column("customers", column.name)]
    lacking = pd.Series("", index=customers.index, dtype=object)
    first = pd.Series("", index=customers.index, dtype=object)
    several = customers["supply_kind"].astype(object).str.startswith(SEVERAL_SOURCES).fillna(value=False).astype(bool)
    for column in present:
        if not (column.required or column.name in SWITCHED):
            continue
        empty = customers[column.name].isna() & (column.required | several)
        lacking = lacking.mask(empty, lacking + column.title + "、")
        first = first.mask(empty & (first == ""), column.name)
    return judge(
        customers,
        lacking != "",
        needs=(),
        actual=lacking.str.rstrip("、"),
        message="必填项没有可用的值：{actual}",
        outcome=Outcome.MISSING,
        column=first,
        **stamp(rules, "台账-VR08"),
    )


@check(
    "审计-A04",
    "台账校验",
    level=Level.WARNING,
    clause="B7",
    table="customers",
    column="customer_no",
    advice="逐项见台账-VR01–VR22",
)
def ledger_rules_hold() -> Verdict:
    """The rules VR01–VR22 hold; each reports its own findings, this point stands for their sum.

    References:
        制度 B7; 审计检查点 A04.

    Checked with:
        the tests of VR01–VR22.

    Limitations:
        None of its own.
    """
    return nothing("由台账-VR01–VR22 逐项核查，结果见各行")
