"""Inspections, hazards and the papers that were issued in the example."""

from datetime import date, datetime, timedelta

from affairs import other_change_rows
from archive import inspected_on, inspectors
from cast import Customer, person

INSPECTOR_IDS = {"韩志远": "CJ-JC-0107", "冯丽君": "CJ-JC-0112", "唐伟国": "CJ-JC-0119", "于春燕": "CJ-JC-0123"}
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
