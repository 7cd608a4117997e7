"""Every indicator and veto on both sides of every limit, through the real reader; limits as 风险指标 prints them."""

import re
from datetime import date, timedelta

import pytest
from test_score_risks import AS_OF, BILLS, CUSTOMERS, NO, bills, line, risk

from addin.checks.risk.case import INDICATORS
from addin.checks.risk.vetoes import VETOES

PAID = "收款号|账单号|户号|到账日|本金|方式|票据到期日"
YEAR = [f"2025-{month:02}" for month in range(1, 13)]
"""Twelve bills; each falls due on the 20th of the next month."""


def due(month):
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 20)


def billed(charge=1000, kwh=None, months=YEAR, **paid):
    """Bills of ``charge`` yuan; ``paid`` by month: ``_12=(days late or None, yuan)``; others are paid on the due day."""
    rows, receipts = [BILLS], [PAID]
    for month in months:
        energy = (kwh or {}).get(month, 1000)
        rows.append(f"'B{month}'|'{NO}'|{month}|{month}-01|{month}-28|已发行|{due(month)}|{energy}|{charge}")
        days, amount = paid.get("_" + month[-2:], (0, charge))
        if amount:
            day = due(month) + timedelta(days=days)
            receipts.append(f"'R{month}'|'B{month}'|'{NO}'|{day}|{amount}|转账|")
    return {"电费账单": "\n".join(rows), "收款记录": "\n".join(receipts)}


def unpaid(yuan):
    """The bill of November, due 2025-12-22 (a Monday), open by so much; every bill is 1,000 yuan."""
    return billed(_11=(0, 1000 - yuan))


def outside(**cells):
    return {"外部风险": f"户号|采集日|{'|'.join(cells)}\n'{NO}'|2026-01-10|{'|'.join(map(str, cells.values()))}"}


def customer(**cells):
    head, row = CUSTOMERS.splitlines()
    said = dict(zip(head.split("|"), row.split("|"), strict=True)) | cells
    return {"客户台账": f"{'|'.join(said)}\n{'|'.join(said.values())}"}


def security(kind, **cells):
    return {
        "担保与还款协议": f"协议编号|户号|类型|{'|'.join(cells)}\n'S1'|'{NO}'|{kind}|{'|'.join(map(str, cells.values()))}"
    }


def changes(*kinds, day="2026-01-05", state="已完成"):
    rows = [f"'G{n}'|'{NO}'|{kind}|{day}|{state}" for n, kind in enumerate(kinds)]
    return {"变更台账": "\n".join(["申请编号|户号|变更类型|申请日|状态", *rows, f"'G9'|'420'|减容|{day}|{state}"])}


def inspected(breach, settled="", day="2025-06-01"):
    return {"检查记录": f"检查编号|户号|检查日期|违约用电|违约处理完毕\n'J1'|'{NO}'|{day}|{breach}|{settled}"}


def contract(ends, renewal="否", no=NO):
    return {
        "合同台账": f"合同编号|户号|生效日期|到期日期|自动续期|合同状态\nHT1|'{no}'|2020-01-01|{ends}|{renewal}|履行中"
    }


def late(*days):
    """As many bills of the year's end paid so many days late each."""
    return billed(**{f"_{12 - place:02}": (many, 1000) for place, many in enumerate(days)})


def timely(percent):
    """Of twelve bills due within the year of R04, this share [%] paid on time: one receipt of one bill is late."""
    return billed(charge=1000, **{f"_{month:02}": (0, round(1000 * percent / 100, 2)) for month in range(1, 13)})


def paper(percent):
    """Receipts of 1,000 yuan within six months, this share in acceptances."""
    rows = [
        PAID,
        f"'R1'|'B'|'{NO}'|2026-01-05|{1000 - percent * 10}|转账|",
        f"'R2'|'B'|'{NO}'|2026-01-05|{percent * 10}|承兑|",
    ]
    return {"收款记录": "\n".join(rows)}


def courses(*kwh):
    """Energy of the months up to the audited one."""
    months = ["2025-08", "2025-09", "2025-10", "2025-11", "2025-12"][-len(kwh) :]
    return billed(kwh=dict(zip(months, kwh, strict=True)), months=months)


def october(kwh):
    """October against 1,000 kWh a year ago."""
    return billed(kwh={"2025-10": kwh}, months=["2024-10", "2025-10"])


def recent(days):
    """The last bill paid so many days after its due day; earlier ones on the day, none of them due on a day off."""
    return billed(months=[f"2025-{month:02}" for month in (4, 5, 7, 9, 10, 12)], _12=(days, 1000))


