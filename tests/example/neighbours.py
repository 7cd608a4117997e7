"""Customers that stand just on the right side of a limit: an audit must stay silent about them."""

from datetime import date, timedelta
from decimal import Decimal

from archive import AS_OF
from cast import GRADES
from faults import bill, readings, scale_history
from history import MONTH
from ledger import Cells, Example
from measures import half_up

SILENT = {
    "德昌塑业": "260 kWh/kVA 正好达到，需量电价打九折；江织纺织差一点点，不打折",
    "博源线缆": "最大需量正好是合同需量的 105%",
    "玉泉酒业": "315kVA 单一制，2023-05-31 接电，可以保留",
    "金盾门业": "160kVA 工业，力调标准 0.85；青松家具 200kVA 为 0.90",
    "联合冷链": "功率因数正好 0.80",
    "瑞丰饲料": "总示数翻转，有翻转标志",
    "盛达汽贸": "月末换了互感器和表，倍率变化有工单",
    "海川泵业": "月中换表，新旧表电量相加",
    "江景广场": "10kV 正好 8000kVA",
    "中心医院": "备用电源的表没有走字",
    "迅达电梯": "新户没有采集外部风险，风险数据完整率正好 60%",
    "乐佳超市": "定比正好 12 个月前核定",
    "体育中心": "1 月 5 日暂停，批准到 3 月底",
}
"""Neighbours that are in the cast already, and what they show."""


def settle(example: Example) -> None:
    """Edit the cells of the neighbours that the cast does not hold."""
    _contracts(example)
    _archive(example)
    _bills(example)
    _risk(example)
    _reversed(example)
    _nearly_balanced(example)
    example.row("计量点", "乐佳超市", 关系="定比")["核定日"] = date(2025, 1, 31)


def _contracts(example: Example) -> None:
    example.row("合同台账", "利民橡塑").update({"到期日期": date(2025, 11, 30), "自动续期": "是"})
    example.row("合同台账", "科瑞仪器").update({"到期日期": AS_OF, "自动续期": "否"})
    example.row("合同台账", "金盾门业").update({"到期日期": AS_OF + timedelta(days=91), "自动续期": "否"})
    for short in ("利民橡塑", "科瑞仪器"):
        example.sheets["合同台账"].append(_renewal(example.row("合同台账", short)))
    example.row("合同台账", "泰和制衣")["违约金率(‰/日)"] = Decimal(3)
    example.row("合同台账", "佳音乐器")["违约金率(‰/日)"] = Decimal(1)


def _renewal(contract: Cells) -> Cells:
    """Return the next contract, drafted and waiting for signature."""
    starts = contract["到期日期"] + timedelta(days=1)
    return dict(contract) | {
        "合同编号": f"CJGD-GYD-2026-{contract['合同编号'][-4:]}",
        "签订日期": None,
        "生效日期": starts,
        "到期日期": starts.replace(year=starts.year + 5) - timedelta(days=1),
        "合同状态": "待签署",
    }


def _archive(example: Example) -> None:
    contact = example.row("联系人", "小城印染", 序=4)
    contact["核实日期"] = AS_OF - timedelta(days=90)
    example.row("客户台账", "城建五公司")["临时用电到期日"] = date(2026, 3, 3)
    hospital = example.row("客户台账", "友谊医院")
    hospital["自备应急电源容量(kVA)"] = int(hospital["保安负荷(kW)"] * Decimal("1.2"))
    device = example.row("变压器台账", "金盾门业")
    device["上次预试日期"] = date(2024, 2, 1)
    law = example.row("客户台账", "小城印染")
    law["法定代表人身份证号"] = "11010519491231002X"


def _bills(example: Example) -> None:
    """A quarter more than a year ago, a seventh less than last month: this year's step is within a fifth either way."""
    january = example.row("电费账单", "丰源豆制品", 电费年月=MONTH)["总计费电量(kWh)"]
    for month, factor in (("2025-01", "0.80"), ("2025-12", "1.17")):
        before = example.row("电费账单", "丰源豆制品", 电费年月=month)["总计费电量(kWh)"]
        ratio = str(round(january * Decimal(factor) / before, 6))
        scale_history(example, "丰源豆制品", kwh=ratio, yuan=ratio, months=(month,))


def _risk(example: Example) -> None:
    example.row("外部风险", "明辉玻璃制品")["被执行或失信"] = "失信或限高"
    bill = example.row("电费账单", "五洲建材城", 电费年月="2025-03")
    receipt = example.row("收费记录", "五洲建材城", 核销账单=bill["电费编号"])
    missing = example.customers["迅达电梯"].no
    example.sheets["外部风险"] = [row for row in example.sheets["外部风险"] if row["户号"] != missing]
    example.row("客户台账", "迅达电梯")["客户身份"] = None
    receipt.update(
        {
            "到账日期": bill["应交日期"] + timedelta(days=1),
            "实收违约金(元)": round(receipt["实收电费(元)"] * Decimal("0.002"), 2),
        }
    )
    unpaid = example.row("电费账单", "乐佳超市", 电费年月="2025-12")
    example.sheets["收费记录"].remove(example.row("收费记录", "乐佳超市", 核销账单=unpaid["电费编号"]))
    example.row("等级变更", "佳禾粮油").update({"变更前等级": GRADES[2], "变更后等级": GRADES[3]})


def _reversed(example: Example) -> None:
    """January's first bill was reversed and issued again: neither negative nor a double."""
    good = bill(example, "恒力精工")
    lines = example.rows("账单明细", "恒力精工")
    wrong_no, back_no = (good["电费编号"][:-6] + number for number in ("800001", "800002"))
    taken_back = {
        "冲正原单": wrong_no,
        "总计费电量(kWh)": -good["总计费电量(kWh)"],
        "应收电费(元)": -good["应收电费(元)"],
    }
    example.sheets["电费账单"] += [
        dict(good) | {"电费编号": wrong_no, "发行状态": "已冲正"},
        dict(good) | {"电费编号": back_no} | taken_back,
    ]
    for row in lines:
        example.sheets["账单明细"].append(dict(row) | {"账单编号": wrong_no})
    for row in lines:
        turned = {"计费数量": -row["计费数量"], "电费金额(元)": -row["电费金额(元)"]}
        example.sheets["账单明细"].append(dict(row) | {"账单编号": back_no} | turned)


def _nearly_balanced(example: Example) -> None:
    """The whole is a hundredth more than its periods, as rounding makes it; the rest went to 平."""
    (row,) = readings(example, "佳音乐器", 示数类型="正向有功总")
    row["本次示数"] += Decimal("0.03")
    made = example.usage("佳音乐器")
    more = half_up((row["本次示数"] - row["上次示数"]) * row["倍率"]) - row["抄见数"]
    row["抄见数"] += more
    made.kwh["平"] += int(more)
    example.issue("佳音乐器", made)
