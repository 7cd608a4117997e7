"""Customers made up at random (``drawn``), as the sheets that a company would keep."""

from datetime import date

from billing.reference import PERIODS
from billing_area import END, MONTH, START, base_sheets

CHANGED_ON = date(2026, 1, 13)


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
    tables["计费参数"] += of_both_classes(start["计费参数"] | {"户号": no} | terms, *one.dwelling)
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


def of_both_classes(row, first, last):
    """Return a row of 计费参数; with one of a dwelling from its first to its last day where there is such."""
    if not first:
        return [row]
    cut = date(2026, 1, first if first > 1 else last + 1)
    dwelling = {"电价类别": "居民生活"}
    before, after = (row, row | dwelling) if first > 1 else (row | dwelling, row)
    return [before | {"失效日期": cut}, after | {"生效日期": cut}]


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
