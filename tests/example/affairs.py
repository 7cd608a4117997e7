"""The sheets of the example kept by hand: settings, outside risks, contracts, changes, safety, grades, register."""

from datetime import date, timedelta
from decimal import Decimal

from archive import AS_OF, active, day, manager
from cast import Customer, credit_code, noise, pick

COMPANY = "湖北楚江供电有限责任公司"
UNSEEN = {6, 13, 27, 34, 48, 61, 76, 89, 103}
"""Customers (by order) whose outside risks nobody has looked up."""
MILD = {
    "临江纸业": {"近12月被告涉诉件数": 1}, "鸿远铸造": {"股权出质动产抵押条数": 1},
    "楚驰轮胎": {"股权出质动产抵押条数": 1, "近12月被告涉诉件数": 2},
    "恒力精工": {"主体异动": "法人变更"}, "永固建材": {"经营异常": "曾列入已移出"},
    "隆盛化肥": {"关停搬迁名单": "摸排", "股权出质动产抵押条数": 2},
    "东山合金": {"关停搬迁名单": "摸排"}, "锦绣服饰": {"欠薪欠税停产信号": "传闻"},
    "美家家居": {"近12月被告涉诉件数": 1, "欠薪欠税停产信号": "传闻"},
}  # fmt: skip
SETTINGS = (
    ("供电公司全称", COMPANY, "文书抬头"), ("供电公司简称", "楚江供电", None), ("单位代字", "楚供", "文号"),
    ("省份", "湖北", None),
    ("月份", "2026-01", "每月改这里"), ("定级周期", "2025", None), ("规则表", "rules.xlsx", "空＝程序自带"),
    ("其他工作簿", "电费数据-2026-01.xlsx", "同一文件夹"), ("联系地址", "湖北省楚江市城关区解放大道1号", None),
    ("联系电话", "0729-5550100", None), ("监督电话", "95598", None),
    ("统一社会信用代码", credit_code("91429900", COMPANY), None),
    ("法定代表人", "郑海涛", None), ("开户银行", "楚江银行营业部", None), ("银行账号", "4299000010000008888", None),
    ("授权范围", "签订、变更高压供用电合同", "以授权委托书为准"),
    ("争议解决方式", "依法向用电地址所在地有管辖权的人民法院提起诉讼", "合同用"),
)  # fmt: skip
COLUMN_NAMES = (
    ("客户台账", "大客户编码", "客户编号"), ("抄表记录", "表计编号", "表号"), ("抄表记录", "抄见数", "抄见电量"),
    ("收款记录", "核销账单", "账单号"),
)  # fmt: skip


def settings_rows() -> list[dict[str, object]]:
    """Return 设置."""
    return [{"项目": name, "内容": value, "备注": remark} for name, value, remark in SETTINGS]


def column_name_rows() -> list[dict[str, object]]:
    """Return 列名对照."""
    return [{"表": table, "本公司列名": own, "标准列名": standard} for table, own, standard in COLUMN_NAMES]


def outside_risk_row(customer: Customer) -> dict[str, object]:
    """Return what was found about a customer outside the company."""
    return {
        "户号": customer.no, "采集日期": date(2026, 1, 8) + timedelta(days=customer.order % 9), "被执行或失信": "无",
        "破产清算注销": "无", "经营异常": "无", "股权出质动产抵押条数": 0, "股权冻结": "否", "近12月被告涉诉件数": 0,
        "欠薪欠税停产信号": "无", "关停搬迁名单": "无", "主体异动": "无", "失联或设备搬离": "否", "备注": None,
    } | MILD.get(customer.short, {})  # fmt: skip


def contract_row(customer: Customer) -> dict[str, object]:
    """Return a customer's contract: five years on high voltage, ten on low."""
    years = 5 if float(customer.kv) >= 10 else 10
    if "临时" in customer.marks:
        years = 3
    signed = max(
        AS_OF - timedelta(days=60 + int(noise(customer.no, "signed") * (years * 365 - 260))),
        day(customer.connected_on) - timedelta(days=9),
    )
    effective = signed + timedelta(days=5)
    serial = f"{customer.order * 3 + 11:04}"
    return {
        "合同编号": f"CJGD-GYD-{signed.year}-{serial}", "户号": customer.no, "户名": customer.name, "签订日期": signed,
        "签订地点": "湖北省楚江市", "生效日期": effective,
        "到期日期": effective.replace(year=effective.year + years, day=min(effective.day, 28)),
        "自动续期": "是" if customer.order % 3 else "否",
        "违约金率(‰/日)": Decimal(2) if not customer.public else Decimal(1),
        "合同容量(kVA)": customer.kva, "授权委托书": f"CJSQ-{signed.year}-{customer.order % 9 + 1:03}",
        "供电方签约人": manager(customer),
        "用电方签约人": customer.representative, "用电方授权委托书号": None, "送达地址": customer.address,
        "每月结算次数": int(customer.marks.get("期", 1)), "评审记录": f"HTPS-{signed.year}-{serial}",
        "审批单号": f"HTSP-{signed.year}-{serial}",
        "开户银行": pick(("楚江银行营业部", "楚江农商行城关支行", "汉水银行楚江分行"), customer.no, "bank"),
        "银行账号": f"62299{customer.order:04}{int(noise(customer.no, 'account') * 10**10):010}",
        "合同状态": "履行中" if active(customer) else "终止",
    }  # fmt: skip


