"""Lists of allowed values that more than one sheet shares."""

YES_NO = ("是", "否")
PROVINCES = (
    "北京", "天津", "河北(南网)", "冀北", "山西", "蒙东", "蒙西", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "深圳", "广西", "海南", "重庆", "四川", "贵州",
    "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
)  # fmt: skip
CUSTOMER_KINDS = ("工业", "商业", "公共机构")
GRADES = ("特级", "一级", "二级", "三级")
IMPORTANCE = ("特级", "一级", "二级", "临时性", "否")
SUPPLY_VOLTAGES = (
    "交流220V", "交流380V", "交流6kV", "交流10kV", "交流20kV", "交流35kV", "交流66kV", "交流110kV", "交流220kV",
    "交流330kV",
)  # fmt: skip
PRICING_VOLTAGES = (
    "<1kV", "1-10(20)kV", "35kV", "110kV", "220kV及以上", "10kV", "10kV高供高计", "10kV高供低计", "20kV",
)  # fmt: skip
"""The last four are 深圳's columns; 10kV takes the column of the customer's 计量侧."""
TARIFF_CLASSES = ("工商业", "居民生活", "农业生产")
OTHER_CLASSES = TARIFF_CLASSES[1:]
"""Those that have a catalogue price; a bill may name its row of such a sub-meter by the class."""
TARIFF_KINDS = ("单一制", "两部制")
BY_CAPACITY = "按容量"
CAPACITY_MODES = (BY_CAPACITY, "合同最大需量", "实际最大需量", "不计")
METERING_SIDES = ("高供高计", "高供低计", "低供低计")
PERIODS = ("尖", "峰", "平", "谷", "深谷")
TOTAL = "总"
"""The register, and the row of a bill, that hold all periods together."""
REGISTERS = (
    "正向有功总", "正向有功尖", "正向有功峰", "正向有功平", "正向有功谷", "正向有功深谷", "反向有功总", "正向无功总",
    "反向无功总", "无功Ⅰ象限", "无功Ⅱ象限", "无功Ⅲ象限", "无功Ⅳ象限", "最大需量",
)  # fmt: skip
LOSS_METHODS = ("无", "公式法", "查表法", "协议定量", "比例")
BINDING_STATES = ("履行中", "变更中", "归档")
"""States of a contract that binds; so does one with a blank state."""
BILL_STATES = ("待发行", "已发行", "已冲正")
PENDING = "待发行"
COMPONENTS = (
    "购电", "上网环节线损", "输配电", "系统运行", "政府性基金", "容量电费", "需量电费", "力调电费", "退补", "其他",
)  # fmt: skip
PERIOD_NAMES = {"sharp": "尖", "peak": "峰", "flat": "平", "valley": "谷", "deep_valley": "深谷"}
REFUND_CAUSES = (
    "电能表误差", "互感器误差", "接线错误", "倍率错误", "电压互感器熔断", "互感器故障", "二次压降超差", "其他",
)  # fmt: skip
RECORDED_SCOPES = ("全月", "区间内")
"""What 抄见电量 of a refund is for: the whole month, or the days of it that lie within the time of the refund."""
WIRINGS = ("三相四线", "三相三线", "单相")
BREACHES = ("私增容", "启用封存设备", "高价低接", "窃电")
USES = ("动力", "照明")
NOT_TIMED = "不执行"
"""Word of 时段集: not billed by period."""
