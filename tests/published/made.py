"""Price tables as grid companies print them, made by the tests: 国网湖北 in February 2026, numbers made up.

Every layout holds the same prices, so that each must be read as the same rows.
"""

from decimal import Decimal

import xlsxwriter

AGENT, LOSS, SYSTEM, FUNDS = (Decimal(text) for text in ("0.391205", "0.013882", "0.080117", "0.0452"))
FACTORS = {"sharp": Decimal(2), "peak": Decimal("1.49"), "valley": Decimal("0.45")}
DELIVERY = {
    ("单一制", "不满1千伏"): "0.2103", ("单一制", "1-10(20)千伏"): "0.1903", ("单一制", "35千伏"): "0.1703",
    ("两部制", "1-10(20)千伏"): "0.1263", ("两部制", "35千伏"): "0.1065", ("两部制", "110千伏"): "0.0884",
    ("两部制", "220千伏及以上"): "0.0694",
}  # fmt: skip
CHARGES = {"1-10(20)千伏": (42, 26.3), "35千伏": (42, 26.3), "110千伏": (39, 24.4), "220千伏及以上": (39, 24.4)}
TITLE = "国网湖北省电力有限公司代理购电工商业用户电价表"
TIME = "（执行时间：2026年2月1日-2026年2月28日）"
UNITS = "单位：元/千瓦时、元/千瓦·月、元/千伏安·月"
ITEMS = {
    "抽水蓄能容量电费": "0.002288", "煤电容量电费": "0.036657", "辅助服务费用": "0.001172",
    "电价交叉补贴新增损益": "0.04",
}  # fmt: skip
NOTE = (
    "注：1.电网企业代理购电价格由平均购电价等组成。2.系统运行费用折合每千瓦时0.080117元，其中：抽水蓄能容量电费0.002288元、"
    "煤电容量电费0.036657元、辅助服务费用0.001172元、电价交叉补贴新增损益0.04元。3.政府性基金及附加含农网还贷资金0.02元。"
)
LEAVES = ("agent", "loss", "delivery", "system", "funds")


def prices(tariff, voltage, scale=1):
    """Return one row of the table by field; numbers exact to the last printed digit."""
    delivery = Decimal(DELIVERY[tariff, voltage])
    flat = AGENT + LOSS + delivery + SYSTEM + FUNDS
    fixed = flat - AGENT - LOSS
    row = dict(zip(LEAVES, (AGENT, LOSS, delivery, SYSTEM, FUNDS), strict=True)) | {"flat": flat}
    for name, factor in FACTORS.items():
        row[name] = ((AGENT + LOSS) * factor + fixed).quantize(Decimal("0.000001"))
    row = {name: float(value * scale) for name, value in row.items()}
    demand, capacity = CHARGES[voltage] if tariff == "两部制" else (None, None)
    return row | {"demand": demand, "capacity": capacity, "deep": None}


def table(scale=1):
    """Return all rows: {(tariff, voltage): fields}."""
    return {key: prices(*key, scale=scale) for key in DELIVERY}


class Printed:
    """A sheet under construction, cells by (row, column) from 0; merges by corner cells."""

    def __init__(self):
        """Begin an empty sheet."""
        self.cells, self.merges, self.formats = {}, [], {}

    def row(self, number, values, start=0):
        """Put values into a row, blanks left out."""
        self.cells |= {(number, start + at): value for at, value in enumerate(values) if value is not None}

    def merge(self, *ranges):
        """Merge ranges (top, left, bottom, right)."""
        self.merges += ranges

    def save(self, path, title="电价表", **more):
        """Write the workbook; ``more`` are further sheets by title."""
        with xlsxwriter.Workbook(path) as book:
            for name, printed in {title: self, **more}.items():
                sheet = book.add_worksheet(name)
                styles = {code: book.add_format({"num_format": code}) for code in set(printed.formats.values())}
                covered = {}
                for top, left, bottom, right in printed.merges:
                    value = printed.cells.get((top, left), "")
                    sheet.merge_range(top, left, bottom, right, value)
                    covered |= dict.fromkeys(
                        ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)), value
                    )
                for at, value in printed.cells.items():
                    style = styles.get(printed.formats.get(at))
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(*at, value, style, "#DIV/0!")
                    elif at not in covered:
                        sheet.write(*at, value, style)
        return path


