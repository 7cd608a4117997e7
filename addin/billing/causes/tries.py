"""Which mistakes are worth trying for which customers, with what they would need to know, and how they are called."""

from collections.abc import Iterator

import pandas as pd

from addin.billing.causes import mistakes
from addin.billing.causes.capacity_tries import capacity_tries
from addin.billing.causes.multiplier_tries import multiplier_tries
from addin.billing.causes.prices import AT
from addin.billing.causes.submeter_tries import submeter_tries
from addin.billing.causes.tried import Try, same, tried
from addin.billing.flags import NO, YES
from addin.billing.month import Billing
from addin.reading import Ledger

STANDARDS = ("0.90", "0.85", "0.80", "不考核")
MODES = ("按容量", "实际最大需量", "合同最大需量")
PAIRS = ("峰谷", "尖峰", "平谷", "峰平", "尖平", "尖谷")


def tries(ledger: Ledger, billing: Billing, asked: pd.Index, months: tuple[str, ...]) -> list[Try]:
    """Return every try that concerns at least one of the customers.

    Args:
        ledger: the sheets that were read.
        billing: the month recomputed.
        asked: customers whose bills differ.
        months: other months whose prices may have been taken.
    """
    terms = billing.archive.terms.reindex(asked)
    every = [
        *multiplier_tries(ledger, billing, terms), *_swaps(billing, terms), *_standards(terms),
        *_prices(billing, terms, months), *_charges(terms), *_losses(billing, terms),
        *capacity_tries(billing, terms), *submeter_tries(ledger, billing, terms),
        *_meters(billing, terms), *_reactive(billing, terms),
    ]  # fmt: skip
    return [one for one in every if len(one.facts)]


def _swaps(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield pairs of periods that may have been taken for one another."""
    billed = billing.quantities.energy.billed
    timed = billed.loc[billed["平"].notna(), "customer_no"]
    for pair in PAIRS:
        values = pd.Series(pair, index=terms.index[terms.index.isin(timed)])
        yield tried("时段", values, f"把{pair[0]}段与{pair[1]}段示数互换", mistakes.swap)


def _standards(terms: pd.DataFrame) -> Iterator[Try]:
    """Yield the other power factor standards."""
    for standard in STANDARDS:
        other = pd.Series(standard, index=terms.index[terms["power_factor_standard"] != standard])
        said = "不执行功率因数调整" if standard == "不考核" else "按力调标准 {} 计算"
        yield tried("力调标准", other, said, mistakes.term("power_factor_standard"))


def _prices(billing: Billing, terms: pd.DataFrame, months: tuple[str, ...]) -> Iterator[Try]:
    """Yield the other price rows: voltage, kind of tariff, month."""
    rows, row_of = billing.prices.drop_duplicates(["tariff", "voltage"]), mistakes.term("pricing_voltage")
    for voltage in rows["voltage"].unique():
        kinds = set(rows.loc[rows["voltage"] == voltage, "tariff"])
        fits = terms["tariff_kind"].isin(kinds) & (terms["pricing_voltage"] != voltage)
        yield tried("价表行", same(voltage, terms.index[fits]), "按 {} 计价", row_of)
    for kind in rows["tariff"].unique():
        other = pd.Series(kind, index=terms.index[terms["tariff_kind"] != kind])
        yield tried("电价制度", other, "按{}计算", mistakes.tariff)
    for month in months:
        yield tried("价表月份", terms["pricing_voltage"] + AT + month, f"按 {month} 的价表计算", row_of)


def _charges(terms: pd.DataFrame) -> Iterator[Try]:
    """Yield mode of capacity, discount on demand, 1.5 × agent price, relief from funds."""
    two_part = terms[terms["capacity_mode"].isin(MODES)]
    for mode in MODES:
        fits = (two_part["capacity_mode"] != mode) & (two_part["contract_demand_kw"].notna() | (mode != MODES[2]))
        said = f"容（需）量电费按{mode.removeprefix('按')}计收"
        yield tried("容需量", same(mode, two_part.index[fits]), said, mistakes.term("capacity_mode"))
    demand = two_part.index[two_part["capacity_mode"] != MODES[0]]
    yield tried("需量折扣", same(mistakes.NEAR_KVA, demand), "按折扣价计需量电费", mistakes.discount)
    yield tried("需量折扣", same(mistakes.FAR_KVA, demand), "不按折扣价计需量电费", mistakes.discount)
    flagged = terms["agent_factor_15"] == YES
    column = mistakes.term("agent_factor_15")
    yield tried("1.5倍", same(NO, terms.index[flagged]), "代理购电价格不乘 1.5 倍", column)
    yield tried("1.5倍", same(YES, terms.index[~flagged]), "代理购电价格乘 1.5 倍", column)
    relieved = terms.index[terms["fund_relief_yuan_per_kwh"] > 0]
    yield tried("基金", same(0.0, relieved), "不减免政府性基金", mistakes.term("fund_relief_yuan_per_kwh"))


def _losses(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield losses left out or counted twice."""
    losses = billing.quantities.energy.losses
    lossy = losses.index[losses["transformer_loss_kwh"] > 0].intersection(terms.index)
    yield tried("变损", same(NO, lossy), "不计变损", mistakes.loss)
    lines = losses.index[losses["line_loss_kwh"] > 0].intersection(terms.index)
    yield tried("线损", same(0.0, lines), "不计线损", mistakes.line_loss)
    yield tried("线损", same(2.0, lines), "线损计两次", mistakes.line_loss)


def _meters(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield one of two meters forgotten."""
    readings = billing.archive.readings
    meters = readings.drop_duplicates(["customer_no", "point_no", "meter_no"])
    twice = meters[meters.duplicated(["customer_no", "point_no"], keep=False)].sort_values("read_on", kind="stable")
    two = twice.groupby("customer_no")["meter_no"]
    for which in (two.first(), two.last()):
        yield tried("换表", which.reindex(terms.index), "漏计电能表 {} 的示数", mistakes.left_out)


def _reactive(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield reactive energy summed up wrongly: the reverse register left out or taken off, readings not multiplied."""
    metered = billing.quantities.energy.metered
    reactive = metered[metered["register"].isin(mistakes.REACTIVE)]
    back = reactive.loc[reactive["register"] == mistakes.REVERSE, "customer_no"]
    reverse = same(YES, terms.index[terms.index.isin(back)])
    yield tried("无功", reverse, "不计反向无功", mistakes.no_reverse)
    yield tried("无功", reverse, "从正向无功中减去反向无功", mistakes.reverse_taken_off)
    keys = zip(reactive["point_no"], billing.archive.readings["meter_no"].reindex(reactive.index), strict=True)
    factors = dict(zip(keys, reactive["multiplier"], strict=True))
    multiplied = terms.index[terms.index.isin(reactive.loc[reactive["multiplier"] != 1, "customer_no"])]
    yield tried("无功", same(YES, multiplied), "无功示数不乘倍率", mistakes.unmultiplied(factors))
