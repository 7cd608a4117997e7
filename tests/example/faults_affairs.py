"""Mistakes and troubles in grades, contracts, safety and payment."""

from datetime import date, timedelta
from decimal import Decimal

from archive import AS_OF
from cast import GRADES
from faults import fault
from ledger import Cells, Example


def _grade(example: Example, short: str, grade: str) -> str:
    example.row("客户台账", short)["现等级"] = grade
    return grade


@fault("鸿远铸造", "审计-A01")
def graded_too_low(example: Example) -> str:
    """容量 12600kVA 的工业客户现等级写成二级"""
    return _grade(example, "鸿远铸造", GRADES[2])


@fault("第一水厂", "审计-A01")
def graded_too_high(example: Example) -> str:
    """一级客户现等级写成特级"""
    return _grade(example, "第一水厂", GRADES[0])


@fault("双龙机电", "审计-A03")
def below_the_floor(example: Example) -> str:
    """容量不到准入下限，现等级却写着三级"""
    return _grade(example, "双龙机电", GRADES[3])


@fault("楚江银行", "审计-A02")
def important_without_document(example: Example) -> None:
    """重要用户没有认定文号"""
    example.row("客户台账", "楚江银行")["认定文号"] = None


def _draft(contract: Cells, state: str) -> Cells:
    """Return a contract that is not signed yet, for the five years from March."""
    return dict(contract) | {
        "合同编号": f"CJGD-GYD-2026-{contract['合同编号'][-4:]}",
        "签订日期": None,
        "生效日期": date(2026, 3, 1),
        "到期日期": date(2031, 2, 28),
        "合同状态": state,
    }


@fault("百川电器", "审计-A19")
def expired(example: Example) -> str:
    """合同已过期，没有自动续期，新合同还没有签"""
    row = example.row("合同台账", "百川电器")
    row.update({"到期日期": date(2025, 12, 31), "自动续期": "否"})
    example.sheets["合同台账"].append(_draft(row, "待签署"))
    return row["合同编号"]


@fault("锦绣服饰", "审计-A19")
def without_contract(example: Example) -> None:
    """合同台账只有一份草拟的合同，没有签订过的"""
    row = example.row("合同台账", "锦绣服饰")
    row.update(_draft(row, "草拟"))


@fault("众诚汽配", "审计-A20")
def expiring(example: Example) -> str:
    """合同 45 天后到期"""
    row = example.row("合同台账", "众诚汽配")
    row.update({"到期日期": AS_OF + timedelta(days=45), "自动续期": "否"})
    return row["合同编号"]


@fault("飞鸿玩具", "审计-A22")
def late_fee_too_high(example: Example) -> str:
    """违约金率 5‰/日，超过约定区间"""
    row = example.row("合同台账", "飞鸿玩具")
    row["违约金率(‰/日)"] = Decimal(5)
    return row["合同编号"]


@fault("春晖茶业", "审计-A22")
def late_fee_too_low(example: Example) -> str:
    """违约金率 0.5‰/日，低于约定区间"""
    row = example.row("合同台账", "春晖茶业")
    row["违约金率(‰/日)"] = Decimal("0.5")
    return row["合同编号"]


@fault("德昌塑业", "审计-A32")
def hazard_long_overdue(example: Example) -> str:
    """隐患整改期限已过，状态仍是整改中"""
    row = example.row("隐患台账", "德昌塑业")
    row["整改期限"] = date(2026, 1, 12)
    return row["隐患编号"]


@fault("职业学院", "审计-A32")
def hazard_overdue_by_a_day(example: Example) -> str:
    """隐患整改期限昨天到期，没有完成"""
    row = example.row("隐患台账", "职业学院")
    row["整改期限"] = AS_OF - timedelta(days=1)
    return row["隐患编号"]


def _unpaid(example: Example, short: str, *months: str) -> str:
    numbers = [row["电费编号"] for row in example.rows("电费账单", short) if row["电费年月"] in months]
    kept = [row for row in example.sheets["收费记录"] if row["核销账单"] not in numbers]
    example.sheets["收费记录"] = kept
    return "、".join(numbers)


@fault("长岭粉磨", "审计-A17")
def three_months_unpaid(example: Example) -> str:
    """三个月电费未交，最长逾期超过 30 天"""
    return _unpaid(example, "长岭粉磨", "2025-10", "2025-11", "2025-12")


@fault("鑫磊石材", "审计-A17")
def dishonest_with_arrears(example: Example) -> str:
    """失信被执行人，且有欠费"""
    example.row("外部风险", "鑫磊石材")["被执行或失信"] = "失信或限高"
    return _unpaid(example, "鑫磊石材", "2025-12")


@fault("盛达汽贸", "审计-A17")
def bankrupt(example: Example) -> None:
    """法院已受理破产"""
    example.row("外部风险", "盛达汽贸")["破产清算注销"] = "破产受理"


@fault("奥翔航材", "审计-A18")
def unknown_customer(example: Example) -> None:
    """新户没有采集外部风险，没有检查记录，场地性质也没有登记"""
    for title in ("外部风险", "检查记录"):
        for row in example.rows(title, "奥翔航材"):
            example.sheets[title].remove(row)
    example.row("客户台账", "奥翔航材")["客户身份"] = None
