"""A table of Shenzhen, whose rows carry class, voltage and step, into the rule book; the month in it is made up.

The layout is that of published tables as two public programs read them: 用电类别 over three columns, no column for the
voltage and none for the line loss, 分/千瓦时, the smallest class in one row.
"""

import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import shenzhen
from billing_area import area
from published.made import Printed

from addin.billing.month import bill_month
from addin.commands.prices import Printed as Said
from addin.commands.prices import import_prices
from addin.facts import JobError
from addin.published import read_price_table
from addin.published.classes import printed_class
from addin.reading import ReadError
from addin.rulebook import Rulebook

RULES = Path(__file__).parents[2] / "rules.xlsx"
VOLTS = {"10kV高供高计": "10千伏高供高计", "10kV高供低计": "10千伏高供低计(380V/220V计量)", "20kV": "20千伏", "110kV": "110千伏",
         "220kV及以上": "220千伏及以上"}  # fmt: skip
NAMES = {
    shenzhen.LOW: ("一、工商业用电(101至3000kVA)", "250kW·h及以下／千伏安·月"),
    shenzhen.HIGH: ("一、工商业用电(101至3000kVA)", "250kW·h以上／千伏安·月"),
    shenzhen.LARGE_LOW: ("二、工商业用电(3001kVA及以上)", "400kW·h及以下／千瓦·月"),
    shenzhen.LARGE_HIGH: ("二、工商业用电(3001kVA及以上)", "400kW·h以上／千瓦·月"),
}
SMALL = "三、工商业用电(100kVA及以下和公变接入用电)"
FIELDS = ("flat", "agent", "transmission", "system_operation", "funds", "sharp", "peak", "flat", "valley")


def made():
    """Return the made-up rows as they are printed: by class and voltage, the smallest class once."""
    rows = shenzhen.prices()
    rows = rows[rows["province"] == "深圳"]
    small = rows["user_class"] == shenzhen.SMALL
    return rows[~small | (rows["voltage"] == "10kV高供低计")]


def table(fill=None, title="深圳供电局有限公司代理购电工商业用户电价表", *, merged=True):
    """Return the printed table; ``merged``: else a name stands once, blanks below."""
    printed = Printed()
    printed.row(0, [title])
    printed.row(1, ["（执行时间：2026年9月1日-2026年9月30日）　单位：分/千瓦时、元/千瓦·月、元/千伏安·月"])
    heads = ["用电类别", None, None, "电度用电价格", "代理购电价格", "电度输配电价", "系统运行费用", "政府性基金及附加",
             "尖峰", "高峰", "平段", "低谷", "最大需量", "变压器容量"]  # fmt: skip
    printed.row(2, heads)
    printed.merge((2, 0, 2, 2))
    last = ("", "")
    for number, one in enumerate(made().to_dict("records"), 3):
        name, step = NAMES.get(one["user_class"], (SMALL, SMALL))
        volts = VOLTS[one["voltage"]] if step != SMALL else SMALL
        shown = [name, volts, step] if merged or step == SMALL else [None if name == last[0] else name, volts, step]
        last = (name, volts)
        energy = [float(Decimal(repr(one[f"{field}_yuan_per_kwh"])) * 100) for field in FIELDS]
        charges = [one["demand_yuan_per_kw_month"], one["capacity_yuan_per_kva_month"]]
        printed.row(number, [*shown, *energy, *(price if price > 0 else None for price in charges)])
    printed.row(30, ["注：1.电网企业代理购电价格由平均购电价等组成。"])
    printed.cells |= fill or {}
    return printed


def read(tmp_path, printed, **given):
    classes = Rulebook.load(RULES).all("user_classes")
    return read_price_table(printed.save(tmp_path / "深圳9月.xlsx"), classes=classes, **given)


@pytest.mark.parametrize("merged", [True, False])
def test_every_row_has_its_class_voltage_and_prices(tmp_path, merged):
    rows = read(tmp_path, table(merged=merged)).rows.set_index(["user_class", "voltage"])
    assert len(rows) == 21
    for one in made().to_dict("records"):
        voltage = one["voltage"] if one["user_class"] != shenzhen.SMALL else "不分电压"
        row = rows.loc[(one["user_class"], voltage)]
        assert row["line_loss_yuan_per_kwh"] == 0
        for name in ("tariff", *(f"{field}_yuan_per_kwh" for field in FIELDS)):
            assert row[name] == one[name], (name, one["key"])


