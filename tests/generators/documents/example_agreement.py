"""A fictional agreement: a suspension of one transformer for four months, with all that follows from it."""

from datetime import date
from decimal import Decimal
from typing import Any

from example_parties import CUSTOMER, SUPPLIER

RULE, CIVIL = "《供电营业规则》有关规定", "双方约定"
STARTS, ENDS = date(2026, 3, 16), date(2026, 7, 15)
ROWS = [
    ("暂停设备", "SCB13-1250/10 变压器（JZ-T2）运行", "JZ-T2 封停", RULE),
    ("运行容量", "3210 kVA", "1960 kVA", RULE),
    ("合同容量", "4210 kVA", "不变", CIVIL),
    ("电价类别", "工商业、两部制", "不变", RULE),
    ("容（需）量电费计费方式", "合同最大需量", "不变", RULE),
    ("合同最大需量", "2600 kW", "1600 kW", RULE),
    ("功率因数考核标准", "0.90", "不变", RULE),
    ("综合倍率", "计量点 00012345601：6000", "不变", CIVIL),
    ("变压器损耗", "不加计（高供高计）", "不变", CIVIL),
    ("产权分界点", "10kV 东铸一线 D12 开关出线电缆终端头与用户进线柜 G1 的连接处", "不变", CIVIL),
    ("进线保护定值", "定值单 江调定〔2024〕115号", "按新定值单 江调定〔2026〕021号", "供电人定值通知单"),
]
AGREEMENT: dict[str, Any] = {
    "agreement_no": "江供BG〔2026〕3号",
    "contract_no": "JC-GYD-2026-0012",
    "contract_signed_on": date(2026, 2, 25),
    "application_no": "BG202603080017",
    "applied_on": date(2026, 3, 8),
    "change_kind": "暂停",
    "cause": "订单减少、二号熔炼线停产检修",
    "signed_at": "江城市",
    "signed_on": None,
    "supplier": dict(SUPPLIER),
    "customer": dict(CUSTOMER),
    "changes": [
        {"item": item, "before": before, "after": after, "effective_on": STARTS, "basis": basis}
        for item, before, after, basis in ROWS
    ],
    "starts_on": STARTS,
    "ends_on": ENDS,
    "seals": [
        {"device_no": "JZ-T2", "device": "SCB13-1250/10 变压器", "action": "封停", "point_no": "00012345601"},
        {"device_no": "JZ-T2", "device": "SCB13-1250/10 变压器", "action": "启封", "point_no": "00012345601"},
    ],
    "expiry": (
        "期满次日起，不论用电人是否申请恢复，均按恢复后的容量计收容（需）量电费；需要继续停用的，应在期满前另行申请。"
    ),
    "part_month": "自封停之日起停止计收所停容量的容（需）量电费，当月按实际用电天数除以当月日历天数折算。",
    "arrears_yuan": Decimal("125600.35"),
    "arrears_on": date(2026, 3, 8),
    "arrears_due_on": date(2026, 3, 15),
    "cost_bearer": "封停、启封不收取费用；用电人内部改接和试验费用由用电人自行承担",
    "attachments": [{"title": "设备封停（启封）单"}, {"title": "继电保护定值通知单"}],
    "copies": 4,
    "customer_copies": 2,
    "clauses": {"change": "《民法典》第五百四十三条、第五百四十四条和《供电营业规则》有关规定"},
}
