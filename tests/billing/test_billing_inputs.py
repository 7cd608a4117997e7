"""The readings behind each row of a statement, as 账单重算 prints them."""

import pytest
from billing_area import MONTH
from billing_cases import stacked
from results.test_worksheet import grid, numbered
from results.worksheet_cases import CASES
from results.worksheet_rules import write_rules
from sheets import book

from addin.billing.comparing.row_texts import read_texts
from addin.billing.month import bill_month
from addin.reading import read_books
from addin.rulebook import Rulebook

NAMES = (
    "meter and CT changed", "dwellings, metered", "cut, with losses", "contract demand beyond 105 %", "rollover",
    "market, 24 hours", "a ratio of a sub-meter", "line loss of two points", "demand of two feeders, each contracted",
    "a farm, agreed", "dwellings, a ratio", "cut, with a sub-meter", "cut, class of a sub-meter changes",
    "cut, becomes a dwelling", "market, one price and a settlement of December",
)  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Each row's (component, period, point) and how its quantity comes about, by the name of the case."""
    folder = tmp_path_factory.mktemp("inputs")
    tables = stacked([CASES[name] for name in NAMES])
    ledger = read_books([book(folder, {title: grid(found) for title, found in tables.items() if found})])
    month = bill_month(ledger, Rulebook.load(write_rules(folder / "rules.xlsx")), MONTH, "湖北")
    texts = read_texts(month.lines, month.inputs, month.quantities, month.segments)
    rows = month.lines.assign(text=texts)
    return {
        name: [
            (f"{one.component}·{one.period}", one.text)
            for one in rows[rows["customer_no"] == numbered(at)].itertuples()
        ]
        for at, name in enumerate(NAMES)
    }


@pytest.mark.parametrize(
    ("name", "row", "text"),
    [
        ("meter and CT changed", "购电·峰", "示数 100→110 ×1000；100→160 ×500 = "),
        ("dwellings, metered", "购电·尖", "示数 100→112 ×1000 = "),
        ("dwellings, metered", "购电·平", "示数 100→160 ×1000；减 P2-1 100→131 ×100 = "),
        ("dwellings, metered", "居民生活·总", "P2-1 示数 100→131 ×100 = "),
        ("cut, with losses", "购电·尖", "示数 100→112 ×1000，加损耗、余数等 116，01-01 起 "),
        ("contract demand beyond 105 %", "需量电费·总", "示数 1.3 ×1000，计费 "),
        ("contract demand beyond 105 %", "力调电费·总", "P 160,000 kWh、Q 60,000 kvarh，cosφ 0.94，标准 0.90；"),
        ("rollover", "购电·尖", "示数 999990.25→2.25（翻转） ×1000 = "),
        ("market, 24 hours", "购电·总", "示数 100→260 ×1000，其中 "),
        ("a farm, agreed", "购电·平", "示数 100→160 ×1000，减 P2-9（定量） 1,201 = "),
        ("a farm, agreed", "输配电·总", "示数 100→260 ×1000，减 P2-9（定量） 1,201 = "),
        ("dwellings, a ratio", "购电·峰", "示数 100→140 ×1000，减 P2-10（定比） 1,320 = "),
        ("cut, with a sub-meter", "购电·平", "示数 100→160 ×1000，减 P2-11 1,600，01-16 起 "),
        ("cut, class of a sub-meter changes", "购电·平", "示数 100→160 ×1000，01-16 起 "),
        ("cut, becomes a dwelling", "购电·峰", "示数 100→140 ×1000，01-01 起 "),
        ("market, one price and a settlement of December", "购电·总", "清算 2025-12 "),
        ("line loss of two points", "购电·尖", "示数 100→112 ×1000；100→112 ×1000，加损耗、余数等 329 = "),
        ("demand of two feeders, each contracted", "需量电费·总", "示数 0.3 ×1000，计费 "),
        ("meter and CT changed", "容量电费·总", ""),
    ],
)
def test_a_row_says_which_readings_it_comes_from(said, name, row, text):
    assert text in [found for label, found in said[name] if label == row]
