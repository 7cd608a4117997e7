"""The shipped rule book against the sources that it was transcribed from."""

import ast
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from addin.rulebook import Rulebook
from addin.tables.choices import COMPONENTS, PERIODS, PRICING_VOLTAGES, PROVINCES
from addin.tables.rules import RULE_TABLES

RULES = Path(__file__).parents[1] / "rules.xlsx"
JANUARY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def rulebook():
    return Rulebook.load(RULES)


LEFT_EMPTY = "「目录电价」「变损表」"
"""Sheets shipped without rows: nobody invents them, the reader says in one row that they are empty."""


def test_nothing_in_the_shipped_book_is_wrong(rulebook):
    assert rulebook.problems.query("level != '提示'").empty
    assert set(rulebook.problems["sheet"]) == {"电价", ""}
    assert rulebook.problems.query("sheet == ''")["seen"].tolist() == [LEFT_EMPTY]


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("clauses", 42), ("guards", 21), ("grade_bands", 12), ("important_users", 4), ("ledger_rules", 22),
        ("risk_indicators", 28), ("risk_levels", 5), ("risk_vetoes", 10), ("risk_measures", 14),
        ("contract_articles", 19), ("statutory_items", 7), ("change_kinds", 24), ("inspection_items", 56),
        ("inspection_cycles", 12), ("hazard_levels", 3), ("audit_points", 40), ("audit_rules", 85),
        ("service_frequency", 14), ("layout", 15), ("prices", 7), ("price_doubts", 4), ("power_factor_table", 303),
    ],
)  # fmt: skip
def test_every_row_of_the_source_is_there(rulebook, table, count):
    assert len(rulebook.all(table)) == count


def test_every_row_has_a_source_a_date_and_a_mark(rulebook):
    for name, table in RULE_TABLES.items():
        frame = rulebook.all(name)
        for column in ("source", "effective_on", "unverified"):
            if column in frame:
                assert frame[column].notna().all(), f"{table.title} {column}"


def published_change(standard, cosine):
    """Return the change in 1/100 % by the integer form of billing.md §4.3, independent of the sheet."""
    reward = {
        90: lambda c: -15 * (min(c, 95) - 90),
        85: lambda c: -(10 * (min(c, 90) - 85) + 15 * max(0, min(c, 94) - 90)),
        80: lambda c: -(10 * (min(c, 90) - 80) + 15 * max(0, min(c, 92) - 90)),
    }
    knee = {90: 70, 85: 65, 80: 60}[standard]
    if cosine >= standard:
        return reward[standard](cosine)
    if cosine >= knee:
        return 50 * (standard - cosine)
    if cosine >= knee - 5:
        return 100 * (10 + knee - cosine)
    return 100 * (15 + 2 * (knee - 5 - cosine))


def test_every_row_of_the_power_factor_table_follows_the_integer_form(rulebook):
    table = rulebook.all("power_factor_table")
    rows = zip(table["standard"], table["power_factor"], table["change_percent"], strict=True)
    seen = {(round(standard * 100), round(cosine * 100)): round(change * 100) for standard, cosine, change in rows}
    assert seen == {(s, c): published_change(s, c) for s in (90, 85, 80) for c in range(101)}


def test_some_printed_rows_of_the_power_factor_table(rulebook):
    table = rulebook.all("power_factor_table").set_index(["standard", "power_factor"])["change_percent"]
    assert table[0.9, 0.95] == -0.75
    assert table[0.9, 0.7] == 10
    assert table[0.9, 0.69] == 11
    assert table[0.85, 0.94] == -1.1
    assert table[0.85, 0.59] == 17
    assert table[0.85, 0.53] == 29
    assert table[0.8, 0.53] == 19
    assert table[0.9, 0.52] == 41


HUBEI = """
单一制 <1kV         0.2103 0.735686 1.133999 0.930961 0.516924 -  -
单一制 1-10(20)kV   0.1903 0.715686 1.113999 0.910961 0.496924 -  -
单一制 35kV         0.1703 0.695686 1.093999 0.890961 0.476924 -  -
两部制 1-10(20)kV   0.1263 0.651886 1.049999 0.848961 0.432924 42 26.3
两部制 35kV         0.1065 0.632086 1.030199 0.827161 0.413124 42 26.3
两部制 110kV        0.0884 0.613986 1.012099 0.809061 0.395024 39 24.4
两部制 220kV及以上  0.0694 0.594986 0.993099 0.790061 0.376024 39 24.4
"""


