"""A computation as people write it down to sign it: each step with formula, inputs, value, unit and rule row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from addin.billing.money import round_half_up

STEP_COLUMNS = ("number", "customer_no", "item", "formula", "inputs", "value", "unit", "amount_yuan", "rule")
CASE_COLUMNS = ("number", "customer_no", "what", "energy_kwh", "charge_yuan", "penalty_yuan", "total_yuan", "note")
YUAN = "元"
SHOWN_PLACES = 8
"""Decimals at which a factor that does not end is shown; it is reckoned on unrounded."""


class UnclearError(Exception):
    """A case cannot be computed: a sentence that says why and what to fill in."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a computation.

    Attributes:
        item: what is found.
        formula: in words.
        inputs: the formula with its numbers.
        value: exact; a text or a date where it is no number.
        unit: of the value.
        rule: citation of the rule row.
    """

    item: str
    formula: str
    inputs: str
    value: Fraction | str
    unit: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Computations:
    """Cases with their steps.

    Attributes:
        cases: one row per case, ``CASE_COLUMNS``; amounts exact yuan (Decimal), None and a sentence in ``note`` where
            the case could not be computed.
        steps: ``STEP_COLUMNS``, case by case.
    """

    cases: pd.DataFrame
    steps: pd.DataFrame

    @property
    def empty(self) -> bool:
        """Say whether there is no case at all."""
        return len(self.cases) == 0


def computations(cases: Sequence[Mapping[str, object]], steps: Iterable[Mapping[str, object]]) -> Computations:
    """Put cases and their steps together."""
    frames = (pd.DataFrame(list(rows)) for rows in (cases, steps))
    named = zip(frames, (CASE_COLUMNS, STEP_COLUMNS), strict=True)
    whole = [frame.reindex(columns=list(columns)).astype(object) for frame, columns in named]
    return Computations(*(frame.where(frame.notna(), None) for frame in whole))


def written(number: object, customer_no: object, steps: Iterable[Step]) -> list[dict[str, object]]:
    """Return the steps of a case as rows, numbered from 1; a value in yuan stands in the column of money."""
    return [
        {"number": number, "customer_no": customer_no, "item": f"{place}. {one.item}", "formula": one.formula}
        | {"inputs": one.inputs, "unit": one.unit, "rule": one.rule}
        | ({"amount_yuan": shown(one.value)} if one.unit == YUAN else {"value": shown(one.value)})
        for place, one in enumerate(steps, start=1)
    ]


def exact(cell: object) -> Fraction:
    """Return a number of a sheet as the decimal that it stands for."""
    return Fraction(str(cell))


def half_up(value: Fraction, places: int) -> Fraction:
    """Return a number rounded half up, by the one rounding function."""
    grown = value * 10**places
    whole = round_half_up(np.array([grown.numerator], dtype=object), np.array([grown.denominator], dtype=object))
    return Fraction(int(whole[0]), 10**places)


def shown(value: Fraction | str) -> Decimal | str:
    """Return a value for a cell: exact where it ends within eight decimals, else rounded there."""
    if isinstance(value, str):
        return value
    near = half_up(value, SHOWN_PLACES)
    return Decimal(near.numerator) / Decimal(near.denominator)


def spoken(value: Fraction) -> str:
    """Return a number for a formula: thousands separators, no idle zeros, unending ones with ≈."""
    near = half_up(value, SHOWN_PLACES)
    text = f"{Decimal(near.numerator) / Decimal(near.denominator):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if near == value else f"≈{text}"


def money(value: Fraction) -> str:
    """Return an amount for a formula, two decimals."""
    near = half_up(value, 2)
    return f"{Decimal(near.numerator) / Decimal(near.denominator):,.2f}"


def day(cell: object) -> date:
    """Return a date of a sheet."""
    return cell.date() if isinstance(cell, datetime) else date.fromisoformat(str(cell)[:10])


def blank(cell: object) -> bool:
    """Say whether a cell is empty."""
    return cell is None or bool(pd.isna(cell))
