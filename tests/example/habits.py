"""What people's habits do to a ledger: dates typed as text, numbers as text, full-width digits, stray spaces.

None of it is a mistake that changes a result; an audit understands it and at most says so.
"""

from ledger import Cells, Example

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def scatter(example: Example) -> None:
    """Spoil some cells as people do."""
    for row in example.sheets["检查记录"][3::17]:
        row["检查日期"] = f"{row['检查日期']:%Y}.{row['检查日期'].month}.{row['检查日期'].day}"
    for row in example.sheets["合同台账"][5::23]:
        signed = row["签订日期"]
        row["签订日期"] = f"{signed.year}年{signed.month}月{signed.day}日"
    for row in example.sheets["变压器台账"][7::41]:
        row["铭牌容量(kVA)"] = str(row["铭牌容量(kVA)"])
    for row in example.sheets["电源"][9::37]:
        row["供电容量(kVA)"] = str(row["供电容量(kVA)"]).translate(FULL_WIDTH)
    for row in example.sheets["联系人"][11::97]:
        row["户号"] = f" {row['户号']}　"
    for row in example.sheets["客户台账"][4::29]:
        row["备注"] = REMARKS[example.sheets["客户台账"].index(row) % len(REMARKS)]
    _by_hand(example)


def _by_hand(example: Example) -> None:
    customer: Cells = example.row("客户台账", "凌云电子")
    customer["上次检查日期"] = f"{customer['上次检查日期']:%Y.%m.%d}"
    example.row("客户台账", "德昌塑业")["合同容量（kVA）"] = "2,600"


REMARKS = ("2025 年 10 月走访：计划二期扩产", "对账联系人 3 月起更换", "厂区改造中，进线电缆改道", "电费由集团统一支付")
