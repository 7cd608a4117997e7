"""Header rows and headings as ledgers have them."""

from datetime import date

import pytest
from sheets import book

from addin.reading import read_books
from addin.tables import Column, Kind, Table

THINGS = Table(
    "things",
    "设备表",
    (
        Column("no", "户号", Kind.CODE, required=True, aliases=("用户编号",)),
        Column("capacity_kva", "合同容量", Kind.NUMBER, "kVA", aliases=("报装容量",)),
        Column("charge_yuan", "电费", Kind.MONEY, "元"),
        Column("energy_kwh", "电量", Kind.NUMBER, "kWh"),
        Column("signed_on", "签订日期", Kind.DATE),
    ),
    key=("no",),
    aliases=("器材表",),
)


def read(tmp_path, text, **more):
    return read_books([book(tmp_path, {"设备表": text, **more})], {"things": THINGS}, main_table="")


def kinds(ledger):
    return list(ledger.problems["expected"])


def test_the_header_is_found_below_title_rows_and_blank_rows(tmp_path):
    ledger = read(tmp_path, "湖北某供电公司设备表\n\n制表日期：2026年1月\n户号|合同容量(kVA)\n'01'|315")
    assert ledger["things"].index.tolist() == [5]
    assert ledger["things"]["capacity_kva"].tolist() == [315]
    assert ledger.problems.empty


@pytest.mark.parametrize(
    "heading",
    ["合同容量(kVA)", "合同容量（kVA）", "合同容量 kVA", "合同容量", "合同容量（ＫＶＡ）", "合同 容量\n(kVA)", "合同容量/kVA",
     "报装容量（千伏安）", "*合同容量(必填)", "合同容量[KVA]", "合同容量(单位：kVA)"],
)  # fmt: skip
def test_one_heading_is_written_in_many_ways(tmp_path, heading):
    ledger = read(tmp_path, [["户号", heading], ["01", 315]])
    assert ledger["things"].loc[2, "capacity_kva"] == 315
    assert ledger.problems.empty


def test_columns_stand_in_any_order_and_unknown_ones_are_kept_behind(tmp_path):
    ledger = read(tmp_path, "备忘|合同容量|序|户号\n甲|315|1|'01'")
    frame = ledger["things"]
    assert [*frame.columns[:2], *frame.columns[-2:]] == ["no", "capacity_kva", "备忘", "序"]
    assert frame.loc[2, ["no", "capacity_kva", "备忘", "序"]].tolist() == ["01", 315, "甲", 1]
    assert ledger.cell("things", 2, "备忘") == "A2"


def test_a_second_line_of_units_belongs_to_the_header(tmp_path):
    ledger = read(tmp_path, "户号|合同容量|电费\n|(kVA)|（元）\n'01'|315|12.5")
    assert ledger["things"].index.tolist() == [3]
    assert ledger.problems.empty


def test_a_merged_group_title_and_its_second_line_are_read_together(tmp_path):
    ledger = read(tmp_path, "户号|本月||签订日期\n|电量(kWh)|电费(元)|\n'01'|100|60.5|2026-01-05")
    row = ledger["things"].loc[3]
    assert (row["energy_kwh"], row["charge_yuan"], row["signed_on"].date()) == (100, 60.5, date(2026, 1, 5))


def test_a_row_that_numbers_the_columns_is_no_data(tmp_path):
    ledger = read(tmp_path, "户号|合同容量|电费|电量\n1|2|3|4\n'01'|315|1|2")
    assert ledger["things"].index.tolist() == [3]


@pytest.mark.parametrize(
    ("heading", "name", "value"),
    [
        ("电费(万元)", "charge_yuan", 35000.0),
        ("电量(万千瓦时)", "energy_kwh", 35000.0),
        ("合同容量(MVA)", "capacity_kva", 3500.0),
    ],
)
def test_another_scale_of_the_unit_is_converted_and_noted(tmp_path, heading, name, value):
    ledger = read(tmp_path, [["户号", heading], ["01", 3.5]])
    assert ledger["things"].loc[2, name] == value
    [problem] = ledger.problems.to_dict("records")
    assert (problem["level"], problem["cell"], problem["seen"]) == ("提示", "B1", heading)


