"""How customers are supplied: 电源, 受电设备, 容量变动, 用电设备清单."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

SUPPLIES = Table(
    "supplies",
    "电源",
    (
        CUSTOMER_NO,
        Column("sequence", "电源序", Kind.INTEGER, required=True, width=8, aliases=("电源序号", "序号")),
        Column(
            "supply_role",
            "性质",
            Kind.CHOICE,
            required=True,
            choices=("主供", "备供", "保安"),
            synonyms=(("备用", "备供"),),
            aliases=("电源性质",),
        ),
        Column("substation", "变电站", width=18, required=True),
        Column("feeder", "线路", width=18, required=True, aliases=("线路(开关)", "线路名称", "馈线")),
        Column("supply_kv", "供电电压", Kind.NUMBER, "kV", required=True, minimum=0),
        Column("supply_kva", "供电容量", Kind.NUMBER, "kVA", minimum=0),
        Column("cable_kind", "进线方式", note="架空、电缆"),
        Column("boundary", "产权分界点", width=36),
        Column("operation", "运行方式", note="并列、互备", aliases=("并列/互备",)),
        Column("demand_rule", "需量口径", Kind.CHOICE, choices=("累加", "取大"), aliases=("需量累加或取大",)),
        Column("protection", "保护方式"),
        REMARK,
    ),
    key=("customer_no", "sequence"),
    source="营销系统导出",
    note="每户每路电源一行",
)

DEVICES = Table(
    "devices",
    "受电设备",
    (
        Column("device_no", "设备编号", Kind.CODE, required=True, width=16),
        CUSTOMER_NO,
        Column(
            "device_kind", "类型", Kind.CHOICE, required=True, choices=("变压器", "高压电动机"), aliases=("设备类型",)
        ),
        Column("model", "型号", width=16, aliases=("变压器型号",)),
        Column(
            "rated_kva",
            "铭牌容量",
            Kind.NUMBER,
            "kVA",
            required=True,
            minimum=0,
            note="高压电动机按 1 kW = 1 kVA",
            aliases=("容量", "设备容量"),
        ),
        Column("standby", "备用方式", Kind.CHOICE, choices=("运行", "热备", "冷备"), aliases=("冷备/热备",)),
        Column("interlock_group", "联锁组", Kind.CODE, note="不能同时投运的设备填同一组号"),
        Column("no_load_loss_kw", "空载损耗P0", Kind.NUMBER, "kW", minimum=0, aliases=("P0", "空载损耗")),
        Column("load_loss_kw", "负载损耗Pk", Kind.NUMBER, "kW", minimum=0, aliases=("Pk", "短路损耗", "负载损耗")),
        Column("no_load_current_percent", "空载电流I0", Kind.NUMBER, "%", minimum=0, aliases=("I0", "空载电流")),
        Column("impedance_percent", "阻抗电压Uk", Kind.NUMBER, "%", minimum=0, aliases=("Uk", "阻抗电压")),
        Column("loss_factor", "变损系数K", Kind.NUMBER, minimum=0, aliases=("K", "修正系数K", "K值")),
        Column("loss_method", "变损方法", Kind.CHOICE, choices=choices.LOSS_METHODS, aliases=("变损计算方式",)),
        Column("agreed_loss_kwh", "协议变损电量", Kind.NUMBER, "kWh", minimum=0, aliases=("协议电量",)),
        Column(
            "loss_percent",
            "变损率",
            Kind.NUMBER,
            "%",
            minimum=0,
            maximum=100,
            note="变损方法为 比例 时填",
            aliases=("比例变损率",),
        ),
        Column("on_load_tap_changer", "有载调压", Kind.CHOICE, choices=choices.YES_NO),
        Column("commissioned_on", "投运日期", Kind.DATE),
        Column("state", "运行状态", Kind.CHOICE, choices=("运行", "停用", "拆除")),
        Column("tested_on", "上次预试日期", Kind.DATE),
        REMARK,
    ),
    key=("device_no", "customer_no"),
    aliases=("变压器台账", "受电设备台账", "变压器"),
    source="可部分导出",
    note="每台变压器或高压电动机一行",
)

CAPACITY_CHANGES = Table(
    "capacity_changes",
    "容量变动",
    (
        Column("device_no", "设备编号", Kind.CODE, required=True, width=16),
        CUSTOMER_NO,
        Column("changed_at", "变动时刻", Kind.MOMENT, required=True, width=18, aliases=("变动日期", "时刻", "日期")),
        Column(
            "event",
            "变动类型",
            Kind.CHOICE,
            required=True,
            width=12,
            aliases=("类型", "业务类型"),
            choices=("投运", "封停", "启封", "拆除", "暂换", "暂换恢复", "减容", "减容恢复"),
        ),
        Column("capacity_kva", "变动后容量", Kind.NUMBER, "kVA", minimum=0, note="暂换填换上设备的容量；其余留空"),
        Column("business", "业务", Kind.CHOICE, choices=("暂停", "减容", "暂换", "新装", "增容", "销户", "其他")),
        Column("approved_until_on", "批准止日", Kind.DATE),
        Column("order_no", "工单号", Kind.CODE, width=18),
        Column("model", "换上型号", width=16, note="暂换、换小容量的减容：换上设备的铭牌，算变损用"),
        Column("no_load_loss_kw", "换上空载损耗P0", Kind.NUMBER, "kW", minimum=0, aliases=("换上P0",)),
        Column("load_loss_kw", "换上负载损耗Pk", Kind.NUMBER, "kW", minimum=0, aliases=("换上Pk",)),
        Column("no_load_current_percent", "换上空载电流I0", Kind.NUMBER, "%", minimum=0, aliases=("换上I0",)),
        Column("impedance_percent", "换上阻抗电压Uk", Kind.NUMBER, "%", minimum=0, aliases=("换上Uk",)),
        REMARK,
    ),
    key=("device_no", "customer_no", "changed_at", "event"),
    source="营销系统导出",
    note="每台设备每次投停一行；某日的计费容量只从这里来",
)

APPLIANCES = Table(
    "appliances",
    "用电设备清单",
    (
        CUSTOMER_NO,
        Column("sequence", "序", Kind.INTEGER, required=True, width=6, aliases=("序号",)),
        Column("appliance", "设备名称", required=True, width=20),
        Column("model", "型号", width=16),
        Column("quantity", "数量", Kind.INTEGER, minimum=0),
        Column("total_kw", "总容量", Kind.NUMBER, "kW", minimum=0),
        Column("load_class", "负荷等级", Kind.CHOICE, choices=("一类", "二类", "三类")),
        REMARK,
    ),
    key=("customer_no", "sequence"),
    aliases=("主要用电设备清单",),
    source="可部分导出",
    note="每户每种用电设备一行",
)