def test_the_hubei_price_month_stands_as_published(rulebook):
    names = ("transmission", "flat", "sharp", "peak", "valley")
    columns = [*(f"{name}_yuan_per_kwh" for name in names), "demand_yuan_per_kw_month", "capacity_yuan_per_kva_month"]
    prices = rulebook.on(JANUARY, "湖北").rows("prices").set_index(["tariff", "voltage"])[columns]
    for line in HUBEI.strip().splitlines():
        tariff, voltage, *numbers = line.split()
        expected = [np.nan if text == "-" else float(text) for text in numbers]
        np.testing.assert_array_equal(prices.loc[(tariff, voltage)].to_numpy(dtype=float), expected)


def test_the_four_suspect_cells_carry_the_value_that_fits(rulebook):
    rules = rulebook.on(JANUARY, "湖北")
    names = {column.title: column.name for column in RULE_TABLES["prices"]}
    prices = rules.rows("prices").set_index("key")
    doubts = rules.rows("price_doubts")
    pairs = [(prices.loc[one.price_key, names[one.column]], one.alternative) for one in doubts.itertuples()]
    assert sorted(pairs) == [(0.695686, 0.695886), (0.715686, 0.715886), (0.735686, 0.735886), (0.848961, 0.846961)]


def test_the_national_table_has_every_grid_and_tier(rulebook):
    table = rulebook.on(date(2026, 8, 1)).tables["transmission_prices"]
    grids = table.groupby("grid").size()
    assert len(grids) == 34
    assert len(table) == 156 + 4 + 25
    assert grids["北京"] == 4
    assert grids["辽宁"] == 4
    assert grids["湖北"] == grids["陕西(榆林)"] == 5
    assert set(table["province"]) <= set(PROVINCES)
    assert set(rulebook.all("line_loss_rates")["grid"]) == set(grids.index)


@pytest.mark.parametrize(
    ("grid", "kv", "row"),
    [
        ("北京", 10, (0.31, 0.205, 52, 33)),
        ("吉林", 66, (0.247, 0.1213, 36.8, 23)),
        ("江苏", 110, (0.1621, 0.0788, 44.8, 28)),
        ("湖北", 220, (0.1303, 0.0694, 39, 24.4)),
        ("新疆", 35, (0.1566, 0.1098, 32, 20)),
        ("广东(不含深圳,均价)", 110, (0.1282, 0.0727, 31, 19.4)),
    ],
)
def test_some_rows_of_the_national_table(rulebook, grid, kv, row):
    table = rulebook.all("transmission_prices")
    table = table[table["grid"] == grid]
    [line] = table[(table["lower_kv"] <= kv) & ~(table["upper_kv"] <= kv)].itertuples()
    assert (
        line.single_part_yuan_per_kwh,
        line.two_part_yuan_per_kwh,
        line.demand_yuan_per_kw_month,
        line.capacity_yuan_per_kva_month,
    ) == row


def test_the_hubei_rows_of_the_national_table_are_unverified(rulebook):
    table = rulebook.all("transmission_prices")
    assert set(table.loc[table["province"] == "湖北", "unverified"]) == {"是"}
    assert set(table.loc[table["province"] == "江苏", "unverified"]) == {"否"}


def test_only_shenzhen_prices_contain_the_losses(rulebook):
    rates = rulebook.all("line_loss_rates")
    assert list(rates.loc[rates["in_transmission"] == "是", "grid"]) == ["深圳"]
    assert rates.set_index("grid")["rate_percent"]["湖北"] == 4.55


def test_the_words_of_the_book_are_the_words_of_the_ledger(rulebook):
    rules = rulebook.on(JANUARY, "湖北")
    assert set(rules.words("billing_flags", "力调参与项")) <= set(COMPONENTS)
    assert set(rules.words("billing_flags", "浮动项")) <= set(COMPONENTS)
    assert set(rules.rows("prices")["voltage"]) <= set(PRICING_VOLTAGES)
    assert set(rules.rows("periods")["period"]) <= set(PERIODS)
    assert rules.text("billing_flags", "默认时段集") in set(rules.rows("periods")["period_set"])


