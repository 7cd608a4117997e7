"""电费-E14: instalments and the final bill against the month."""

from datetime import date

import pytest
from billing_area import PRINTED, outcome_of, printed
from together import together

HALF = """购电|尖|6000||0.796226|4777.36
购电|峰|20000||0.595188|11903.76"""
"""What was charged on the 15th; 9,554.71 − 4,777.36 = 4,777.35 and 23,807.52 − 11,903.76 remain for the final bill."""
REST = PRINTED.replace("12000||0.796226|9554.71", "6000||0.796226|4777.35").replace(
    "40000||0.595188|23807.52", "20000||0.595188|11903.76"
)


def month(more=0.0, starts=date(2026, 1, 16)):
    """Return an instalment of the first half of the month and the final bill of the rest."""
    first = printed(text=HALF, bill={"账单号": "B1", "止日": date(2026, 1, 15)})
    final = printed(text=REST, bill={"账单号": "B2", "起日": starts})
    final["电费账单"][0]["总电费"] += more
    return {title: first[title] + final[title] for title in first}


@together
@pytest.mark.parametrize(("more", "found"), [(0, 0), (0.11, 0), (0.12, 1)])
def test_instalments_and_final_bill_add_up_to_the_month(more, found):
    """The two bills have 11 rows together: 0.11 yuan are allowed."""
    asked, rows = outcome_of((yield "电费-E14", month(more)))
    assert (asked, len(rows)) == (1, found)
    if found:
        assert rows[0][0] == "不符"
        assert "本月 2 张账单（B1、B2）合计 131,998.93 元，全月重算 131,998.81 元" in rows[0][1]


@together
@pytest.mark.parametrize("day", [15, 17])
def test_instalments_whose_days_do_not_follow_on_are_found(day):
    _, rows = outcome_of((yield "电费-E14", month(starts=date(2026, 1, day))))
    assert f"账单 B2 自 2026-01-{day} 起，上一张止于 2026-01-15" in rows[0][1]


@together
@pytest.mark.parametrize(("off", "found"), [(0, 0), (0.05, 0), (0.06, 1)])
def test_the_power_factor_row_of_the_final_bill_adjusts_the_whole_month(off, found):
    sheets = month()
    sheets["账单明细"][-1]["计费数量"] += off
    asked, rows = outcome_of((yield "电费-B07", sheets))
    assert (asked, len(rows)) == (1, found)


@together
def test_a_customer_with_one_bill_is_not_asked():
    assert outcome_of((yield "电费-E14", printed())) == (0, [])


@together
def test_a_month_that_could_not_be_recomputed_is_said():
    _, rows = outcome_of((yield "电费-E14", month() | {"受电设备": {"户号": "4200000000009"}}))
    assert [row[0] for row in rows] == ["未能核查"]


@together
def test_the_side_by_side_says_which_bills_were_added():
    rows = (yield month()).compared
    said = rows.loc[(rows["component"] == "购电") & rows["recomputed_fen"].notna(), "rule"]
    assert list(said.str.contains("与 B1、B2 各张账单之和比")) == [True]


@together
def test_the_energy_of_several_bills_is_said_to_be_their_sum():
    """Both bills print the 160,000 kWh of the month: nobody finds 320,000 on one of them."""
    [(_, message)] = outcome_of((yield "电费-E03", month()))[1]
    assert "账单总电量 320,000 kWh（2 张账单之和）" in message
    assert message.endswith("；分次结算的，清算账单的「总电量」应填全月减去已结算的余量")


@together
def test_the_difference_of_several_bills_is_that_of_their_sum():
    [(_, message)] = outcome_of((yield "审计-A07", month(more=1)))[1]
    assert message.startswith("2 张账单之和 131,999.81 元，重算 131,998.81 元")


@together
def test_a_month_recomputed_in_part_is_not_held_against_the_sum():
    """The power factor cannot be reckoned, the transmission is 100 yuan too high: that is 审计-A07's to say."""
    sheets = month(more=100)
    sheets["账单明细"][4]["金额"] += 100
    _, rows = outcome_of((yield "电费-E14", sheets | {"计费参数": {"力调标准": None}}))
    assert rows == [("未能核查", "全月电费未能完整重算，分次结算之和无从比较")]
