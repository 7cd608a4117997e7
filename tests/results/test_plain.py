"""How result sheets show what they know and what they do not."""

import pandas as pd
import pytest

from addin.books.layout import plan
from addin.results import plain
from addin.tables.histories import GRADE_HISTORY
from addin.tables.results import RISKS, UNCHECKED


def tones(*levels):
    frame = pd.DataFrame({column.name: [None] * len(levels) for column in RISKS})
    frame["customer_no"], frame["level"] = [str(number) for number in range(len(levels))], levels
    return list(plain.risks_sheet(frame, pd.DataFrame(index=frame["customer_no"]), "").blocks[0].tones)


def test_a_low_risk_on_too_few_data_is_not_green():
    assert tones("Ⅴ 无明显", "Ⅴ 无明显（数据不足）", "Ⅳ 低（数据不足）") == ["pass", "unknown", "unknown"]


def test_a_high_risk_on_too_few_data_stays_red():
    assert tones("Ⅰ 高（数据不足）") == ["error"]


def test_a_sheet_too_wide_for_one_page_is_printed_on_several():
    frame = pd.DataFrame({column.name: ["x"] for column in RISKS})
    narrow = plain.risks_sheet(frame, pd.DataFrame(index=["x"]), "")
    wide = plain.risks_sheet(frame, pd.DataFrame({f"R{number}": ["1"] for number in range(28)}, index=["x"]), "")
    assert (plan(narrow).pages_wide, plan(wide).pages_wide) == (1, 4)  # 户号 and 户名 stand on each of them


def test_reasons_that_are_the_same_are_one_row_with_their_count():
    doubts = pd.DataFrame({
        "code": ["电费-A05"] * 3, "title": ["零电量"] * 3, "message": ["没有账单", "没有账单", "没有容量"],
        "customer_no": ["1", "2", "3"],
    })  # fmt: skip
    said = plain.reasons(doubts)
    assert said["rows"].tolist() == [2, 1]
    assert set(said.columns) == {column.name for column in UNCHECKED}


@pytest.mark.parametrize(("count", "end"), [(20, "、19"), (21, "、4 等 21 户")])
def test_all_customers_of_a_reason_are_named_unless_they_are_many(count, end):
    doubts = pd.DataFrame({"customer_no": [str(number) for number in range(count)]})
    said = plain.reasons(doubts.assign(code="审计-A07", title="账单重算不一致", message="没有价格行"))
    assert said["customers"].iloc[0].endswith(end)


def test_a_customer_without_a_number_has_a_history_too():
    """Once a TypeError at the end of the audit of a ledger whose 户号 column has another name."""
    frame = pd.DataFrame({column.name: ["x"] for column in GRADE_HISTORY}).assign(customer_no=[float("nan")])
    assert plain.frame_sheet(GRADE_HISTORY, frame, "").blocks[0] is not None
