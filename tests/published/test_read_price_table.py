"""Printed price tables in several layouts → the same rows; what is not clear is refused with its cell."""

from decimal import Decimal

import pytest
from published import made

from addin.published import read_price_table, words
from addin.reading import ReadError

FIELDS = {
    "agent_yuan_per_kwh": "agent", "line_loss_yuan_per_kwh": "loss", "transmission_yuan_per_kwh": "delivery",
    "system_operation_yuan_per_kwh": "system", "funds_yuan_per_kwh": "funds", "flat_yuan_per_kwh": "flat",
    "sharp_yuan_per_kwh": "sharp", "peak_yuan_per_kwh": "peak", "valley_yuan_per_kwh": "valley",
    "demand_yuan_per_kw_month": "demand", "capacity_yuan_per_kva_month": "capacity",
}  # fmt: skip
"""Columns of 电价 and the fields of the tables made."""


def read(tmp_path, printed, **given):
    return read_price_table(printed.save(tmp_path / "电价表.xlsx"), **given)


def refused(tmp_path, printed, **given):
    with pytest.raises(ReadError) as error:
        read(tmp_path, printed, **given)
    return str(error.value)


@pytest.mark.parametrize("layout", [made.hubei, made.jiangxi, made.in_fen], ids=lambda layout: layout.__name__)
def test_every_layout_gives_the_same_rows(tmp_path, layout):
    table = read(tmp_path, layout())
    assert (table.province, table.month, len(table.rows)) == ("湖北", "2026-02", 7)
    rows = table.rows.set_index(["tariff", "voltage"])
    for (tariff, printed), fields in made.table().items():
        row = rows.loc[(tariff, words.voltage(printed))]
        seen = {name: None if row[name] != row[name] else row[name] for name in FIELDS}
        assert seen == {name: fields[field] for name, field in FIELDS.items()}


@pytest.mark.parametrize("last", [3, 4, 5])
@pytest.mark.parametrize("numbering", ["1=2+3+4+5+6", "1=2+3×1.0"])
def test_rows_that_the_heading_of_the_voltage_is_merged_over_are_heading(tmp_path, last, numbering):
    """The usual State Grid header: row 6 only numbers the columns, 用电分类 and 电压等级 merged down to it or not."""
    printed = made.hubei({(5, 2): numbering})
    printed.merges = [one for one in printed.merges if one[:2] not in {(3, 0), (3, 1)}]
    if last > 3:
        printed.merge((3, 0, last, 0), (3, 1, last, 1))
    assert read(tmp_path, printed).rows.equals(read(tmp_path, made.hubei()).rows)


@pytest.mark.parametrize(("column", "title"), [(9, "高峰时段电价"), (11, "低谷时段电价")])
def test_a_table_of_periods_without_a_column_for_peak_or_valley_is_refused(tmp_path, column, title):
    printed = made.hubei()
    printed.cells = {at: value for at, value in printed.cells.items() if at[0] < 4 or at[0] > 12 or at[1] != column}
    assert f"第 4 行起的表头没有列「{title}」；请与原表核对列名" in refused(tmp_path, printed)


def test_a_table_without_any_period_needs_neither(tmp_path):
    printed = made.hubei()
    printed.cells = {
        at: value for at, value in printed.cells.items() if at[0] < 3 or at[0] > 12 or at[1] not in range(8, 12)
    }
    assert read(tmp_path, printed).rows["valley_yuan_per_kwh"].isna().all()


@pytest.mark.parametrize("corner", ["项目", "电压等级"])
def test_a_table_whose_voltages_stand_side_by_side_is_to_be_turned(tmp_path, corner):
    printed = made.Printed()
    upright = made.jiangxi().cells
    printed.cells = {(0, 0): upright[0, 0]} | {(at, row): value for (row, at), value in upright.items() if row}
    printed.cells[1, 1] = corner
    said = "《电价表.xlsx》「电价表」第 2 行：各电压等级横向排列；电压等级须自上而下排列，请先转置"
    assert said in refused(tmp_path, printed)


def in_two_units(*, standing=3):
    """Return Hubei's layout without merged headings, periods in 分, the units in the titles of the groups alone.

    ``standing`` is the row of the headings that belong to no group.
    """
    printed = made.hubei({(2, 0): "", (3, 3): "其中（元/千瓦时）", (3, 8): "分时电度用电价格（分/千瓦时）"})
    printed.cells |= {
        (3, 2): "非分时电度用电价格（元/千瓦时）",
        (3, 12): "容（需）量用电价格（元/千瓦·月、元/千伏安·月）",
    }
    printed.cells |= {(4, 12): "最大需量", (4, 13): "变压器容量"}
    printed.cells |= {
        at: float(Decimal(str(price)) * 100)
        for at, price in printed.cells.items()
        if at[0] in range(6, 13) and at[1] in range(8, 12)
    }
    printed.merges = [one for one in printed.merges if one[0] != 3]
    for column in range(3):
        printed.cells[standing, column] = printed.cells.pop((3, column))
    return printed


