"""Scales without gaps or overlaps, weights that add up, cells that can be read."""

import pytest

from addin.rulebook import scales


def address(_table, row, column):
    letters = {"band_1": "G", "band_2": "H", "band_3": "I", "band_4": "J"}
    return f"{letters[column]}{row}"


def test_the_shipped_scales_are_whole(tables):
    looks = (scales.grade_bands, scales.risk_levels, scales.customer_types, scales.weights, scales.patterns)
    assert [remark for look in looks for remark in look(tables)] == []
    assert list(scales.indicators(tables, address)) == []


@pytest.mark.parametrize(("upper", "fault"), [(39999, "空档"), (40001, "重叠"), (None, "重叠")])
def test_a_grade_band_must_end_where_the_next_begins(tables, upper, fault):
    bands = tables["grade_bands"]
    row = bands.index[(bands["customer_type"] == "工业") & (bands["grade"] == "一级")][0]
    bands.loc[row, "upper_kva"] = upper
    [remark] = scales.grade_bands(tables)
    assert (remark.row, remark.column, remark.expected) == (row, "upper_kva", "40000")
    assert fault in remark.advice


def test_the_highest_grade_is_open(tables):
    row = tables["grade_bands"]["lower_kva"].idxmax()
    tables["grade_bands"].loc[row, "upper_kva"] = 99999
    [remark] = scales.grade_bands(tables)
    assert remark.row == row


def test_risk_levels_cover_every_score(tables):
    levels = tables["risk_levels"]
    levels.loc[levels["upper_score"].idxmax(), "upper_score"] = 100
    assert [remark.expected for remark in scales.risk_levels(tables)] == ["大于 100"]
    levels.loc[levels["lower_score"].idxmin(), "lower_score"] = 1
    assert [remark.expected for remark in scales.risk_levels(tables)] == ["大于 100", "0"]


def test_divisions_are_covered_once(tables, row_of):
    row = row_of("customer_type_map", "section", "D")
    tables["customer_type_map"].loc[row, "first_division"] = 45
    [remark] = scales.customer_types(tables)
    assert (remark.row, remark.seen, remark.expected) == (row, "45", "44")


def test_weights_add_up_to_100(tables, row_of):
    tables["risk_indicators"].loc[row_of("risk_indicators", "code", "风险-R01"), "weight"] = 9
    [remark] = scales.weights(tables)
    assert remark.seen == "风险指标权重合计 101"


def test_a_band_that_does_not_join_is_told_with_its_cell(tables, row_of):
    row = row_of("risk_indicators", "code", "风险-R01")
    tables["risk_indicators"].loc[row, "band_2"] = "30–7"
    [remark] = scales.indicators(tables, address)
    assert (remark.row, remark.column, remark.seen) == (row, "band_2", "30–7")
    assert "下限大于上限" in remark.advice


def test_a_broken_pattern_is_told(tables, row_of):
    tables["ledger_rules"].loc[row_of("ledger_rules", "code", "台账-VR03"), "pattern"] = "^1[3-9"
    [remark] = scales.patterns(tables)
    assert remark.column == "pattern"
