"""台账-VR00–VR09: numbers, codes and names that identify a customer."""

import pandas as pd
from stdnum.cn import ric, uscc

from addin.findings import Level, Outcome, Verdict, both, check, judge, nothing
from addin.rulebook import RulesInForce

TABLE = "ledger_rules"
CODE_ADVICE = "核对证照原件后更正台账"


def fits(texts: pd.Series, rules: RulesInForce, code: str) -> pd.Series:
    """Say which texts fit the pattern of a rule row, from end to end."""
    rows = rules.rows(TABLE).set_index("code")
    return texts.str.fullmatch(rows.loc[code, "pattern"]).fillna(value=False).astype(bool)


def filled(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows of customers that have something in a column."""
    return frame[frame[column].notna() & frame["customer_no"].notna()]


@check(
    "台账-VR00",
    "账单户号不在台账",
    level=Level.ERROR,
    clause="B7",
    table="bills",
    column="customer_no",
    advice="把该户补进「客户台账」；若户号有误（前导零、科学计数法），更正账单导出表",
)
def billed_customer_in_ledger(bills: pd.DataFrame, customers: pd.DataFrame, month: str) -> Verdict:
    """Every customer billed this month stands in 客户台账.

    References: 制度 B7; ledger.md §2.

    Checked with: generated cases only.

    Limitations: customers that appear only in 抄表记录 are not asked here.
    """
    asked = bills[(bills["month"] == month) & bills["customer_no"].notna()]
    return judge(
        asked,
        ~asked["customer_no"].isin(customers["customer_no"]),
        message="账单 {bill_no} 的户号 {customer_no} 不在「客户台账」，这张账单没有核查",
        outcome=Outcome.MISSING,
        needs=(),
        about=asked["bill_no"],
    )


@check(
    "台账-VR01",
    "户号格式",
    level=Level.ERROR,
    clause="B1",
    table="customers",
    column="customer_no",
    advice="按营销系统更正户号，单元格设为文本格式后重新填写",
)
def customer_no_format(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """户号 has 10, 13 or 16 digits.

    References: 制度 B1; 校验规则 VR01.

    Checked with: generated cases only.

    Limitations: says nothing of whether the number exists in the marketing system.
    """
    asked = filled(customers, "customer_no")
    return judge(
        asked,
        ~fits(asked["customer_no"], rules, "台账-VR01"),
        actual=asked["customer_no"],
        expected="10、13 或 16 位数字",
        message="户号『{customer_no}』不是 {expected}",
        rule=rules.cite_key(TABLE, "台账-VR01"),
    )


@check(
    "台账-VR02",
    "统一社会信用代码校验",
    level=Level.ERROR,
    clause="B1",
    table="customers",
    column="credit_code",
    advice=CODE_ADVICE,
)
def credit_code(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """统一社会信用代码 has valid check digits.

    References: 制度 B1; GB 32100; 校验规则 VR02.

    Checked with: eight published codes of well-known companies, every single-character change of which fails.

    Limitations: a valid code may still be another company's.
    """
    asked = filled(customers, "credit_code")
    valid = asked["credit_code"].map(uscc.is_valid).astype(bool)
    return judge(
        asked,
        ~valid,
        actual=asked["credit_code"],
        message="统一社会信用代码『{credit_code}』校验位不符，应为 18 位且符合 GB 32100",
        rule=rules.cite_key(TABLE, "台账-VR02"),
    )


def _pattern_check(frame: pd.DataFrame, column: str, code: str, rules: RulesInForce, expected: str) -> Verdict:
    """Judge a column of contacts or customers against the pattern of a rule row."""
    asked = filled(frame, column)
    return judge(
        asked,
        ~fits(asked[column], rules, code),
        actual=asked[column],
        expected=expected,
        about=asked.get("person", ""),
        message="看到『{actual}』，应为{expected}",
        rule=rules.cite_key(TABLE, code),
        column=column,
    )


@check(
    "台账-VR03",
    "手机号格式",
    level=Level.ERROR,
    clause="B1",
    table="contacts",
    column="mobile",
    advice="与客户核实后更正；通知和催费都靠它送达",
)
def mobile_format(contacts: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """A mobile number has 11 digits and begins with 13–19.

    References: 制度 B1; 校验规则 VR03.

    Checked with: generated cases only.

    Limitations: the number may be out of use.
    """
    return _pattern_check(contacts, "mobile", "台账-VR03", rules, "1 开头的 11 位手机号")


@check(
    "台账-VR04",
    "固定电话格式",
    level=Level.WARNING,
    clause="B1",
    table="contacts",
    column="telephone",
    advice="与客户核实后更正",
)
def telephone_format(contacts: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """A telephone number has an area code and 7–8 digits, or is a 400 number.

    References: 制度 B1; 校验规则 VR04.

    Checked with: generated cases only.

    Limitations: as VR03.
    """
    return _pattern_check(contacts, "telephone", "台账-VR04", rules, "区号加 7–8 位号码，或 400 号码")


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
    """An identity number has 18 places and a valid check digit.

    References: 制度 B1; GB 11643; 校验规则 VR05.

    Checked with: generated cases only.

    Limitations: the finding does not repeat the number, for it is personal.
    """
    asked = filled(customers, "representative_id")
    return judge(
        asked,
        ~asked["representative_id"].map(ric.is_valid).astype(bool),
        message="法定代表人身份证号校验位不符，应为 18 位且符合 GB 11643",
        needs=(),
        rule=rules.cite_key(TABLE, "台账-VR05"),
    )


@check(
    "台账-VR06",
    "邮编与邮箱",
    level=Level.NOTICE,
    clause="B1",
    table="customers",
    column="postcode",
    advice="更正邮编或邮箱，以免文书寄不到",
)
def mail_format(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """邮编 has 6 digits; 电子邮箱 has an @ and a dot behind it.

    References: 制度 B1; 校验规则 VR06.

    Checked with: generated cases only.

    Limitations: the address may not exist.
    """
    posted = _pattern_check(customers, "postcode", "台账-VR06", rules, "6 位数字")
    asked = filled(customers, "email")
    mailed = judge(
        asked,
        ~asked["email"].str.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+").astype(bool),
        actual=asked["email"],
        message="电子邮箱『{actual}』应形如 name@company.cn",
        column="email",
        about="邮箱",
        outcome=Outcome.NOTICE,
        rule=rules.cite_key(TABLE, "台账-VR06"),
    )
    return both((posted, mailed))


@check(
    "台账-VR07",
    "行业代码",
    level=Level.WARNING,
    clause="A1",
    table="customers",
    column="industry_code",
    advice="按 GB/T 4754 更正行业分类；它决定客户类型和力调标准",
)
def industry_code(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """An industry code has the form of GB/T 4754, and its division lies within its section.

    References: 制度 A1; GB/T 4754—2017; 校验规则 VR07.

    Checked with: the section ranges of 客户类型映射.

    Limitations: classes below the division are not checked against the standard's list.
    """
    asked = filled(customers, "industry_code")
    code = asked["industry_code"]
    sections = rules.rows("customer_type_map").drop_duplicates("section").set_index("section")
    division = pd.to_numeric(code.str.extract(r"(\d{2})", expand=False))
    section = code.str.extract(r"^([A-T])", expand=False)
    outside = (division < section.map(sections["first_division"])) | (division > section.map(sections["last_division"]))
    return judge(
        asked,
        ~fits(code, rules, "台账-VR07") | outside,
        actual=code,
        message="行业分类『{industry_code}』不符合 GB/T 4754：应为门类字母加 2–4 位数字，且大类落在该门类之内",
        rule=rules.cite_key(TABLE, "台账-VR07"),
    )


@check(
    "台账-VR08",
    "必填项",
    level=Level.ERROR,
    clause="B1",
    table="customers",
    column="customer_no",
    advice="见「数据问题」",
)
def required_cells() -> Verdict:
    """Required cells are filled; each empty one stands in 数据问题 with its cell, and is not repeated here.

    References: 制度 B1; 校验规则 VR08.

    Checked with: the tests of the reader.

    Limitations: none of its own.
    """
    return nothing("必填项的空格逐格列在「数据问题」，这里不重复")


@check(
    "台账-VR09",
    "同一信用代码多户名",
    level=Level.NOTICE,
    clause="B7",
    table="customers",
    column="credit_code",
    advice="核对是否同一法人；是则统一户名并填写客户编号，否则更正信用代码",
)
def one_code_one_name(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """One credit code stands for one name; duplicate 户号 are in 数据问题.

    References: 制度 B7; 校验规则 VR09.

    Checked with: generated cases only.

    Limitations: a change of name leaves both names until all 户号 are updated.
    """
    asked = filled(customers, "credit_code")
    names = asked.groupby("credit_code")["customer_name"].transform("nunique")
    return judge(
        asked,
        names > 1,
        actual=names,
        expected=1,
        message="信用代码 {credit_code} 在台账里有 {actual:.0f} 个不同户名",
        outcome=Outcome.NOTICE,
        rule=rules.cite_key(TABLE, "台账-VR09"),
    )
