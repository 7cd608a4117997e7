"""Dates, versions and sources of rule rows."""

import pandas as pd

from addin.rulebook import versions

KEY = "停电最少逾期天数"


def test_the_shipped_book_has_no_fault_of_dates_or_sources(tables):
    looks = (versions.reversed_dates, versions.overlapping_versions, versions.unknown_clauses, versions.hidden_doubts)
    assert [remark for look in looks for remark in look(tables)] == []


def test_a_row_that_ends_on_the_day_it_begins_is_told(tables, row_of):
    row = row_of("operating_parameters", "key", KEY)
    tables["operating_parameters"].loc[row, "expires_on"] = pd.Timestamp("2020-01-02")
    assert list(versions.reversed_dates(tables)) == []
    tables["operating_parameters"].loc[row, "expires_on"] = pd.Timestamp("2020-01-01")
    [remark] = versions.reversed_dates(tables)
    assert (remark.row, remark.column) == (row, "expires_on")


def test_two_versions_must_not_hold_on_one_day(tables, row_of):
    frame = tables["operating_parameters"]
    row = row_of("operating_parameters", "key", KEY)
    newer = frame.loc[[row]].assign(effective_on=pd.Timestamp("2026-01-01")).set_axis([999])
    tables["operating_parameters"] = pd.concat([frame, newer])
    [remark] = versions.overlapping_versions(tables)
    assert (remark.row, f"第 {row} 行" in remark.expected) == (999, True)
    tables["operating_parameters"].loc[row, "expires_on"] = pd.Timestamp("2026-01-01")
    assert list(versions.overlapping_versions(tables)) == []


def test_the_same_key_of_two_provinces_does_not_overlap(tables, row_of):
    frame = tables["operating_parameters"]
    row = row_of("operating_parameters", "key", KEY)
    tables["operating_parameters"] = pd.concat([frame, frame.loc[[row]].assign(province="湖北").set_axis([999])])
    assert list(versions.overlapping_versions(tables)) == []


def test_an_unknown_clause_is_told(tables, row_of):
    row = row_of("operating_parameters", "key", KEY)
    tables["operating_parameters"].loc[row, "source"] = "TL-93；DL/T 448"
    [remark] = versions.unknown_clauses(tables)
    assert (remark.seen, remark.level) == ("TL-93", "警告")


def test_a_verified_row_must_not_stand_on_an_unverified_clause_alone(tables, row_of):
    row = row_of("operating_parameters", "key", "停电前再次通知")
    tables["operating_parameters"].loc[row, "unverified"] = "否"
    [remark] = versions.hidden_doubts(tables)
    assert (remark.row, remark.level) == (row, "提示")
    tables["operating_parameters"].loc[row, "source"] = "YG-停电程序；TL-39"
    assert list(versions.hidden_doubts(tables)) == []
