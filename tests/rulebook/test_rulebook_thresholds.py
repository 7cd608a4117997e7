"""A threshold by customer: its own row before the row of its size before the general row."""

from datetime import date

import pandas as pd
import pytest

from addin.rulebook import NoRule, thresholds
from addin.rulebook.exceptions import overlapping_sizes, unknown_keys, unlimited
from addin.rulebook.guards import loosened

TODAY = date(2026, 1, 31)
KEY = "电费-A01:增幅"
CUSTOMERS = pd.DataFrame({"customer_no": ["1", "2", "3"], "contract_capacity_kva": [999.0, 1000.0, 1000.0]})
ASKED = pd.DataFrame({"customer_no": ["3", "2", "1", "9"]}, index=[11, 12, 13, 14])
GENERAL = 30


def exception(**cells):
    """Return a row of 阈值例外; what is not given is empty."""
    row = {"key": KEY, "customer_no": None, "lower_kva": None, "upper_kva": None, "value": 60.0, "expires_on": None}
    return row | {"effective_on": pd.Timestamp("2020-01-01"), "source": "公司自定", "unverified": "否"} | cells


@pytest.fixture
def with_rows(rulebook, tables):
    """Return the rules of a day with these rows in 阈值例外, numbered from 5."""

    def make(*rows, day=TODAY):
        empty = tables["threshold_exceptions"]
        frame = pd.DataFrame(rows, index=range(5, 5 + len(rows)), columns=empty.columns)
        tables["threshold_exceptions"] = frame.astype(empty.dtypes)
        return type(rulebook)(tables, rulebook.ledger, rulebook.path).on(day)

    return make


def values(rules):
    return thresholds(rules, KEY, ASKED, CUSTOMERS)["value"].to_dict()


def test_without_an_exception_everybody_has_the_general_value(with_rows):
    found = thresholds(with_rows(), KEY, ASKED, CUSTOMERS)
    assert set(found["value"]) == {GENERAL}
    assert set(found["rule"]) == {with_rows().cite_key("audit_thresholds", KEY)}


def test_a_lower_bound_belongs_to_the_size_and_an_upper_one_does_not(with_rows):
    assert values(with_rows(exception(lower_kva=1000))) == {11: 60, 12: 60, 13: GENERAL, 14: GENERAL}
    assert values(with_rows(exception(upper_kva=1000))) == {11: GENERAL, 12: GENERAL, 13: 60, 14: GENERAL}


def test_the_customer_s_own_row_goes_before_its_size_whatever_their_order(with_rows):
    own, size = exception(customer_no="3", value=80), exception(lower_kva=500)
    for rows in ((own, size), (size, own)):
        assert values(with_rows(*rows)) == {11: 80, 12: 60, 13: 60, 14: GENERAL}


def test_the_row_that_decided_is_cited(with_rows):
    found = thresholds(with_rows(exception(customer_no="3"), exception(lower_kva=1000)), KEY, ASKED, CUSTOMERS)
    assert found["rule"].tolist()[:2] == ["阈值例外!5", "阈值例外!6"]
    assert found["rule"].tolist()[2].startswith("审核阈值!")


def test_an_exception_holds_from_its_first_day_to_the_day_before_it_ends(with_rows):
    row = exception(customer_no="3", effective_on="2026-01-01", expires_on="2026-02-01")
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [values(with_rows(row, day=day))[11] for day in days] == [GENERAL, 60, 60, GENERAL]


def test_an_exception_of_another_threshold_changes_nothing(with_rows):
    assert set(values(with_rows(exception(key="电费-A02:减幅", customer_no="3"))).values()) == {GENERAL}


def test_a_row_for_nobody_in_particular_is_not_used_and_is_told(with_rows, tables):
    assert set(values(with_rows(exception())).values()) == {GENERAL}
    [remark] = unlimited(tables)
    assert (remark.row, remark.column, remark.level) == (5, "customer_no", "错误")


def test_a_threshold_that_does_not_exist_is_no_threshold_even_for_one_customer(with_rows):
    with pytest.raises(NoRule, match="电费-A99"):
        thresholds(with_rows(exception(key="电费-A99:增幅", customer_no="3")), "电费-A99:增幅", ASKED, CUSTOMERS)


@pytest.mark.parametrize("key", ["电费-A99:增幅", "春节:合并月份"])
def test_a_key_that_is_no_number_of_the_thresholds_is_told(with_rows, tables, key):
    with_rows(exception(key=key, customer_no="3"), exception(customer_no="3"))
    [remark] = unknown_keys(tables)
    assert (remark.row, remark.column, remark.seen) == (5, "key", key)


def test_a_size_beside_a_customer_and_bounds_the_wrong_way_round_are_told(with_rows, tables):
    with_rows(exception(customer_no="3", upper_kva=100), exception(lower_kva=100, upper_kva=100))
    assert [(one.row, one.column, one.level) for one in unlimited(tables)] == [
        (5, "upper_kva", "警告"), (6, "upper_kva", "错误"),
    ]  # fmt: skip


@pytest.mark.parametrize(("upper", "count"), [(1000, 0), (1001, 1)])
def test_sizes_may_touch_but_not_overlap(with_rows, tables, upper, count):
    with_rows(exception(lower_kva=1000), exception(lower_kva=100, upper_kva=upper))
    assert len(list(overlapping_sizes(tables))) == count


def test_sizes_of_other_years_do_not_overlap(with_rows, tables):
    with_rows(exception(lower_kva=1000, expires_on="2026-01-01"), exception(lower_kva=900, effective_on="2026-01-01"))
    assert list(overlapping_sizes(tables)) == []


@pytest.fixture
def guarded(tables):
    """Guard the threshold: it may not go above 50."""
    row = tables["guards"].index[-1] + 1
    cells = {"code": "YS99", "guarded_table": "审核阈值", "guarded_key": KEY, "guarded_column": "值", "value": 50.0}
    cells |= {"direction": "不得大于", "unit": "%", "effective_on": pd.Timestamp("2020-01-01"), "source": "试"}
    tables["guards"].loc[row, list(cells)] = list(cells.values())


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(("value", "used"), [(50, 50), (51, GENERAL)])
def test_an_exception_may_tighten_a_guard_and_not_loosen_it(with_rows, tables, value, used):
    rules = with_rows(exception(customer_no="3", value=value))
    assert values(rules)[11] == used
    assert [(one.table, one.row) for one in loosened(tables)] == [("threshold_exceptions", 5)] * (value > used)
