"""What a 高压供用电合同 must be told: parties, use, capacity, sources, metering, billing, term."""

from generators.documents.fact import Fact, Facts, Group, Need, Rows
from generators.documents.metering_facts import POINTS
from generators.documents.parties import AUTHORITY, CUSTOMER, SUPPLIER
from generators.values import NONE, RULED_DAY, RULED_SHORT


def _is_important(facts: Facts) -> bool:
    """Tell whether the customer is an important one; undecided is not."""
    return (facts.get("use") or {}).get("importance") not in (None, "否")


USE = Group(
    "use",
    "用电性质",
    (
        Fact("industry", "行业分类"),
        Fact("usage_class", "用电类别"),
        Fact("load_class", "负荷性质"),
        Fact("shifts", "生产班次", Need.BLANK, RULED_SHORT),
        Fact("rest_days", "厂休日", Need.BLANK, RULED_SHORT),
        Fact("importance", "重要电力用户等级"),
        Fact("importance_document", "重要用户认定文号", Need.OPTIONAL),
        Fact("disturbing_load", "冲击或谐波负荷", Need.BLANK, RULED_SHORT),
        Fact("resupply", "转供标志", Need.BLANK, RULED_SHORT),
    ),
)

DEVICES = Rows(
    "devices",
    "受电设备",
    (
        Fact("device_no", "设备编号"),
        Fact("kind", "类型"),
        Fact("model", "型号", Need.BLANK, RULED_SHORT),
        Fact("kva", "容量kVA"),
        Fact("standby", "备用方式"),
        Fact("interlock_group", "联锁组", Need.BLANK, NONE),
    ),
)

SUPPLIES = Rows(
    "supplies",
    "电源",
    (
        Fact("sequence", "电源序"),
        Fact("role", "性质"),
        Fact("substation", "变电站"),
        Fact("feeder", "线路"),
        Fact("kv", "电压kV"),
        Fact("kva", "供电容量kVA"),
        Fact("cable_kind", "进线方式", Need.BLANK, RULED_SHORT),
        Fact("boundary", "产权分界点"),
        Fact("operation", "运行方式", Need.BLANK, NONE),
        Fact("demand_rule", "需量口径", Need.BLANK, NONE),
        Fact("protection", "保护方式", Need.BLANK, RULED_SHORT),
        Fact("demand_kw", "合同需量kW", Need.BLANK, NONE),
    ),
)

OWN_SUPPLY = Group(
    "own_supply",
    "自备电源",
    (
        Fact("kind", "类型"),
        Fact("kva", "容量kVA"),
        Fact("interlock", "闭锁方式"),
        Fact("start_seconds", "启动时间s", Need.BLANK, RULED_SHORT),
    ),
    Need.OPTIONAL,
)

BILLING = Group(
    "billing",
    "计费",
    (
        Fact("tariff_class", "电价类别"),
        Fact("tariff_kind", "电价制度"),
        Fact("pricing_voltage", "计价电压"),
        Fact("capacity_mode", "容需量计费方式"),
        Fact("contract_demand_kw", "合同需量kW", Need.OPTIONAL),
        Fact("power_factor_standard", "力调标准"),
        Fact("period_set", "分时电价", Need.BLANK, "执行本省现行峰谷分时电价政策"),
        Fact("market_kind", "市场化属性"),
        Fact("retailer", "售电公司", Need.OPTIONAL),
        Fact("loss_method", "变损计算方法", Need.BLANK, "按国家和本省现行规定"),
        Fact("line_loss_percent", "线损率", Need.OPTIONAL),
        Fact("reading_day", "抄表例日"),
        Fact("due_day", "交费截止日"),
        Fact("instalments", "每月结算次数"),
        Fact("prepaid_kind", "预付费类型", Need.BLANK, RULED_SHORT),
        Fact("notice_channel", "电费通知方式", Need.BLANK, RULED_SHORT),
        Fact("invoice_kind", "票据类型", Need.BLANK, RULED_SHORT),
        Fact("payment_way", "支付方式", Need.BLANK, RULED_SHORT),
        Fact("late_fee_permille", "违约金率"),
        Fact("late_fee_cross_year_permille", "跨年违约金率", Need.OPTIONAL),
    ),
)

FACTS = (
    Fact("contract_no", "合同编号"),
    Fact("signed_at", "签订地点", Need.BLANK),
    Fact("signed_on", "签订日期", Need.BLANK, RULED_DAY),
    SUPPLIER,
    CUSTOMER,
    USE,
    Fact("capacity_kva", "合同容量kVA"),
    Fact("running_kva", "运行容量kVA"),
    DEVICES,
    Fact("supply_kind", "电源类型"),
    Fact("interlock", "电源联锁方式", Need.OPTIONAL, required_when=lambda facts: len(facts.get("supplies") or ()) > 1),
    Fact("switching", "电源切换方式", Need.OPTIONAL),
    SUPPLIES,
    Fact("security_load_kw", "保安负荷kW", Need.OPTIONAL, required_when=_is_important),
    OWN_SUPPLY,
    Fact("other_protection", "非电保安措施", Need.OPTIONAL),
    Fact("distributed_kw", "分布式电源kW", Need.OPTIONAL),
    Fact("compensation_kvar", "无功补偿容量kvar", Need.BLANK, RULED_SHORT),
    Fact("diagram_no", "附图图号", Need.BLANK),
    POINTS,
    BILLING,
    Rows("instalment_plan", "约定分期", (Fact("when", "时间"), Fact("how_much", "金额或比例")), minimum=0),
    Fact("connected_on", "送电日期", Need.OPTIONAL),
    Fact("effective_on", "生效日期"),
    Fact("expires_on", "到期日期"),
    Fact("auto_renewal", "自动续期"),
    Fact("dispatched", "调度管辖", Need.OPTIONAL),
    Fact("dispute_way", "争议解决方式"),
    Fact("copies", "文本份数"),
    Fact("customer_copies", "用电人份数"),
    Rows("special_terms", "特别约定", (Fact("text", "内容"),), minimum=0),
    Group(
        "clauses",
        "条款",
        (
            Fact("late_fee", "违约金依据"),
            Fact("interruption", "中止供电依据"),
            Fact("breach", "违约用电依据"),
            Fact("metering_error", "计量失准依据"),
        ),
    ),
)

DERIVED = (
    AUTHORITY,
    Fact("transformer_count", "变压器台数"),
    Fact("transformer_kva", "变压器容量合计"),
    Fact("motor_count", "高压电动机台数", Need.OPTIONAL),
    Fact("motor_kva", "高压电动机容量合计", Need.OPTIONAL),
    Fact("devices_kva", "受电设备容量合计"),
    Fact("supply_count", "电源路数"),
    Rows(
        "shares",
        "电量分摊",
        (
            Fact("point_no", "计量点号"),
            Fact("relation", "关系"),
            Fact("parent_no", "上级计量点", Need.BLANK, NONE),
            Fact("wording", "约定"),
        ),
    ),
    Rows("instalment_rows", "分期", (Fact("number", "期次"), Fact("when", "时间"), Fact("how_much", "金额或比例"))),
    Fact("demand_billing", "按合同需量计费", Need.OPTIONAL),
    Fact("important", "重要用户", Need.OPTIONAL),
    Fact("several_supplies", "多路电源", Need.OPTIONAL),
    Fact("term", "有效期"),
    Fact("supplier_copies", "供电人份数"),
    Rows("annexes", "附件", (Fact("number", "序号"), Fact("title", "名称"), Fact("form", "形式"))),
)
