"""What the example's customers are billed by: terms, declared demands, metering points, changes of meters."""

from datetime import date, datetime
from decimal import Decimal

from archive import day, number
from cast import Customer
from metering import Point, point_no, previous
from usages import RETAIL, contract_demand, line_of


def terms_rows(customer: Customer, points: list[Point]) -> list[dict[str, object]]:
    """Return what a customer is billed by."""
    demands = [point.demand("2026-01") for point in points if point.role == "总表"]
    standard = customer.standard
    started = max(day(customer.connected_on), date(2023, 6, 1))
    return [{
        "户号": customer.no, "生效日期": started, "失效日期": day(customer.closed_on),
        "电价类别": "农业生产" if customer.farm else "工商业",
        "单一制/两部制": "单一制" if customer.farm else customer.tariff,
        "计价电压": customer.pricing_voltage, "基本电费计算方式": customer.mode,
        "合同需量(kW)": contract_demand(customer, demands), "力调标准": str(standard) if standard else "不考核",
        "力调例外依据": None, "时段集": "不执行" if "不分时" in customer.marks else None,
        "市场化属性": "直接交易" if customer.retailer else "电网代理购电",
        "1.5倍代理购电": "是" if "倍" in customer.marks else "否",
        "基金减免(元/kWh)": None, "抄表例日": 31, "线损率(%)": number(customer.marks.get("线损")),
        "分布式电源": "是" if "光伏" in customer.marks else "否",
    }]  # fmt: skip


def demand_rows(customer: Customer, points: list[Point]) -> list[dict[str, object]]:
    """Return the declared demands of December and January."""
    declared = contract_demand(customer, [point.demand("2026-01") for point in points if point.role == "总表"])
    return [
        {"户号": customer.no, "进线": 1, "月份": month, "核定值(kW)": declared, "申请日": day(f"{previous(month)}-20")}
        for month in ("2025-12", "2026-01")
        if declared
    ]


def multiple_row(customer: Customer) -> dict[str, object]:
    """Return a customer's row of those who pay a multiple of the agent price."""
    return {
        "户号": customer.no, "户名": customer.name, "列入原因": "高耗能未直接交易", "生效日期": date(2022, 1, 1), "失效日期": None,
        "文件": "楚发改价格〔2021〕118号",
    }  # fmt: skip


def market_rows(customer: Customer) -> list[dict[str, object]]:
    """Return the retail prices of January, of those customers whose seller's settlement sheet is in already."""
    if "结算单" not in customer.marks:
        return []
    return [
        {"户号": customer.no, "月份": "2026-01", "时段": period, "小时": None, "电量(kWh)": None, "单价(元/kWh)": price}
        for period, price in RETAIL.items()
    ]


def point_rows(customer: Customer, points: list[Point]) -> list[dict[str, object]]:
    """Return a customer's metering points, those without a meter of their own at the end."""
    rows = [_point_row(customer, point, number) for number, point in enumerate(points, start=1)]
    kind = customer.marks.get("居民")
    if kind:
        own = {"计量点号": point_no(customer, 4), "上级计量点": points[0].no, "关系": kind[:2], "电价类别": "居民生活"}
        share = {"定比(%)": Decimal(kind[2:])} if kind[:2] == "定比" else {"定量(kWh)": int(kind[2:])}
        rows.append(
            rows[0] | own | share | {"核定日": date(2025, 9, 10), "安装位置": "职工宿舍（无单独表计，按约定分摊）"}
        )
    return rows


def _point_row(customer: Customer, point: Point, number: int) -> dict[str, object]:
    low, sub = customer.side == "低计", point.role == "套表"
    line = None if sub else line_of(customer)
    return {
        "计量点号": point.no, "户号": customer.no, "上级计量点": point_no(customer, 1) if sub else None,
        "关系": point.role, "定比(%)": None, "定量(kWh)": None, "核定日": None, "用途": "结算",
        "电价类别": "农业生产" if customer.farm else "工商业", "计量方式": customer.side_title,
        "接线方式": "三相三线" if customer.side == "高计" and customer.kv in {"10", "35"} else "三相四线",
        "电源序": 1 if sub else number,
        "电能表号": point.meter_no, "表位数": point.digits,
        "准确度等级": "0.2S" if point.multiplier > 10000 else "0.5S",
        "CT变比": f"{point.current[0]}/{point.current[1]}",
        "PT变比": f"{point.voltage * 100}/100" if point.voltage > 1 else "1",
        "综合倍率": point.multiplier, "变损参与": "是" if low and not sub else "否",
        "线损参与": "是" if customer.marks.keys() & {"线损", "线路"} else "否",
        "线路电阻(Ω)": Decimal(line.ohm) if line else None,
        "线路形状系数": Decimal(line.factor) if line else None,
        "力调参与": "是" if customer.standard else "否",
        "安装位置": "用户侧低压总柜" if low else "进线计量柜",
        "生效日期": day(customer.connected_on), "失效日期": day(customer.closed_on),
    }  # fmt: skip


def meter_change_rows(customer: Customer, points: list[Point]) -> list[dict[str, object]]:
    """Return when a meter was taken off and its successor put up."""
    point = points[0]
    if not point.old_meter_no:
        return []
    at = (
        datetime(2026, 1, int(customer.marks["换表"]), 10, 20)  # noqa: DTZ001
        if "换表" in customer.marks
        else datetime(2025, 12, 31, 16, 40)  # noqa: DTZ001
    )
    month = "2026-01" if "换表" in customer.marks else "2025-12"
    last = {r.name: r.current for r in point.readings[month] if r.meter_no == point.old_meter_no}
    columns = {"总": "正向有功总", "尖": "正向有功尖", "峰": "正向有功峰", "平": "正向有功平", "谷": "正向有功谷"}
    off = {f"有功{short}示数": last[name] for short, name in columns.items()} | {"无功总示数": last["正向无功总"]}
    old = point.old_current or point.current
    shared = {"计量点号": point.no, "换表日期": at, "表位数": 6, "工单号": f"{at:%Y%m%d}{customer.order:04}"}
    voltage = f"{point.voltage * 100}/100" if point.voltage > 1 else "1"
    return [
        shared | off | _hung(point.old_meter_no, "拆", old, voltage, point.multiplier_of("2025-12")),
        shared | dict.fromkeys(off, Decimal(0)) | _hung(point.meter_no, "装", point.current, voltage, point.multiplier),
    ]


def _hung(meter_no: str, event: str, current: tuple[int, int], voltage: str, multiplier: int) -> dict[str, object]:
    return {
        "电能表号": meter_no,
        "装/拆": event,
        "CT变比": f"{current[0]}/{current[1]}",
        "PT变比": voltage,
        "综合倍率": multiplier,
    }
