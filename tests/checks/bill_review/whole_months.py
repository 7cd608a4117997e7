"""The clean enterprises as customers of all kinds, with everything that a bill of January 2026 hangs on.

By turns: billed by capacity, by contract demand, by actual demand, on the single part, and metered on the low side with
transformer losses. Energy, power factor, shares and demand move as in clean_months.py; the bills are those of the
independent pricing of the example. Constant are, as in the field: a capacity whose highest demand of the year uses 50 to 95
% of it, a current transformer that suits the load, a contract demand declared within 4 % below what was drawn and no less
than 40 % of the capacity. Who has it otherwise is no clean customer: that is what 电费-A20, C02, C03 and C15 are for.
"""

import sys
from decimal import Decimal
from pathlib import Path

import clean_months
import numpy as np
import pandas as pd

sys.path.append(str(Path(__file__).parents[2] / "example"))
from cast import TRANSFORMERS
from measures import Transformer
from pricing import Usage, price_bill

MONTH, LAST = "2026-01", "2025-12"
KINDS = ("按容量", "合同最大需量", "实际最大需量", "单一制", "变损")
PERIODS = clean_months.PERIODS
FIXED = ("容量电费", "需量电费")
RATIOS = np.array([5, 10, 20, 25, 50, 100, 125, 250, 500])
"""Primary currents whose multiplier divides kWh without a rest [A]."""
LOW_RATIOS = np.array([100, 125, 250, 500, 1000, 1250, 2500])
SIZES = np.array(sorted(size for size in TRANSFORMERS if size > 100))
LEVELS = np.exp(np.random.default_rng(11).normal(0, 0.03, len(clean_months.MONTHS)))
"""Energy prices of the months against January's."""


class Customers:
    """The enterprises with their constants, as arrays; ``bills`` are January's."""

    def __init__(self, count: int) -> None:
        """Make the customers and price January."""
        dice = np.random.default_rng(20260131)
        self.area = area = _going_on(clean_months.area(2 * count), count)
        self.places = [clean_months.MONTHS.index(month) for month in (LAST, MONTH)]
        self.kind = np.array(KINDS)[np.arange(count) % len(KINDS)]
        used = area.kw[:, self.places[1] - 11 : self.places[1] + 1].max(axis=1) / dice.uniform(0.5, 0.95, count)
        self.low = (self.kind == "变损") & (used <= SIZES[-1])
        few = (self.kind == "合同最大需量") & (area.kw[:, self.places[1]] < 200)
        self.kind = np.where(((self.kind == "变损") & ~self.low) | few, "按容量", self.kind)
        small = SIZES[np.searchsorted(SIZES, used.clip(max=SIZES[-1]))]
        self.kva = np.where(self.low, small, np.ceil(used / 50) * 50 + 100).astype(int)
        declared = np.ceil(area.kw[:, self.places[1]] / 0.6 / 50) * 50
        self.kva = np.where(self.kind == "合同最大需量", declared, self.kva).astype(int)
        self.mode = np.where(self.kind == "单一制", "不计", np.where(self.low, "按容量", self.kind))
        self.mode = np.where(self.low & (self.kva < 315), "不计", self.mode)
        amperes = area.kw[:, self.places].max(axis=1) * 1.5 / np.sqrt(3) / np.where(self.low, 0.38, 10)
        high = RATIOS[np.searchsorted(RATIOS, amperes).clip(max=len(RATIOS) - 1)]
        low = LOW_RATIOS[np.searchsorted(LOW_RATIOS, amperes).clip(max=len(LOW_RATIOS) - 1)]
        self.primary = np.where(self.low, low, high)
        self.multiplier = self.primary // 5 * np.where(self.low, 1, 100)
        self.contract = np.ceil(self.kw(self.places[1]) * dice.uniform(0.97, 1.1, count))
        self.standard = np.where(self.kva > 160, "0.90", "0.85")
        self.january, self.demand = self.kwh(self.places[1]), self.kw(self.places[1])
        self.before: dict[str, np.ndarray] = {}
        self.bills = [self._bill(n) for n in range(count)]

    def kwh(self, place: int) -> np.ndarray:
        """Return whole kWh by customer and period of a month."""
        parts = np.floor(self.area.kwh[:, [place]] * self.area.shares[:, place, :])
        parts[:, 2] += self.area.kwh[:, place] - parts.sum(axis=1)
        return parts

    def kw(self, place: int) -> np.ndarray:
        """Return the demand as the register shows it [kW]; no less than the mean load."""
        hours = pd.Period(clean_months.MONTHS[place], "M").days_in_month * 24
        least = self.area.kwh[:, place] / hours * 1.02
        return np.ceil(np.maximum(self.area.kw[:, place], least) / self.multiplier * 1e4) / 1e4 * self.multiplier

    def _bill(self, n: int):
        kva, place = int(self.kva[n]), self.places[1]
        single = self.mode[n] == "不计"
        return price_bill(Usage(
            "单一制" if single else "两部制", "1-10(20)kV", dict(zip(PERIODS, map(int, self.january[n]), strict=True)),
            int(self.area.kvarh[n, place]), Decimal(str(self.standard[n])), str(self.mode[n]), [(kva, 31)], kva,
            [Decimal(str(round(float(self.demand[n]), 6)))], contract_demand=Decimal(int(self.contract[n])),
            transformer=Transformer(kva, *TRANSFORMERS[kva], "1.7") if self.low[n] else None,
        ))  # fmt: skip


