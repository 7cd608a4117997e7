"""How the example's customers are supplied: feeders, devices, capacity over time, appliances."""

from datetime import date, datetime, timedelta

from archive import AS_OF, active, day, number, running_kva, sealed_devices
from cast import LOSS_FACTORS, TRANSFORMERS, Customer, Device, noise

STATIONS = {
    "220": ("500kV楚北变", "500kV楚东变"), "110": ("220kV长堤变", "220kV凤凰变"), "35": ("110kV东山变", "110kV云梦变"),
    "10": ("110kV临江变", "110kV创业变", "35kV纱厂变", "110kV解放变"), "0.38": ("10kV文昌线公变", "10kV中山线公变"),
}  # fmt: skip
FEEDERS = ("纱厂", "东湖", "长堤", "凤凰", "码头", "团结", "文昌", "科技", "滨江", "建设")
APPLIANCES = {
    "工业": (("数控机床", 22), ("空气压缩机", 55), ("循环水泵", 37), ("行车", 15), ("烘干线", 90), ("照明", 6)),
    "商业": (("中央空调主机", 132), ("冷冻水泵", 30), ("客梯", 18), ("厨房设备", 24), ("照明及插座", 40)),
    "公共机构": (("空调机组", 90), ("电梯", 15), ("水泵", 22), ("信息机房", 36), ("照明及插座", 30)),
}


def supply_rows(customer: Customer) -> list[dict[str, object]]:
    """Return the feeders that supply a customer."""
    source = customer.marks.get("电源")
    kv = customer.kv
    rows = []
    for order in range(1, 3 if source else 2):
        offset = order - 1 if source == "双异站" else 0
        feeder = f"{kv}kV{FEEDERS[(customer.order + 3 * order) % 10]}{'一二三四'[customer.order % 4]}线"
        rows.append({
            "户号": customer.no, "电源序": order, "性质": "主供" if order == 1 else "备供",
            "变电站": STATIONS[kv][(customer.order + offset) % len(STATIONS[kv])], "线路": feeder,
            "供电电压(kV)": float(kv), "供电容量(kVA)": customer.kva,
            "进线方式": "电缆" if customer.order % 3 else "架空",
            "产权分界点": f"{feeder}{10 + customer.order % 40}号杆用户侧隔离开关电源侧接线端",
            "运行方式": _operation(customer),
            "需量口径": customer.marks.get("需量"), "保护方式": "过流、速断",
        })  # fmt: skip
    return rows


def _operation(customer: Customer) -> str | None:
    if "电源" not in customer.marks:
        return None
    return "并列" if customer.marks.get("需量") == "累加" or customer.short == "第一水厂" else "互备"


def device_rows(customer: Customer) -> list[dict[str, object]]:
    """Return a customer's transformers and motors."""
    low = customer.side == "低计"
    agreed = customer.marks.get("协议变损")
    rows = []
    for order, device in enumerate(customer.devices, start=1):
        plate = TRANSFORMERS[device.kva] if low else (None,) * 4
        state = "运行" if active(customer) and device not in sealed_devices(customer) else "停用"
        rows.append({
            "设备编号": device.no, "户号": customer.no, "设备类型": "高压电动机" if device.motor else "变压器",
            "型号": _model(customer, device), "铭牌容量(kVA)": device.kva,
            "冷备/热备": "冷备" if customer.marks.get("冷备") == str(order) else "运行",
            "联锁组": "L1" if "联锁" in customer.marks else None, "P0(kW)": number(plate[0]),
            "Pk(kW)": number(plate[1]),
            "I0(%)": number(plate[2]), "Uk(%)": number(plate[3]),
            "K值": number(LOSS_FACTORS[customer.shift]) if low and not agreed else None,
            "变损方法": ("协议定量" if agreed else "公式法") if low else "无",
            "协议电量(kWh)": int(agreed) if agreed else None,
            "有载调压": "是" if "有载" in customer.marks else "否", "投运日期": day(customer.connected_on),
            "运行状态": state if active(customer) else "拆除", "上次预试日期": tested_on(customer, order),
        })  # fmt: skip
    return rows


def _model(customer: Customer, device: Device) -> str:
    if device.motor:
        return "YKK450-4"
    if float(customer.kv) >= 35:
        return f"{'SFZ' if '有载' in customer.marks else 'SF'}11-{device.kva}/{customer.kv}"
    return f"{'SCB11' if customer.kind != '工业' else 'S11-M'}-{device.kva}/10"


def tested_on(customer: Customer, order: int) -> date:
    """Return the last preventive test, within 12 months for important and 35 kV customers, else within 24."""
    months = 12 if customer.importance != "否" or float(customer.kv) >= 35 else 24
    return max(
        AS_OF - timedelta(days=25 + int(noise(customer.no, "tested", order) * (months * 28 - 40))),
        day(customer.connected_on),
    )


def capacity_rows(customer: Customer) -> list[dict[str, object]]:
    """Return when each device was switched on, sealed and unsealed."""
    rows = [_event(customer, d, f"{customer.connected_on} 10:00", "投运", "新装", None) for d in customer.devices]
    if "冷备" in customer.marks:
        device = customer.devices[int(customer.marks["冷备"]) - 1]
        rows.append(_event(customer, device, "2025-06-03 09:30", "封停", "减容", date(2027, 5, 31)))
    for mark in ("暂停", "启封"):
        if mark in customer.marks:
            number, when = customer.marks[mark].split("@")
            device = customer.devices[int(number) - 1]
            stopped = f"2026-01-{int(when):02} 09:30" if mark == "暂停" else "2025-11-08 09:30"
            until = date(2026, 3, 31) if mark == "暂停" else date(2026, 1, 11)
            rows.append(_event(customer, device, stopped, "封停", "暂停", until))
            if mark == "启封":
                rows.append(_event(customer, device, f"2026-01-{int(when):02} 08:20", "启封", "暂停", None))
    if customer.closed_on:
        rows += [_event(customer, d, f"{customer.closed_on} 11:00", "拆除", "销户", None) for d in customer.devices]
    return rows


def _event(  # noqa: PLR0913, PLR0917
    customer: Customer, device: Device, at: str, event: str, business: str, until: date | None
) -> dict[str, object]:
    at = datetime.fromisoformat(at)
    return {
        "设备编号": device.no, "户号": customer.no, "变动日期": at, "变动类型": event, "变动后容量(kVA)": None,
        "业务": business,
        "批准止日": until, "工单号": f"{at:%Y%m%d}{customer.order:04}",
    }  # fmt: skip


def appliance_rows(customer: Customer) -> list[dict[str, object]]:
    """Return a customer's main appliances."""
    scale = max(running_kva(customer), customer.kva / 2) / 400
    return [
        {
            "户号": customer.no, "序": order, "设备名称": name, "型号": None,
            "数量": max(1, round(scale * (1 + order % 3) / 2)),
            "总容量(kW)": max(1, round(scale * (1 + order % 3) / 2)) * kw, "负荷等级": "三类",
        }
        for order, (name, kw) in enumerate(APPLIANCES[customer.kind], start=1)
    ]  # fmt: skip