def test_the_title_of_a_group_goes_on_over_the_blanks_to_its_right(tmp_path):
    rows, merged = (read(tmp_path, printed).rows for printed in (in_two_units(), made.hubei()))
    assert rows.equals(merged)


def test_where_a_blank_may_as_well_belong_to_a_heading_of_its_own_the_unit_stays_unclear(tmp_path):
    assert "单位有几种写法" in refused(tmp_path, in_two_units(standing=4))


def test_the_tariff_goes_on_over_a_column_without_heading_that_names_it(tmp_path):
    printed = made.in_fen()
    printed.merges = []
    assert read(tmp_path, printed).rows.equals(read(tmp_path, made.in_fen()).rows)
    printed.cells |= {(row, 2): "见说明" for row in range(3, 10)}
    assert "应能看出是单一制还是两部制" in refused(tmp_path, printed)


def test_the_key_the_bounds_and_the_document_are_those_of_the_rule_book(tmp_path):
    table = read(tmp_path, made.hubei())
    first, last = table.rows.iloc[0], table.rows.iloc[-1]
    assert (first["key"], first["lower_kv"], first["upper_kv"]) == ("湖北-2026-02-单一制-<1kV", 0, 1)
    assert (last["key"], last["lower_kv"]) == ("湖北-2026-02-两部制-220kV及以上", 220)
    assert table.source == made.TITLE


@pytest.mark.parametrize("layout", [made.hubei, made.in_fen], ids=lambda layout: layout.__name__)
def test_the_items_of_the_system_operation_charge_are_read_from_the_notes(tmp_path, layout):
    items = read(tmp_path, layout()).items
    assert dict(zip(items["item"], items["item_yuan_per_kwh"], strict=True)) == {
        name: float(price) for name, price in made.ITEMS.items()
    }


def test_a_table_without_such_notes_has_no_items(tmp_path):
    assert read(tmp_path, made.jiangxi()).items.empty


def test_month_province_and_document_may_be_given_where_the_title_says_none(tmp_path):
    printed = made.hubei({(0, 0): "附件2", (1, 0): ""})
    assert "看到『空』" in refused(tmp_path, printed)
    table = read(tmp_path, printed, province="湖北", month="2026-03", source="鄂电营销〔2026〕9号")
    assert (table.rows["key"].iloc[0], table.source) == ("湖北-2026-03-单一制-<1kV", "鄂电营销〔2026〕9号")
    assert "没有文件名称" in refused(tmp_path, printed, province="湖北", month="2026-03")


@pytest.mark.parametrize("given", [{"month": "2026-03"}, {"province": "河南"}])
def test_what_is_given_must_not_contradict_the_title(tmp_path, given):
    assert "请核对是否选错了文件" in refused(tmp_path, made.hubei(), **given)


def test_the_day_of_publication_is_not_the_month_of_the_prices(tmp_path):
    printed = made.hubei({(0, 0): made.TITLE + "（2026年1月28日公布）"})
    assert read(tmp_path, printed).month == "2026-02"


@pytest.mark.parametrize(
    ("cell", "value", "address", "said"),
    [
        ((6, 5), "待公布", "F7", "看到『待公布』，应为数值"),
        ((7, 1), None, "B8", "看到『空』，应为 <1kV、1-10(20)kV"),
        ((7, 1), "10千伏及以下", "B8", "看到『10千伏及以下』"),
        ((11, 7), "#N/A", "H12", "应为数值"),
        ((10, 12), None, "M11", "空着，应有价格"),
        ((12, 5), 0.06940000004, "F13", "不多于 8 位小数"),
        ((8, 10), 0.7, "C9", "K9 的平时段电价为 0.7，应相同"),
        ((9, 1), "1-10千伏 ", "", ""),
    ],
)
def test_a_cell_that_is_not_clear_is_refused_with_its_address(tmp_path, cell, value, address, said):
    printed = made.hubei({cell: value})
    printed.merges = [one for one in printed.merges if not (one[0] < cell[0] <= one[2] and one[1] == cell[1])]
    if not said:
        assert len(read(tmp_path, printed).rows) == 7
        return
    sentence = refused(tmp_path, printed)
    assert address in sentence
    assert said in sentence


def test_a_blank_flat_price_is_refused(tmp_path):
    printed = made.hubei({(11, 2): None, (11, 10): None})
    assert "C12「平时段电价」：空着" in refused(tmp_path, printed)


def test_a_flat_price_may_stand_in_either_of_its_columns(tmp_path):
    assert read(tmp_path, made.hubei({(11, 2): None})).rows.loc[12, "flat_yuan_per_kwh"] == 0.618804