def _going_on(area: clean_months.Area, count: int) -> clean_months.Area:
    """Return the first that never fall below a tenth of their median month, as the real ones were chosen."""
    kept = np.flatnonzero((area.kwh >= 0.1 * np.median(area.kwh, axis=1, keepdims=True)).all(axis=1))[:count]
    rows = {name: getattr(area, name)[kept] for name in ("kwh", "kvarh", "yuan", "shares", "kva", "kw")}
    return clean_months.Area(numbers=[area.numbers[n] for n in kept], **rows)


def sheets(made: Customers) -> dict[str, pd.DataFrame]:
    """Return the sheets of the customers."""
    lines = _lines(made)
    return {
        "客户台账": _customers(made), "计费参数": _terms(made), "受电设备": _devices(made), "计量点": _points(made),
        "抄表记录": pd.concat([_readings(made, month) for month in (LAST, MONTH)]), "电费账单": _bills(made), "账单明细": lines,
    }  # fmt: skip


def _customers(made):
    return pd.DataFrame({
        "户号": made.area.numbers, "户名": "江城机械有限公司", "行业分类": "C3411", "供电电压": "交流10kV",
        "用电类别": np.where(made.mode == "不计", "工商业-单一制", "工商业-两部制"), "合同容量(kVA)": made.kva,
        "运行容量(kVA)": made.kva, "计量方式": np.where(made.low, "高供低计", "高供高计"), "送电日期": "2015-01-01",
        "市场化属性": "电网代理购电",
    })  # fmt: skip


def _terms(made):
    return pd.DataFrame({
        "户号": made.area.numbers, "生效日期": "2023-06-01", "电价类别": "工商业", "计价电压": "1-10(20)kV",
        "电价制度": np.where(made.mode == "不计", "单一制", "两部制"), "容需量计费方式": made.mode,
        "合同需量": np.where(made.mode == "合同最大需量", made.contract, np.nan), "力调标准": made.standard,
        "市场化属性": "电网代理购电", "1.5倍代理购电": "否", "分布式电源": "否",
    })  # fmt: skip


def _devices(made):
    plates = [TRANSFORMERS.get(int(kva), (None,) * 4) for kva in made.kva]
    frame = pd.DataFrame(plates, columns=["空载损耗P0", "负载损耗Pk", "空载电流I0", "阻抗电压Uk"])
    return frame.assign(
        设备编号=[f"T{number}" for number in made.area.numbers], 户号=made.area.numbers, 类型="变压器", 铭牌容量=made.kva,
        变损系数K="1.7", 变损方法=np.where(made.low, "公式法", "无"), 有载调压="否", 投运日期="2015-01-01", 运行状态="运行",
    )  # fmt: skip