def test_a_cell_that_names_its_own_unit_is_not_converted_twice(tmp_path):
    ledger = read(tmp_path, "户号|电费(万元)\n'01'|3.5万元\n'02'|3.5")
    assert ledger["things"]["charge_yuan"].tolist() == [35000, 35000]


def test_unknown_headings_of_one_name_are_told_apart_by_their_letters(tmp_path):
    ledger = read(tmp_path, "户号|合同容量|备忘|备忘\n'01'|315|甲|乙")
    assert ledger["things"].loc[2, ["备忘", "备忘(D)"]].tolist() == ["甲", "乙"]
    assert ledger.cell("things", 2, "备忘(D)") == "D2"


def test_a_unit_of_another_kind_is_a_warning_and_converts_nothing(tmp_path):
    ledger = read(tmp_path, "户号|合同容量(kW)\n'01'|315")
    assert ledger["things"].loc[2, "capacity_kva"] == 315
    assert ledger.problems[["level", "seen", "expected"]].to_numpy().tolist() == [["警告", "合同容量(kW)", "单位 kVA"]]


def test_a_heading_twice_is_an_error_and_the_first_counts(tmp_path):
    ledger = read(tmp_path, "户号|合同容量|合同容量(kVA)\n'01'|315|400")
    assert ledger["things"].loc[2, "capacity_kva"] == 315
    [problem] = ledger.problems.to_dict("records")
    assert (problem["level"], problem["cell"]) == ("错误", "C1")
    assert "已采用 B 列" in problem["advice"]


def test_a_title_beats_an_alias_wherever_it_stands(tmp_path):
    ledger = read(tmp_path, "户号|报装容量|合同容量\n'01'|400|315")
    assert ledger["things"].loc[2, "capacity_kva"] == 315
    assert ledger["things"].loc[2, "报装容量"] == 400
    assert ledger.problems["level"].tolist() == ["提示"]


def test_a_missing_required_column_is_an_error_that_suggests_a_near_one(tmp_path):
    ledger = read(tmp_path, "户号码|合同容量|电费\n'01'|315|1")
    [problem] = ledger.problems.to_dict("records")
    assert (problem["level"], problem["column"], problem["row"]) == ("错误", "户号", 0)
    assert "「户号码」是否就是这一列" in problem["advice"]
    assert not ledger.has_column("things", "no")
    assert ledger["things"]["no"].isna().all()


def test_a_sheet_without_header_is_an_error_and_has_no_rows(tmp_path):
    ledger = read(tmp_path, "甲|乙\n1|2")
    assert ledger["things"].empty
    assert ledger.has("things")
    assert "找不到表头" in ledger.problems.loc[0, "advice"]


def test_the_companys_own_names_are_read_from_their_sheet(tmp_path):
    names = "表|本公司列名|标准列名\n设备表|客户标识|户号\n客户台账|XX|户号"
    ledger = read(tmp_path, "客户标识|合同容量\n'01'|315", 列名对照=names)
    assert ledger["things"].loc[2, "no"] == "01"


def test_an_own_name_for_an_unknown_column_is_a_warning(tmp_path):
    ledger = read(tmp_path, "户号|合同容量\n'01'|315", 列名对照="表|本公司列名|标准列名\n客户台账|客户标识|户好")
    assert ledger.problems[["level", "sheet", "cell"]].to_numpy().tolist() == [["警告", "列名对照", "C2"]]


def test_an_empty_sheet_is_a_warning(tmp_path):
    ledger = read(tmp_path, [])
    assert ledger.problems[["level", "sheet"]].to_numpy().tolist() == [["警告", "设备表"]]
    assert list(ledger["things"].columns) == [column.name for column in THINGS]


def test_a_header_without_rows_is_noted(tmp_path):
    ledger = read(tmp_path, "户号|合同容量")
    assert ledger.problems["level"].tolist() == ["提示"]
    assert ledger.has_column("things", "no")