def hubei(fill=None, note=NOTE):
    """Return the State Grid layout: titles, a header of two rows, merged tariff and shared components, a note."""
    printed = Printed()
    printed.row(0, [TITLE])
    printed.row(1, [TIME])
    printed.row(2, [UNITS])
    printed.row(3, ["用电分类", "电压等级", "非分时电度用电价格", "其中", None, None, None, None,
                    "分时电度用电价格（元/千瓦时）", None, None, None, "容（需）量用电价格"])  # fmt: skip
    printed.row(4, ["代理购电价格", "上网环节线损费用折价", "电度输配电价", "系统运行费用折价（含容量电费）", "政府性基金及附加",
                    "尖峰时段", "高峰时段", "平时段", "低谷时段", "最大需量（元/千瓦·月）", "变压器容量（元/千伏安·月）"], start=3)  # fmt: skip
    printed.row(5, ["1=2+3+4+5+6", 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], start=2)
    for number, ((tariff, voltage), one) in enumerate(table().items(), 6):
        shared = [one["agent"], one["loss"], one["delivery"], one["system"], one["funds"]]
        periods = [one[name] for name in ("sharp", "peak", "flat", "valley")]
        printed.row(number, [tariff, voltage, one["flat"], *shared, *periods, one["demand"], one["capacity"]])
    printed.row(13, [note])
    printed.merge(
        *((row, 0, row, 13) for row in (0, 1, 2, 13)),
        *((3, column, 4, column) for column in (0, 1, 2)), (3, 3, 3, 7), (3, 8, 3, 11), (3, 12, 3, 13),
        (6, 0, 8, 0), (9, 0, 12, 0), *((6, column, 12, column) for column in (3, 4, 6, 7)),
    )  # fmt: skip
    printed.cells |= fill or {}
    return printed


def jiangxi():
    """Return a plain table, one header row, components before periods: the order of billing.md §10."""
    printed = Printed()
    printed.row(0, ["国网湖北电力2026年2月代理购电价格公告附表（单位：元/千瓦时，元/kW·月，元/kVA·月）"])
    printed.row(1, ["用电类别", "电压等级", "电度电价", "代理购电价格", "上网环节线损", "输配电价", "系统运行费", "政府性基金",
                    "尖", "峰", "平", "谷", "深谷", "需量电价", "容量电价"])  # fmt: skip
    for number, ((tariff, voltage), one) in enumerate(table().items(), 2):
        kind = {"单一制": "一般工商业", "两部制": "大工业用电"}[tariff]
        fields = ("flat", *LEAVES, "sharp", "peak", "flat", "valley", "deep", "demand", "capacity")
        printed.row(number, [kind, voltage.replace("千伏", "kV"), *(one[name] for name in fields)])
    return printed


def in_fen():
    """Return a table in 分/千瓦时, the tariff in two columns, other column order, dashes for nothing, figures as text."""
    printed = Printed()
    printed.row(0, ["湖北省电网工商业用电价格表"])
    printed.row(1, ["2026年02月"])
    printed.row(2, ["电压等级", "用电分类", None, "容量电价(元/千伏安·月)", "需量电价(元/千瓦·月)", "尖峰(分/千瓦时)",
                    "高峰(分/千瓦时)", "低谷(分/千瓦时)", "平段(分/千瓦时)", "购电价格(分/千瓦时)", "线损(分/千瓦时)",
                    "输配电价(分/千瓦时)", "系统运行费用(分/千瓦时)", "基金及附加(分/千瓦时)"])  # fmt: skip
    printed.merge((2, 1, 2, 2))
    words = {"1-10(20)千伏": "１～１０（２０）千伏", "不满1千伏": "不满１ kV"}
    for number, ((tariff, voltage), one) in enumerate(table(scale=100).items(), 3):
        fields = ("sharp", "peak", "valley", "flat", *LEAVES)
        figures = [f"{one[name]:.4f}" if name == "valley" else one[name] for name in fields]
        charges = [one["capacity"] or "—", one["demand"] or "/"]
        printed.row(number, [words.get(voltage, voltage), "工商业用电", tariff, *charges, *figures])
    printed.row(11, ["其中：系统运行费用包括"])
    for number, (name, price) in enumerate(ITEMS.items(), 12):
        printed.row(number, [f"（{number - 11}）{name}", None, float(Decimal(price) * 100)])
    return printed
