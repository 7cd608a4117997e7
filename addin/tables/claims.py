"""What is claimed beside the monthly bill: 退补工单 and 违约用电."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NAME, CUSTOMER_NO, REMARK
from addin.tables.metering import POINT_NO

ADJUSTMENTS = Table(
    "adjustments",
    "退补工单",
    (
        Column("order_no", "工单号", Kind.CODE, required=True, width=18, aliases=("退补单号", "退补工单号")),
        CUSTOMER_NO,
        Column("original_month", "原月份", Kind.MONTH, required=True, note="差错所在的月份，一月一行"),
        Column("cause", "原因", Kind.CHOICE, choices=choices.REFUND_CAUSES, width=16, aliases=("退补原因",)),
        Column(POINT_NO.name, POINT_NO.title, Kind.CODE, width=16),
        Column(
            "verified_on", "上次检定或装表日", Kind.DATE, width=14, aliases=("上次校验日", "换装投入日", "上次检定日")
        ),
        Column("corrected_on", "更正日", Kind.DATE, aliases=("误差更正日", "更正日期")),
        Column("starts_on", "退补起日", Kind.DATE, aliases=("起日",)),
        Column("ends_on", "退补止日", Kind.DATE, aliases=("止日",)),
        Column("error_percent", "误差", Kind.NUMBER, "%", note="表快为正、表慢为负；二次压降超差填实测压降"),
        Column("allowed_percent", "允许误差", Kind.NUMBER, "%", minimum=0, note="二次压降超差填允许压降"),
        Column("wiring", "接线方式", Kind.CHOICE, choices=choices.WIRINGS),
        Column("wiring_fault", "错误接线", width=16, note="规则表「退补更正系数」的名目，如 一相电压断线"),
        Column("rated_ratio", "铭牌变比", Kind.NUMBER, minimum=0, note="一相互感器变比不符：计费用的变比，如 40"),
        Column("actual_ratio", "实际变比", Kind.NUMBER, minimum=0, note="该相实际的变比，如 30"),
        Column("correction_factor", "更正系数", Kind.NUMBER, minimum=0, note="经相量分析算定的，填此数；空=查表"),
        Column("right_multiplier", "正确倍率", Kind.NUMBER, minimum=0),
        Column("wrong_multiplier", "错误倍率", Kind.NUMBER, minimum=0),
        Column(
            "recorded_kwh",
            "抄见电量",
            Kind.NUMBER,
            "kWh",
            minimum=0,
            width=13,
            note="该月的抄见电量；该月只有一部分天数在退补时间之内的，在「电量口径」写明是全月的还是区间内的",
        ),
        Column(
            "recorded_scope",
            "电量口径",
            Kind.CHOICE,
            choices=choices.RECORDED_SCOPES,
            note="退补时间从月中起或到月中止的月份须填：全月 = 抄见电量是整月的，按天数折算；区间内 = 抄见电量"
            "（和正常月电量）只是退补时间之内的；整月都在退补时间之内的，填不填都一样",
        ),
        *(
            Column(
                f"{name}_kwh", f"{title}电量", Kind.NUMBER, "kWh", minimum=0, note="抄见电量中该时段的部分", width=13
            )
            for name, title in choices.PERIOD_NAMES.items()
        ),
        Column(
            "normal_kwh",
            "正常月电量",
            Kind.NUMBER,
            "kWh",
            minimum=0,
            note="无法按理论计算时作基准；与抄见电量同一口径",
            width=13,
        ),
        Column("energy_kwh", "退补电量", Kind.NUMBER, "kWh", note="工单核定：补收为正，退还为负", width=13),
        Column("charge_yuan", "退补电费", Kind.MONEY, "元", decimals=2, note="工单核定：补收为正，退还为负"),
        Column("booked_month", "入账月份", Kind.MONTH, note="计入哪个月的账单；空=尚未入账"),
        REMARK,
    ),
    key=("order_no", "original_month"),
    aliases=("退补", "退补台账", "电量电费退补"),
    source="营销系统导出",
    note="每张工单每个原月份一行；原因、日期、误差等整单相同的，可以只填第一行",
)

BREACHES = Table(
    "breaches",
    "违约用电",
    (
        Column("case_no", "编号", Kind.CODE, required=True, width=18, aliases=("案件编号", "违约单号")),
        Column("item", "序", Kind.INTEGER, width=6, note="同一案件有几类设备的，一类一行"),
        CUSTOMER_NO,
        CUSTOMER_NAME,
        Column("inspection_no", "检查编号", Kind.CODE, width=18),
        Column("breach", "行为", Kind.CHOICE, required=True, choices=choices.BREACHES, width=14),
        Column("found_on", "发现日", Kind.DATE, aliases=("查获日", "发现日期")),
        Column("starts_on", "起日", Kind.DATE, note="违约用电开始的日子；空=查不清"),
        Column("ends_on", "止日", Kind.DATE, note="停用、拆除或改正的日子；空=发现日"),
        Column("sealed_on", "封停日", Kind.DATE, note="启用封存设备：起日不明时从封停次日算起"),
        Column("device_kva", "设备容量", Kind.NUMBER, "kVA", minimum=0, note="千瓦视同千伏安"),
        Column("phase_voltage_v", "相电压", Kind.NUMBER, "V", minimum=0, note="窃电按电流算容量时填，如 220"),
        Column("current_a", "电流", Kind.NUMBER, "A", minimum=0, note="计费表标定电流或限流器整定电流"),
        Column("phases", "相数", Kind.INTEGER, minimum=1, maximum=3),
        Column("use", "设备类别", Kind.CHOICE, choices=choices.USES),
        Column("hours_per_day", "日用小时", Kind.NUMBER, "h", minimum=0, maximum=24, note="空=按规则表"),
        Column("used_kwh", "实用电量", Kind.NUMBER, "kWh", minimum=0, note="有记录可查的填此数；空=按容量和时间算"),
        Column("billed_kwh", "已计电量", Kind.NUMBER, "kWh", minimum=0, note="同一时间已经计费的电量，从中扣除"),
        Column("right_price", "应执行电价", Kind.NUMBER, "元/kWh", minimum=0, decimals=8, width=14),
        Column("paid_price", "已执行电价", Kind.NUMBER, "元/kWh", minimum=0, decimals=8, width=14),
        Column(
            "capacity_price", "容需量电价", Kind.NUMBER, "元/kVA·月", minimum=0, decimals=4, note="空=电价表", width=15
        ),
        Column("multiple", "违约倍数", Kind.NUMBER, "倍", minimum=0, note="不得高于规则表的上限；空=按上限"),
        REMARK,
    ),
    key=("case_no", "item"),
    aliases=("违约用电台账", "窃电台账", "违约窃电"),
    source="手工维护",
    note="每个案件每类设备一行；供计算追补电费和违约使用电费，结果由用电检查人员复核签字",
)