def ends(days):
    return str(AS_OF + timedelta(days=days))


CASES = {
    "R02": [(unpaid(0), "0倍｜0分"), (unpaid(0.01), "0倍｜2.1分"), (unpaid(300), "0.3倍｜2.1分"), (unpaid(301), "0.301倍｜4.2分"),
            (unpaid(1000), "1倍｜4.2分"), (billed(_11=(0, 0), _10=(0, 999)), "1.001倍｜7分")],
    "R03": [(late(0), "0次｜0分"), (late(1), "1次｜1.8分"), (late(1, 3), "2次｜1.8分"), (late(1, 3, 3), "3次｜3.6分"),
            (late(1, 3, 3, 3), "4次｜3.6分"), (late(1, 3, 3, 3, 3), "5次｜6分")],
    "R04": [(timely(99), "99%｜0分"), (timely(98.9), "98.9%｜1.2分"), (timely(95), "95%｜1.2分"), (timely(94.9), "94.9%｜2.4分"),
            (timely(85), "85%｜2.4分"), (timely(84.9), "84.9%｜4分")],
    "R05": [(unpaid(0), "0个月｜0分"), (unpaid(1), "0.001个月｜1.2分"), (unpaid(200), "0.2个月｜1.2分"), (unpaid(201), "0.201个月｜2.4分"),
            (unpaid(500), "0.5个月｜2.4分"), (unpaid(501), "0.501个月｜4分")],
    "R06": [(recent(-5), "-5天｜0分"), (recent(0), "0天｜0分"), (recent(1), "1天｜0.9分"), (recent(3), "3天｜0.9分"),
            (recent(4), "4天｜1.8分"), (recent(7), "7天｜1.8分"), (recent(8), "8天｜3分")],
    "R07": [(unpaid(0), "0%｜0分"), (unpaid(10), "0.111%｜0.6分"), (unpaid(90), "0.999%｜0.6分"), (unpaid(91), "1.01%｜1.2分"),
            (unpaid(450), "4.995%｜1.2分"), (unpaid(451), "5.006%｜2分")],
    "R08": [(paper(0), "0%｜0分"), (paper(1), "1%｜0.9分"), (paper(30), "30%｜0.9分"), (paper(31), "31%｜1.8分"), (paper(60), "60%｜1.8分"),
            (paper(61), "61%｜3分")],
    "R09": [(security("还款协议", 最长迟延=0, 逾期期数=0), "0天｜0分"), (security("还款协议", 最长迟延=1, 逾期期数=0), "1天｜0.9分"),
            (security("还款协议", 最长迟延=3, 逾期期数=0), "3天｜0.9分"), (security("还款协议", 最长迟延=4, 逾期期数=0), "4天｜1.8分"),
            (security("还款协议", 最长迟延=30, 逾期期数=1), "1期｜1.8分"), (security("还款协议", 最长迟延=30, 逾期期数=2), "2期｜3分"),
            (security("还款协议", 最长迟延=0, 逾期期数=99), "拒签｜3分"), (security("预存", 金额=1) | bills(), "无协议且无欠｜0分")],
    "R10": [(october(900), "-10%｜0分"), (october(899), "-10.1%｜1.5分"), (october(700), "-30%｜1.5分"), (october(699), "-30.1%｜3分"),
            (october(500), "-50%｜3分"), (october(499), "-50.1%｜5分")],
    "R11": [(courses(9, 9), "0个月｜0分"), (courses(9, 8), "1个月｜0分"), (courses(7, 9, 8, 7), "2个月｜0.9分"), (courses(9, 8, 7, 6), "3个月｜1.8分"),
            (courses(9, 8, 7, 6, 5), "4个月｜3分")],
    "R12": [(customer(运行容量=kva), said) for kva, said in
            (("900", "0.9｜0分"), ("899", "0.899｜1.2分"), ("700", "0.7｜1.2分"), ("699", "0.699｜2.4分"), ("400", "0.4｜2.4分"), ("399", "0.399｜4分"))],
    "R13": [(changes(), "0次｜0分"), (changes("减容"), "1次｜0.9分"), (changes("减容", "暂停"), "2次｜1.8分"), (changes("减容", "暂停", "减容"), "3次｜3分"),
            (changes("销户"), "销户｜3分"), (changes("减容恢复"), "0次｜0分"), (changes("减容", day="2025-07-31"), "0次｜0分"),
            (changes("减容", day="2025-08-01"), "1次｜0.9分"), (changes("减容", state="已作废"), "0次｜0分")],
    "R15": [(inspected("无"), "无｜0分"), (inspected("一般违约"), "一般违约｜0.6分"), (inspected("超容或改类"), "超容或改类｜1.2分"),
            (inspected("窃电"), "窃电｜2分"), (inspected("窃电", day="2024-02-01"), "窃电｜2分"), (inspected("窃电", day="2024-01-31"), "无数据")],
    "R16": [(outside(被执行或失信=word), said) for word, said in
            (("无", "无｜0分"), ("被执行<100万", "被执行<100万｜1.8分"), ("被执行≥100万", "被执行≥100万｜3.6分"), ("失信或限高", "失信或限高｜6分"))],
    "R17": [(outside(破产清算注销=word), said) for word, said in
            (("无", "无｜0分"), ("减资公告", "减资公告｜1.5分"), ("清算或简易注销公告", "清算或简易注销公告｜3分"), ("破产受理", "破产受理｜5分"))],
    "R18": [(outside(经营异常=word), said) for word, said in
            (("无", "无｜0分"), ("曾列入已移出", "曾列入已移出｜0.6分"), ("在列异常", "在列异常｜1.2分"), ("严重违法", "严重违法｜2分"))],
    "R19": [(outside(股权出质动产抵押条数=count), said) for count, said in ((0, "0条｜0分"), (1, "1条｜0.9分"), (2, "2条｜1.8分"), (3, "3条｜3分"))]
           + [(outside(股权出质动产抵押条数=0, 股权冻结="是"), "冻结｜3分"), (outside(股权出质动产抵押条数=0, 股权冻结="否"), "0条｜0分")],
    "R20": [(outside(近12月被告涉诉件数=count), said) for count, said in
            ((0, "0件｜0分"), (1, "1件｜0.6分"), (2, "2件｜0.6分"), (3, "3件｜1.2分"), (5, "5件｜1.2分"), (6, "6件｜2分"))],
    "R21": [(outside(欠薪欠税停产信号=word), said) for word, said in
            (("无", "无｜0分"), ("传闻", "传闻｜0.6分"), ("部分证实", "部分证实｜1.2分"), ("证实", "证实｜2分"))],
    "R22": [(customer(行业分类=code), said) for code, said in
            (("C3841", "鼓励类｜0分"), ("C3842", "一般｜1.2分"), ("C3012", "高耗能｜2.4分"), ("C3011", "产能过剩｜4分"))]
           + [(customer(高耗能行业类别="钢铁"), "产能过剩｜4分")],
    "R23": [(outside(关停搬迁名单=word), said) for word, said in
            (("无", "无｜0分"), ("摸排", "摸排｜1.2分"), ("拟列入", "拟列入｜2.4分"), ("已列入", "已列入｜4分"))],
    "R24": [(customer(客户身份="业主"), "自有｜0分")] + [(customer(客户身份="租户", 租期止日=day), said) for day, said in
            (("2029-01-31", "3年｜0.9分"), ("2029-01-30", "2.997年｜1.8分"), ("2027-01-31", "1年｜1.8分"), ("2027-01-30", "0.997年｜3分"))],
    "R25": [(bills() | security("预存", 金额=yuan), said) for yuan, said in
            ((1000, "1倍｜0分"), (999, "0.999倍｜1.2分"), (500, "0.5倍｜1.2分"), (499, "0.499倍｜2.4分"), (100, "0.1倍｜2.4分"), (99, "0.099倍｜4分"))],
    "R26": [(contract(ends(91)), "91天｜0分"), (contract(ends(90)), "90天｜0.6分"), (contract(ends(0)), "0天｜0.6分"), (contract(ends(-1)), "已过期｜1.2分"),
            (contract(ends(-1), "是"), "有效且>90天｜0分"), (contract(ends(91), no="420"), "无书面合同｜2分")],
    "R27": [(outside(主体异动=word), said) for word, said in
            (("无", "无｜0分"), ("法人变更", "法人变更｜0.6分"), ("股权变更≥50%", "股权变更≥50%｜1.2分"), ("户名不符或私自过户", "户名不符或私自过户｜2分"))],
    "R28": [(customer(立户日期=day), said) for day, said in
            (("2023-01-31", "3年｜0分"), ("2023-02-01", "2.997年｜0.3分"), ("2024-01-31", "2年｜0.3分"), ("2024-02-01", "1.997年｜0.6分"),
             ("2025-01-31", "1年｜0.6分"), ("2025-02-01", "0.997年｜1分"))],
}  # fmt: skip

