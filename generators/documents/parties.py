"""The two parties as every agreement names them: who they are, who signs for them and with what authority."""

from collections.abc import Iterator

from generators.documents.fact import Fact, Facts, Group, Need
from generators.values import is_empty


def _signed_by_agent(customer: Facts) -> bool:
    """Tell whether somebody else than the legal representative signs for the customer."""
    return customer.get("signatory") != customer.get("representative")


SUPPLIER = Group(
    "supplier",
    "供电人",
    (
        Fact("name", "名称"),
        Fact("credit_code", "统一社会信用代码"),
        Fact("address", "地址"),
        Fact("representative", "负责人"),
        Fact("signatory", "签约人"),
        Fact("authority_no", "授权委托书编号"),
        Fact("authority_scope", "授权范围"),
        Fact("contact", "联系人"),
        Fact("phone", "联系电话"),
        Fact("postcode", "邮政编码", Need.BLANK),
        Fact("email", "电子邮箱", Need.BLANK),
        Fact("bank", "开户银行"),
        Fact("account_no", "银行账号"),
    ),
)
CUSTOMER = Group(
    "customer",
    "用电人",
    (
        Fact("name", "户名"),
        Fact("customer_no", "户号"),
        Fact("credit_code", "统一社会信用代码"),
        Fact("address", "用电地址"),
        Fact("representative", "法定代表人"),
        Fact("signatory", "签约人"),
        Fact("authority_no", "授权委托书编号", Need.OPTIONAL, required_when=_signed_by_agent),
        Fact("contact", "联系人"),
        Fact("phone", "联系电话"),
        Fact("delivery_address", "送达地址"),
        Fact("postcode", "邮政编码", Need.BLANK),
        Fact("email", "电子邮箱", Need.BLANK),
        Fact("bank", "开户银行", Need.BLANK),
        Fact("account_no", "银行账号", Need.BLANK),
    ),
)
AUTHORITY = Fact("customer_authority", "用电人签约权限")
"""Derived: by what right the customer's signatory signs."""


def customer_authority(customer: Facts) -> str:
    """Return by what right the customer's signatory signs: as legal representative, or by a written authority."""
    if is_empty(customer.get("authority_no")):
        return "法定代表人本人签署"
    return f"授权委托书编号：{customer['authority_no']}，原件附后"


def too_few_copies(facts: Facts) -> Iterator[str]:
    """Yield a sentence where the copies do not leave one for each party."""
    if not 0 < int(facts["customer_copies"]) < int(facts["copies"]):
        yield f"文本份数 {facts['copies']} 份不够双方分执（用电人 {facts['customer_copies']} 份）"
