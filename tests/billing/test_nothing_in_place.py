"""Energy between two readings on days without any device: the charge on capacity of those days is nowhere.

T1 is removed on the 10th, T2 comes on the 20th; all customers are billed at once.
"""

from datetime import date

import pytest
from billing_area import NO, START, base_sheets, billed, registers
from billing_cases import number, stacked

TERMS, DEVICE = (base_sheets()[title][0] for title in ("计费参数", "受电设备"))
GONE, COME = date(2026, 1, 10), date(2026, 1, 20)
END = date(2026, 1, 31)


def removed(on=GONE):
    return {"设备编号": "T1", "户号": NO, "变动时刻": f"{on} 09:00", "变动类型": "拆除"}


def devices(come=COME, *more):
    """Return T1 and, from a day on, T2; and others that are always there."""
    return [DEVICE, DEVICE | {"设备编号": "T2", "投运日期": come}, *(DEVICE | {"设备编号": each} for each in more)]


def read(*stretches):
    """Return readings of stretches: (last day, kWh), the first one from the end of December on."""
    rows, since, shown = [], START, {}
    for until, kwh in stretches:
        for row in registers({"平": kwh}, kwh // 4, 上次抄表日=since, 抄表日=until):
            run = row["本次示数"] - row["上次示数"]
            row["上次示数"] = shown.get(row["示数类型"], 100)
            row["本次示数"] = shown[row["示数类型"]] = row["上次示数"] + run
            rows.append(row)
        since = until
    return {"抄表记录": rows}


def between(kwh, until=COME):
    return read((GONE, 50_000), (until, kwh), (END, 90_000))


ONE_AFTER_THE_OTHER = {"容量变动": [removed()], "受电设备": devices()}
CUT = {
    "计费参数": [TERMS | {"失效日期": date(2026, 1, 21)}, TERMS | {"生效日期": date(2026, 1, 21), "力调标准": "0.85"}]
}
SINGLE = TERMS | {"单一制/两部制": "单一制", "容需量计费方式": "不计", "生效日期": date(2026, 1, 11)}
OPEN = {
    "拆除与投运之间有电量": ONE_AFTER_THE_OTHER | between(20_000),
    "月内另有变更": ONE_AFTER_THE_OTHER | between(20_000) | CUT,
    "全月没有设备": {"容量变动": [removed(date(2025, 12, 20))], "受电设备": devices(date(2026, 3, 1))},
}
SILENT = {
    "其间没有走字": ONE_AFTER_THE_OTHER | between(0),
    "全月只抄一次": ONE_AFTER_THE_OTHER,
    "投运次日才抄": ONE_AFTER_THE_OTHER | between(20_000, date(2026, 1, 21)),
    "另有设备在运": ONE_AFTER_THE_OTHER | between(20_000) | {"受电设备": devices(COME, "T3")},
    "其间不按容量计费": ONE_AFTER_THE_OTHER | between(20_000)
    | {"计费参数": [TERMS | {"失效日期": date(2026, 1, 11)}, SINGLE ]},
}  # fmt: skip
EVERY = OPEN | SILENT


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    return billed(tmp_path_factory.mktemp("book"), stacked(EVERY.values()))


def said(month, name):
    mine = month.doubts[month.doubts["customer_no"] == number(list(EVERY).index(name))]
    return "；".join(mine.loc[mine["component"] == "容量电费", "reason"])


@pytest.mark.parametrize("name", OPEN)
def test_energy_while_nothing_is_in_place_leaves_the_charge_on_capacity_open(month, name):
    place = list(EVERY).index(name)
    removed_on, since, until, kwh = ("2025-12-20", "2025-12-31", "2026-01-31", "160,000")
    if name != "全月没有设备":
        removed_on, since, until, kwh = ("2026-01-10", "2026-01-10", "2026-01-20", "20,000")
    assert said(month, name) == (
        f"设备 T1-{place} 已于 {removed_on} 拆除（「容量变动」），而没有设备在运的 {since} 至 {until} 之间，计量点 P1-{place} "
        f"抄见电量 {kwh} kWh，这些天的容量电费无从确定；请核对「容量变动」的拆除、投运日期，或补录在运的设备"
    )


@pytest.mark.parametrize("name", SILENT)
def test_energy_that_may_have_been_used_on_other_days_is_no_doubt(month, name):
    assert said(month, name) == ""
    assert number(list(EVERY).index(name)) in month.billed