MONTHS = {"R10": "2025-10", "R11": "2025-12"}
"""Months that may be compared; January stands beside the Spring Festival."""


def test_every_indicator_has_its_limits_tested():
    elsewhere = {"R01", "R14"}
    assert {code.removeprefix("风险-") for code in INDICATORS} == CASES.keys() | elsewhere


def together(cases):
    """Put the sheets of several cases into one workbook, each case a customer of its own, in order."""
    tables = {}
    for place, sheets in enumerate(cases):
        for title, text in ({"客户台账": CUSTOMERS} | sheets).items():
            own = text.replace(NO, f"42{place:011}")
            own = re.sub(r"(?<=[|\n])('?)(B|R|S|G|J|HT)(?=\d)", rf"\g<1>\g<2>{place}-", own)
            head, *rows = [row.split("|") for row in own.splitlines()]
            tables.setdefault(title, []).extend(dict(zip(head, row, strict=True)) for row in rows)
    return {title: laid_out(rows) for title, rows in tables.items()}


def laid_out(rows):
    """Write rows under the headings of them all."""
    heads = list(dict.fromkeys(head for row in rows for head in row))
    return "\n".join(["|".join(heads), *("|".join(row.get(head, "") for head in heads) for row in rows)])


@pytest.mark.parametrize("code", CASES)
def test_raw_value_and_points_on_both_sides_of_every_limit(tmp_path, code):
    cases, said = zip(*CASES[code], strict=True)
    table = risk(tmp_path, together(cases), month=MONTHS.get(code, "2026-01")).indicators
    assert tuple(next(table[title] for title in table if title.startswith(code))) == said


