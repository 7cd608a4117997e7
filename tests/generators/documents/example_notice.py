"""A fictional notice: three hazards, one of each grade, of an important customer."""

from datetime import date
from typing import Any

NOTICE: dict[str, Any] = {
    "notice_no": "江供ZG〔2026〕12号",
    "issued_on": date(2026, 1, 15),
    "supplier": {
        "name": "江城供电公司",
        "address": "湖北省江城市滨江大道 88 号",
        "contact": "何晓岚",
        "phone": "027-80001234",
    },
    "customer": {
        "name": "江城精密铸造有限公司",
        "customer_no": "4201000123456",
        "address": "湖北省江城市东湖工业园铸造路 16 号",
        "contact": "赵启明",
        "phone": "13900000002",
        "installation": "10kV 双电源供电，变压器 3 台共 3850 kVA，高压电动机 1 台 360 kW，柴油发电机组 500 kVA",
        "escort": "电气负责人赵启明",
    },
    "inspection_no": "JC202601140031",
    "inspected_on": date(2026, 1, 14),
    "inspection_kind": "定期",
    "inspectors": [{"name": "吴江平", "work_id": "YJ-0417"}, {"name": "郑小满", "work_id": "YJ-0532"}],
    "hazards": [
        {
            "hazard_no": "YH20260114-01",
            "device": "低压配电室自备发电机切换柜 QG1",
            "description": "柴油发电机与市电的双投开关机械闭锁卡件缺失，手动试验时两侧可同时合闸",
            "photo_no": "IMG_0411、IMG_0412",
            "clause": "供用电合同第五条；《供电营业规则》有关规定",
            "level": "重大",
            "requirement": "更换双投开关或者补齐机械闭锁并增设电气闭锁，经试验合格后书面报送试验记录",
            "interim_measures": "断开并上锁发电机出口开关，悬挂“禁止合闸”标示牌，未经闭锁试验不得启动并带负荷",
            "consequence": "向电网倒送电，可能造成电网检修人员触电伤亡",
            "due_on": date(2026, 1, 21),
        },
        {
            "hazard_no": "YH20260114-02",
            "device": "JZ-T1 变压器（SCB13-1600/10）",
            "description": "最近一次预防性试验日期为 2022年4月，已超过试验周期，无试验报告",
            "photo_no": "IMG_0415",
            "clause": "DL/T 596《电力设备预防性试验规程》；供用电合同第十四条",
            "level": "较大",
            "requirement": "委托具备资质的单位完成预防性试验，报送试验报告",
            "interim_measures": "每班巡视一次，记录绕组温度和负荷，负载率控制在 80% 以内",
            "consequence": "绝缘缺陷不能及时发现，可能造成变压器损坏和本单位停电",
            "due_on": date(2026, 2, 13),
        },
        {
            "hazard_no": "YH20260114-03",
            "device": "10kV 配电室电缆沟",
            "description": "电缆沟通往室外的孔洞未封堵，挡鼠板高度 300 mm",
            "photo_no": "IMG_0420",
            "clause": "GB 50053《20kV及以下变电所设计规范》",
            "level": "一般",
            "requirement": "封堵孔洞，更换不低于 400 mm 的挡板",
            "interim_measures": "放置粘鼠板并每日检查",
            "consequence": "小动物进入造成短路",
            "due_on": date(2026, 1, 24),
        },
    ],
    "overdue": (
        "逾期未消除重大隐患的，我公司将书面报告地方电力主管部门和应急管理部门；隐患危及人身或者电网安全的，"
        "按供用电合同约定和国家规定的程序处理，并事先通知贵单位"
    ),
    "recheck": "重大隐患在期限届满后 1 个工作日内、较大隐患 2 个工作日内、一般隐患 3 个工作日内由我公司派员复查",
    "objection": "可在收到本通知后向我公司营销部书面提出，也可拨打 95598 供电服务热线或者 12398 能源监管热线反映",
    "issuer_position": "分管副总经理",
    "copied_to": "江城市经济和信息化局",
    "clauses": {"ownership": "《民法典》第六百五十五条"},
}
