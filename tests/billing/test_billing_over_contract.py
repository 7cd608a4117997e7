"""Above 105 % of the contract demand three readings are in print; the issued bill says which one it follows.

Contract 1,000 kW, metered 1,300 kW: A 1000 + 2 × 250 = 1,500 kW; B 1050 + 2 × 250 = 1,550 kW (58z.net, S21); C 1000 + 2 × 300 =
1,600 kW (billing.md §0.3); at 42 yuan 63,000.00, 65,100.00 and 67,200.00.
"""

from datetime import date

import pytest
from billing_area import base_sheets, billed, outcome_of, printed, registers
from billing_cases import number, stacked
from together import together

TERMS = {"容需量计费方式": "合同最大需量", "合同需量": 1000, "力调标准": "不考核"}
ROWS = """购电|尖|12000||0.796226|9554.71
购电|峰|40000||0.595188|23807.52
购电|平|60000||0.398113|23886.78
购电|谷|48000||0.179151|8599.25
输配电|总|160000||0.1263|20208.00
系统运行|总|160000||0.082273|13163.68
政府性基金|总|160000||0.0452|7232.00
"""


@together
@pytest.mark.parametrize(
    ("kw", "yuan", "told"),
    [
        (1500, "63000.00", "账单金额等于读法A"),
        (1550, "65100.00", "账单金额等于读法B"),
        (1600, "67200.00", "账单金额等于读法C"),
        (1500, "63000.01", None),
        (1300, "54600.00", None),
    ],
)
def test_the_issued_amount_says_which_reading_it_follows(kw, yuan, told):
    sheets = {"计费参数": TERMS, "抄表记录": registers(demand=1300)}
    text = ROWS + f"需量电费|总|{kw}||42|{yuan}"
    [(verdict, said)] = outcome_of((yield "审计-A07", sheets | printed(text=text)))[1]
    assert verdict == "未能核查"
    assert "读法A：63000.00 元，读法B：65100.00 元，读法C：67200.00 元" in said
    assert (told in said) if told else ("账单金额等于" not in said)


@together
def test_each_reading_above_the_contract_pays_for_the_days_of_its_segment():
    """1,000 kW hold for 15 of 31 days, 1,300 kW for 16; metered 1,300 kW. A: 1,500 × 42 × 15/31 + 1,300 × 42 × 16/31.

    30,483.87 + 28,180.65 = 58,664.52; B: 1,550 kW: 31,500.00; C: 1,600 kW: 32,516.13 for the first half.
    """
    terms = base_sheets()["计费参数"][0] | TERMS
    cut = [
        terms | {"合同需量": 1000, "失效日期": date(2026, 1, 16)},
        terms | {"合同需量": 1300, "生效日期": date(2026, 1, 16)},
    ]
    sheets = {"计费参数": cut, "客户台账": {"合同容量": 2000}, "抄表记录": registers(demand=1300)}
    for amount, told in (("31500.00", "账单金额等于读法B"), ("31500.01", None)):
        rows = ROWS + f"需量电费|总|1550|15|42|{amount}\n需量电费|总|1300|16|42|28180.65"
        [(_, said)] = outcome_of((yield "审计-A07", sheets | printed(text=rows)))[1]
        assert "读法A：58664.52 元，读法B：59680.65 元，读法C：60696.78 元" in said
        assert (told in said) if told else ("账单金额等于" not in said)


def test_one_above_its_contract_without_a_bill_leaves_all_others_billed(tmp_path):
    """It once was a division by nothing: of a customer without a price there are no days that its demand is paid for."""
    read = {"抄表记录": registers(demand=1300)}
    billing = billed(
        tmp_path, stacked([{"计费参数": TERMS | {"计价电压": volts}} | read for volts in ("1-10(20)kV", "3kV")])
    )
    reasons = billing.doubts.groupby("customer_no")["reason"].agg("".join)
    assert "读法A：63000.00 元，读法B" in reasons[number(0)]
    assert billing.billed == {number(0)}
    assert "3kV" in reasons[number(1)]
