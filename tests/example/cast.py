"""The fictional customers: read from cast.txt, completed with numbers and names made from their own number."""

import csv
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "志强",
    "建国",
    "文斌",
    "晓东",
    "海燕",
    "丽华",
    "国栋",
    "永胜",
    "雪梅",
    "俊杰",
    "红兵",
    "春生",
    "玉兰",
    "立新",
    "少华",
    "卫东",
    "思远",
    "明辉",
    "秀英",
    "振宇",
    "嘉宁",
    "德福",
    "若彤",
    "一鸣",
)
MANAGERS = ("周启明", "胡静怡", "郑海涛", "罗雨晴", "彭立群", "曹文博", "沈佳琪", "程浩然")
BUREAUS = ("城区供电中心", "高新供电中心", "东山供电所", "临江供电所")
DISTRICTS = (
    ("临江区", ("滨江大道", "长堤路", "纱厂街", "码头路")),
    ("高新区", ("创业大道", "光谷一路", "科技三路", "凤凰大道")),
    ("东山区", ("矿山路", "东湖大道", "团结路", "建设路")),
    ("城关区", ("解放大道", "人民路", "中山路", "文昌街")),
)
SHIFTS = {
    "连续": "连续生产",
    "数据": "连续生产",
    "供热": "三班",
    "冷库": "三班",
    "三班": "三班",
    "二班": "二班",
    "夜间": "二班",
}
TRANSFORMERS = {
    80: ("0.18", "1.25", "1.7", "4"), 100: ("0.20", "1.50", "1.6", "4"), 125: ("0.24", "1.80", "1.5", "4"),
    160: ("0.28", "2.20", "1.4", "4"), 200: ("0.34", "2.60", "1.3", "4"), 250: ("0.40", "3.05", "1.2", "4"),
    315: ("0.48", "3.65", "1.1", "4"), 400: ("0.57", "4.30", "1.0", "4"), 500: ("0.68", "5.15", "1.0", "4"),
    630: ("0.81", "6.20", "0.9", "4.5"), 800: ("0.98", "7.50", "0.8", "4.5"), 1000: ("1.15", "10.3", "0.7", "4.5"),
}  # fmt: skip
"""S11 name-plates: P0 [kW], Pk [kW], I0 [%], Uk [%] by rated kVA."""
LOSS_FACTORS = {"单班": "3.4", "二班": "1.7", "三班": "1.1", "连续生产": "1.1"}
BANDS = {"工业": (40000, 10000, 3150, 315), "商业": (20000, 8000, 2000, 315), "公共机构": (10000, 5000, 1000, 315)}
GRADES = ("特级", "一级", "二级", "三级")
FLOORS = {"特级": "特级", "一级": "一级", "二级": "二级"}


