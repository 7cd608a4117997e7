"""台账-VR03, VR04, VR06, VR20: how a customer is reached."""

from datetime import date

import pandas as pd

from addin.checks.ledger_quality.rows import LIMITS, active, filled, fits, stamp
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce

PEOPLE = {"电费联系人": "for_dunning", "24h应急": "for_emergency"}
"""Roles that must be there and verified, with the 是/否 column that says the same."""
OTHERS = ("法人或授权人", "电气负责人")
MAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"


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
    """A mobile number fits the pattern of the rule row: 11 digits that begin with 13–19.

    References:
        制度 B1; 校验规则 VR03.

    Checked with:
        generated cases only.

    Limitations:
        The number may be out of use.
    """
    return _shaped(contacts, "mobile", "台账-VR03", rules, "{person}的手机『{actual}』应为 1 开头的 11 位数字")


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
    """A telephone number fits the pattern of the rule row: an area code and 7–8 digits, or a 400 number.

    References:
        制度 B1; 校验规则 VR04.

    Checked with:
        generated cases only.

    Limitations:
        As VR03.
    """
    return _shaped(
        contacts, "telephone", "台账-VR04", rules, "{person}的固话『{actual}』应为区号加 7–8 位，或 400 号码"
    )


def _shaped(contacts: pd.DataFrame, column: str, code: str, rules: RulesInForce, message: str) -> Verdict:
    """Judge a column of 联系人 against the pattern of a rule row."""
    asked = filled(contacts, column)
    asked = asked.assign(person=asked["person"].fillna("联系人"))
    wrong = ~fits(asked[column], rules, code)
    return judge(
        asked, wrong, actual=asked[column], about=asked["person"], message=message, **stamp(rules, code)
    )  # fmt: skip


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

    References:
        制度 B1; 校验规则 VR06.

    Checked with:
        generated cases only.

    Limitations:
        The address may not exist.
    """
    posted, mailed = filled(customers, "postcode"), filled(customers, "email")
    rule = stamp(rules, "台账-VR06")
    return both(
        (
            judge(
                posted,
                ~fits(posted["postcode"], rules, "台账-VR06"),
                actual=posted["postcode"],
                about="邮编",
                message="邮编『{actual}』应为 6 位数字",
                outcome=Outcome.NOTICE,
                **rule,
            ),
            judge(
                mailed,
                ~mailed["email"].astype(object).str.fullmatch(MAIL).astype(bool),
                actual=mailed["email"],
                about="邮箱",
                column="email",
                message="电子邮箱『{actual}』应形如 name@company.cn",
                outcome=Outcome.NOTICE,
                **rule,
            ),
        )
    )


@check(
    "台账-VR20",
    "联系人齐全",
    level=Level.WARNING,
    clause="B1",
    table="customers",
    column="customer_no",
    advice="走访时补齐并核实联系人，填写「核实日期」",
)
def contacts_complete(customers: pd.DataFrame, contacts: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """A customer has a contact for bills and one for emergencies, verified within the days of the rule row.

    A missing 法人或授权人 or 电气负责人 alone is a 提示.

    References:
        制度 B1, B7; 字段字典 联系人; 校验参数 VR20.

    Checked with:
        generated cases only.

    Limitations:
        A contact counts by its 角色 or by its 是/否 column; verification is asked of the newest of each kind.
    """
    asked = active(customers)
    days = rules.value(LIMITS, "台账-VR20:核实天数")
    grave = pd.Series("", index=asked.index, dtype=object)
    for role, flag in PEOPLE.items():
        grave = grave + _lacking(asked["customer_no"], contacts, (role, flag), as_of, days)
    light = pd.Series("", index=asked.index, dtype=object)
    for role in OTHERS:
        there = asked["customer_no"].isin(contacts.loc[contacts["role"] == role, "customer_no"])
        light = light.mask(~there, light + f"缺{role}；")
    rule = stamp(rules, "台账-VR20")
    return judge(
        asked,
        (grave + light) != "",
        needs=(),
        actual=(grave + light).str.rstrip("；"),
        expected="电费联系人、24h应急、法人或授权人、电气负责人",
        message="联系人：{actual}",
        outcome=Outcome.MISSING,
        level=pd.Series(rule["level"], index=asked.index).mask(grave == "", str(Level.NOTICE)),
        rule=rules.cite_key(LIMITS, "台账-VR20:核实天数"),
    )


def _lacking(numbers: pd.Series, contacts: pd.DataFrame, kind: tuple[str, str], as_of: date, days: float) -> pd.Series:
    """Say of each customer what is wrong with its contact of a role: missing, never verified, verified too long ago."""
    role, flag = kind
    able = contacts[(contacts["role"] == role) | (contacts[flag] == "是")]
    newest = able.groupby("customer_no")["verified_on"].max().reindex(numbers).set_axis(numbers.index)
    oldest = pd.Timestamp(as_of) - pd.Timedelta(days=days)
    said = pd.Series("", index=numbers.index, dtype=object)
    said = said.mask(
        newest < oldest, f"{role}自" + newest.dt.strftime("%Y-%m-%d") + f"后未再核实（限 {days:.0f} 天）；"
    )
    said = said.mask(newest.isna(), f"{role}没有核实日期；")
    return said.mask(~numbers.isin(able["customer_no"]), f"缺{role}；")
