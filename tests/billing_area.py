"""A small supply area in the user's own notation, read by the real reader and billed by the shipped rules.

One customer as a start: 10 kV, two-part, billed by 1,000 kVA, metered on the high side, power factor standard 0.90.
Tests change cells: ``area(tmp_path, {"计费参数": {"计价电压": "35kV"}})``; a list of dicts replaces or adds rows.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from sheets import book

from addin import checks
from addin.billing.month import bill_month
from addin.facts import reckon
from addin.reading import read_books
from addin.register import CHECKS
from addin.rulebook import Rulebook
from addin.tables import FILLED

checks.load()

NO = "4200000000001"
MONTH = "2026-01"
START, END = date(2025, 12, 31), date(2026, 1, 31)
KWH = {"尖": 12_000, "峰": 40_000, "平": 60_000, "谷": 48_000}
KVARH = 60_000
Cells = Mapping[str, object]


@cache
def rulebook():
    """Return the shipped rule book, read once."""
    return Rulebook.load(Path(__file__).parents[1] / "rules.xlsx")


def rules():
    """Return the rules of the month in Hubei."""
    return rulebook().on(END, "湖北")


def registers(kwh=KWH, kvarh=KVARH, demand=None, multiplier=1000, **cells):
    """Return the readings of a point: differences that make these energies at the multiplier."""
    energy = {f"正向有功{period}": value for period, value in kwh.items() if period != "总"}
    energy["正向有功总"] = sum(kwh.values())
    if kvarh is not None:
        energy["正向无功总"] = kvarh
    base = {
        "计量点号": "P1",
        "户号": NO,
        "表号": "M1",
        "月份": MONTH,
        "上次抄表日": START,
        "抄表日": END,
        "倍率": multiplier,
    }
    rows = [
        base | {"示数类型": name, "上次示数": 100, "本次示数": 100 + value / multiplier} | cells
        for name, value in energy.items()
    ]
    if demand is not None:
        rows.append(base | {"示数类型": "最大需量", "上次示数": None, "本次示数": demand / multiplier} | cells)
    return rows


def base_sheets():
    """Return the sheets of the one customer, rows as dicts by heading."""
    return {
        "客户台账": [
            {"户号": NO, "户名": "江城机械有限公司", "行业分类": "C3411", "用电类别": "工商业-两部制", "供电电压": "交流10kV",
             "合同容量": 1000, "运行容量": 1000, "计量方式": "高供高计", "送电日期": date(2015, 1, 1), "班次": None}
        ],
        "计费参数": [
            {"户号": NO, "生效日期": date(2023, 6, 1), "失效日期": None, "电价类别": "工商业", "单一制/两部制": "两部制",
             "计价电压": "1-10(20)kV", "容需量计费方式": "按容量", "合同需量": None, "力调标准": "'0.90", "力调例外依据": None,
             "时段集": None, "市场化属性": "电网代理购电", "1.5倍代理购电": "否", "基金减免": None, "线损率": None, "分布式电源": "否"}
        ],
        "受电设备": [
            {"设备编号": "T1", "户号": NO, "类型": "变压器", "铭牌容量": 1000, "联锁组": None, "空载损耗P0": 1.15, "负载损耗Pk": 10.3,
             "空载电流I0": 0.6, "阻抗电压Uk": 4.5, "变损系数K": 1.7, "变损方法": "无", "协议变损电量": None, "有载调压": "否",
             "投运日期": date(2015, 1, 1), "运行状态": "运行"}
        ],
        "计量点": [
            {"计量点号": "P1", "户号": NO, "上级计量点": None, "关系": "总表", "定比": None, "定量": None, "用途": "结算",
             "电价类别": "工商业", "计量侧": "高供高计", "电源序": 1, "表号": "M1", "表位数": 6, "综合倍率": 1000,
             "变损参与": "否", "线损参与": "否", "力调参与": "是", "生效日期": date(2015, 1, 1), "失效日期": None}
        ],
        "抄表记录": registers(),
    }  # fmt: skip


OPTIONAL = {
    "电源": ("户号", "电源序", "性质", "变电站", "线路", "供电电压", "运行方式", "需量口径"),
    "容量变动": ("设备编号", "户号", "变动时刻", "变动类型", "变动后容量", "业务", "批准止日"),
    "需量核定": ("户号", "进线", "月份", "核定值"),
    "市场价格": ("户号", "月份", "时段", "小时", "电量", "单价", "清算所属月"),
    "代理购电加价名单": ("户号", "户名", "列入原因", "生效日期", "失效日期", "文件"),
    "换表记录": ("表号", "计量点号", "时刻", "装拆", "表位数", "综合倍率"),
    "电费账单": (
        "账单号", "户号", "月份", "起日", "止日", "发行状态", "总电量", "总电费", "实际力率", "调整系数",
    ),
    "账单明细": (
        "账单号", "行号", "户号", "月份", "费用组成", "时段", "计量点号", "计费数量", "计费天数", "单价", "金额", "电价月份", "工单号",
    ),
}  # fmt: skip
"""Headings of sheets that stay empty unless a test fills them."""


def area(tmp_path, changes: Mapping[str, Cells | Sequence[Cells]] | None = None):
    """Read the area: a dict changes cells of a sheet's first row, a list replaces the rows."""
    sheets = base_sheets() | {title: [] for title in OPTIONAL}
    for title, change in (changes or {}).items():
        if isinstance(change, Mapping):
            sheets[title][0] = sheets[title][0] | change
        else:
            sheets[title] = list(change)
    return read_books([book(tmp_path, {title: _grid(title, rows) for title, rows in sheets.items()})])


