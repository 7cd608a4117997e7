"""The archive sheets of the example: customers, contacts, supplies, devices, capacity, terms and metering points."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from cast import BUREAUS, LOSS_FACTORS, MANAGERS, TRANSFORMERS, Customer, Device, noise, person, pick
from metering import Point, contract_demand, point_no, previous

AS_OF = date(2026, 1, 31)
SUPPLY_KINDS = {"双异站": "双电源异站双回路", "双同站": "双电源同站双回路", None: "单电源单回路"}
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


def day(text: str | None) -> date | None:
    """Return a date written as YYYY-MM-DD."""
    return date.fromisoformat(text) if text else None


def active(customer: Customer) -> bool:
    """Tell whether the customer still uses electricity in January 2026."""
    return customer.closed_on is None


def sealed_devices(customer: Customer) -> list[Device]:
    """Return the devices that stand sealed at the end of January 2026."""
    marks = (customer.marks.get("暂停"), customer.marks.get("冷备"))
    return [customer.devices[int(mark.partition("@")[0]) - 1] for mark in marks if mark]


def running_kva(customer: Customer) -> int:
    """Return the running capacity at the end of January 2026 [kVA]."""
    if not active(customer):
        return 0
    return customer.kva - sum(device.kva for device in sealed_devices(customer))


def customer_row(customer: Customer) -> dict[str, object]:
    """Return a customer's row of 客户台账."""
    return _who(customer) | _what(customer) | _safety(customer) | _service(customer)


def _who(customer: Customer) -> dict[str, object]:
    district = customer.address[6:9]
    return {
        "户号": customer.no, "大客户编码": f"DKH{customer.order:04}", "户名": customer.name,
        "营业执照名称": customer.name,
        "统一社会信用代码": customer.credit_code, "法定代表人": customer.representative, "法定代表人身份证号": None,
        "用电地址": customer.address, "通讯地址": customer.address, "邮编": f"433{customer.order % 7:03}",
        "电子邮箱": f"dk{customer.order:03}@example.com" if customer.order % 3 else None, "客户类型": customer.kind,
        "行业分类": customer.industry, "高耗能行业类别": customer.marks.get("高耗能", "否"), "供区": district,
    }  # fmt: skip


def _what(customer: Customer) -> dict[str, object]:
    usage = "农业生产" if customer.farm else f"工商业-{customer.tariff}"
    source = customer.marks.get("电源")
    shared = {"双异站": ("机械+电气", "自动"), "双同站": ("电气", "手动")}.get(source, (None, None))
    return {
        "用电类别": usage, "电压等级": customer.supply_voltage, "合同容量（kVA）": customer.kva,
        "运行容量(kVA)": running_kva(customer), "容量利用率": running_kva(customer) / customer.kva,
        "计量方式": customer.side_title, "电源类型": SUPPLY_KINDS[source], "电源联锁方式": shared[0],
        "切换方式": shared[1],
        "负荷性质": {"特级": "一类", "一级": "一类", "二级": "二类"}.get(customer.importance, _load_class(customer)),
        "分布式电源容量(kW)": int(customer.marks.get("光伏", 0)) or None,
        "冲击负荷": "是" if customer.industry[:3] in {"C31", "C33"} else "否",
        "生产班次": customer.shift if customer.kind == "工业" else None,
        "厂休日": {"单班": "6.7", "二班": "7"}.get(customer.shift) if customer.kind == "工业" else None,
        "转供标志": "无转供",
        "市场化属性": "直接交易" if customer.retailer else "电网代理购电", "售电公司": customer.retailer,
    }  # fmt: skip


def _load_class(customer: Customer) -> str:
    return "二类" if customer.grade in {"特级", "一级"} else "三类"


