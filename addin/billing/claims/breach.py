"""违约用电 and 窃电 computed: what is charged afterwards, and the 违约使用电费 on top, step by step.

Source: billing.md §7.3; 供电营业规则 (1996) 第一百至一百零三条; the multiples are upper limits since 2024 (计费规则).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from addin.billing.charge import charge
from addin.billing.claims.breach_energy import energy_used
from addin.billing.claims.breach_facts import Facts, Row, Share, month_shares, need
from addin.billing.claims.steps import (
    YUAN,
    Computations,
    Step,
    UnclearError,
    blank,
    computations,
    exact,
    half_up,
    money,
    shown,
    spoken,
    written,
)
from addin.billing.money import yuan
from addin.reading import Ledger
from addin.rulebook import NoRule, Rulebook

FLAGS = "billing_flags"
TWO_PART = "两部制"
CENTS = 2


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a row of a case comes to.

    Attributes:
        steps: how it was found.
        kwh: energy charged afterwards [kWh]; 0 where none is.
        charge: charged afterwards [yuan], unrounded.
        penalty: 违约使用电费 [yuan], unrounded.
    """

    steps: tuple[Step, ...]
    kwh: Fraction
    charge: Fraction
    penalty: Fraction


@charge(
    "违约用电、窃电追补及违约使用电费",
    how="补收电量或容量电费，再乘倍数",
    rules="计费规则（违约用电）、电价",
    source="供电营业规则第一百至一百零三条",
)
def breaches(ledger: Ledger, rulebook: Rulebook, province: str) -> Computations:
    """Compute every case of 违约用电; a case that cannot be computed says why, all others are computed.

    Args:
        ledger: the sheets that were read.
        rulebook: every dated rule; a case goes by those in force on the day it was found.
        province: whose rules and prices.
    """
    facts = Facts(ledger, rulebook, province)
    rows = ledger["breaches"]
    cases, steps = [], []
    for number, mine in rows[rows["case_no"].notna()].groupby("case_no", sort=False):
        case, said = _case(str(number), mine.to_dict("records"), facts)
        cases.append(case)
        steps += written(number, mine["customer_no"].iloc[0], said)
    return computations(cases, steps)


def _case(number: str, rows: Sequence[Row], facts: Facts) -> tuple[dict[str, object], list[Step]]:
    """Return the line of a case and its steps."""
    kinds = "、".join(dict.fromkeys(str(row["breach"] or "行为不详") for row in rows))
    line = {"number": number, "customer_no": rows[0]["customer_no"], "what": kinds, "note": ""}
    try:
        parts = [_row(row, facts) for row in rows]
    except (UnclearError, NoRule) as unclear:
        return line | {"note": str(unclear)}, []
    charge, penalty = (half_up(sum(amounts, Fraction(0)), CENTS) for amounts in zip(*map(_money, parts), strict=True))
    kwh = sum((part.kwh for part in parts), Fraction(0))
    total = charge + penalty
    amounts = {"charge_yuan": charge, "penalty_yuan": penalty, "total_yuan": total}
    line |= {name: yuan(int(amount * 100)) for name, amount in amounts.items()}
    line |= {"energy_kwh": shown(kwh) if kwh else None}
    steps = [step for part in parts for step in part.steps]
    steps.append(Step("补收电费合计", "各项之和", "", charge, YUAN))
    steps.append(Step("违约使用电费合计", "各项之和", "", penalty, YUAN))
    steps.append(Step("合计", "补收电费 + 违约使用电费", f"{money(charge)} + {money(penalty)}", total, YUAN))
    return line, steps


def _money(part: Amounts) -> tuple[Fraction, Fraction]:
    return part.charge, part.penalty


def _row(row: Row, facts: Facts) -> Amounts:
    """Compute one row of a case by its kind."""
    if blank(row["breach"]):
        raise UnclearError("没有填写「行为」，不知按哪一条计算")
    if blank(row["found_on"]):
        raise UnclearError("没有填写「发现日」，不知按哪一天有效的规则计算")
    return _BY_KIND[str(row["breach"])](row, facts)


def _capacity(row: Row, facts: Facts) -> Amounts:
    """Capacity used without a contract, or sealed equipment put to use: by kind of tariff."""
    if facts.terms(row)["tariff_kind"] == TWO_PART:
        return _two_part(row, facts)
    (kva,) = need(row, "device_kva")
    kind = str(row["breach"])
    price, cited = facts.number(row, f"{kind}:其他用户单价")
    amount = facts.rounded(row, kva * price, CENTS)
    inputs = f"{spoken(kva)} × {spoken(price)}"
    step = Step("违约使用电费", "设备容量 × 每千伏安金额", inputs, amount, YUAN, cited)
    return Amounts((step,), Fraction(0), Fraction(0), amount)


