"""时段: every set of periods covers each hour of each month once. 力调系数: the table is whole."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from addin.conditions import Cell, ConditionError, months, parse
from addin.reading.problems import WARNING
from addin.rulebook.day_kinds import ALL_DAYS, EXPECTED, REST_DAY, WORKDAY, named_days
from addin.rulebook.remark import Remark
from addin.tables.rules import RULE_TABLES

Tables = Mapping[str, pd.DataFrame]
DAY_HOURS = 24.0
TITLE = RULE_TABLES["periods"].title
YEAR = frozenset(range(1, 13))
_SET = ["province", "period_set", "day_kind", "effective_on"]
_WHOLE = ["province", "period_set", "effective_on"]


def hours(tables: Tables) -> Iterator[Remark]:
    """Each month group of a period set covers 24 hours without gap or overlap."""
    for key, part in tables["periods"].groupby([*_SET, "months"]):
        ordered = part.sort_values("start_hour")
        ends = np.append(0.0, ordered["end_hour"].to_numpy())
        label = f"{key[1]} {key[-1]} 月"
        for row, start, end in zip(ordered.index, ordered["start_hour"], ends[:-1], strict=True):
            if start != end:
                fault = "重叠" if start < end else "空档"
                yield Remark("periods", row, "start_hour", f"{start:g}", f"{end:g}", f"{label}：与上一段之间有{fault}")
        if ends[-1] != DAY_HOURS:
            advice = f"{label}：全天应盖满 24 小时"
            yield Remark("periods", ordered.index[-1], "end_hour", f"{ends[-1]:g}", f"{DAY_HOURS:g}", advice)


def month_groups(tables: Tables) -> Iterator[Remark]:
    """The month groups of a kind of day name each month once, and every day of the year has its rows."""
    covered: dict[tuple[object, ...], dict[str, set[int]]] = {}
    for key, part in tables["periods"].groupby(_SET):
        seen: set[int] = set()
        for text, rows in part.groupby("months").groups.items():
            row = int(rows[0])
            try:
                group = months(Cell(f"{TITLE}第{row}行", str(text)))
            except ConditionError as error:
                yield Remark("periods", row, "months", str(text), "月份，如 7–8 或 1–6、9–12", str(error))
                continue
            if twice := group & seen:
                yield Remark("periods", row, "months", str(text), "每个月只在一组", f"{_listed(twice)} 月重复")
            seen |= group
        covered.setdefault((*key[:2], key[3]), {})[str(key[2])] = seen
    yield from _gaps(tables, covered)


def _gaps(tables: Tables, covered: Mapping[tuple[object, ...], Mapping[str, set[int]]]) -> Iterator[Remark]:
    """Tell the months in which a set has neither rows for all days nor for working and for other days."""
    for key, part in tables["periods"].groupby(_WHOLE):
        mine = covered.get(key, {})
        whole, apart = mine.get(ALL_DAYS, set()), mine.get(WORKDAY, set()) & mine.get(REST_DAY, set())
        if missing := YEAR - whole - apart:
            seen, advice = f"{key[1]} 缺 {_listed(missing)} 月", "补上这些月份的时段：全部，或工作日和休息日各一套"
            yield Remark("periods", int(part.index[0]), "months", seen, "全年 12 个月", advice)


def day_kinds(tables: Tables) -> Iterator[Remark]:
    """Every kind of day is a word that is known, or dates."""
    for row, text in tables["periods"]["day_kind"].dropna().items():
        try:
            named_days(Cell(f"{TITLE}第{row}行", str(text)))
        except ConditionError as error:
            yield Remark("periods", int(str(row)), "day_kind", str(text), EXPECTED, str(error))


def _listed(numbers: frozenset[int] | set[int]) -> str:
    return "、".join(map(str, sorted(numbers)))


def power_factors(tables: Tables) -> Iterator[Remark]:
    """Every standard has a row for each of 1.00 … 0.00, and less power factor never costs less."""
    table = tables["power_factor_table"]
    for (standard, _), part in table.groupby(["standard", "effective_on"]):
        whole = np.rint(part["power_factor"] * 100).astype("int64")
        missing = sorted(set(range(101)) - set(whole))
        if missing:
            listed = "、".join(f"{one / 100:.2f}" for one in missing[:5])
            seen = f"标准 {standard:.2f} 缺 {listed}" + ("…" if len(missing) > 5 else "")  # noqa: PLR2004
            row = int(part.index[0])
            yield Remark("power_factor_table", row, "power_factor", seen, "1.00 至 0.00 每 0.01 一行", "补齐缺行")
        ordered = part.sort_values("power_factor", ascending=False)
        step = ordered["change_percent"].diff()
        for row in ordered.index[step < 0]:
            seen = f"{ordered.loc[row, 'change_percent']:g}"
            yield Remark("power_factor_table", row, "change_percent", seen, "不小于力率高 0.01 的一行", "与原表核对")


def power_factor_standards(tables: Tables) -> Iterator[Remark]:
    """Every standard has a table, every capacity condition can be read."""
    known = {f"{standard:.2f}" for standard in tables["power_factor_table"]["standard"]}
    title = RULE_TABLES["power_factor_standards"].title
    for row, line in tables["power_factor_standards"].iterrows():
        place = int(str(row))
        seen = f"{line['standard']:.2f}"
        if not np.isnan(line["standard"]) and seen not in known:
            yield Remark(
                "power_factor_standards", place, "standard", seen, "力调系数表中有的标准", "补上该标准的力调系数"
            )
        if isinstance(line["capacity"], str):
            yield from _capacity(Cell(f"{title}第{place}行", line["capacity"]), place)


def _capacity(cell: Cell, row: int) -> Iterator[Remark]:
    try:
        readable = all(condition.numeric for condition in parse(cell))
    except ConditionError:
        readable = False
    if not readable:
        yield Remark("power_factor_standards", row, "capacity", cell.text, "如 >160、≥100", "改成数值条件", WARNING)