def _safety(customer: Customer) -> dict[str, object]:
    important = customer.importance != "否"
    load = int(customer.kva * 0.12 / 10) * 10
    return {
        "重要用户等级": customer.importance,
        "认定文号": f"楚能源函〔2024〕{20 + customer.order}号" if important else None,
        "认定日期": date(2024, 4, 12) if important else None, "保安负荷(kW)": load if important else None,
        "自备电源类型": "柴油发电机" if important else None,
        "自备应急电源容量(kVA)": own_supply_kva(load) if important else None,
        "闭锁方式": "机械+电气" if important else None,
        "自备电源启动时间(s)": 15 if important else None,
        "非电保安措施": "应急照明、手动阀门、疏散预案" if important else None,
        "应急预案修订日期": date(2025, 5 + customer.order % 6, 16) if important else None, "自备电厂": "否",
    }  # fmt: skip


def own_supply_kva(load_kw: int) -> int:
    """Return a generator size above 120 % of the security load [kVA]."""
    return (int(load_kw * 1.25) // 50 + 1) * 50


def _service(customer: Customer) -> dict[str, object]:
    connected = day(customer.connected_on)
    return {
        "电费结算方式": f"分期结算({customer.marks['期']}次)" if "期" in customer.marks else "抄表结算",
        "预付费类型": "非预付",
        "电费通知方式": "短信", "票据类型": "增值税专票" if not customer.public else "普票", "抄表例日": 31,
        "交费截止日": 20,
        "立户日期": connected - timedelta(days=12), "送电日期": connected, "销户日期": day(customer.closed_on),
        "用户状态": "正常" if active(customer) else "已销户", "停电标志": "未停电",
        "客户身份": "租户" if "租" in customer.marks else "业主", "租期止日": day(customer.marks.get("租")),
        "临时用电到期日": day(customer.marks.get("临时")), "检查周期(月)": inspection_months(customer),
        "上次检查日期": inspected_on(customer), "检查人员": "、".join(inspectors(customer)), "现等级": customer.grade,
        "定级日期": date(2025, 1, 18) if customer.grade and connected < date(2025, 1, 1) else connected,
        "审批单号": f"DJ2025-{customer.order:03}" if customer.grade else None, "客户经理": manager(customer),
        "供电单位": pick(BUREAUS, customer.no, "bureau"), "档案袋号": f"D-{customer.order:04}", "备注": None,
        "微信群": "已建" if customer.order % 4 else "待建",
    }  # fmt: skip


def manager(customer: Customer) -> str:
    """Return who looks after a customer."""
    return pick(MANAGERS, customer.no, "manager")


def inspectors(customer: Customer) -> tuple[str, str]:
    """Return the two inspectors of a customer."""
    return ("韩志远", "冯丽君") if customer.order % 2 else ("唐伟国", "于春燕")


def inspection_months(customer: Customer) -> int:
    """Return the inspection cycle [months]: the shorter of importance and voltage or grade."""
    if customer.importance in {"特级", "一级"}:
        return 3
    return 6 if customer.importance == "二级" or float(customer.kv) >= 35 or customer.grade in {"特级", "一级"} else 12


def inspected_on(customer: Customer) -> date:
    """Return the last inspection, within the cycle."""
    return AS_OF - timedelta(days=10 + int(noise(customer.no, "inspected") * (inspection_months(customer) * 28 - 12)))


def contact_rows(customer: Customer) -> list[dict[str, object]]:
    """Return a customer's four contacts."""
    roles = (
        ("法人或授权人", "总经理"),
        ("电费联系人", "财务主管"),
        ("电气负责人", "电气工程师"),
        ("24h应急", "值班长"),
    )
    return [
        {
            "户号": customer.no, "序": number, "角色": role,
            "联系人": customer.representative if number == 1 else person(customer.no, role), "职务": position,
            "手机号": f"1990000{customer.order * 4 + number:04}",
            "办公电话": f"0729-55{customer.order * 37 + number:05}",
            "是否催费联系人": "是" if number == 2 else "否", "是否应急联系人": "是" if number == 4 else "否",
            "核实日期": AS_OF - timedelta(days=12 + int(noise(customer.no, "verified") * 70)),
        }
        for number, (role, position) in enumerate(roles, start=1)
    ]  # fmt: skip


def supply_rows(customer: Customer) -> list[dict[str, object]]:
    """Return the feeders that supply a customer."""
    source = customer.marks.get("电源")
    kv = customer.kv
    rows = []
    for number in range(1, 3 if source else 2):
        offset = number - 1 if source == "双异站" else 0
        feeder = f"{kv}kV{FEEDERS[(customer.order + 3 * number) % 10]}{'一二三四'[customer.order % 4]}线"
        rows.append({
            "户号": customer.no, "电源序": number, "性质": "主供" if number == 1 else "备供",
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
    for number, device in enumerate(customer.devices, start=1):
        plate = TRANSFORMERS[device.kva] if low else (None,) * 4
        state = "运行" if active(customer) and device not in sealed_devices(customer) else "停用"
        rows.append({
            "设备编号": device.no, "户号": customer.no, "设备类型": "高压电动机" if device.motor else "变压器",
            "型号": _model(customer, device), "铭牌容量(kVA)": device.kva,
            "冷备/热备": "冷备" if customer.marks.get("冷备") == str(number) else "运行",
            "联锁组": "L1" if "联锁" in customer.marks else None, "P0(kW)": _number(plate[0]),
            "Pk(kW)": _number(plate[1]),
            "I0(%)": _number(plate[2]), "Uk(%)": _number(plate[3]),
            "K值": _number(LOSS_FACTORS[customer.shift]) if low and not agreed else None,
            "变损方法": ("协议定量" if agreed else "公式法") if low else "无",
            "协议电量(kWh)": int(agreed) if agreed else None,
            "有载调压": "是" if "有载" in customer.marks else "否", "投运日期": day(customer.connected_on),
            "运行状态": state if active(customer) else "拆除", "上次预试日期": tested_on(customer, number),
        })  # fmt: skip
    return rows


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _model(customer: Customer, device: Device) -> str:
    if device.motor:
        return "YKK450-4"
    if float(customer.kv) >= 35:
        return f"{'SFZ' if '有载' in customer.marks else 'SF'}11-{device.kva}/{customer.kv}"
    return f"{'SCB11' if customer.kind != '工业' else 'S11-M'}-{device.kva}/10"


def tested_on(customer: Customer, number: int) -> date:
    """Return the last preventive test, within 12 months for important and 35 kV customers, else within 24."""
    months = 12 if customer.importance != "否" or float(customer.kv) >= 35 else 24
    return max(
        AS_OF - timedelta(days=25 + int(noise(customer.no, "tested", number) * (months * 28 - 40))),
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
            "户号": customer.no, "序": number, "设备名称": name, "型号": None,
            "数量": max(1, round(scale * (1 + number % 3) / 2)),
            "总容量(kW)": max(1, round(scale * (1 + number % 3) / 2)) * kw, "负荷等级": "三类",
        }
        for number, (name, kw) in enumerate(APPLIANCES[customer.kind], start=1)
    ]  # fmt: skip


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
        "基金减免(元/kWh)": None, "抄表例日": 31, "线损率(%)": _number(customer.marks.get("线损")),
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


def point_rows(customer: Customer, points: list[Point]) -> list[dict[str, object]]:
    """Return a customer's metering points, those without a meter of their own at the end."""
    rows = [_point_row(customer, point, number) for number, point in enumerate(points, start=1)]
    kind = customer.marks.get("居民")
    if kind:
        own = {"计量点号": point_no(customer, 4), "上级计量点": points[0].no, "关系": kind[:2], "电价类别": "居民生活"}
        share = {"定比(%)": Decimal(kind[2:])} if kind[:2] == "定比" else {"定量(kWh)": int(kind[2:])}
        rows.append(
            rows[0]
            | own
            | share
            | {"核定日": date(2025, 9, 10), "力调参与": "否", "安装位置": "职工宿舍（无单独表计，按约定分摊）"}
        )
    return rows


def _point_row(customer: Customer, point: Point, number: int) -> dict[str, object]:
    low, sub = customer.side == "低计", point.role == "套表"
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
        "线损参与": "是" if "线损" in customer.marks else "否",
        "力调参与": "是" if customer.standard and not sub else "否",
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
