"""Terms of a supply contract: what each is now, as the ledger says; for the before-and-after table of a change."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from addin.papers.cabinet import Cabinet, Row
from addin.papers.contract_supply import DEMAND_BILLING, settled_points, standing_devices, terms_of
from generators import text

FOLLOWING = (
    "电价类别", "电价制度", "力调标准", "容需量计费方式", "合同需量", "倍率", "变损", "产权分界点", "保护定值",
)  # fmt: skip
"""Terms that every agreement speaks of: what is not said to change is presumed unchanged (民法典 第五百四十四条)."""
AS_AGREED = "按原合同约定"
_NONE = "无"

Now = Callable[[Cabinet, Row], object]


def _customer(column: str, unit: str = "") -> Now:
    """Return what 客户台账 says."""
    return lambda _, customer: _with_unit(customer[column], unit)


def _terms(column: str, unit: str = "", otherwise: str = "") -> Now:
    """Return what 计费参数 in force says."""

    def now(cabinet: Cabinet, customer: Row) -> object:
        row = terms_of(cabinet, str(customer["customer_no"]))
        return otherwise if otherwise and row.get(column) is None else _with_unit(row[column], unit)

    return now


def _each(rows: Callable[[Cabinet, str], Sequence[Row]], *columns: str) -> Now:
    """Return what the rows of a customer say, each different answer once."""

    def now(cabinet: Cabinet, customer: Row) -> object:
        found = rows(cabinet, str(customer["customer_no"]))
        said = [" ".join(_with_unit(row[column], "") for column in columns) for row in found]
        return "、".join(dict.fromkeys(each for each in said if each.strip())) or AS_AGREED

    return now


def _with_unit(value: object, unit: str) -> str:
    """Return a value as printed; an empty one as it is, so that it still knows its cell."""
    if isinstance(value, str):
        return value
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    return f"{text.quantity(number)} {unit}".strip()


def _supplies(cabinet: Cabinet, customer_no: str) -> Sequence[Row]:
    return cabinet.of("supplies", customer_no)


def _demand(cabinet: Cabinet, customer: Row) -> object:
    """Return the contract demand; there is none unless the customer is billed by it."""
    row = terms_of(cabinet, str(customer["customer_no"]))
    if row.get("capacity_mode") != DEMAND_BILLING:
        return "不适用"
    return _with_unit(row["contract_demand_kw"], "kW")


def _losses(cabinet: Cabinet, customer: Row) -> object:
    """Return how transformer losses are reckoned."""
    ways = [row.get("loss_method") for row in standing_devices(cabinet, str(customer["customer_no"]))]
    words = dict.fromkeys("不加计" if way == _NONE else way for way in ways if way)
    return "、".join(words) or AS_AGREED


NOW: Mapping[str, Now] = {
    "合同容量": _customer("contract_capacity_kva", "kVA"),
    "运行容量": _customer("running_capacity_kva", "kVA"),
    "计费容量": _customer("running_capacity_kva", "kVA"),
    "电价类别": _terms("tariff_class"),
    "电价制度": _terms("tariff_kind"),
    "计价电压": _terms("pricing_voltage"),
    "力调标准": _terms("power_factor_standard"),
    "容需量计费方式": _terms("capacity_mode"),
    "合同需量": _demand,
    "时段集": _terms("period_set", otherwise="执行本省现行峰谷分时电价政策"),
    "市场化属性": _terms("market_kind"),
    "倍率": _each(settled_points, "multiplier"),
    "计量点": _each(settled_points, "point_no"),
    "计量点位置": _each(settled_points, "location"),
    "变损": _losses,
    "产权分界点": _each(_supplies, "boundary"),
    "保护定值": _each(_supplies, "protection"),
    "电源": _each(_supplies, "substation", "feeder"),
    "受电设备": _each(standing_devices, "device_no", "model"),
    "户名": _customer("customer_name"),
    "信用代码": _customer("credit_code"),
    "用电地址": _customer("address"),
    "用电类别": _customer("usage_class"),
    "供电电压": _customer("supply_voltage"),
    "计量方式": _customer("metering_side"),
    "售电公司": lambda _, customer: customer.get("retailer") or _NONE,
    "票据信息": lambda _, customer: customer.get("invoice_kind") or AS_AGREED,
    "客户等级": lambda _, customer: customer.get("grade") or "未定级",
    "用户状态": _customer("state"),
}
"""What a term is now, by its name in 变更用电 「连带变化」; terms that no sheet holds are 按原合同约定."""


def now(term: str, cabinet: Cabinet, customer: Row) -> object:
    """Return what a term is now; ``Lacking`` when its cell is empty."""
    known = NOW.get(term)
    return known(cabinet, customer) if known else AS_AGREED


def following(affected: str | None, stated: Sequence[str]) -> Iterator[str]:
    """Yield the terms to speak of besides those stated: what the kind of change affects, then those always named."""
    named = [term.strip() for term in (affected or "").split("、")]
    for term in dict.fromkeys([*named, *FOLLOWING]):
        if term and term not in stated:
            yield term
