"""Clean months stay quiet, faults are still found: 2,000 enterprises over 25 months through the real reader and checks.

The months are those of clean_months.py, fixed before the thresholds. Faults are put into April 2026 as they happen: a
multiplier entered with a zero too many or too few, one element of a three-wire meter dead (39 % or 60 % of the energy
is left, and another power factor), a multiplier of twice the ratio. What the volume alone shows of them is printed beside
what all the checks show: no measure of volume finds nearly every half or double while real clean months are as they are.
"""

from dataclasses import replace
from pathlib import Path

import clean_months
import numpy as np
import pandas as pd
import pytest

from addin import checks
from addin.facts import reckon
from addin.outcome.collect import collect
from addin.reading import read_books
from addin.register import CHECKS, run
from addin.rulebook import Rulebook
from addin.tables import FILLED

checks.load()
COUNT, FEW = 2000, 400
"""Customers of the clean area, and of each with a fault: reading takes the time."""
MONTH = "2026-04"
VOLUME = ("电费-A01", "电费-A02", "电费-A03", "电费-A04", "审计-A08", "电费-E05")
ASKED = (
    *VOLUME,
    "电费-A05",
    "电费-A06",
    "电费-A13",
    "电费-A14",
    "电费-A18",
    "电费-A19",
    "电费-A07",
    "电费-E04",
    "电费-B01",
    "电费-B02",
    "电费-B04",
)
REGISTERS = ("总", *clean_months.PERIODS)
RULES = Rulebook.load(Path(__file__).parents[3] / "rules.xlsx")
ANGLE = np.pi / 6


def books(folder, area, month, multiplier):
    """Write the area as text exports; April was read with ``multiplier`` times the ratio."""
    frames = {"客户台账": _customers(area), "电费账单": _bills(area), "计费参数": _terms(area), "计量点": _points(area)}
    frames["账单明细"] = _lines(area, month)
    frames["抄表记录"] = pd.concat(
        [_readings(area, month, multiplier if month == MONTH else 1.0) for month in clean_months.MONTHS[-2:]]
    )
    for title, frame in frames.items():
        frame.to_csv(folder / f"{title}.csv", index=False, encoding="utf-8-sig")
    return [folder / f"{title}.csv" for title in frames]


def _customers(area):
    return pd.DataFrame(
        {"户号": area.numbers, "户名": "江城机械有限公司", "合同容量(kVA)": area.kva, "运行容量(kVA)": area.kva}
    )


def _bills(area):
    parts = []
    for place, month in enumerate(clean_months.MONTHS):
        kwh, kvarh = area.kwh[:, place], np.abs(area.kvarh[:, place])
        last = pd.Period(month, "M").days_in_month
        parts.append(pd.DataFrame({
            "账单号": [f"{month}-{number}" for number in area.numbers], "户号": area.numbers, "月份": month,
            "起日": f"{month}-01", "止日": f"{month}-{last}", "总电量(kWh)": kwh, "总电费(元)": area.yuan[:, place],
            "实际力率": np.floor(100 * kwh / np.hypot(kwh, kvarh) + 0.5) / 100,
        }))  # fmt: skip
    return pd.concat(parts)


def _lines(area, month):
    return pd.DataFrame({
        "账单号": [f"{month}-{number}" for number in area.numbers], "行号": 1, "户号": area.numbers, "月份": month,
        "费用组成": "容量电费", "时段": "总", "计费数量": area.kva, "单价": 26.3, "金额": np.round(area.kva * 26.3, 2),
    })  # fmt: skip


def _terms(area):
    return pd.DataFrame({
        "户号": area.numbers, "生效日期": "2023-06-01", "电价类别": "工商业", "电价制度": "两部制", "计价电压": "1-10(20)kV",
        "容需量计费方式": "按容量", "力调标准": "0.90",
    })  # fmt: skip


def _points(area):
    return pd.DataFrame({
        "计量点号": [f"P{number}" for number in area.numbers], "户号": area.numbers, "关系": "总表", "用途": "结算",
        "计量侧": "高供高计", "表号": [f"M{number}" for number in area.numbers], "表位数": 6, "CT变比": "50/5",
        "PT变比": "10000/100", "综合倍率": 1000, "生效日期": "2015-01-01",
    })  # fmt: skip


