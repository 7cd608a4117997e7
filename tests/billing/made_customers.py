"""Customers made up at random, as facts for the reference and as the sheets that a company would keep."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from billing.reference import PERIODS, TRANSMISSION, Customer, Device, Meter, half_up
from billing_area import END, MONTH, START, base_sheets

PLATES = {
    250: ("0.40", "3.05", "1.2", "4"), 315: ("0.48", "3.65", "1.1", "4"), 630: ("0.81", "6.20", "0.9", "4.5"),
    1250: ("1.36", "12.0", "0.6", "4.5"), 1600: ("1.64", "14.5", "0.6", "4.5"),
}  # fmt: skip
FACTORS = ("3.4", "1.7", "1.1")
CHANGED_ON = date(2026, 1, 13)
MULTIPLIERS = (100, 400, 1500, 3000)


def customer(dice):
    """Return one random customer."""
    tariff = dice.choice(sorted(TRANSMISSION))
    mode = dice.choice(("按容量", "合同最大需量", "实际最大需量")) if tariff[0] == "两部制" else "不计"
    low_side = dice.random() < 0.3
    devices = transformers(dice, 1 if low_side else dice.choice((1, 1, 2, 3)))
    meters = tuple(meter(dice, mode) for _ in range(dice.choice((1, 1, 1, 2))))
    contract_kva = sum(device.kva for device in devices)
    reads = max(half_up(one.demand_run * one.multiplier, 6) for one in meters)
    behind = dice.random()
    return Customer(
        tariff, meters, devices, mode, contract_kva,
        contract_kw=int(reads * dice.choice((1, 2))) + 1,
        standard=dice.choice(("0.90", "0.85", "0.80", "不考核")),
        times_15=dice.random() < 0.15,
        relief=dice.choice((Fraction(0), Fraction(0), Fraction("0.02"))),
        low_side=low_side,
        plate=tuple(map(Fraction, (*PLATES[devices[0].kva], dice.choice(FACTORS)))) if low_side else (),
        **line_loss(dice),
        ratio_percent=Fraction(dice.randint(1, 200), 10) if behind < 0.15 else Fraction(0),
        sub_bears_losses=dice.random() < 0.5,
        sub_meter=(small(dice, meters),) if 0.15 <= behind < 0.3 else (),
        own_ratio_percent=Fraction(dice.randint(1, 300), 10) if dice.random() < 0.15 else Fraction(0),
    )  # fmt: skip


def line_loss(dice):
    """Return how a line loses, where it does: by a percentage, or by resistance, shape factor and voltage."""
    if dice.random() >= 0.2:
        return {}
    drawn = dice.randint(1, 400)
    if drawn % 2:
        return {"line_loss_percent": Fraction(drawn, 100)}
    ohm, factor = Fraction(drawn * 2347, 10**6), 1 + Fraction(drawn * 37 % 2000, 10**4)
    return {"line": (ohm, factor, Fraction(("10", "10.5", "35")[drawn % 3]))}


def at_own_kind(one, dice):
    """Return a two-part customer with its sub-meter at 单一制, where there is one and it has a price."""
    behind = one.tariff[0] == "两部制" and (one.sub_meter or one.ratio_percent)
    priced = behind and ("单一制", one.tariff[1]) in TRANSMISSION
    return replace(one, own_kind="单一制", own_kind_adjusted=dice.random() < 0.5) if priced else one


def with_own_kind(dice):
    """Return one random customer with a sub-meter at a tariff kind of its own."""
    while not (one := at_own_kind(customer(dice), dice)).own_kind:
        pass
    return one


def transformers(dice, count):
    """Return transformers that start, stop or come back within the month."""
    found = []
    for _ in range(count):
        kva, fate = dice.choice(sorted(PLATES)), dice.random()
        started = dice.randint(2, 31) if fate < 0.15 else 0
        sealed = dice.randint(2, 30) if 0.15 <= fate < 0.45 else 0
        unsealed = dice.randint(sealed + 1, 31) if sealed and dice.random() < 0.6 else 0
        if sealed and not unsealed and sealed > 17:
            sealed = 17
        found.append(Device(kva, started, sealed, unsealed))
    return tuple(found)


def meter(dice, mode):
    """Return a meter with readings of two decimals."""
    runs = tuple(Fraction(dice.randint(0, 20_000), 100) for _ in PERIODS)
    demand = Fraction(dice.randint(1000, 20_000), 10_000) if mode != "不计" else Fraction(0)
    reverse = Fraction(dice.randint(1, 15_000), 100) if dice.random() < 0.3 else Fraction(0)
    return Meter(dice.choice(MULTIPLIERS), runs, Fraction(dice.randint(0, 40_000), 100), demand, reverse)


def small(dice, meters):
    """Return a sub-meter that runs no further than the first meter above."""
    above = meters[0]
    runs = tuple(run * Fraction(dice.randint(0, 30), 100) for run in above.runs)
    return Meter(above.multiplier, tuple(half_up(run, 2) for run in runs), Fraction(0))


def sheets(customers):
    """Write customers down as a company keeps them; return rows of cells by sheet."""
    start = {title: rows[0] for title, rows in base_sheets().items()}
    tables = {title: [] for title in (*start, "电源", "容量变动", "换表记录")}
    for number, one in enumerate(customers):
        add(tables, start, number, one)
    heads = {title: list(dict.fromkeys(head for row in rows for head in row)) for title, rows in tables.items()}
    return {
        title: [heads[title], *([row.get(head) for head in heads[title]] for row in rows)]
        for title, rows in tables.items()
        if rows
    }


def number_of(place):
    """Return the 户号 of the customer at a place."""
    return f"43{place:011d}"


def add(tables, start, place, one):
    """Add one customer to every sheet."""
    no, (kind, voltage) = number_of(place), one.tariff
    tables["客户台账"].append(start["客户台账"] | {"户号": no, "合同容量": one.contract_kva})
    terms = {"单一制/两部制": kind, "计价电压": voltage, "容需量计费方式": one.mode, "力调标准": one.standard}
    terms |= {"1.5倍代理购电": "是" if one.times_15 else "否", "基金减免": float(one.relief) or None}
    terms |= {"合同需量": one.contract_kw or None, "线损率": float(one.line_loss_percent) or None}
    terms |= {"分布式电源": "是" if one.distributed else "否"}
    tables["计费参数"].append(start["计费参数"] | {"户号": no} | terms)
    for at, device in enumerate(one.devices):
        add_device(tables, start["受电设备"], no, f"T{place}-{at}", device, one)
    point = {"户号": no, "计量点号": f"P{place}", "表号": f"M{place}-{len(one.meters) - 1}", "力调参与": "是"}
    point |= {"计量侧": "高供低计" if one.low_side else "高供高计", "变损参与": "是" if one.low_side else "否"}
    point |= {"线损参与": "是" if one.line_loss_percent or one.line else "否", "综合倍率": one.meters[-1].multiplier}
    if one.line:
        ohm, factor, kv = map(float, one.line)
        point |= {"线路电阻": ohm, "线路形状系数": factor}
        feeder = {"性质": "主供", "变电站": "城东变", "线路": f"城{place}线", "供电电压": kv}
        tables["电源"].append({"户号": no, "电源序": 1} | feeder)
    tables["计量点"].append(start["计量点"] | point)
    for at, meter in enumerate(one.meters):
        add_meter(tables, f"P{place}", no, f"M{place}-{at}", meter, at, len(one.meters))
    add_behind(tables, start["计量点"], place, one)


def add_device(tables, start, no, device_no, device, one):  # noqa: PLR0913, PLR0917 - a device and its place
    """Add a transformer and its events."""
    row = start | {"设备编号": device_no, "户号": no, "铭牌容量": device.kva, "变损方法": "无"}
    if one.low_side:
        names = ("空载损耗P0", "负载损耗Pk", "空载电流I0", "阻抗电压Uk", "变损系数K")
        row |= {"变损方法": "公式法"} | dict(zip(names, map(float, one.plate), strict=True))
    if device.commissioned:
        row["投运日期"] = date(2026, 1, device.commissioned)
    tables["受电设备"].append(row)
    for day, event in ((device.sealed, "封停"), (device.unsealed, "启封")):
        if day:
            moment = f"2026-01-{day:02d} 08:00"
            change = {"设备编号": device_no, "户号": no, "变动时刻": moment, "变动类型": event, "业务": "暂停"}
            tables["容量变动"].append(change)


def add_meter(tables, point_no, no, meter_no, meter, at, count):  # noqa: PLR0913, PLR0917 - a meter's place
    """Add the readings of a meter, and its change where it is one of two."""
    times = [START, *([CHANGED_ON] if count > 1 else []), END]
    base = {"计量点号": point_no, "户号": no, "表号": meter_no, "月份": MONTH, "倍率": meter.multiplier}
    base |= {"上次抄表日": times[at], "抄表日": times[at + 1]}
    runs = {f"正向有功{name}": run for name, run in zip(PERIODS, meter.runs, strict=True)}
    runs |= {"正向有功总": sum(meter.runs), "正向无功总": meter.reactive_run}
    runs |= {"反向无功总": meter.reverse_run} if meter.reverse_run else {}
    for register, run in runs.items():
        tables["抄表记录"].append(base | {"示数类型": register, "上次示数": 12.5, "本次示数": 12.5 + float(run)})
    if meter.demand_run:
        tables["抄表记录"].append(base | {"示数类型": "最大需量", "本次示数": float(meter.demand_run)})
    if count > 1:
        change = {"表号": meter_no, "计量点号": point_no, "时刻": f"{CHANGED_ON} 10:00", "装拆": "装" if at else "拆"}
        shown = dict(zip("总尖峰平谷", (sum(meter.runs), *meter.runs), strict=True))
        known = {f"有功{name}示数": 12.5 + (0 if at else float(run)) for name, run in shown.items()}
        known |= {"无功总示数": 12.5 + (0 if at else float(meter.reactive_run))}
        tables["换表记录"].append(
            change | known | {"综合倍率": meter.multiplier, "表位数": 6, "工单号": f"GD{meter_no}"}
        )


def add_behind(tables, start, place, one):
    """Add a sub-meter of dwellings or at a tariff kind of its own, by ratio or with a meter, and one of its own class."""
    row = start | {"户号": number_of(place), "计量点号": f"S{place}", "上级计量点": f"P{place}", "电价类别": "居民生活"}
    bears = "是" if one.sub_bears_losses else "否"
    row |= {
        "力调参与": None if one.own_kind and not one.own_kind_adjusted else "是",
        "变损参与": bears,
        "线损参与": bears,
        "综合倍率": one.meters[0].multiplier,
        "表号": f"N{place}",
    }
    if one.own_kind:
        row |= {"电价类别": "工商业", "单一制/两部制": one.own_kind}
    for relation, figure in (("定比", one.ratio_percent), ("定量", one.agreed_kwh)):
        if figure:
            tables["计量点"] += dated(row | {"关系": relation}, relation, float(figure), float(one.figure_before))
    if one.own_ratio_percent:
        own = {
            "计量点号": f"R{place}",
            "电价类别": "工商业",
            "单一制/两部制": None,
            "力调参与": "是",
            "关系": "定比",
            "定比": float(one.own_ratio_percent),
        }
        tables["计量点"].append(row | own | {"变损参与": "否", "线损参与": "否"})
    for meter in one.sub_meter:
        tables["计量点"].append(row | {"关系": "套表"})
        add_meter(tables, f"S{place}", number_of(place), f"N{place}", meter, 0, 1)


def dated(row, title, figure, before):
    """Return a row of 计量点 with its figure; with another one before it, as the archive keeps one that was replaced."""
    if not before:
        return [row | {title: figure}]
    since = date(2025, 7, 1)
    return [row | {title: before, "失效日期": since}, row | {title: figure, "生效日期": since}]
