"""What a month's bill of the example is made from, gathered from its meters and its archive."""

from decimal import Decimal

from cast import LOSS_FACTORS, TRANSFORMERS, Customer
from measures import Line, Transformer
from metering import Point, point_no
from prices import PERIODS
from pricing import SubMeter, Usage

RETAIL = {"尖": Decimal("0.6912"), "峰": Decimal("0.5368"), "平": Decimal("0.3985"), "谷": Decimal("0.2264")}
RESIDENTIAL = Decimal("0.5880")
FARMING = Decimal("0.5675")


def usage(customer: Customer, points: list[Point], month: str, segments: list[tuple[int, int]]) -> Usage:
    """Gather what a month's bill is made from."""
    mains = [point for point in points if point.role == "总表"]
    counted = [point.counted(month) for point in mains]
    periods = ("总",) if "不分时" in customer.marks else PERIODS
    kwh = {p: sum(each[f"正向有功{p}"] for each in counted) for p in periods}
    reactive = [each["正向无功总"] + each["反向无功总"] for each in counted if "正向无功总" in each]
    made = Usage(
        kind="单一制" if customer.farm else customer.tariff,
        voltage=customer.pricing_voltage,
        kwh=kwh,
        kvarh=sum(reactive) if reactive else None,
        standard=customer.standard,
        mode=customer.mode,
        segments=[segment for segment in segments if segment[0]],
        transformer_kva=sum(device.kva for device in customer.devices),
        demands=[point.demand(month) for point in mains],
        larger_demand=customer.marks.get("需量") == "取大",
        transformer=loss_of(customer),
        agreed_loss_kwh=int(customer.marks.get("协议变损", 0)),
        line_loss_percent=Decimal(customer.marks.get("线损", "0")),
        line=line_of(customer),
        subs=sub_meters(customer),
        retail=RETAIL if customer.retailer else {},
        all_in=FARMING if customer.farm else None,
        agent_factor=Decimal(customer.marks.get("倍", "1")),
        corrected="改正" in customer.marks,
        layout=customer.marks.get("版式", "合并"),
        point_no=mains[0].no if len(mains) == 1 else None,
    )
    made.contract_demand = contract_demand(customer, made.demands)
    return made


def contract_demand(customer: Customer, demands: list[Decimal]) -> Decimal | None:
    """Return the declared demand of a contract customer [kW]: the next fifty above what is drawn."""
    if customer.mode != "合同最大需量":
        return None
    return Decimal(customer.marks.get("C") or (int(sum(demands) * Decimal("1.015")) // 50 + 1) * 50)


def loss_of(customer: Customer) -> Transformer | None:
    """Return the transformer whose losses are reckoned by formula: metered on the low side."""
    if customer.side != "低计" or "协议变损" in customer.marks:
        return None
    kva = customer.devices[0].kva
    return Transformer(kva, *TRANSFORMERS[kva], LOSS_FACTORS[customer.shift])


def line_of(customer: Customer) -> Line | None:
    """Return the line whose loss is agreed by its resistance and a shape factor."""
    ohm, _, factor = customer.marks.get("线路", "").partition("*")
    return Line(ohm, factor, customer.kv) if ohm else None


def sub_meters(customer: Customer) -> list[SubMeter]:
    """Return the groups behind the main meter that pay the residential price."""
    kind = customer.marks.get("居民", "")
    if kind.startswith("定比"):
        return [SubMeter(point_no(customer, 4), RESIDENTIAL, ratio=Decimal(kind[2:]))]
    return [SubMeter(point_no(customer, 4), RESIDENTIAL, kwh=int(kind[2:]))] if kind.startswith("定量") else []