def _two_part(row: Row, facts: Facts) -> Amounts:
    """Charge the capacity for the time that it was used, month by month, and the multiple on top."""
    parts = [part for month in month_shares(row, facts) for part in _month(row, facts, month)]
    charge = sum((amount for _, amount in parts), Fraction(0))
    last, penalty = _penalty(row, facts, charge, "补收容（需）量电费")
    return Amounts((*(step for step, _ in parts), last), Fraction(0), charge, penalty)


def _month(row: Row, facts: Facts, month: Share) -> Iterator[tuple[Step, Fraction]]:
    """Yield the charge of the days of a month, a step and its amount for each price that holds in it.

    Source: ledger.md §2.7: money goes by the row of each day.
    """
    (first, last, share, rule), (kva,) = month, need(row, "device_kva")
    prices = facts.capacity_prices(row, first, last)
    ends = [*(begins - timedelta(days=1) for begins, *_ in prices[1:]), last]
    whole = (last - first).days + 1
    for (begins, price, cited), ends_on in zip(prices, ends, strict=True):
        days = (ends_on - begins).days + 1
        part = share * days / whole
        amount = facts.rounded(row, kva * price * part, CENTS)
        inputs = f"{spoken(kva)} × {spoken(price)} × {part.numerator}/{part.denominator}"
        label = f"{first:%Y-%m} 容（需）量电费" + (f"（{begins:%m-%d} 至 {ends_on:%m-%d}）" if len(prices) > 1 else "")
        formula = f"容量 × 容量电价 × 月份（{days} 天）"
        yield Step(label, formula, inputs, amount, YUAN, f"{cited}；{rule}".strip("；")), amount


def _penalty(row: Row, facts: Facts, charge: Fraction, of: str) -> tuple[Step, Fraction]:
    """Return the 违约使用电费: a multiple of what is charged, agreed up to the limit of the rule."""
    limit, cited = facts.number(row, f"{row['breach']}:倍数上限")
    multiple = limit if blank(row["multiple"]) else exact(row["multiple"])
    if multiple > limit:
        raise UnclearError(f"违约倍数 {spoken(multiple)} 高于规则的上限 {spoken(limit)} 倍，请更正")
    amount = facts.rounded(row, charge * multiple, CENTS)
    inputs = f"{money(charge)} × {spoken(multiple)}"
    return Step("违约使用电费", f"{of} × 倍数（不高于 {spoken(limit)} 倍）", inputs, amount, YUAN, cited), amount


def _cheap_line(row: Row, facts: Facts) -> Amounts:
    """Dear equipment on a cheap line: the difference of the prices, and the multiple on top."""
    right, paid = need(row, "right_price", "paid_price")
    if right <= paid:
        raise UnclearError(f"应执行电价 {spoken(right)} 不高于已执行电价 {spoken(paid)}，没有差额，请核对")
    steps, kwh = energy_used(row, facts)
    charge = facts.rounded(row, kwh * (right - paid), CENTS)
    inputs = f"{spoken(kwh)} × ({spoken(right)}−{spoken(paid)})"
    steps.append(Step("差额电费", "电量 × (应执行电价 − 已执行电价)", inputs, charge, YUAN))
    last, penalty = _penalty(row, facts, charge, "差额电费")
    return Amounts((*steps, last), kwh, charge, penalty)


def _theft(row: Row, facts: Facts) -> Amounts:
    """Theft: the energy at its price, and the multiple on top."""
    steps, kwh = energy_used(row, facts)
    price, cited = facts.energy_price(row)
    charge = facts.rounded(row, kwh * price, CENTS)
    steps.append(Step("补交电费", "电量 × 电价", f"{spoken(kwh)} × {spoken(price)}", charge, YUAN, cited))
    last, penalty = _penalty(row, facts, charge, "补交电费")
    return Amounts((*steps, last), kwh, charge, penalty)


_BY_KIND: Mapping[str, Callable[[Row, Facts], Amounts]] = {
    "私增容": _capacity,
    "启用封存设备": _capacity,
    "高价低接": _cheap_line,
    "窃电": _theft,
}
