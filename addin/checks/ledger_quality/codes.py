"""台账-VR01, VR02, VR05, VR07: numbers and codes that identify a customer."""

import re

import pandas as pd
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from addin.checks.ledger_quality import credit_code
from addin.checks.ledger_quality.rows import filled, fits, stamp, worded
from addin.findings import Level, Verdict, judge
from addin.industries import sections
from addin.reading import Ledger
from addin.reading.faults import CODE_AS_NUMBER
from addin.register import check
from addin.rulebook import RulesInForce
from addin.tables.customers import CUSTOMER_NO

CODE_ADVICE = "核对证照原件后更正台账"
_IDENTITY = re.compile(r"\d{17}[\dX]")


def identity_fits(number: str) -> bool:
    """Say whether an identity number has 18 places, a date of birth and the right check digit.

    The place of birth is not looked up: lists of counties are never complete, and abolished ones stay in the numbers.

    Examples:
        >>> identity_fits("11010519491231002X")
        True
        >>> identity_fits("110105194912310020")
        False
    """
    if not _IDENTITY.fullmatch(number.upper()):
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return bool(number[-1].upper() == ric.calc_check_digit(number.upper()))


@check(
    "台账-VR01",
    "户号格式",
    level=Level.ERROR,
    clause="B1",
    table="customers",
    column="customer_no",
    advice="按营销系统更正户号，单元格设为文本格式后重新填写",
)
def customer_no_format(customers: pd.DataFrame, ledger: Ledger, rules: RulesInForce) -> Verdict:
    """户号 is text of the length that the rule row names (10, 13 or 16 digits), not a number in its cell.

    References:
        制度 B1; 校验规则 VR01.

    Checked with:
        generated cases only.

    Limitations:
        Says nothing of whether the number exists in the marketing system. Many numeric cells of a column make one
        finding, at the first of them.
    """
    numeric = _stored_as_numbers(ledger)
    asked = customers[customers["customer_no"].notna() | customers.index.isin(numeric.index)]
    told = worded(asked["customer_no"], "户号『{}』不是 10、13 或 16 位数字")
    seen = numeric.reindex(asked.index)
    return judge(
        asked,
        ~fits(asked["customer_no"], rules, "台账-VR01") | seen.notna(),
        actual=asked["customer_no"].fillna("空"),
        message=told.mask(seen.notna(), "户号存成了数值（" + seen + "），可能成为科学计数法或丢失前导零"),
        **stamp(rules, "台账-VR01"),
    )


def _stored_as_numbers(ledger: Ledger) -> pd.Series:
    """Return what the reader saw of numeric cells of 户号, by row id."""
    problems = ledger.problems
    here = (problems["table"] == "customers") & (problems["column"] == CUSTOMER_NO.title)
    found = problems[here & (problems["expected"] == CODE_AS_NUMBER.expected)]
    return found.drop_duplicates("row").set_index("row")["seen"].astype(object)


@check(
    "台账-VR02",
    "统一社会信用代码校验",
    level=Level.ERROR,
    clause="B1",
    table="customers",
    column="credit_code",
    advice=CODE_ADVICE,
)
def credit_code_digits(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """统一社会信用代码 has both check digits right: its own, and that of the organisation code within.

    References:
        制度 B1; GB 32100—2015, GB 11714—1997; 校验规则 VR02.

    Checked with:
        eight published codes of well-known companies, every single-character change of which fails.

    Limitations:
        A valid code may still be another company's.
    """
    asked = filled(customers, "credit_code")
    faults = credit_code.faults(asked["credit_code"])
    return judge(
        asked,
        faults != "",
        actual=asked["credit_code"],
        message="统一社会信用代码『{credit_code}』{fault}，应符合 GB 32100",
        values={"fault": faults},
        **stamp(rules, "台账-VR02"),
    )


@check(
    "台账-VR05",
    "身份证号校验",
    level=Level.WARNING,
    clause="B1",
    table="customers",
    column="representative_id",
    advice=CODE_ADVICE,
)
def identity_card(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """An identity number has 18 places, a date of birth and a valid check digit.

    References:
        制度 B1; GB 11643—1999; 校验规则 VR05.

    Checked with:
        the example number of the standard.

    Limitations:
        The finding shows the first six and last four places only, for the number is personal.
    """
    asked = filled(customers, "representative_id")
    number = asked["representative_id"].astype(object)
    return judge(
        asked,
        ~number.map(identity_fits).astype(bool),
        actual=number.str[:6] + "****" + number.str[-4:],
        message="法定代表人身份证号『{actual}』不符，应为 18 位且出生日期、校验位符合 GB 11643",
        **stamp(rules, "台账-VR05"),
    )


@check(
    "台账-VR07",
    "行业代码",
    level=Level.WARNING,
    clause="A1",
    table="customers",
    column="industry_code",
    advice="按 GB/T 4754 更正行业分类；它决定客户类型和力调标准",
    explains=("台账-VR15",),
)
def industry_code(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """An industry code has the form of GB/T 4754, and its division exists and lies within its section.

    References:
        制度 A1; GB/T 4754—2017; 校验规则 VR07.

    Checked with:
        the section ranges of 客户类型映射.

    Limitations:
        Classes below the division are not checked against the standard's list.
    """
    asked = filled(customers, "industry_code")
    section = sections(asked["industry_code"], rules.rows("customer_type_map"))
    return judge(
        asked,
        ~fits(asked["industry_code"], rules, "台账-VR07") | section.isna(),
        actual=asked["industry_code"],
        message="行业分类『{industry_code}』不符合 GB/T 4754：应为门类字母加 2–4 位数字，且大类落在该门类之内",
        **stamp(rules, "台账-VR07"),
    )
