"""The customers of the example as 客户台账 and 联系人 hold them, and what the other sheets take from there."""

from datetime import date, timedelta
from decimal import Decimal

from cast import BUREAUS, MANAGERS, Customer, Device, noise, person, pick

AS_OF = date(2026, 1, 31)
SUPPLY_KINDS = {"双异站": "双电源异站双回路", "双同站": "双电源同站双回路", None: "单电源单回路"}


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


def number(text: str | None) -> Decimal | None:
    """Return a number written as text."""
    return Decimal(text) if text else None
