"""More neighbours that stand just on the silent side of a limit; which limit is said in neighbours.csv."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import records
from faults import add_up, bill, line, readings, reread, scale_history, total_up
from faults_usage import add_check_meter
from history import MONTH, MONTHS
from ledger import Example
from measures import half_up
from prices import PERIODS

LAST = "2025-12"


def settle(example: Example) -> None:
    """Edit the cells of these neighbours."""
    _courses(example)
    _periods(example)
    _sums(example)
    _same_demand(example)
    add_check_meter(example, "瑞安玻璃", Decimal("1.0029"))
    _sub_meter(example)
    _due_on_saturday(example)
    _archive(example)


def _courses(example: Example) -> None:
    """A fifth more than last month but for one percent; two falling months and a fall too small; a largest month."""
    _before(example, "佳音乐器", {LAST: "0.8404"})
    _before(example, "银河照明", {"2025-10": "2.12", "2025-11": "1.58", LAST: "1.18"})
    january = bill(example, "昆腾化工")["总计费电量(kWh)"]
    for month in MONTHS[:12]:
        row = example.row("电费账单", "昆腾化工", 电费年月=month)
        _before(example, "昆腾化工", {month: str(min(Decimal("0.8404"), Decimal(row["总计费电量(kWh)"]) / january))})
    scale_history(example, "江北粮站", yuan="0.86")


def _before(example: Example, short: str, factors: Mapping[str, str]) -> None:
    """Give earlier months these multiples of January's energy, charged at the prices that they had."""
    january = bill(example, short)["总计费电量(kWh)"]
    for month, factor in factors.items():
        row = example.row("电费账单", short, 电费年月=month)
        ratio = str(round(january * Decimal(factor) / row["总计费电量(kWh)"], 6))
        scale_history(example, short, kwh=ratio, yuan=ratio, months=(month,))


def _periods(example: Example) -> None:
    """Nearly all in 平, month after month; nearly all that the capacity can deliver in 尖; a shift of under 5 points."""
    _shares(example, "红星宾馆", {"尖": "0.02", "峰": "0.02", "谷": "0.02"})
    most = Decimal(250 * 2 * 31) * Decimal("0.99") / bill(example, "双龙机电")["总计费电量(kWh)"]
    _shares(example, "双龙机电", {"尖": str(most)})
    shift = readings(example, "明辉玻璃制品", 示数类型="正向有功总")[0]
    moved = half_up((shift["本次示数"] - shift["上次示数"]) * Decimal("0.028"), 2)
    more = {"正向有功谷": moved, "正向有功平": -moved}
    reread(example, "明辉玻璃制品", lambda name, count: count + more.get(name, Decimal(0)))


def _shares(example: Example, short: str, shares: Mapping[str, str]) -> None:
    """Give the periods these shares in December and January, 平 the rest, and let the charges follow."""
    before = bill(example, short)["应收电费(元)"]
    (point,) = example.points[short]
    for month in (LAST, MONTH):
        registers = {register.name: register for register in point.readings[month]}
        total = registers["正向有功总"].difference
        counts = {period: half_up(total * Decimal(share), 2) for period, share in shares.items()}
        kept = [registers[f"正向有功{p}"].difference for p in PERIODS if p not in counts and p != "平"]
        counts["平"] = total - sum(counts.values()) - sum(kept)
        for period, count in counts.items():
            register = registers[f"正向有功{period}"]
            register.previous = register.current - count if month == LAST else register.previous
        if month == MONTH:
            wanted = {f"正向有功{period}": count for period, count in counts.items()}
            reread(example, short, lambda name, count, wanted=wanted: wanted.get(name, count))
        else:
            for row in records.reading_rows(example.customers[short], [point], month):
                readings(example, short, month, 示数类型=row["示数类型"])[0].update(row)
    scale_history(example, short, yuan=str(round(bill(example, short)["应收电费(元)"] / before, 6)))


def _sums(example: Example) -> None:
    """Five fen in the power-factor charge and one in the capacity charge, which is rounding."""
    line(example, "佳音乐器", "力调电费")["电费金额(元)"] += Decimal("0.05")
    total_up(example, "佳音乐器")
    line(example, "永固建材", "容量电费")["电费金额(元)"] += Decimal("0.01")
    add_up(example, "永固建材")


def _same_demand(example: Example) -> None:
    """A steady load repeats its demand to the last digit, and its energy within a hundredth."""
    (now,) = readings(example, "电信枢纽", 示数类型="最大需量")
    (before,) = readings(example, "电信枢纽", LAST, 示数类型="最大需量")
    before.update({name: now[name] for name in ("本次示数", "抄见数")})
    (then,) = readings(example, "电信枢纽", LAST, 示数类型="正向有功总")
    (total,) = readings(example, "电信枢纽", 示数类型="正向有功总")
    used = half_up((total["本次示数"] - total["上次示数"]) * Decimal("0.995"), 2)
    then.update({"上次示数": then["本次示数"] - used, "抄见数": half_up(used * then["倍率"])})


def _sub_meter(example: Example) -> None:
    """A sub-meter's share rises by less than 20 points."""
    sub = example.points["梧桐公寓"][-1]
    for row in readings(example, "梧桐公寓", 计量点编号=sub.no):
        used = half_up((row["本次示数"] - row["上次示数"]) * Decimal("2.2"), 2)
        row.update({"本次示数": row["上次示数"] + used, "抄见数": half_up(used * row["倍率"])})


def _due_on_saturday(example: Example) -> None:
    """December's bill was due on Saturday the 24th, that is on Monday the 26th: unpaid for five days."""
    unpaid = example.row("电费账单", "金盾门业", 电费年月=LAST)
    unpaid["应交日期"] = date(2026, 1, 24)
    example.sheets["收费记录"].remove(example.row("收费记录", "金盾门业", 核销账单=unpaid["电费编号"]))


def _archive(example: Example) -> None:
    """Opened on the day of connection; the licence writes its brackets wide."""
    row = example.row("客户台账", "明辉玻璃制品")
    row["立户日期"] = row["送电日期"]
    example.row("客户台账", "星河铝业")["营业执照名称"] = "星河铝业（楚江）有限公司"
