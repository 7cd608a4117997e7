"""A bill printed from the program's own statement is found by no check, however its month is cut; a faulty one is."""

import cut_months
import pandas as pd
import pytest
from billing_area import END, MONTH, area

from addin.billing.month import bill_month
from addin.facts import Period, gather, reckon
from addin.outcome.collect import collect
from addin.register import CHECKS, run

ASKED = [one for one in CHECKS.values() if one.run.__module__.startswith("addin.checks.bill_review")]
BOOKS = {"一月一价": None, "十六日改价": cut_months.day(16)}


def printed(folder, book, names):
    """Return the sheets of cases with the bills printed from their own statements."""
    tables = cut_months.sheets(names)
    own = bill_month(area(folder, tables), book, MONTH, "湖北")
    assert own.doubts.to_numpy().tolist() == []
    return tables | cut_months.issued(own, names)


def audited(folder, tables, book):
    """Return what all checks of bills find: code, customer_no, level, message."""
    ledger = area(folder, tables)
    earlier = {"grade_history": pd.DataFrame(), "risk_history": pd.DataFrame()}
    period = Period(MONTH, END.replace(day=1), END, END)
    facts, absent = gather(ledger, book, period, {"省份": "湖北"}, earlier)
    facts = reckon(facts, {name for one in ASKED for name in one.needs if name not in absent})
    return collect(run(ASKED, facts, absent), MONTH)


@pytest.fixture(scope="module", params=BOOKS)
def collected(request, tmp_path_factory):
    book = cut_months.priced(BOOKS[request.param])
    tables = printed(tmp_path_factory.mktemp("own"), book, list(cut_months.CASES))
    return audited(tmp_path_factory.mktemp("printed"), tables, book)


def grave(found, place):
    """Return code and sentence of the errors and warnings of the customer at a place."""
    mine = found.findings[found.findings["customer_no"] == cut_months.number(place)]
    return [f"{row.code} {row.message}" for row in mine.itertuples() if row.level in {"错误", "警告"}]


LAWLESS = {"时段集改": ["电费-D04"], "改为居民生活": ["电费-D01"], "居民生活改来": ["电费-D01"]}
"""Cases whose terms are wrong on some days: at 1,000 kVA nobody has the flat price, and a mechanical works is no home."""


@pytest.mark.parametrize("name", cut_months.CASES)
def test_a_bill_printed_from_its_own_statement_has_no_error_and_no_warning(collected, name):
    said = grave(collected, list(cut_months.CASES).index(name))
    assert [one.split()[0] for one in said] == LAWLESS.get(name, [])


def test_the_customers_were_really_asked(collected):
    coverage = collected.coverage.set_index("code")
    everybody = [
        "审计-A07",
        "电费-E01",
        "电费-E02",
        "电费-E03",
        "电费-B06",
        "电费-C06",
        "电费-D06",
        "电费-D07",
        "电费-D08",
    ]
    assert not coverage["failed"].any()
    assert (coverage.loc[everybody, "asked"] >= len(cut_months.CASES) * 0.9).all()
    assert collected.doubts.loc[collected.doubts["code"].isin(everybody), "message"].tolist() == []


def test_the_base_of_each_standard_is_asked_also_where_the_rows_of_the_bills_are_not_split_so(collected):
    assert collected.doubts.loc[collected.doubts["code"] == "电费-B07", "message"].tolist() == []


AGENT = {"尖": 0.796226, "峰": 0.595188, "平": 0.398113, "谷": 0.179151}
PLANTED = [
    ("力调标准改", "电费-B06", "力调电费", 0, {"单价": -1.1}),
    ("力调标准改", "电费-B06", "力调电费", 1, {"单价": -0.6}),
    ("力调标准改", "电费-B07", "力调电费", 1, {"计费数量": 125_519.94}),
    ("不考核改为考核", "电费-B07", "力调电费", 0, {"计费数量": 125_519.93}),
    ("不考核改为考核", "电费-B09", "力调电费", 0, None),
    ("减容后改类", "电费-B06", "力调电费", 1, {"单价": -0.6}),
    ("减容后改类", "电费-C09", "力调电费", 1, {"金额": 900}),
    ("基金减免起", "电费-D08", "政府性基金", 0, {"单价": 0.0433}),
    ("基金减免起", "电费-D08", "政府性基金", 1, {"单价": 0.0452}),
    ("容量改需量", "电费-E02", "需量电费", 0, {"金额": 23_520}),
    ("容量改需量", "电费-C10", "需量电费", 0, {"金额": 12_544}),
    ("容量改需量", "电费-C10", "容量电费", 0, {"金额": 13_150}),
    ("需量九折而电压改", "电费-C12", "需量电费", 0, {"单价": 42, "金额": 11_380.65}),
    ("代理改直接交易", "电费-E03", "上网环节线损", 0, {"计费数量": 108_389}),
    ("代理改直接交易", "电费-D06", "购电", range(8), {"单价": AGENT}),
    ("例日", "电费-D07", "输配电", 0, {"电价月份": "2025-11"}),
    ("例日", "电费-D07", "输配电", 1, {"电价月份": "2025-12"}),
    ("分表改类", "电费-D10", "购电", 0, None),
    ("定比担损耗", "电费-A25", "购电", 0, {"计费数量": 4_900}),
    ("代理改直接交易而有居民分表", "电费-E03", "上网环节线损", 0, {"计费数量": 109_387}),
    ("分次结算而力调标准改", "电费-B07", "力调电费", 1, {"计费数量": 87_989.21}),
    ("分次结算而力调标准改", "电费-B07", "力调电费", 0, {"计费数量": 125_519.95}),
    ("单一制分表", "审计-A07", "输配电", 1, {"单价": 0.1263, "金额": 1_199.85}),
    ("单一制分表", "审计-A07", "购电", 3, None),
    ("单一制分表", "电费-B07", "力调电费", 0, {"计费数量": 126_407.82}),
    ("单一制分表", "电费-D08", "政府性基金", 1, {"单价": 0.0433}),
    ("分次结算", "电费-E02", "购电", 4, {"金额": 4_777.37}),
]
"""Case, what is to find it, component, which of its rows, and the cells that are changed (none: the row is lost)."""


def planted(rows, place, component, which, cells):
    """Return rows of bills with a fault in those of one customer."""
    mine = [row for row in rows if row["户号"] == cut_months.number(place) and row["费用组成"] == component]
    hit = [id(mine[at]) for at in (which if isinstance(which, range) else (which,))]
    kept = [row for row in rows if cells or id(row) not in hit]
    return [row | _of_period(cells, row) if id(row) in hit else row for row in kept]


def _of_period(cells, row):
    """Return the cells of a fault, those of the row's period where it has one for each."""
    return {name: cell[row["时段"]] if isinstance(cell, dict) else cell for name, cell in cells.items()}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    names, book = [case for case, *_ in PLANTED], cut_months.priced()
    tables = printed(tmp_path_factory.mktemp("own"), book, names)
    for place, (_, _, *fault) in enumerate(PLANTED):
        tables["账单明细"] = planted(tables["账单明细"], place, *fault)
    return audited(tmp_path_factory.mktemp("faulty"), tables, book)


@pytest.mark.parametrize("place", range(len(PLANTED)), ids=[f"{case}-{code}" for case, code, *_ in PLANTED])
def test_a_fault_in_a_cut_month_is_found(faulty, place):
    assert PLANTED[place][1] in {said.split()[0] for said in grave(faulty, place)}