@pytest.mark.parametrize(
    ("text", "word", "volts"),
    [
        ("工商业用电（101至3000千伏安） 10千伏高供高计 每月每千伏安用电250千瓦时及以下", shenzhen.LOW, "10kV高供高计"),
        (
            "工商业用电（3001千伏安及以上） 每月每千瓦用电400千瓦时及以上 220千伏及以上",
            shenzhen.LARGE_HIGH,
            "220kV及以上",
        ),
        (SMALL, shenzhen.SMALL, "不分电压"),
        ("工商业用电(101至3000kVA) 20千伏 300kW·h及以下／千伏安·月", None, None),
        ("工商业用电(101至3150kVA) 20千伏 250kW·h及以下／千伏安·月", None, None),
        ("工商业用电(101至3000kVA) 20千伏", None, None),
    ],
)
def test_a_class_is_known_by_its_numbers(text, word, volts):
    classes = Rulebook.load(RULES).all("user_classes")
    found = printed_class(text, classes)
    assert (found and found.user_class, found and found.voltage) == (word, volts)


def test_a_row_of_no_known_class_is_refused_with_its_cell(tmp_path):
    with pytest.raises(ReadError, match=r"C4「用电类别」：看到『一、工商业用电\(101至3000kVA\) .*300kW·h.*用户档"):
        read(tmp_path, table({(3, 2): "300kW·h及以下／千伏安·月"}))


def test_one_row_twice_is_refused(tmp_path):
    with pytest.raises(ReadError, match="与第 4 行重复"):
        read(tmp_path, table({(4, 1): "10千伏高供高计"}))


def test_a_month_before_the_classes_is_refused(tmp_path):
    with pytest.raises(ReadError, match="「用户档」没有 深圳 在 2025-02 有效的行"):
        read(
            tmp_path,
            table({(1, 0): "（执行时间：2025年2月1日-2025年2月28日）　单位：分/千瓦时、元/千瓦·月、元/千伏安·月"}),
        )


def test_a_province_without_classes_needs_voltage_and_line_loss(tmp_path):
    with pytest.raises(ReadError, match="没有列「电压等级」「上网环节线损费用」"):
        read(tmp_path, table(title="国网湖北省电力有限公司代理购电工商业用户电价表"))


def test_the_table_is_imported_checked_and_billed_by(tmp_path):
    """300,000 kWh on 1,000 kVA at 10 kV high side, all of it at the second step: 300,000 × 0.1604 = 48,120.00."""
    rules = Path(shutil.copy(RULES, tmp_path / "rules.xlsx"))
    figures = import_prices(Said(table().save(tmp_path / "深圳9月.xlsx")), rules)
    assert (figures["rows"], figures["added"]["电价"], figures["faults"]) == (21, 21, [])
    again = import_prices(Said(tmp_path / "深圳9月.xlsx"), rules)
    assert (again["same"], again["added"]["电价"]) == (21, 0)
    book = Rulebook.load(rules)
    flags = book.all("billing_flags")
    flags.loc[flags["key"] == "分档计价方式", "text"] = "全部电量"
    much = {"尖": 10_000, "峰": 60_000, "平": 100_000, "谷": 130_000}
    billing = bill_month(area(tmp_path, shenzhen.sheets(kwh=much)), book, shenzhen.MONTH, "深圳")
    assert billing.doubts.empty
    assert list(billing.lines.loc[billing.lines["component"] == "输配电", "amount_fen"]) == [4812000]
    expected = shenzhen.billed(tmp_path, shenzhen.sheets(kwh=much), "全部电量").lines["amount_fen"]
    assert list(billing.lines["amount_fen"]) == list(expected)
    told = [set(one.problems.loc[one.problems["sheet"] == "电价", "row"]) for one in (book, Rulebook.load(RULES))]
    assert told[0] == told[1]


def test_a_table_whose_sums_do_not_hold_is_refused(tmp_path):
    rules = Path(shutil.copy(RULES, tmp_path / "rules.xlsx"))
    with pytest.raises(JobError, match="五个分项之和"):
        import_prices(Said(table({(3, 5): 18.05}).save(tmp_path / "深圳9月.xlsx")), rules)


def test_a_rule_book_without_a_column_for_the_class_is_told_so_and_stays_as_it_is(tmp_path):
    book = openpyxl.load_workbook(RULES)
    heads = [str(cell.value) for cell in book["电价"][4]]
    book["电价"].delete_cols(heads.index("用户档") + 1)
    book.save(tmp_path / "rules.xlsx")
    before = (tmp_path / "rules.xlsx").read_bytes()
    with pytest.raises(JobError, match="「电价」没有「用户档」列，无处写入"):
        import_prices(Said(table().save(tmp_path / "深圳9月.xlsx")), tmp_path / "rules.xlsx")
    assert (tmp_path / "rules.xlsx").read_bytes() == before
