"""Many cases of a check as customers of one workbook: read and billed once, however many there are.

    @each("电费-C01", [(1000, "通过"), (1001, "不符")])
    def test_a_demand_above_the_capacity_is_found(kw):
        return {"抄表记录": registers(demand=kw)}

The function gives the sheets of a case, as ``billing_area.area`` takes them; a case ends with the outcome.
"""

from collections.abc import Mapping
from datetime import date

from billing_area import NO, OPTIONAL, base_sheets, verdict

TWO_TRANSFORMERS = [
    {"设备编号": name, "户号": NO, "类型": "变压器", "铭牌容量": 500, "变损方法": "无",
     "运行状态": "运行", "投运日期": date(2015, 1, 1)}
    for name in ("T1", "T2")
]  # fmt: skip
"""受电设备 of a customer whose 1,000 kVA are two devices."""
NUMBERED = ("设备编号", "计量点号", "上级计量点", "表号", "账单号")


def each(code, cases):
    """Make a test of a function that gives the sheets of a case: arguments and, last, what the check says."""

    def register(sheets_of):
        def test(tmp_path):
            found = said_each(code, tmp_path, [sheets_of(*case[:-1]) for case in cases])
            assert [(*case[:-1], word) for case, word in zip(cases, found, strict=True)] == list(cases)

        test.__name__, test.__doc__ = sheets_of.__name__, sheets_of.__doc__
        return test

    return register


def said_each(code, tmp_path, cases):
    """Return what a check says of each case; 通过 where it found nothing, and every case was asked."""
    found = verdict(code, tmp_path, stacked(cases))
    words = dict(zip(found.rows["customer_no"], found.rows["outcome"], strict=True))
    numbers = [number(place) for place in range(len(cases))]
    assert found.asked == len(cases), "not every case was asked once"
    return [str(words.get(each, "通过")) for each in numbers]


def stacked(cases):
    """Return the sheets of all cases under one another, each a customer of its own."""
    every = {title: [] for title in (*base_sheets(), *OPTIONAL)}
    for place, changes in enumerate(cases):
        for title, rows in whole(changes).items():
            every.setdefault(title, []).extend(_own(row, place) for row in rows)
    return every


def whole(changes):
    """Return the sheets of a case, those that it leaves as they are with them."""
    sheets = base_sheets()
    for title, change in (changes or {}).items():
        rows = change if not isinstance(change, Mapping) else [sheets[title][0] | change, *sheets[title][1:]]
        sheets[title] = list(rows)
    return sheets


def numbers(place, changes):
    """Return the numbers of a case as they stand among the others, each with the one that the case gave."""
    rows = [row for rows in whole(changes).values() for row in rows]
    found = {_own(row, place)[name]: row[name] for row in rows for name in (*NUMBERED, "户号") if row.get(name)}
    given = {row[name] for row in rows for name in (*NUMBERED, "户号") if row.get(name)}
    assert len(found) == len(given), "two customers differ only in the digits that number the case"
    return found


def _own(row, place):
    """Return a row whose numbers are those of the case's customer."""
    own = {heading: f"{row[heading]}-{place}" for heading in NUMBERED if row.get(heading)}
    return row | own | ({"户号": number(place, row["户号"])} if row.get("户号") else {})


def all_of(said, silent):
    """Return the sheets of cases that are said something of, each with what that is, and of those that are not."""
    return stacked([*(changes for changes, *_ in said.values()), *silent.values()])


def place_of(kind, *cases):
    """Return the place of a case among the ones that come one after the other."""
    return [name for some in cases for name in some].index(kind)


def assert_said(billing, place, component, words):
    """A case is told why a component is not billed, empty for the whole bill, and has no row of it; return the doubts."""
    doubts = billing.doubts[billing.doubts["customer_no"] == number(place)]
    reasons = doubts.loc[doubts["component"] == component, "reason"]
    assert reasons.str.contains(words, regex=False).any(), list(doubts["reason"])
    lines = billing.lines[billing.lines["customer_no"] == number(place)]
    assert lines.empty if component == "" else component not in set(lines["component"])
    return reasons


def assert_silent(billing, place, fen=None):
    """A case is billed without a doubt; ``fen``: to this total."""
    assert number(place) not in set(billing.doubts["customer_no"]), place
    assert number(place) in billing.billed
    lines = billing.lines[billing.lines["customer_no"] == number(place)]
    assert fen is None or lines["amount_fen"].sum() == fen


def number(place, customer_no=NO):
    """Return the 户号 of the customer that stands for a case."""
    return f"{customer_no[:9]}{place:03}{customer_no[-1]}"