def noise(*key: object) -> float:
    """Return a number in [0, 1) that depends on its key only, on every machine."""
    digest = hashlib.sha256("|".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def pick(values, *key):
    """Pick one of a sequence by its key."""
    return values[int(noise(*key) * len(values))]


def person(*key: object) -> str:
    """Invent a person's name."""
    return pick(SURNAMES, "surname", *key) + pick(GIVEN, "given", *key)


def credit_code(prefix: str, seed: str) -> str:
    """Invent a unified social credit code with both check digits (GB 11714 and GB 32100)."""
    body = "".join(pick("0123456789", seed, number) for number in range(8))
    rest = 11 - sum(int(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    first = prefix + body + {10: "X", 11: "0"}.get(rest, str(rest))
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, n, 31) for n, c in enumerate(first))
    return first + alphabet[(31 - total % 31) % 31]


@dataclass(frozen=True)
class Device:
    """A transformer or high-voltage motor of a customer."""

    no: str
    kva: int
    motor: bool = False


@dataclass(frozen=True)
class Customer:
    """A line of cast.txt; what follows from it is a property."""

    order: int
    short: str
    name: str
    industry: str
    kv: str
    device_text: str
    side: str
    tariff: str
    mode: str
    shape: str
    hours: int
    pf: float
    marks: dict[str, str]

    @cached_property
    def no(self) -> str:
        """户号: thirteen digits, some older ones ten digits with a leading zero."""
        if self.order % 23 == 5:
            return f"05210{self.order * 613 + 20117:05}"
        return f"4211{self.order * 7919 + 310021:09}"

    @cached_property
    def devices(self) -> list[Device]:
        sizes = []
        for part in self.device_text.split("+"):
            size, _, count = part.partition("*")
            sizes += [int(size)] * int(count or 1)
        devices = [Device(f"B{self.order:03}{number}", size) for number, size in enumerate(sizes, start=1)]
        motor = self.marks.get("电机")
        return devices + ([Device(f"M{self.order:03}1", int(motor), motor=True)] if motor else [])

    @property
    def kva(self) -> int:
        """Contract capacity [kVA]."""
        return sum(device.kva for device in self.devices)

    @property
    def public(self) -> bool:
        return "事业" in self.marks

    @property
    def kind(self) -> str:
        """客户类型."""
        if self.industry[0] in "PQS" or (self.industry[0] in "MNR" and self.public):
            return "公共机构"
        return "工业" if self.industry[0] in "ABCDE" else "商业"

    @property
    def importance(self) -> str:
        return self.marks.get("重要", "否")

    @property
    def grade(self) -> str | None:
        """The higher of the grade by capacity and the floor by importance; none below the list's floor."""
        number = next((n for n, least in enumerate(BANDS[self.kind]) if self.kva >= least), None)
        floor = GRADES.index(FLOORS[self.importance]) if self.importance in FLOORS else None
        ranks = [rank for rank in (number, floor) if rank is not None]
        return GRADES[min(ranks)] if ranks else None

    @property
    def side_title(self) -> str:
        return {"高计": "高供高计", "低计": "高供低计", "低低": "低供低计"}[self.side]

    @property
    def pricing_voltage(self) -> str:
        return {"220": "220kV及以上", "110": "110kV", "35": "35kV", "10": "1-10(20)kV", "0.38": "<1kV"}[self.kv]

    @property
    def supply_voltage(self) -> str:
        return {"0.38": "交流380V"}.get(self.kv, f"交流{self.kv}kV")

    @property
    def farm(self) -> bool:
        return self.tariff == "农业"

    @property
    def shift(self) -> str:
        return self.marks.get("班") or SHIFTS.get(self.shape, "单班")

    @property
    def standard(self) -> Decimal | None:
        """Power-factor standard (水电财字〔1983〕215号), None below 100 kVA."""
        if "不考核" in self.marks:
            return None
        if self.farm:
            return Decimal("0.80")
        industrial = self.industry[0] in "BCD" and self.kva > 160
        return Decimal("0.90") if industrial or "有载" in self.marks else Decimal("0.85")

    @property
    def connected_on(self) -> str:
        known = self.marks.get("送电")
        year = 2006 + int(noise(self.no, "year") * 16)
        return known or f"{year}-{1 + int(noise(self.no, 'month') * 12):02}-{1 + int(noise(self.no, 'day') * 28):02}"

    @property
    def closed_on(self) -> str | None:
        return self.marks.get("销户")

    @property
    def credit_code(self) -> str:
        return credit_code(("12" if self.public else "93" if "合作社" in self.name else "91") + "429900", self.no)

    @property
    def address(self) -> str:
        district, roads = pick(DISTRICTS, self.no, "district")
        return f"湖北省楚江市{district}{pick(roads, self.no, 'road')}{1 + int(noise(self.no, 'number') * 380)}号"

    @property
    def representative(self) -> str:
        return person(self.no, "representative")

    @property
    def retailer(self) -> str | None:
        return self.marks.get("市场")


def read_cast() -> list[Customer]:
    """Read cast.txt."""
    text = Path(__file__).with_name("cast.txt").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines(), delimiter="|"))[1:]
    return [_customer(order, row) for order, row in enumerate(rows, start=1)]


def _customer(order: int, row: list[str]) -> Customer:
    *first, hours, pf, marks = row
    pairs = (mark.partition("=") for mark in marks.split())
    return Customer(order, *first, int(hours), float(pf), {name: value for name, _, value in pairs})
