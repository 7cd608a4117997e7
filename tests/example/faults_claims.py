"""Mistakes in what is claimed beside the monthly bill: late fees, refunds; with a silent neighbour of each."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from faults import bill, fault, total_up
from history import MONTH
from ledger import Cells, Example
from measures import half_up

DUE = date(2026, 1, 20)
"""December's bills fall due on a Tuesday."""


def _late(example: Example, short: str, paid_on: date, fee: Decimal) -> str:
    """Let a customer pay December's bill late, with this fee."""
    receipt = _december(example, short)
    receipt.update({"到账日期": paid_on, "实收违约金(元)": fee, "收款方式": "转账", "票据到期日": None})
    return receipt["核销账单"]


def _december(example: Example, short: str) -> Cells:
    bill = example.row("电费账单", short, 电费年月="2025-12")
    return example.row("收费记录", short, 核销账单=bill["电费编号"])


def _fee(example: Example, short: str, days: int) -> Decimal:
    permille = Decimal(example.row("合同台账", short)["违约金率(‰/日)"])
    return half_up(_december(example, short)["实收电费(元)"] * permille / 1000 * days, 2)


@fault("绿源环保", "电费-E12")
def late_fee(example: Example) -> str:
    """逾期 6 天的违约金少算一天"""
    return _late(example, "绿源环保", date(2026, 1, 26), _fee(example, "绿源环保", 5))


HEADINGS = (
    "工单号", "户号", "原月份", "原因", "计量点号", "上次检定或装表日", "更正日", "退补起日", "退补止日", "误差(%)", "允许误差(%)",
    "接线方式", "错误接线", "更正系数", "正确倍率", "错误倍率", "抄见电量(kWh)", "电量口径", "尖电量(kWh)", "峰电量(kWh)", "平电量(kWh)", "谷电量(kWh)",
    "正常月电量(kWh)", "退补电量(kWh)", "退补电费(元)", "入账月份", "备注",
)  # fmt: skip


def _order(example: Example, short: str, number: str, **cells: object) -> Cells:
    """Add a row to 退补工单."""
    given = {
        next(heading for heading in HEADINGS if heading.split("(")[0] == name): cell for name, cell in cells.items()
    }
    row = dict.fromkeys(HEADINGS) | {"工单号": number, "户号": example.customers[short].no} | given
    example.sheets["退补工单"].append(row)
    return row


def _refund_line(example: Example, short: str, amount: str, number: str | None) -> str:
    """Add a row 退补 to the bill of January."""
    last = example.rows("账单明细", short)[-1]
    blank = dict.fromkeys(("计费数量", "计费标准", "计费天数", "分时时段", "计量点号"))
    own = {"行号": last["行号"] + 1, "费用组成": "退补", "电费金额(元)": Decimal(amount), "工单号": number}
    place = example.sheets["账单明细"].index(last) + 1
    example.sheets["账单明细"].insert(place, dict(last) | blank | own)
    total_up(example, short)
    return bill(example, short)["电费编号"]


@fault("南山矿业", "电费-E08")
def no_order(example: Example) -> str:
    """账单上有退补，没有工单"""
    _refund_line(example, "南山矿业", "-386.50", None)
    return "无工单号"


@fault("三江船舶", "电费-E09")
def whole_time(example: Example) -> str:
    """电能表快 2.5%，退补时间用了上次检定以来的全部时间，应为一半"""
    used = {"尖": 2000, "峰": 8000, "平": 14000, "谷": 10000}
    _metered(
        example, "三江船舶", "202601260021", "2.5", date(2025, 12, 12), date(2026, 1, 25), used, date(2025, 12, 12)
    )
    return "202601260021"


def _metered(  # noqa: PLR0913, PLR0917
    example: Example, short: str, number: str, error: str, verified: date, corrected: date, used: dict[str, int],
    starts: date,
) -> None:  # fmt: skip
    """Add the order of a meter that errs, its energy worked out with fractions."""
    factor = 1 / (1 + Fraction(error) / 100) - 1
    energy = sum(half_up(Fraction(kwh) * factor) for kwh in used.values())
    _order(
        example, short, number, 原月份=MONTH, 原因="电能表误差", 上次检定或装表日=verified, 更正日=corrected, 退补起日=starts,
        退补止日=corrected, 误差=Decimal(error), 允许误差=Decimal("1.0"), 抄见电量=sum(used.values()), 电量口径="区间内", 退补电量=energy,
        **{f"{period}电量": kwh for period, kwh in used.items()},
    )  # fmt: skip


