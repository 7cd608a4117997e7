"""Tests of one file that are billed together: their customers stand in one workbook, read and billed once.

    @together
    def test_the_multiplier_of_the_archive_wins():
        billing = yield {"计量点": {"综合倍率": 100}}
        assert ...

A test yields the sheets of its customer as ``billing_area.area`` takes them, or sheets and rules, and gets the month as
if nobody else were in the book; of the code of a check and sheets it gets the verdict. The first test of a file that
runs takes all of them to their questions.
Row numbers of sheets are those of the common book: a test that speaks of them asks ``billing_area.billed`` alone.
"""

import dataclasses
import re
from functools import cached_property, wraps
from inspect import getattr_static
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType, MethodType, SimpleNamespace

import pandas as pd
import pytest
from billing_area import MONTH, area, facts, rulebook
from billing_cases import numbers, stacked

from addin.billing.month import bill_month
from addin.reading import Ledger
from addin.register import CHECKS
from addin.tables import FILLED

OWNERS = ("customer_no", "supplier", "point_no", "meter_no", "device_no", "bill_no")
ERRORS = {}
"""How each test ended that was run with the others of its file: None, or what it raised."""


def together(test):
    """Mark a test that yields what it wants billed."""

    @wraps(test)
    def alone(**_):
        raise AssertionError("conftest.py runs this test")

    alone.asks = test
    return alone


def settle(item):
    """Raise what a test raised, run with all others of its file."""
    if item.nodeid not in ERRORS:
        _run([other for other in item.session.items if other.path == item.path and asks(other)])
    if error := ERRORS.pop(item.nodeid):
        raise error


def asks(item):
    """Tell whether a test yields what it wants billed."""
    return hasattr(getattr(item, "function", None), "asks")


def _run(items):
    tests = {item.nodeid: item.function.asks(**_arguments(item)) for item in items}
    answers = dict.fromkeys(tests)
    while answers:
        asked = {}
        for name, answer in answers.items():
            try:
                asked[name] = tests[name].send(answer)
            except StopIteration:
                ERRORS[name] = None
            except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - it is raised when its test runs
                ERRORS[name] = error
        try:
            answers = _answers(asked)
        except Exception as error:  # noqa: BLE001 - of all that asked
            ERRORS.update(dict.fromkeys(asked, error))
            return


def _arguments(item):
    return item.callspec.params if hasattr(item, "callspec") else {}


def _answers(asked):
    """Return the answer to each test that asked, those of the same rules in one area."""
    groups = {}
    for name, question in asked.items():
        one, other = question if isinstance(question, tuple) else (question, None)
        sheets, kind = (other, CHECKS) if isinstance(one, str) else (one, other or rulebook())
        groups.setdefault(id(kind), (kind, {}, {}))[1][name] = sheets or {}
        groups[id(kind)][2][name] = one
    return {name: one for kind, cases, codes in groups.values() for name, one in _group(kind, cases, codes)}


def _group(kind, cases, codes):
    with TemporaryDirectory() as folder:
        if kind is not CHECKS:
            month = bill_month(area(Path(folder), stacked(cases.values())), kind, MONTH, "湖北")
        else:
            needs = {name for code in codes.values() for name in CHECKS[code].needs}
            month = SimpleNamespace(**facts(Path(folder), stacked(cases.values()), needs))
    for place, (name, sheets) in enumerate(cases.items()):
        part = Part(month, numbers(place, sheets))
        yield name, part if kind is not CHECKS else _verdict(CHECKS[codes[name]], part)


def _verdict(check, part):
    return check.run(**{name: getattr(part, name) for name in check.needs})


class Part:
    """A month, or a part of it, of one case only: frames are cut when first asked for."""

    def __init__(self, whole, names):
        """Take the whole month, and the numbers of the case with those that the test gave."""
        self._whole, self._names = whole, names

    def __getattr__(self, name):
        found = getattr_static(type(self._whole), name, None)
        if isinstance(found, property | cached_property):
            value = (found.fget if isinstance(found, property) else found.func)(self)
        elif isinstance(found, FunctionType):
            return MethodType(found, self)
        else:
            value = self._cut(getattr(self._whole, name))
        self.__dict__[name] = value
        return value

    def _cut(self, value):
        if isinstance(value, pd.DataFrame | pd.Series):
            return _renamed(_own(value, self._names), self._names)
        if isinstance(value, Ledger):
            return value.replaced({name: self._cut(value[name]) for name in FILLED})
        return Part(value, self._names) if _framed(value) else value


def _framed(value):
    """Tell whether a value has frames somewhere within."""
    if not dataclasses.is_dataclass(value):
        return isinstance(value, pd.DataFrame | pd.Series)
    return any(_framed(getattr(value, field.name)) for field in dataclasses.fields(value))


def _own(frame, names):
    """Return the rows of a case, of a frame that says whose they are."""
    if isinstance(frame, pd.DataFrame) and (owners := [name for name in OWNERS if name in frame]):
        return frame[frame[owners[0]].isin(names)]
    known = frame.index.map(lambda label: isinstance(label, str))
    return frame[frame.index.isin(names)] if len(frame) and known.all() else frame


def _renamed(frame, names):
    """Return a frame in which the numbers of a case are those that the test gave."""
    pattern = re.compile("|".join(rf"{re.escape(name)}(?!\d)" for name in sorted(names, key=len, reverse=True)))

    def named(value):
        return pattern.sub(lambda found: names[found[0]], value) if isinstance(value, str) else value

    if isinstance(frame, pd.Series):
        return (frame if _numeric(frame) else frame.map(named)).rename(index=named)
    texts = {name: frame[name].map(named) for name in frame if not _numeric(frame[name])}
    return frame.assign(**texts).rename(index=named)


def _numeric(values):
    return values.dtype not in (object, "str")