OWING = unpaid(1)
SINCE_JANUARY = billed(months=["2025-12", "2026-01", "2026-02"], _12=(0, 1), _01=(0, 1), _02=(0, 1))
LIFTED = {
    "T03": [(outside(被执行或失信="失信或限高") | OWING, True), (outside(被执行或失信="失信或限高") | bills(), False),
            (outside(被执行或失信="被执行≥100万") | OWING, False)],
    "T04": [(outside(破产清算注销="破产受理"), True), (outside(破产清算注销="清算或简易注销公告"), True), (outside(破产清算注销="减资公告"), False)],
    "T05": [(outside(关停搬迁名单="已列入"), True), (outside(关停搬迁名单="拟列入"), False)],
    "T06": [(changes("销户") | OWING, True), (changes("永久减容") | OWING, True), (changes("迁址") | OWING, True), (changes("暂停") | OWING, False),
            (changes("销户") | bills(), False), (changes("销户", state="已作废") | OWING, False),
            (changes("销户", day="2025-07-31") | OWING, False), (changes("销户", day="2025-07-31", state="已受理") | OWING, True)],
    "T07": [(inspected("窃电"), True), (inspected("窃电", "否"), True), (inspected("窃电", "是"), False), (inspected("超容或改类", "否"), False)],
    "T08": [(outside(失联或设备搬离="是"), True), (outside(失联或设备搬离="否"), False)],
    "T09": [(security("还款协议", 最长迟延=30, 逾期期数=2), True), (security("还款协议", 最长迟延=30, 逾期期数=1), False)],
}  # fmt: skip
COLOURS = {"T03": "Ⅰ", "T04": "Ⅰ", "T05": "Ⅱ", "T06": "Ⅱ", "T07": "Ⅱ", "T08": "Ⅰ", "T09": "Ⅰ"}


@pytest.mark.parametrize("code", LIFTED)
def test_a_veto_lifts_the_level_where_it_holds_and_only_there(tmp_path, code):
    cases, holds = zip(*LIFTED[code], strict=True)
    found = risk(tmp_path, together(cases)).customers
    assert tuple(code in vetoes.split("、") for vetoes in found["vetoes"]) == holds
    assert set(found["level"][list(holds)].str[0]) <= {COLOURS[code], "Ⅰ"}


@pytest.mark.parametrize(("day", "holds"), [(20, False), (21, True)])
def test_three_months_owed_that_fell_due_this_year_are_red(tmp_path, day, holds):
    found = line(tmp_path, SINCE_JANUARY, month="2026-02", as_of=date(2026, 3, day))
    assert ("T10" in found["vetoes"].split("、")) is holds


def test_every_veto_is_tested():
    elsewhere = {"T01", "T02", "T10"}
    assert {code.removeprefix("风险-") for code in VETOES} == LIFTED.keys() | elsewhere
