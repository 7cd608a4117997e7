"""Computation sheets that KeyWatt writes: 违约金计算, 退补计算, 违约用电计算."""

from dataclasses import replace

from addin.tables.column import Column, Kind, Table

_STEPS = (
    Column("number", "编号", Kind.CODE, width=20),
    Column("customer_no", "户号", Kind.CODE, width=15),
    Column("item", "步骤", width=28),
    Column("formula", "算式", width=34),
    Column("inputs", "代入", width=40),
    Column("value", "结果", Kind.NUMBER, width=15),
    Column("unit", "单位", width=15),
    Column("amount_yuan", "金额", Kind.MONEY, "元", width=15),
    Column("rule", "规则", width=18),
)
_CASES = (
    Column("number", "编号", Kind.CODE, width=20),
    Column("customer_no", "户号", Kind.CODE, width=15),
    Column("customer_name", "户名", width=28),
    Column("what", "事由", width=34),
    Column("note", "说明", width=40),
    Column("energy_kwh", "电量", Kind.NUMBER, "kWh", decimals=0, width=15),
    Column("charge_yuan", "电费", Kind.MONEY, "元", width=15),
    Column("penalty_yuan", "违约金", Kind.MONEY, "元", width=15),
    Column("total_yuan", "合计", Kind.MONEY, "元", width=18),
)
"""Both tables stand on one sheet, one below the other: their columns have the same widths."""


def _cases(*, without: tuple[str, ...] = (), **titles: str) -> tuple[Column, ...]:
    """Return the columns of the list of cases under their titles on one sheet."""
    return tuple(
        replace(column, title=titles.get(column.name, column.title)) for column in _CASES if column.name not in without
    )


LATE_FEES = Table(
    "late_fees",
    "违约金计算",
    _cases(
        number="账单号", charge_yuan="电费", penalty_yuan="应收违约金", total_yuan="已收违约金", without=("energy_kwh",)
    ),
    note="本月到账和逾期未结清的账单：每笔本金 × 天数 × 费率，不计复利；未结清的计至截至日。供催收人员复核签字",
)
REFUNDS = Table(
    "refunds",
    "退补计算",
    _cases(number="工单号", charge_yuan="计算电费", total_yuan="工单电费", without=("penalty_yuan",)),
    note="每张退补工单逐月、逐步计算：补收为正，退还为负；各月按该月的电价和力调系数。供核算员复核签字",
)
BREACH_FEES = Table(
    "breach_fees",
    "违约用电计算",
    _cases(charge_yuan="补收电费", penalty_yuan="违约使用电费"),
    note="每个案件逐步计算补收电费和违约使用电费；倍数以规则表的上限为限。供用电检查人员复核签字，未签字不得作为收费依据",
)
LATE_FEE_STEPS, REFUND_STEPS, BREACH_STEPS = (
    Table(
        f"{table.name}_steps",
        "计算步骤",
        (replace(_STEPS[0], title=table.columns[0].title), *_STEPS[1:]),
        note="计算步骤",
    )
    for table in (LATE_FEES, REFUNDS, BREACH_FEES)
)