CASE_HEADINGS = (
    "编号", "序", "户号", "户名", "检查编号", "行为", "发现日", "起日", "止日", "封停日", "设备容量(kVA)", "相电压(V)", "电流(A)", "相数",
    "设备类别", "日用小时(h)", "实用电量(kWh)", "已计电量(kWh)", "应执行电价(元/kWh)", "已执行电价(元/kWh)", "容需量电价(元/kVA·月)",
    "违约倍数(倍)", "备注",
)  # fmt: skip
CASES: tuple[tuple[str, str, Cells], ...] = (
    ("三江船舶", "WY202601001", {
        "行为": "启用封存设备", "发现日": date(2026, 1, 26), "封停日": date(2026, 1, 4), "设备容量(kVA)": 2000,
        "备注": "冷备加封的 2 号主变私自启封",
    }),
    ("小城印染", "WY202601002", {
        "行为": "私增容", "发现日": date(2026, 1, 15), "起日": date(2026, 1, 2), "设备容量(kVA)": 30, "备注": "新增定型机",
    }),
    ("禾丰农场", "WY202601003", {
        "行为": "高价低接", "发现日": date(2026, 1, 12), "设备容量(kVA)": 45, "设备类别": "动力",
        "应执行电价(元/kWh)": Decimal("0.735686"), "已执行电价(元/kWh)": Decimal("0.568"), "备注": "农业线路接冷库，起日查不清",
    }),
    ("碧水渔业", "WY202601004", {
        "行为": "窃电", "发现日": date(2026, 1, 20), "相电压(V)": 220, "电流(A)": 30, "相数": 3, "设备类别": "动力",
        "应执行电价(元/kWh)": Decimal("0.735686"), "违约倍数(倍)": 2, "备注": "绕越计费表，时间查不清",
    }),
    ("美家家居", "WY202601005", {
        "行为": "私增容", "发现日": date(2026, 1, 22), "设备容量(kVA)": 315, "备注": "起日待查，补填后重算",
    }),
)  # fmt: skip
"""Cases of breach; the last one cannot be computed and says so."""


def _case(example: Example, short: str, number: str, cells: Cells) -> Cells:
    customer = example.customers[short]
    return dict.fromkeys(CASE_HEADINGS) | {"编号": number, "序": 1, "户号": customer.no, "户名": customer.name} | cells


def settle(example: Example) -> None:
    """Put the silent neighbours into the sheets: half the time to the day, and orders that bear their refunds."""
    example.sheets["退补工单"] = []
    example.sheets["违约用电"] = [_case(example, *each) for each in CASES]
    used = {"尖": 1500, "峰": 5000, "平": 9000, "谷": 6500}
    _metered(example, "蓝海水产", "202601260014", "-2.2", date(2026, 1, 1), date(2026, 1, 25), used, date(2026, 1, 14))
    _refund_line(example, "鼎盛阀门", "-1203.40", "202601190033")
    _order(
        example, "鼎盛阀门", "202601190033", 原月份="2025-11", 原因="接线错误", 接线方式="三相三线", 上次检定或装表日=date(2025, 11, 3),
        更正日=date(2025, 11, 20), 退补起日=date(2025, 11, 3), 退补止日=date(2025, 11, 20), 抄见电量=98000,
        退补电量=-1850, 退补电费=Decimal("-1203.40"), 入账月份=MONTH, 备注="三相三线，待相量分析",
    )  # fmt: skip
    _order(
        example, "顺风快递", "202601080113", 原月份="2025-11", 原因="倍率错误", 正确倍率=60, 错误倍率=80, 抄见电量=283200,
        退补电量=-70800, 退补电费=Decimal("-48620.00"), 入账月份=MONTH,
    )  # fmt: skip
    _late(example, "海川泵业", date(2026, 1, 26), _fee(example, "海川泵业", 6) + Decimal("0.01"))
