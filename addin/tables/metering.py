"""What is metered: 计量点, 换表记录, 抄表记录."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

POINT_NO = Column("point_no", "计量点号", Kind.CODE, required=True, width=16, aliases=("计量点编号",))
METER_NO = Column(
    "meter_no", "表号", Kind.CODE, required=True, width=16, aliases=("电能表号", "资产编号", "表计资产号")
)
MULTIPLIER = Column("multiplier", "综合倍率", Kind.NUMBER, minimum=0, aliases=("倍率",))

POINTS = Table(
    "metering_points",
    "计量点",
    (
        POINT_NO,
        CUSTOMER_NO,
        Column("parent_no", "上级计量点", Kind.CODE, width=16, aliases=("上级计量点号",)),
        Column(
            "relation",
            "关系",
            Kind.CHOICE,
            choices=("总表", "套表", "并接", "定比", "定量", "副表"),
            note="副表只核对其上级计量点的主表，不计费",
            aliases=("计量点关系", "计量点性质"),
        ),
        Column("ratio_percent", "定比", Kind.NUMBER, "%", minimum=0, maximum=100, aliases=("定比比例",)),
        Column("fixed_kwh", "定量", Kind.NUMBER, "kWh", minimum=0),
        Column("verified_on", "核定日", Kind.DATE, aliases=("核定日期",)),
        Column("purpose", "用途", Kind.CHOICE, choices=("结算", "考核")),
        Column("tariff_class", "电价类别", Kind.CHOICE, choices=choices.TARIFF_CLASSES, note="空 = 随该户的计费参数"),
        Column(
            "tariff_kind",
            "单一制/两部制",
            Kind.CHOICE,
            choices=choices.TARIFF_KINDS,
            note="工商业分表与该户的计费参数不同的填；空 = 随该户",
        ),
        Column("metering_side", "计量侧", Kind.CHOICE, choices=choices.METERING_SIDES, aliases=("计量方式",)),
        Column("wiring", "接线方式", note="三相四线、三相三线"),
        Column("feeder_sequence", "电源序", Kind.INTEGER, note="对应「电源」表的电源序"),
        METER_NO,
        Column("meter_digits", "表位数", Kind.NUMBER, minimum=1, note="整数位数，如 6"),
        Column("meter_class", "准确度等级"),
        Column("current_ratio", "CT变比", note="如 150/5", aliases=("CT", "电流互感器变比")),
        Column("voltage_ratio", "PT变比", note="如 10000/100；直接接入填 1", aliases=("PT", "电压互感器变比")),
        MULTIPLIER,
        Column("with_transformer_loss", "变损参与", Kind.CHOICE, choices=choices.YES_NO, note="空 = 高供低计的参与"),
        Column(
            "with_line_loss",
            "线损参与",
            Kind.CHOICE,
            choices=choices.YES_NO,
            note="空 = 不参与；计费参数有线损率的必填",
        ),
        Column(
            "line_resistance_ohm",
            "线路电阻",
            Kind.NUMBER,
            "Ω",
            minimum=0.0001,
            note="协议按 R·I² 公式计线损的填：用户自有线路每相的电阻，最多六位小数；按线损率的填「计费参数」，这里留空",
        ),
        Column(
            "line_shape_factor",
            "线路形状系数",
            Kind.NUMBER,
            minimum=1,
            note="R·I² 公式的 K，由合同约定，不小于 1，最多四位小数；没有缺省值",
            aliases=("形状系数", "线路形状系数K"),
        ),
        Column(
            "with_power_factor",
            "力调参与",
            Kind.CHOICE,
            choices=choices.YES_NO,
            note="分表填否 = 其有功、无功从总表的力率中扣减（要有无功示数）；空 = 随上级",
        ),
        Column("location", "安装位置", width=24, aliases=("位置",)),
        Column("effective_on", "生效日期", Kind.DATE),
        Column("expires_on", "失效日期", Kind.DATE),
        REMARK,
    ),
    key=("point_no", "effective_on"),
    aliases=("计量点台账", "计量点档案"),
    source="营销系统导出",
    note="每计量点每段有效期一行",
)

METER_CHANGES = Table(
    "meter_changes",
    "换表记录",
    (
        METER_NO,
        POINT_NO,
        Column(
            "changed_at", "时刻", Kind.MOMENT, required=True, width=18, aliases=("换表日期", "换表时刻", "装拆日期")
        ),
        Column("event", "装拆", Kind.CHOICE, required=True, choices=("装", "拆"), aliases=("装/拆", "装拆标志")),
        Column("active_total", "有功总示数", Kind.NUMBER, minimum=0, decimals=2),
        Column("active_sharp", "有功尖示数", Kind.NUMBER, minimum=0, decimals=2),
        Column("active_peak", "有功峰示数", Kind.NUMBER, minimum=0, decimals=2),
        Column("active_flat", "有功平示数", Kind.NUMBER, minimum=0, decimals=2),
        Column("active_valley", "有功谷示数", Kind.NUMBER, minimum=0, decimals=2),
        Column("active_deep_valley", "有功深谷示数", Kind.NUMBER, minimum=0, decimals=2),
        Column("reactive_total", "无功总示数", Kind.NUMBER, minimum=0, decimals=2),
        Column("meter_digits", "表位数", Kind.NUMBER, minimum=1),
        Column("current_ratio", "CT变比"),
        Column("voltage_ratio", "PT变比"),
        MULTIPLIER,
        Column("order_no", "工单号", Kind.CODE, width=18),
        REMARK,
    ),
    key=("meter_no", "changed_at", "event"),
    aliases=("装拆表记录", "换表"),
    source="营销系统导出",
    note="每块表每次装或拆一行",
)

READINGS = Table(
    "readings",
    "抄表记录",
    (
        POINT_NO,
        CUSTOMER_NO,
        METER_NO,
        Column("register", "示数类型", Kind.CHOICE, required=True, choices=choices.REGISTERS, width=12),
        Column("month", "月份", Kind.MONTH, required=True, aliases=("电费年月", "抄表年月", "账期")),
        Column("previous_on", "上次抄表日", Kind.DATE, aliases=("上次抄表日期", "上期抄表日期")),
        Column("read_on", "抄表日", Kind.DATE, required=True, aliases=("抄表日期", "本次抄表日期", "抄表时刻")),
        Column(
            "previous_reading", "上次示数", Kind.NUMBER, minimum=0, decimals=4, aliases=("上期示数", "起码", "上月止码")
        ),
        Column(
            "current_reading", "本次示数", Kind.NUMBER, minimum=0, decimals=4, aliases=("本期示数", "止码", "本月止码")
        ),
        Column("multiplier", "倍率", Kind.NUMBER, minimum=0, aliases=("综合倍率",)),
        Column("metered_quantity", "抄见电量", Kind.NUMBER, "kWh/kvarh/kW", decimals=2, aliases=("抄见量", "电量")),
        Column("reading_way", "抄表方式", Kind.CHOICE, choices=("自动", "手工", "估抄", "缺抄")),
        Column("rollover", "翻转", Kind.CHOICE, choices=choices.YES_NO, aliases=("翻表",)),
        REMARK,
    ),
    key=("point_no", "meter_no", "register", "read_on"),
    aliases=("抄表数据", "抄表明细", "示数记录"),
    source="营销系统导出",
    note="每计量点每块表每种示数每次抄表一行",
)
