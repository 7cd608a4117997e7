"""A supply area of one customer, small and complete: each kind of paper can be made of it."""

import copy
import io
import zipfile
from datetime import date

from addin.papers import make
from generators.documents import DOCUMENTS

NO = "4200000000001"
AS_OF = date(2026, 1, 31)


def contract(**cells):
    """Return a row of 合同台账, ready for signature."""
    return {
        "合同编号": "JC-GYD-2026-0001", "户号": NO, "签订日期": date(2025, 12, 1), "生效日期": date(2026, 3, 1),
        "到期日期": date(2031, 3, 1), "自动续期": "否", "违约金率(‰/日)": 2, "合同容量(kVA)": 1630,
        "供电方授权委托书号": "SQ-7", "供电方签约人": "沈立群", "用电方签约人": "刘远山",
        "送达地址": "江城市铸造路16号", "合同状态": "待签署",
    } | cells  # fmt: skip


def change(**cells):
    """Return a row of 变更台账: a transformer suspended."""
    return {
        "申请编号": "SQ1", "户号": NO, "变更类型": "暂停", "申请日": date(2026, 1, 20), "执行起日": date(2026, 2, 1),
        "执行止日": date(2026, 4, 30), "涉及设备": "T2", "变更项目": "运行容量", "变更前": "1630kVA",
        "变更后": "1000kVA", "变更事由": "淡季", "费用承担": "无", "用电方签约人": "刘远山", "状态": "已批准",
    } | cells  # fmt: skip


def hazard(**cells):
    """Return a row of 隐患台账: an interlock that sticks."""
    return {
        "隐患编号": "YH1", "检查编号": "JC1", "户号": NO, "检查项": "C39", "设备或部位": "自备电源切换柜",
        "隐患描述": "机械闭锁卡涩", "照片号": "P1", "隐患等级": "重大", "发现日期": date(2026, 1, 28),
        "整改要求": "修复并试验", "临时措施": "专人看守", "整改期限": date(2026, 2, 3), "状态": "待确认",
    } | cells  # fmt: skip


SHEETS = {
    "设置": [
        {"项目": key, "内容": value}
        for key, value in {
            "供电公司全称": "江城供电公司", "单位代字": "江城供", "省份": "湖北", "月份": "2026-01",
            "联系地址": "湖北省江城市滨江大道88号", "联系电话": "027-80001234", "监督电话": "95598",
            "统一社会信用代码": "91420100MA4K000001", "法定代表人": "周敬安", "开户银行": "江城银行",
            "银行账号": "32020001090000123", "授权范围": "签订、变更高压供用电合同",
            "争议解决方式": "依法向用电地址所在地有管辖权的人民法院提起诉讼",
        }.items()
    ],
    "客户台账": [
        {
            "户号": NO, "户名": "江城钢管厂", "统一社会信用代码": "91420100MA4K12345X", "法定代表人": "刘远山",
            "用电地址": "江城市铸造路16号", "行业分类": "C3391", "用电类别": "工商业-两部制",
            "供电电压": "交流10kV", "合同容量(kVA)": 1630, "运行容量(kVA)": 1630, "计量方式": "高供高计",
            "电源类型": "单电源单回路", "负荷性质": "三类", "重要电力用户等级": "否", "市场化属性": "电网代理购电",
            "电费结算方式": "抄表结算", "交费截止日": 20, "抄表例日": 31, "用户状态": "正常",
            "客户经理": "何晓岚", "现等级": "三级",
        }
    ],
    "联系人": [
        {"户号": NO, "序": 1, "角色": "电费联系人", "姓名": "陈国栋", "手机": "13900000001"},
        {"户号": NO, "序": 2, "角色": "电气负责人", "姓名": "王电", "手机": "13900000002"},
    ],
    "电源": [
        {
            "户号": NO, "电源序": 1, "性质": "主供", "变电站": "110kV东湖变", "线路": "10kV东铸线",
            "供电电压(kV)": 10, "供电容量(kVA)": 1630, "产权分界点": "东铸线12号杆隔离开关电源侧",
            "保护方式": "过流、速断",
        }
    ],
    "受电设备": [
        {"设备编号": "T1", "户号": NO, "类型": "变压器", "型号": "S13-1000/10", "铭牌容量(kVA)": 1000,
         "备用方式": "运行", "变损方法": "无", "运行状态": "运行"},
        {"设备编号": "T2", "户号": NO, "类型": "变压器", "型号": "S13-630/10", "铭牌容量(kVA)": 630,
         "备用方式": "运行", "变损方法": "无", "运行状态": "运行"},
    ],
    "计费参数": [
        {
            "户号": NO, "生效日期": date(2023, 6, 1), "电价类别": "工商业", "电价制度": "两部制",
            "计价电压": "1-10(20)kV", "容需量计费方式": "按容量", "力调标准": "0.90",
            "市场化属性": "电网代理购电", "例日": 31,
        }
    ],
    "计量点": [
        {
            "计量点号": "P1", "户号": NO, "关系": "总表", "用途": "结算", "电价类别": "工商业",
            "计量侧": "高供高计", "表号": "M1", "CT变比": "150/5", "PT变比": "10000/100", "综合倍率": 3000,
            "变损参与": "否", "线损参与": "否", "力调参与": "是", "生效日期": date(2020, 1, 1),
        }
    ],
    "电费账单": [
        {"账单号": "B1", "户号": NO, "月份": "2025-12", "发行状态": "已发行", "交费截止日": date(2026, 1, 20),
         "总电费(元)": 1000.10}
    ],
    "收款记录": [
        {"收款号": "R1", "账单号": "B1", "户号": NO, "到账日": date(2026, 1, 15), "本金(元)": 1000.10}
    ],
    "合同台账": [contract()],
    "变更台账": [change()],
    "检查记录": [
        {"检查编号": "JC1", "户号": NO, "检查日期": date(2026, 1, 20), "检查类型": "专项",
         "检查人员": "韩志远、冯丽君", "检查证号": "JC-01、JC-02"}
    ],
    "隐患台账": [hazard()],
    "通知书登记": [],
}  # fmt: skip


def area():
    """Return the sheets, each a list of rows by heading; a test takes away or changes what it is about."""
    return copy.deepcopy(SHEETS)


def rows(lines, heading_of_empty="文号"):
    """Return rows of cells: the headings, then each line."""
    headings = list(dict.fromkeys(heading for line in lines for heading in line)) or [heading_of_empty]
    return [headings, *([line.get(heading) for heading in headings] for line in lines)]


def text_of(paper, kind):
    """Return the words of the finished document."""
    content = make(paper, DOCUMENTS[kind].compiled())
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