def test_a_percentage_is_no_price(tmp_path):
    printed = made.hubei()
    printed.formats[9, 5] = "0.00%"
    assert "F10" in (said := refused(tmp_path, printed))
    assert "百分比格式" in said


def test_a_formula_error_is_told_as_such(tmp_path):
    printed = made.hubei({(9, 5): "=1/0"})
    assert "F10" in (said := refused(tmp_path, printed))
    assert "公式" in said


def test_a_tariff_that_says_nothing_is_refused(tmp_path):
    printed = made.jiangxi()
    printed.cells[4, 0] = "居民生活"
    assert "A5「用电类别」：看到『居民生活』" in refused(tmp_path, printed)


def test_a_tariff_written_once_holds_for_the_rows_below(tmp_path):
    printed = made.jiangxi()
    for row in (3, 4, 6, 7, 8):
        printed.cells[row, 0] = None
    assert list(read(tmp_path, printed).rows["tariff"]) == ["单一制"] * 3 + ["两部制"] * 4


def test_a_voltage_twice_is_refused(tmp_path):
    printed = made.jiangxi()
    printed.cells[4, 1] = "不满1kV"
    assert "与第 3 行重复" in refused(tmp_path, printed)


def test_prices_below_the_notes_are_not_lost_in_silence(tmp_path):
    printed = made.hubei()
    printed.row(15, [printed.cells.get((12, column)) for column in range(14)])
    printed.cells[15, 0], printed.cells[15, 3] = "两部制", 0.39
    assert "第 16 行：附注之后又有价格" in refused(tmp_path, printed)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("最大需量", ""),
        ("最大需量（元/千瓦）", ""),
        ("代理价", "没有列「代理购电价格」"),
        ("代理购电价格（分/千瓦时）", "单位有几种写法"),
    ],
)
def test_headings_and_units_are_clear_or_refused(tmp_path, heading, said):
    printed = made.hubei({(2, 0): "单位：元/千瓦时"})
    printed.cells[(4, 12) if "需量" in heading else (4, 3)] = heading
    sentence = refused(tmp_path, printed)
    assert (said or "没有写单位，应为 元/千瓦·月") in sentence


def test_a_table_that_names_no_unit_or_two_is_refused(tmp_path):
    bare = made.hubei({(2, 0): "", (3, 8): "分时电度用电价格"})
    assert "没有写单位，应为 元/千瓦时 或 分/千瓦时" in refused(tmp_path, bare)
    torn = made.hubei({(2, 0): "单位：分/千瓦时"})
    assert "单位有几种写法" in refused(tmp_path, torn)


def test_the_same_column_twice_is_refused(tmp_path):
    assert "都像同一列" in refused(tmp_path, made.hubei({(4, 4): "代理购电价格"}))


def test_of_two_tables_in_a_book_one_has_to_be_named(tmp_path):
    path = made.hubei().save(tmp_path / "电价表.xlsx", 高耗能=made.hubei())
    with pytest.raises(ReadError, match="一次导入一张"):
        read_price_table(path)
    assert read_price_table(path, sheet_title="高耗能").sheet == "高耗能"
    with pytest.raises(ReadError, match="没有工作表「附件」"):
        read_price_table(path, sheet_title="附件")


def test_a_sheet_beside_the_table_does_not_disturb(tmp_path):
    beside = made.Printed()
    beside.row(0, ["代理购电价格构成", "电量", "电价"])
    assert read_price_table(made.hubei().save(tmp_path / "a.xlsx", 附件=beside)).sheet == "电价表"


def test_a_file_without_a_table_is_refused(tmp_path):
    empty = made.Printed()
    empty.row(0, ["户号", "户名"])
    assert "找不到电价表" in refused(tmp_path, empty)


@pytest.mark.parametrize(
    ("printed", "word"),
    [
        ("不满1千伏", "<1kV"), ("１－１０（２０）千伏", "1-10(20)kV"), ("1～10kV", "1-10(20)kV"), ("10千伏", "1-10(20)kV"),
        ("35千伏", "35kV"), ("35-110千伏以下", "35kV"), ("110（66）千伏", "110kV"), ("220千伏及以上", "220kV及以上"),
        ("35千伏及以下", None), ("10千伏及以上", None), ("", None),
    ],
)  # fmt: skip
def test_voltages_in_all_their_spellings(printed, word):
    assert words.voltage(printed) == word


@pytest.mark.parametrize(
    ("printed", "kind"),
    [("工商业用电 单一制", "单一制"), ("大工业用电", "两部制"), ("一般工商业(两部制)", "两部制"), ("工商业用电", None)],
)
def test_tariffs_in_all_their_spellings(printed, kind):
    assert words.tariff(printed) == kind
