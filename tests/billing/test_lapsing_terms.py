"""Terms that lapse before the last day of the bill leave days without any: said, and not billed as if they went on."""

from datetime import date

import pytest
from billing_area import END, MONTH, START, TOTAL_YUAN, area, base_sheets, registers, rulebook
from billing_cases import number, stacked

from addin.billing.month import bill_month

TERMS = base_sheets()["计费参数"][0]
POINT = base_sheets()["计量点"][0]
FEN = round(TOTAL_YUAN * 100)
READ_EARLY = {"抄表记录": registers(上次抄表日=START, 抄表日=date(2026, 1, 20))}
CLOSED = {"客户台账": {"销户日期": date(2026, 1, 20)}} | READ_EARLY


def lapse(on):
    return {"计费参数": {"失效日期": on}}


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        (lapse(date(2026, 2, 1)), ""),
        (lapse(END), "自 2026-01-31 起没有有效的行，而该户计费到 2026-01-31"),
        (lapse(date(2026, 1, 29)), "自 2026-01-29 起没有有效的行，而该户计费到 2026-01-31"),
        (lapse(date(2026, 1, 29)) | {"计费参数": [TERMS | {"失效日期": date(2026, 1, 29)}, TERMS | {"生效日期": date(2026, 1, 29)}]}, ""),
        (lapse(date(2026, 1, 21)) | CLOSED, ""),
        (lapse(date(2026, 1, 20)) | CLOSED, ""),
        (lapse(date(2026, 1, 19)) | CLOSED, "自 2026-01-19 起没有有效的行，而该户计费到 2026-01-20"),
    ],
)  # fmt: skip
def test_days_behind_the_last_terms_are_named(tmp_path, sheets, said):
    billing = bill_month(area(tmp_path, stacked([{}, sheets, {}])), rulebook(), MONTH, "湖北")
    sums = billing.lines.groupby("customer_no")["amount_fen"].sum()
    assert (sums[number(0)], sums[number(2)]) == (FEN, FEN)
    mine = list(billing.doubts.loc[billing.doubts["customer_no"] == number(1), "reason"])
    assert mine == (["「计费参数」" + said + "，请补上该段，或改正失效日期"] if said else [])
    assert (number(1) in sums) == (not said)
