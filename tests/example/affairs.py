"""The sheets of the example kept by hand: settings, outside risks, contracts, changes, safety, grades, register."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from archive import AS_OF, active, day, inspected_on, inspectors, manager
from cast import Customer, credit_code, noise, person, pick

COMPANY = "湖北楚江供电有限责任公司"
INSPECTOR_IDS = {"韩志远": "CJ-JC-0107", "冯丽君": "CJ-JC-0112", "唐伟国": "CJ-JC-0119", "于春燕": "CJ-JC-0123"}
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
HAZARDS = (
    ("第一水厂", "C43", "应急预案", "停电应急预案修订已满一年，联系人变动未更新", "较大", "2025-11-20", 30, "闭环"),
    ("鸿远铸造", "C18", "1号主变", "主变油枕下部法兰渗油，油位在允许范围内", "一般", "2025-12-04", 30, "闭环"),
    ("江城啤酒", "C45", "高压配电室", "电缆沟进户处封堵缺损，有小动物进入可能", "一般", "2026-01-06", 7, "闭环"),
    ("金穗面粉", "C50", "安全工器具柜", "绝缘杆试验合格证到期 3 个月", "一般", "2026-01-12", 30, "整改中"),
    ("楚江大学", "C33", "35kV 进线保护", "保护装置校验周期将满，尚未安排", "较大", "2026-01-16", 15, "整改中"),
    ("中心医院", "C40", "柴油发电机", "备用机组近一季度没有带载试验记录", "一般", "2026-01-14", 20, "已下达"),
    ("三江船舶", "C47", "2号配电室", "灭火器压力不足 2 具", "一般", "2025-12-18", 7, "闭环"),
    ("德昌塑业", "C52", "高压配电室", "接地线编号缺失 1 组", "一般", "2025-12-22", 40, "整改中"),
    ("兴旺五金", "C53", "低压总柜", "出线电缆接头温升偏高，绝缘有老化迹象", "一般", "2026-01-08", 30, "整改中"),
    ("国宾酒店", "C48", "配电室", "应急照明 1 盏不亮", "一般", "2025-12-11", 30, "闭环"),
    ("广电中心", "C44", "全站", "本年度停电演练记录未归档", "一般", "2025-12-30", 45, "客户反馈"),
    ("南山矿业", "C26", "10kV 进线杆", "避雷器支柱绝缘子积污较重", "一般", "2025-12-09", 30, "闭环"),
    ("友谊医院", "C39", "自备电源切换柜", "机械闭锁操作卡涩，试验时两次未到位", "重大", "2026-01-27", 5, "已下达"),
    ("职业学院", "C49", "配电室", "绝缘垫破损 2 处", "一般", "2026-01-20", 14, "已下达"),
    ("城北热力", "C34", "直流屏", "蓄电池核对性放电未按期进行", "较大", "2026-01-19", 15, "整改中"),
    ("天元化纤", "C20", "2号配变", "三相负荷不平衡度达 22%", "较大", "2026-01-05", 26, "待复查"),
)
"""Customer, item, place, what was seen, grade, found on, days to mend, state. The last one is due on the last day."""


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


def inspection_row(customer: Customer) -> dict[str, object]:
    """Return a customer's last inspection."""
    names = inspectors(customer)
    on = inspected_on(customer)
    return {
        "检查编号": inspection_no(customer), "户号": customer.no, "检查日期": on,
        "检查类型": "专项" if customer.importance != "否" else "定期", "检查人员": "、".join(names),
        "证号": "、".join(INSPECTOR_IDS[name] for name in names), "违约用电": "无", "违约处理完毕": None,
        "检查结果": "合格" if customer.order % 7 else "有一般问题，已告知",
    }  # fmt: skip


def inspection_no(customer: Customer) -> str:
    """Return the number of a customer's last inspection."""
    return f"JC{inspected_on(customer):%Y%m%d}{customer.order:03}"


def hazard_row(customer: Customer, number: int, hazard: tuple) -> dict[str, object]:
    """Return a hazard's row; a closed one was mended in time."""
    _, item, place, description, level, found, days, state = hazard
    found_on = date.fromisoformat(found)
    due = found_on + timedelta(days=days)
    closed = state == "闭环"
    return {
        "隐患编号": f"YH{found_on:%Y%m}{number:03}", "检查编号": f"JC{found_on:%Y%m%d}{customer.order:03}",
        "户号": customer.no, "检查项": item,
        "隐患部位": place, "隐患描述": description, "照片号": f"P{found_on:%m%d}-{number:02}", "隐患等级": level,
        "发现日期": found_on,
        "整改要求": "按规程整改到位并报试验或复查记录", "临时措施": "加强巡视，设警示标志", "整改期限": due,
        "通知书文号": f"楚供ZG〔{found_on.year}〕{number + 20}号" if state != "待确认" and number < 13 else None,
        "签收日": found_on + timedelta(days=1) if number < 13 else None,
        "整改完成日": due - timedelta(days=2) if closed else None,
        "复查日": due - timedelta(days=1) if closed else None, "状态": state,
    }  # fmt: skip


def hazard_inspection_row(customer: Customer, hazard: tuple) -> dict[str, object]:
    """Return the inspection in which a hazard was found."""
    found_on = date.fromisoformat(hazard[5])
    return inspection_row(customer) | {
        "检查编号": f"JC{found_on:%Y%m%d}{customer.order:03}", "检查日期": found_on, "检查类型": "专项",
        "检查结果": "有隐患，见隐患台账",
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


def register_rows(customers: dict[str, Customer]) -> list[dict[str, object]]:
    """Return the papers that were issued for the hazards and changes of the book."""
    rows = [
        _paper(
            customers[hazard[0]],
            f"楚供ZG〔{hazard[5][:4]}〕{number + 20}号",
            "用电安全隐患整改通知书",
            f"YH{hazard[5][:4]}{hazard[5][5:7]}{number:03}",
            hazard[5],
        )
        for number, hazard in enumerate(HAZARDS[:12], start=1)
    ]
    agreements = [row for row in other_change_rows(customers) if row["协议文号"]]
    by_no = {customer.no: customer for customer in customers.values()}
    rows += [
        _paper(by_no[r["户号"]], r["协议文号"], "变更协议", r["工单号"], r["申请日"].isoformat()) for r in agreements
    ]
    return sorted(rows, key=lambda row: row["日期"])


def _paper(customer: Customer, document_no: str, document: str, about: str, issued: str) -> dict[str, object]:
    on = date.fromisoformat(issued)
    return {
        "文号": document_no, "户号": customer.no, "户名": customer.name, "文书": document, "事由编号": about,
        "日期": on,
        "文件": f"{customer.name}-{document}-{document_no}.docx", "送达方式": "直接送达",
        "送达时刻": datetime(on.year, on.month, on.day, 15, 30) + timedelta(days=1),  # noqa: DTZ001
        "签收人": person(customer.no, "电气负责人"), "状态": "已送达",
    }  # fmt: skip