def _readings(area, month, factor):
    """Return the registers of a month; a multiplier of ``factor`` times the ratio stands in the readings."""
    place = clean_months.MONTHS.index(month)
    kwh = area.kwh[:, place] / 1000 / factor
    parts = {"总": kwh} | {period: kwh * area.shares[:, place, n] for n, period in enumerate(clean_months.PERIODS)}
    days = pd.Period(month, "M")
    common = {
        "计量点号": [f"P{number}" for number in area.numbers], "户号": area.numbers,
        "表号": [f"M{number}" for number in area.numbers], "月份": month, "上次抄表日": (days - 1).end_time.date(),
        "抄表日": days.end_time.date(), "倍率": 1000 * factor, "抄表方式": "自动",
    }  # fmt: skip
    reactive = area.kvarh[:, place] / 1000 / factor
    parts |= {"无": reactive.clip(min=0), "反": (-reactive).clip(min=0)}
    names = {"无": "正向无功总", "反": "反向无功总"}
    return pd.concat([
        pd.DataFrame({**common, "示数类型": names.get(name, f"正向有功{name}"), "上次示数": 100, "本次示数": np.round(100 + part, 4)})
        for name, part in parts.items()
    ])  # fmt: skip


def found(folder, area, month=MONTH, factor=1.0):
    """Return the findings of the checks: code, customer_no, level."""
    ledger = read_books(books(folder, area, month, factor))
    facts = {name: ledger[name] for name in FILLED}
    end = pd.Period(month, "M").end_time.date()
    facts |= {"ledger": ledger, "month": month, "month_start": end.replace(day=1), "month_end": end, "as_of": end}
    facts |= {"rulebook": RULES, "rules": RULES.on(end, "湖北"), "province": "湖北"}
    absent = {name: "没有" for name in FILLED if not ledger.has(name) and name != "meter_changes"}
    chosen = [CHECKS[code] for code in ASKED if code in CHECKS]
    facts = reckon(facts, {name for one in chosen for name in one.needs})
    return collect(run(chosen, facts, absent), month).findings


def last_month(area, share=1.0, *, reactive=None):
    """Return the area with April's energy × share (and reactive energy × ``reactive``), billed so."""
    kwh, kvarh, yuan = area.kwh.copy(), area.kvarh.copy(), area.yuan.copy()
    fixed = area.kva * 26.3
    kwh[:, -1] = np.rint(kwh[:, -1] * share)
    kvarh[:, -1] = np.rint(kvarh[:, -1] * (share if reactive is None else reactive))
    yuan[:, -1] = np.round(fixed + (yuan[:, -1] - fixed) * share, 2)
    return replace(area, kwh=kwh, kvarh=kvarh, yuan=yuan)


def element_dead(area):
    """Return the area with one of two elements of each meter dead, by turns: UI cos(30° ± φ) is left."""
    angle = np.arctan2(area.kvarh[:, -1], area.kwh[:, -1])
    turn = np.where(np.arange(len(angle)) % 2, ANGLE, -ANGLE)
    whole = np.sqrt(3) * np.cos(angle), np.sqrt(3) * np.sin(angle)
    return last_month(area, np.cos(angle + turn) / whole[0], reactive=np.sin(angle + turn) / whole[1])


def share(findings, codes=None, count=COUNT):
    """Return the share of the customers that carry a finding of these codes."""
    rows = findings if codes is None else findings[findings["code"].isin(codes)]
    return rows["customer_no"].nunique() / count


@pytest.fixture(scope="module")
def area():
    return clean_months.area(COUNT)


@pytest.mark.parametrize("month", [MONTH, "2026-02"])
def test_clean_months_leave_at_most_six_percent_of_the_customers_with_a_remark(tmp_path, area, month):
    findings = found(tmp_path, area, month)
    by_code = {code: f"{share(findings, [code]):.1%}" for code in sorted(set(findings["code"]))}
    print(f"{month}: {share(findings):.1%} of clean customers, {by_code}")  # noqa: T201 - asked for
    assert share(findings) <= 0.06
    assert not (findings["level"] == "错误").any()


FAULTS = {
    "multiplier × 10": (lambda area: last_month(area, 10), 10),
    "multiplier ÷ 10": (lambda area: last_month(area, 0.1), 0.1),
    "half the energy missed": (element_dead, 1),
    "doubled": (lambda area: last_month(area, 2), 2),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_still_found(tmp_path, fault):
    make, factor = FAULTS[fault]
    findings = found(tmp_path, make(clean_months.area(FEW)), factor=factor)
    every, by_volume = share(findings, count=FEW), share(findings, VOLUME, FEW)
    print(f"{fault}: {every:.1%} found, by volume alone {by_volume:.1%}")  # noqa: T201 - asked for
    assert every >= 0.95
    if "10" in fault:
        assert by_volume >= 0.95