def test_thresholds_that_practice_corrected(rulebook):
    rules = rulebook.on(JANUARY, "湖北")
    levels = rules.rows("audit_rules").set_index("code")
    assert levels.loc["电费-C01", "level"] == levels.loc["电费-C14", "level"] == "警告"
    assert levels.loc["电费-A05", ["level", "second_level"]].tolist() == ["警告", "错误"]
    assert levels.loc["电费-C09", ["level", "second_level"]].tolist() == ["警告", "错误"]
    assert levels.loc["电费-D03", ["level", "second_level"]].tolist() == ["错误", "提示"]
    assert rules.value("audit_thresholds", "电费-A05:错误月数") == 6
    assert rules.value("audit_thresholds", "电费-C08:提示天数") == 150
    assert rules.value("audit_thresholds", "电费-C08:上限天数") == 183


def test_every_threshold_belongs_to_a_rule_of_the_book(rulebook):
    rules = rulebook.on(JANUARY, "湖北")
    known = set(rules.rows("audit_rules")["code"]) | set(rules.rows("audit_points")["code"])
    codes = {key.partition(":")[0] for key in rules.rows("audit_thresholds")["key"]}
    assert codes - known == {"春节", "历史均值月数", "历史波动", "电价导入"}


def test_measures_name_indicators_that_exist(rulebook):
    codes = rulebook.all("risk_measures")["indicator_codes"].dropna().str.split("、").explode()
    assert set(codes) <= set(rulebook.all("risk_indicators")["code"])


def test_no_paper_may_threaten_with_the_authority_s_article(rulebook):
    clauses = rulebook.all("clauses").set_index("code")
    assert "不得据此以停电相告" in clauses.loc["DL-65", "usage_limit"]
    ordinary = rulebook.all("hazard_levels").set_index("level").loc["一般", "consequence"]
    assert "停电" not in ordinary
    assert "中止供电" not in ordinary


def test_unverified_clauses_print_no_article(rulebook):
    clauses = rulebook.all("clauses")
    assert clauses.loc[clauses["unverified"] == "是", "article"].isna().all()


def test_sheet_titles_are_short_enough_for_excel_and_unique():
    titles = [table.title for table in RULE_TABLES.values()]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 31


def test_dates_are_dates(rulebook):
    for name in RULE_TABLES:
        if "effective_on" in rulebook.all(name):
            assert pd.api.types.is_datetime64_any_dtype(rulebook.all(name)["effective_on"])


MARK = "说明性的行"
PARAMETERS = [
    name for name, table in RULE_TABLES.items() if {"key", "value", "text", "note"} <= {c.name for c in table}
]
"""The tables of one parameter a row."""
LEFT_OUT = ("known_words", "rule_", "bill_inputs")
"""Modules that name parameters without reading them: what only describes or is cited, the headings of the rules."""


def read_by_the_code():
    """Return the strings of the code, and a pattern of those put together around a colon (``f"{code}:{word}限"``).

    A string that begins or ends with a colon (``"台账-VR12:"``) stands for all that go on so.
    """
    addin = Path(__file__).parents[1] / "addin"
    files = [path for path in addin.rglob("*.py") if not path.stem.startswith(LEFT_OUT)]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    strings = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    pieces = {id(piece) for node in strings for piece in ast.iter_child_nodes(node)}
    words = (node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in pieces)
    plain = {word for word in words if isinstance(word, str)}
    made = plain | {ast.unparse(node)[2:-1] for node in strings}
    parted = [re.split(r"\{.*?\}", text) for text in made if "{" in text and ":" in text]
    ends = {f".*{re.escape(text)}" for text in plain if text.startswith(":")}
    heads = {f"{re.escape(text)}.*" for text in plain if text.endswith(":")}
    return plain, [re.compile("(.*)".join(map(re.escape, parts))) for parts in parted] + [
        *map(re.compile, ends | heads)
    ]


def is_read(key, plain, patterns):
    """Say whether the code reads a parameter: what fills the gaps of a pattern is a string of the code, or one letter."""
    found = (pattern.fullmatch(key) for pattern in patterns)
    return key in plain or any(one and all(len(gap) < 2 or gap in plain for gap in one.groups()) for one in found)


def test_every_parameter_is_read_by_the_code_or_says_that_it_only_describes(rulebook):
    code = read_by_the_code()
    rows = pd.concat([rulebook.all(name)[["key", "note"]].assign(table=name) for name in PARAMETERS])
    read = rows["key"].map(lambda key: is_read(key, *code))
    marked = rows["note"].fillna("").str.contains(MARK)
    assert rows.loc[~read & ~marked, "key"].tolist() == []
    assert rows.loc[read & marked, "key"].tolist() == [], "marked, yet the code reads it"
