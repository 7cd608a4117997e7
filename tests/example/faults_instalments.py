"""Mistakes in first months, instalments and transformers that do not fit; with a silent neighbour of each."""

from datetime import date, datetime
from decimal import Decimal

from faults import bill, fault, readings, reissue
from ledger import Cells, Example
from measures import DAYS, adjustment, half_up

WHOLE = {"容量电费", "需量电费", "力调电费"}
"""What stands on the last bill of a month only."""


@fault("城北热力", "电费-E11", follows=("电费-A10",))
def no_first_reading(example: Example) -> str:
    """1 月 16 日增容投运，总表没有起始示数；凌云电子同日增容，示数齐全"""
    for short in ("凌云电子", "城北热力"):
        _enlarge(example, short)
    (row,) = readings(example, "城北热力", 示数类型="正向有功总")
    row.update({"上次示数": None, "抄见数": None})
    return bill(example, "城北热力")["电费编号"]


def _enlarge(example: Example, short: str) -> None:
    """Say that the second transformer was switched on in the middle of January, and issue the bill that follows."""
    first, second = example.customers[short].devices
    at = datetime(2026, 1, 16, 10, 0)  # noqa: DTZ001
    example.row("容量变动", short, 设备编号=second.no).update({"变动日期": at, "业务": "增容"})
    example.row("变压器台账", short, 设备编号=second.no)["投运日期"] = at.date()
    voltage = example.row("计费参数", short)["计价电压"]
    segments = [(first.kva, 15), (first.kva + second.kva, DAYS - 15)]
    reissue(example, short, segments=segments, voltage=voltage)


@fault("和顺机修", "电费-E14", follows=("审计-A07",))
def instalments(example: Example) -> str:
    """分三次结算，清算时有 100 kWh 重复计算；江景广场分三次，各次相加正好是全月"""
    split(example, "江景广场", (10, 20))
    last = split(example, "和顺机修", (10, 20))
    for row in _lines(example, last):
        row["计费数量"] += 100
        row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"], 2)
    last["总计费电量(kWh)"] += 100
    last["应收电费(元)"] = sum(row["电费金额(元)"] for row in _lines(example, last))
    return last["电费编号"]


def split(example: Example, short: str, ends: tuple[int, ...]) -> Cells:
    """Cut January's bill into instalments that end on these days and the last one; return that."""
    last, bills, begun = bill(example, short), example.sheets["电费账单"], 0
    energy = [row for row in _lines(example, last) if row["费用组成"] not in WHOLE]
    whole = [row["计费数量"] for row in energy]
    for number, end in enumerate(ends, 1):
        own = {
            "电费编号": f"{last['电费编号'][:-6]}7{number}{last['电费编号'][-4:]}",
            "实际力率": None,
            "力调系数(%)": None,
        }
        days = {"计费起日": date(2026, 1, begun + 1), "计费止日": date(2026, 1, end)}
        part = dict(last) | own | days
        _move(example, energy, _shares(energy, whole, end - begun), part)
        last["总计费电量(kWh)"] -= part["总计费电量(kWh)"]
        bills.insert(bills.index(last), part)
        begun = end
    last["计费起日"] = date(2026, 1, begun + 1)
    _rest(example, short, last, energy)
    return last


def _shares(energy: list[Cells], whole: list[Decimal], days: int) -> list[Decimal]:
    """Return what an instalment of so many days bears of each row [kWh]; the rows 总 bear what 购电 adds up to."""
    parts = [Decimal(int(quantity * days / DAYS)) for quantity in whole]
    used = sum(part for row, part in zip(energy, parts, strict=True) if row["费用组成"] == "购电")
    return [used if row["分时时段"] == "总" else part for row, part in zip(energy, parts, strict=True)]


def _move(example: Example, energy: list[Cells], parts: list[Decimal], to: Cells) -> None:
    """Move these quantities from the rows to rows of an instalment, and add that up."""
    lines, moved = example.sheets["账单明细"], []
    for row, quantity in zip(energy, parts, strict=True):
        row["计费数量"] -= quantity
        amount = half_up(quantity * row["计费标准"], 2)
        moved.append(dict(row) | {"账单编号": to["电费编号"], "计费数量": quantity, "电费金额(元)": amount})
    place = lines.index(energy[0])
    lines[place:place] = moved
    to["总计费电量(kWh)"] = int(sum(row["计费数量"] for row in moved if row["费用组成"] == "购电"))
    to["应收电费(元)"] = sum(row["电费金额(元)"] for row in moved)


def _rest(example: Example, short: str, last: Cells, energy: list[Cells]) -> None:
    """Price what is left for the last bill; its power-factor row adjusts the whole month."""
    for row in energy:
        row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"], 2)
    based = [r for r in example.rows("账单明细", short) if r["费用组成"] not in {"政府性基金", "力调电费"}]
    for row in example.rows("账单明细", short, 费用组成="力调电费"):
        row["计费数量"] = sum((r["电费金额(元)"] for r in based), Decimal(0))
        row["电费金额(元)"] = adjustment([r["电费金额(元)"] for r in based], row["计费标准"])
    last["应收电费(元)"] = sum((row["电费金额(元)"] for row in _lines(example, last)), Decimal(0))


def _lines(example: Example, of: Cells) -> list[Cells]:
    return [row for row in example.sheets["账单明细"] if row["账单编号"] == of["电费编号"]]


@fault("恒达涂料", "电费-A20")
def oversized(example: Example) -> str:
    """250kVA 高供高计装了 50/5 的互感器，最大负荷电流只有额定的一成多"""
    return example.points["恒达涂料"][0].no


@fault("体育中心", "电费-A20")
def little_used(example: Example) -> str:
    """两台 1600kVA 配 200/5 互感器，近几个月最大负荷电流不到额定的两成"""
    return example.points["体育中心"][0].no


@fault("科瑞仪器", "审计-A20")
def ends_today(example: Example) -> str:
    """合同今天到期，续签的还没有签署；金盾门业 91 天后到期"""
    return example.row("合同台账", "科瑞仪器", 合同状态="履行中")["合同编号"]
