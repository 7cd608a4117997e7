"""Mistakes in what the company keeps about its customers, their devices and contacts."""

from datetime import date, timedelta
from decimal import Decimal

from faults import fault
from ledger import Example


@fault("东升纸箱", "台账-VR01")
def number_as_number(example: Example) -> str:
    """户号存成了数字"""
    row = example.row("客户台账", "东升纸箱")
    row["户号"] = int(row["户号"])
    return "户号"


@fault("图书馆", "台账-VR02")
def credit_code(example: Example) -> str:
    """统一社会信用代码抄错一位"""
    row = example.row("客户台账", "图书馆")
    code = row["统一社会信用代码"]
    row["统一社会信用代码"] = code[:10] + ("3" if code[10] != "3" else "8") + code[11:]
    return row["统一社会信用代码"]


@fault("长途客运", "台账-VR03")
def mobile(example: Example) -> str:
    """电费联系人的手机少一位"""
    row = example.row("联系人", "长途客运", 序=2)
    row["手机号"] = row["手机号"][:-1]
    return row["手机号"]


@fault("梧桐公寓", "台账-VR04")
def telephone(example: Example) -> str:
    """固定电话位数不对"""
    row = example.row("联系人", "梧桐公寓", 序=3)
    row["办公电话"] = "0729-55510"
    return row["办公电话"]


@fault("红星宾馆", "台账-VR05")
def identity(example: Example) -> str:
    """法定代表人身份证号校验位不对"""
    example.row("客户台账", "红星宾馆")["法定代表人身份证号"] = "110105194912310020"
    return "110105194912310020"


@fault("凯旋商务", "台账-VR07")
def industry(example: Example) -> str:
    """行业代码的大类不在门类区间"""
    example.row("客户台账", "凯旋商务")["行业分类"] = "H6521"
    return "H6521"


@fault("万象百货", "台账-VR08")
def empty_cell(example: Example) -> str:
    """必填的用电地址没有填"""
    example.row("客户台账", "万象百货")["用电地址"] = None
    return "用电地址"


@fault("体育中心", "台账-VR09")
def twice(example: Example) -> str:
    """同一户号在客户台账出现两次"""
    row = example.row("客户台账", "体育中心")
    example.sheets["客户台账"].append(dict(row) | {"备注": "新系统导入"})
    return "户号"


@fault("公交集团", "台账-VR10")
def running_above_contract(example: Example) -> str:
    """运行容量大于合同容量"""
    row = example.row("客户台账", "公交集团")
    row["运行容量(kVA)"] = 2500
    row["容量利用率"] = 1.25
    return "2500"


@fault("安泰陶瓷", "台账-VR11")
def transformers_do_not_add_up(example: Example) -> str:
    """变压器铭牌容量之和与合同容量不等"""
    row = example.rows("变压器台账", "安泰陶瓷")[1]
    row["铭牌容量(kVA)"] = 1600
    return row["设备编号"]


@fault("市民中心", "台账-VR13")
def small_generator(example: Example) -> str:
    """重要用户自备应急电源小于保安负荷的 1.2 倍"""
    row = example.row("客户台账", "市民中心")
    row["自备应急电源容量(kVA)"] = int(row["保安负荷(kW)"] * Decimal("1.1"))
    return str(row["自备应急电源容量(kVA)"])


@fault("广电中心", "台账-VR14")
def single_supply(example: Example) -> str:
    """一级重要用户为单电源"""
    example.row("客户台账", "广电中心")["电源类型"] = "单电源单回路"
    return "单电源单回路"


@fault("气象局", "台账-VR16")
def opened_after_connected(example: Example) -> str:
    """立户日期晚于送电日期"""
    row = example.row("客户台账", "气象局")
    row["立户日期"] = row["送电日期"] + timedelta(days=40)
    return row["立户日期"].isoformat()


@fault("楚天车饰", "台账-VR17")
def contract_capacity(example: Example) -> str:
    """合同台账的容量与客户台账不同"""
    row = example.row("合同台账", "楚天车饰")
    row["合同容量(kVA)"] = 100
    return row["合同编号"]


@fault("江北粮站", "台账-VR19")
def test_overdue(example: Example) -> str:
    """变压器预试超期"""
    row = example.row("变压器台账", "江北粮站")
    row["上次预试日期"] = date(2022, 6, 10)
    return row["设备编号"]


@fault("和顺机修", "台账-VR20")
def contact_not_verified(example: Example) -> str:
    """24 小时应急联系人半年没有核实"""
    row = example.row("联系人", "和顺机修", 序=4)
    row["核实日期"] = date(2025, 6, 20)
    return row["联系人"]


@fault("玉泉酒业", "台账-VR21")
def other_name(example: Example) -> str:
    """营业执照名称与户名不同"""
    example.row("客户台账", "玉泉酒业")["营业执照名称"] = "楚江玉泉酒业销售有限公司"
    return "楚江玉泉酒业销售有限公司"


@fault("路桥三处", "台账-VR22")
def temporary_supply_ends(example: Example) -> str:
    """临时用电 20 天后到期"""
    example.row("客户台账", "路桥三处")["临时用电到期日"] = date(2026, 2, 20)
    return "2026-02-20"