def _grid(title, rows):
    headings = list(dict.fromkeys(heading for row in rows for heading in row)) or list(OPTIONAL[title])
    return [headings, *([_plain(row.get(heading)) for heading in headings] for row in rows)]


def _plain(value):
    return value.strip("'") if isinstance(value, str) else value


def billed(tmp_path, changes=None, book_of_rules=None):
    """Return the month recomputed."""
    return bill_month(area(tmp_path, changes), book_of_rules or rulebook(), MONTH, "湖北")


def amounts(billing):
    """Return the statement as (component, period, quantity, price, fen)."""
    columns = ["component", "period", "quantity", "unit_price", "amount_fen"]
    return [tuple(row) for row in billing.lines[columns].itertuples(index=False)]


PRINTED = """购电|尖|12000||0.796226|9554.71
购电|峰|40000||0.595188|23807.52
购电|平|60000||0.398113|23886.78
购电|谷|48000||0.179151|8599.25
输配电|总|160000||0.1263|20208.00
系统运行|总|160000||0.082273|13163.68
政府性基金|总|160000||0.0452|7232.00
容量电费|总|1000|31|26.3|26300.00
力调电费|总|125519.94||-0.60|-753.13"""
"""The bill of the one customer as it is printed: 费用组成, 时段, 数量, 天数, 单价, 金额."""
TOTAL_YUAN = 131998.81


def printed(*, text=PRINTED, total=None, bill=None, **cells):
    """Return 电费账单 and 账单明细 of the printed bill; ``cells`` go into every row of the latter."""
    total = total or float(sum(Decimal(line.rpartition("|")[2]) for line in text.splitlines()))
    head = {"账单号": "B1", "户号": NO, "月份": MONTH, "起日": date(2026, 1, 1), "止日": END, "发行状态": "待发行",
            "总电量": 160_000, "总电费": total, "实际力率": 0.94, "调整系数": -0.60}  # fmt: skip
    head |= bill or {}
    names = ("费用组成", "时段", "计费数量", "计费天数", "单价", "金额")
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        values = [float(part) if part[:1] in "-0123456789" and part else part or None for part in line.split("|")]
        own = {"账单号": head["账单号"], "行号": number, "户号": NO, "月份": MONTH, "电价月份": MONTH}
        rows.append(own | dict(zip(names, values, strict=True)) | {"计量点号": None, "工单号": None} | cells)
    return {"电费账单": [head], "账单明细": rows}


SHARED = ("usage", "month_readings", "period_energy", "month_steps", "energy_swings")
"""Facts that several checks stand on."""


def facts(tmp_path, changes=None, wanted=(*SHARED, "billing")):
    """Return the facts that checks of the bill may name; ``causes``, which cost most, where they are wanted."""
    ledger = area(tmp_path, changes)
    own = {name: ledger[name] for name in FILLED}
    own |= {"ledger": ledger, "rulebook": rulebook(), "rules": rules(), "province": "湖北"}
    own |= {"month": MONTH, "month_end": END, "as_of": END}
    return reckon(own, wanted)


def verdict(code, tmp_path, changes=None):
    """Return a check's verdict on the area."""
    own = facts(tmp_path, changes, CHECKS[code].needs)
    return CHECKS[code].run(**{name: own[name] for name in CHECKS[code].needs})


def outcome(code, tmp_path, changes=None):
    """Return what a check says: asked, and outcome and sentence of each row that did not pass."""
    return outcome_of(verdict(code, tmp_path, changes))


def outcome_of(found):
    """Return what a verdict says: asked, and outcome and sentence of each row that did not pass."""
    return found.asked, [(str(row.outcome), row.message) for row in found.rows.itertuples()]


def said(code, tmp_path, changes=None):
    """Return the one outcome of a check: 通过 where nothing was found."""
    return word_of(verdict(code, tmp_path, changes))


def word_of(found):
    """Return the one outcome of a verdict: 通过 where nothing was found."""
    asked, rows = outcome_of(found)
    assert asked, "nothing was asked"
    return rows[0][0] if rows else "通过"
