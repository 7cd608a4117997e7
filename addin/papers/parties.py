"""The parties as papers name them: the company from 设置, the customer from 客户台账, 合同台账 and 联系人."""

from collections.abc import Sequence
from typing import Any

from addin.papers.cabinet import Cabinet, Row
from addin.papers.lacking import Lacking
from addin.reading import Ledger

OFFICE = "单位代字"
BILLING_CONTACTS = ("电费联系人", "法人或授权人")
ELECTRICIANS = ("电气负责人",)


class Company:
    """The supply company as 设置 names it."""

    def __init__(self, ledger: Ledger) -> None:
        """Read 设置; a setting that is not there says so when it is asked for."""
        frame = ledger["settings"].dropna(subset=["key", "value"])
        self._settings = {str(key).strip(): str(value) for key, value in zip(frame["key"], frame["value"], strict=True)}

    def __getitem__(self, key: str) -> str:
        """Return a setting; ``Lacking`` when it is not filled in."""
        return self._settings.get(key) or Lacking(f"「设置」表没有填写「{key}」，请在该行填写（没有这一行就加一行）")

    def named(self, **keys: str) -> dict[str, Any]:
        """Return settings under the names of facts."""
        return {fact: self[key] for fact, key in keys.items()}

    def party(self, contract: Row, customer: Row) -> dict[str, Any]:
        """Return the company as a party to an agreement; who signs for it is in 合同台账, its contact in 客户台账."""
        own = self.named(
            name="供电公司全称",
            credit_code="统一社会信用代码",
            address="联系地址",
            representative="法定代表人",
            authority_scope="授权范围",
            phone="联系电话",
            postcode="邮政编码",
            email="电子邮箱",
            bank="开户银行",
            account_no="银行账号",
        )
        signed = contract.named(signatory="supplier_signatory", authority_no="supplier_authority_no")
        return own | signed | customer.named(contact="manager")


def customer_party(cabinet: Cabinet, customer: Row, contract: Row) -> dict[str, Any]:
    """Return the customer as a party to an agreement."""
    known = customer.named(
        name="customer_name",
        customer_no="customer_no",
        credit_code="credit_code",
        address="address",
        representative="legal_representative",
        postcode="postcode",
        email="email",
    )
    agreed = contract.named(
        signatory="customer_signatory",
        authority_no="customer_authority_no",
        delivery_address="delivery_address",
        bank="bank",
        account_no="account_no",
    )
    return known | agreed | contact(cabinet, str(customer["customer_no"]), BILLING_CONTACTS)


def contact(cabinet: Cabinet, customer_no: str, roles: Sequence[str]) -> dict[str, Any]:
    """Return name and telephone of the customer's contact, the first of the roles that has a row."""
    people = cabinet.of("contacts", customer_no)
    found = [row for role in roles for row in people if row.get("role") == role]
    person = found[0] if found else cabinet.none("contacts", customer_no, f"{roles[0]}")
    return {"contact": person["person"], "phone": person.get("mobile") or person.get("telephone") or person["mobile"]}
