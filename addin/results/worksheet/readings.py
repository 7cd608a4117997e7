"""示数 of each register: current − previous, × CT × PT."""

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from addin.billing.flags import YES
from addin.billing.metering.multipliers import BY_RATIOS, LOW_SIDE, RATIOS, sides
from addin.billing.metering.readings import DEMAND, READING_DECIMALS
from addin.billing.metering.register_digits import METER, register_digits
from addin.results.worksheet.case import Case, there
from addin.results.worksheet.figures import PRODUCT, Figure, agreed, half_up, number
from addin.results.worksheet.paper import Cell, Own, figure

TITLES = ("计量点·示数类型", "上次示数", "本次示数", "CT变比", "PT变比", "倍率", "翻转加", "抄见量")
KW_PLACES, READING_PLACES, RATIO_PLACES = 6, 2, 4
BEFORE, AFTER, CURRENT, VOLTAGE, MULTIPLIER, OVER, QUANTITY = range(7)
"""Columns of a reading."""


def reading(case: Case, line: Mapping[str, object]) -> tuple[list[Cell], str]:
    """Return the cells of a reading, and what is said of it."""
    note = f"表 {line['meter_no']}{_span(line)}"
    if not there(line["quantity"]):
        return [], f"{note}；缺示数、倍率或表位数，没有抄见量"
    demand = line["register"] == DEMAND
    before = None if demand or not there(line["previous_reading"]) else _shown(line["previous_reading"])
    after = _shown(line["current_reading"])
    ratios = _ratios(case, line)
    if not ratios:
        note += f"；取{line['multiplier_from']}" if line["multiplier_from"] != BY_RATIOS else "；直接接入，倍率 1"
    digits = KW_PLACES if demand else case.billing.flags.quantity_decimals

    def multiplier(own: Own) -> Figure:
        both = figure(own, CURRENT) * figure(own, VOLTAGE) if ratios else number(line["multiplier"])
        return agreed(both, line["multiplier"])

    def quantity(own: Own) -> Figure:
        return agreed(half_up(_run(own) * figure(own, MULTIPLIER), digits), line["quantity"])

    return [before, after, *(ratios or (None, None)), multiplier, _rollover(case, line), quantity], note


def _shown(reading: object) -> Figure:
    """Return a reading with the decimals that a register has; a cell holds binary noise behind them."""
    return number(f"{reading:.{READING_DECIMALS}f}", READING_PLACES)


def _run(own: Own) -> Figure:
    """Return how far the register ran."""
    before, over = own[BEFORE], own[OVER]
    run = figure(own, AFTER)
    run = run - before if isinstance(before, Figure) else run
    return run + over if isinstance(over, Figure) else run


def _span(line: Mapping[str, object]) -> str:
    days = [f"{line[name]:%m-%d}" if there(line[name]) else "" for name in ("previous_on", "read_on")]
    return f"，{days[0]}～{days[1]}" if any(days) else ""


def _rollover(case: Case, line: Mapping[str, object]) -> Figure | None:
    """Return what a register that went over its top adds: a one and as many noughts as it has digits."""
    back = there(line["previous_reading"]) and line["current_reading"] < line["previous_reading"]  # type: ignore[operator]
    if line["rollover"] != YES or not back:
        return None
    read = pd.DataFrame([{name: line[name] for name in METER}])
    digits = int(register_digits(read, case.billing.archive.versions, case.ledger["meter_changes"]).iloc[0])
    return Figure(f"10^{digits}", Fraction(10) ** digits)


def _ratios(case: Case, line: Mapping[str, object]) -> tuple[Figure, Figure] | None:
    """Return CT and PT of a reading's meter: of the archive, else of its record, whichever gives the multiplier."""
    versions, records = case.billing.archive.versions, case.ledger["meter_changes"]
    names = ["meter_no", *RATIOS]
    mine = versions.loc[versions["point_no"] == line["point_no"], [*names, "metering_side"]]
    side = mine["metering_side"].iloc[-1]
    rows = [{"metering_side": side} | one for part in (records[names], mine) for one in _of_meter(part, line)]
    for row in reversed(rows):
        pair = _ratio(row["current_ratio"]), _ratio(row["voltage_ratio"])
        if pair[0] and row["voltage_ratio"] is None and row["metering_side"] in LOW_SIDE:
            pair = pair[0], number(1)
        if pair[0] and pair[1] and float(pair[0].value * pair[1].value) == line["multiplier"]:
            return pair[0], pair[1]
    return None


def _of_meter(rows: pd.DataFrame, line: Mapping[str, object]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = rows[rows["meter_no"] == line["meter_no"]].to_dict("records")
    return found


def _ratio(text: object) -> Figure | None:
    """Return a ratio such as 150/5 as the quotient that it is."""
    pair = sides(text) if isinstance(text, str) else None
    if pair is None:
        return None
    above, below = map(number, pair)
    places = 0 if (above.value / below.value).denominator == 1 else RATIO_PLACES
    return Figure(f"{above.text}/{below.text}", above.value / below.value, places, PRODUCT)