def _points(made):
    low = np.where(made.low, "是", "否")
    return pd.DataFrame({
        "计量点号": [f"P{number}" for number in made.area.numbers], "户号": made.area.numbers, "关系": "总表", "用途": "结算",
        "电价类别": "工商业", "计量侧": np.where(made.low, "高供低计", "高供高计"), "电源序": 1,
        "表号": [f"M{number}" for number in made.area.numbers], "表位数": 6, "CT变比": [f"{n}/5" for n in made.primary],
        "PT变比": np.where(made.low, "1", "10000/100"), "综合倍率": made.multiplier, "变损参与": low, "线损参与": "否",
        "力调参与": "是", "生效日期": "2015-01-01",
    })  # fmt: skip


def _readings(made, month):
    place, days = clean_months.MONTHS.index(month), pd.Period(month, "M")
    parts = made.kwh(place)
    energy = {"正向有功总": parts.sum(axis=1)} | {f"正向有功{period}": parts[:, n] for n, period in enumerate(PERIODS)}
    energy["正向无功总"] = made.area.kvarh[:, place]
    common = {
        "计量点号": [f"P{number}" for number in made.area.numbers], "户号": made.area.numbers,
        "表号": [f"M{number}" for number in made.area.numbers], "月份": month, "上次抄表日": (days - 1).end_time.date(),
        "抄表日": days.end_time.date(), "倍率": made.multiplier, "抄表方式": "自动",
    }  # fmt: skip
    frames = []
    for name, quantity in energy.items():
        start = 100 if month == LAST else 100 + made.before.get(name, 0)
        ended = np.round(start + quantity / made.multiplier, 4)
        made.before[name] = ended - 100
        frames.append(pd.DataFrame({**common, "示数类型": name, "上次示数": np.round(start, 4), "本次示数": ended}))
    shown = np.round(made.kw(place) / made.multiplier, 4)
    return pd.concat([*frames, pd.DataFrame({**common, "示数类型": "最大需量", "本次示数": shown})])


def _bills(made):
    fixed = [float(sum(row.amount for row in bill.rows if row.component in FIXED)) for bill in made.bills]
    total = np.array([float(bill.total) for bill in made.bills])
    price = (total - fixed) / made.area.kwh[:, made.places[1]]
    frames = []
    for place in range(made.places[1] + 1):
        month, now = clean_months.MONTHS[place], place == made.places[1]
        kwh, demand = made.area.kwh[:, place], made.kw(place) * 42
        basic = np.where(np.isin(made.mode, ["合同最大需量", "实际最大需量"]), demand, fixed)
        cosine = np.array([float(bill.power_factor) for bill in made.bills])
        cosine = (cosine + _cosine(made, place) - _cosine(made, made.places[1])).round(2)
        days = pd.Period(month, "M").days_in_month
        frames.append(pd.DataFrame({
            "账单号": [f"{month}-{number}" for number in made.area.numbers], "户号": made.area.numbers, "月份": month,
            "起日": f"{month}-01", "止日": f"{month}-{days}", "发行状态": "已发行", "应交日期": "2026-02-20",
            "总电量(kWh)": [bill.kwh for bill in made.bills] if now else kwh,
            "总电费(元)": [bill.total for bill in made.bills] if now else np.round(price * LEVELS[place] * kwh + basic, 2),
            "实际力率": [bill.power_factor for bill in made.bills] if now else cosine,
            "调整系数": [bill.percent for bill in made.bills] if now else None,
        }))  # fmt: skip
    return pd.concat(frames)


def _cosine(made, place):
    kwh = made.area.kwh[:, place]
    return kwh / np.hypot(kwh, made.area.kvarh[:, place])


def _lines(made):
    return pd.DataFrame([
        {"账单号": f"{MONTH}-{number}", "行号": line, "户号": number, "月份": MONTH, "费用组成": row.component,
         "时段": row.period if row.component not in {*FIXED, "力调电费"} else None, "计费数量": row.quantity,
         "计费天数": row.days, "单价": row.price, "金额": row.amount,
         "电价月份": None if row.component == "力调电费" else MONTH}
        for number, bill in zip(made.area.numbers, made.bills, strict=True) for line, row in enumerate(bill.rows, 1)
    ])  # fmt: skip