def change_rows(customer: Customer) -> list[dict[str, object]]:
    """Return the changes that a customer has applied for."""
    rows = []
    if "暂停" in customer.marks:
        rows.append(
            _sealing(
                customer,
                "暂停",
                date(2026, 1, int(customer.marks["暂停"].split("@")[1])),
                date(2026, 3, 31),
                "淡季检修",
            )
        )
    if "启封" in customer.marks:
        rows.append(_sealing(customer, "暂停", date(2025, 11, 8), date(2026, 1, 11), "产线改造", done=True))
    if "冷备" in customer.marks:
        rows.append(_sealing(customer, "减容(非永久)", date(2025, 6, 3), date(2027, 5, 31), "订单减少", done=True))
    return rows


def _sealing(  # noqa: PLR0913
    customer: Customer, kind: str, starts: date, ends: date, cause: str, *, done: bool = False
) -> dict[str, object]:
    mark = customer.marks.get("暂停") or customer.marks.get("启封") or customer.marks["冷备"] + "@"
    device = customer.devices[int(mark.split("@")[0]) - 1]
    return {
        "工单号": f"{starts:%Y%m%d}{customer.order:04}", "户号": customer.no, "业务类型": kind,
        "申请日": starts - timedelta(days=8),
        "封停日期": starts, "启封日期": ends, "涉及设备": device.no, "变更项目": "运行容量",
        "变更前": f"{customer.kva}kVA",
        "变更后": f"{customer.kva - device.kva}kVA", "变更事由": cause, "封停示数": None,
        "授权委托书号": f"SQ{starts:%Y%m}-{customer.order:03}", "用电方签约人": customer.representative,
        "费用承担": "无",
        "协议文号": None, "状态": "已完成" if done else "已批准",
    }  # fmt: skip


def other_change_rows(customers: dict[str, Customer]) -> list[dict[str, object]]:
    """Return a few other changes that stand in the book."""
    done = (
        ("恒力精工", "更名", "2025-09-03", "户名", "楚江恒力机械厂", "楚江恒力精工机械有限公司", "改制更名"),
        ("楚驰轮胎", "增容", "2025-05-12", "合同容量", "16000kVA", "26000kVA", "二期投产"),
        ("凌云电子", "计费方式变更", "2025-08-20", "容需量计费方式", "实际最大需量", "按容量", "负荷率下降"),
        ("万象百货", "移表", "2025-07-08", "安装位置", "地下一层", "地面配电室", "防汛改造"),
    )
    return [_other(customers[short], *rest) for short, *rest in done]


def _other(  # noqa: PLR0913, PLR0917
    customer: Customer, kind: str, applied: str, item: str, before: str, after: str, cause: str
) -> dict[str, object]:
    applied_on = date.fromisoformat(applied)
    return {
        "工单号": f"{applied_on:%Y%m%d}{customer.order:04}", "户号": customer.no, "业务类型": kind,
        "申请日": applied_on,
        "封停日期": applied_on + timedelta(days=12), "启封日期": None, "涉及设备": None, "变更项目": item,
        "变更前": before, "变更后": after,
        "变更事由": cause, "封停示数": None, "授权委托书号": f"SQ{applied_on:%Y%m}-{customer.order:03}",
        "用电方签约人": customer.representative, "费用承担": "客户", "协议文号": f"楚供BG〔2025〕{customer.order}号",
        "状态": "已完成",
    }  # fmt: skip


def grade_change_row(customer: Customer) -> dict[str, object]:
    """Return a customer's yearly grading of January 2025."""
    return {
        "变更单号": f"DJ2025-{customer.order:03}", "户号": customer.no, "变更前等级": customer.grade,
        "变更后等级": customer.grade,
        "变更原因": "年度定级，等级不变", "提出人": manager(customer), "批准人": "刘建国",
        "批准日期": date(2025, 1, 18),
        "生效月份": "2025-02", "有效期止": None, "人工指定": "否", "系统建议等级": customer.grade,
    }  # fmt: skip


def security_rows(customers: dict[str, Customer], averages: dict[str, Decimal]) -> list[dict[str, object]]:
    """Return deposits, guarantees and one agreement on instalments that is kept."""
    kinds = {
        "昆腾化工": "银行保函", "云岭水泥": "银行保函", "东山合金": "预存", "鸿远铸造": "第三方保证",
        "长岭粉磨": "银行保函", "隆盛化肥": "预存",
        "星河铝业": "银行保函", "梧桐公寓": "预存", "五洲建材城": "保证金", "城建五公司": "预存", "路桥三处": "预存",
        "快充能源": "保证金",
    }  # fmt: skip
    rows = [
        _security(customers[short], number, kind, averages[short])
        for number, (short, kind) in enumerate(kinds.items(), 1)
    ]
    agreed = _security(customers["美家家居"], 21, "还款协议", averages["美家家居"] / 2)
    return [*rows, agreed | {"状态": "已履行", "最长迟延(天)": 0, "逾期期数": 0}]


def _security(customer: Customer, number: int, kind: str, amount: Decimal) -> dict[str, object]:
    signed = date(2025, 3 + number % 8, 10)
    return {
        "协议编号": f"DB2025-{number:03}", "户号": customer.no, "类型": kind, "金额(元)": round(amount, -3),
        "签订日": signed,
        "到期日": signed.replace(year=2026, month=min(signed.month + 2, 12)), "状态": "有效", "最长迟延(天)": None,
        "逾期期数": None,
    }  # fmt: skip
