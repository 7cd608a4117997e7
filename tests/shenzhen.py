"""A month of Shenzhen: delivery prices of 附件1 (发改价格〔2026〕1077号), every other price made up for the tests.

The layout of the made-up month is that of a published one: no line loss, a row for each class, voltage and step.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd
from billing_area import SHARED, area, registers, rulebook
from rules_area import FLAGS

from addin.billing.month import bill_month
from addin.facts import reckon
from addin.register import CHECKS
from addin.tables import FILLED

MONTH, START, END = "2026-09", date(2026, 8, 31), date(2026, 9, 30)
NO = "4403000000001"
AGENT, SYSTEM, FUNDS = 0.4, 0.04, 0.02766875
"""Made up, but for the funds, which are those of 广东 (S15)."""
TIMES = {"sharp": 1.875, "peak": 1.5, "valley": 0.3}
"""Made up: what a period's price is of the flat one, the funds left out."""
LOW, HIGH = "101–3000kVA，每千伏安月电量≤250kWh", "101–3000kVA，每千伏安月电量>250kWh"
LARGE_LOW, LARGE_HIGH = "≥3001kVA，每千瓦月电量≤400kWh", "≥3001kVA，每千瓦月电量>400kWh"
SMALL = "≤100kVA及公用变压器"


@cache
def prices():
    """Return the made-up rows of 电价, one for each row of Shenzhen's delivery prices."""
    delivery = rulebook().all("transmission_prices")
    rows = delivery[delivery["grid"] == "深圳"].reset_index(drop=True)
    single = rows["two_part_yuan_per_kwh"].isna()
    transmission = rows["two_part_yuan_per_kwh"].fillna(rows["single_part_yuan_per_kwh"])
    floating = AGENT + transmission + SYSTEM
    made = rows[["voltage", "lower_kv", "upper_kv", "user_class", "demand_yuan_per_kw_month",
                 "capacity_yuan_per_kva_month"]].assign(
        province="深圳", month=MONTH, tariff=single.map({True: "单一制", False: "两部制"}), agent_yuan_per_kwh=AGENT,
        line_loss_yuan_per_kwh=0.0, transmission_yuan_per_kwh=transmission, system_operation_yuan_per_kwh=SYSTEM,
        funds_yuan_per_kwh=FUNDS, flat_yuan_per_kwh=(floating + FUNDS).round(8), faulty="", unverified="否",
        **{f"{name}_yuan_per_kwh": (floating * times + FUNDS).round(8) for name, times in TIMES.items()},
        source="为测试所编", evidence="I", clause="D1",
    )  # fmt: skip
    made["key"] = "深圳-" + MONTH + "-" + made["tariff"] + "-" + made["voltage"] + "-" + made["user_class"]
    days = {"effective_on": pd.Timestamp("2026-09-01"), "expires_on": pd.Timestamp("2026-10-01")}
    known = rulebook().all("prices")
    made = made.assign(**days).reindex(columns=known.columns)
    made.index = pd.Index(range(900, 900 + len(made)))
    return pd.concat([known, made.astype(known.dtypes.to_dict())])


@cache
def rules(step_pricing=None):
    """Return the shipped rules with the made-up prices, and the reading of the price of a step."""
    flags = rulebook().all(FLAGS).copy()
    flags.loc[flags["key"] == "分档计价方式", "text"] = step_pricing
    return replace(rulebook(), tables=dict(rulebook().tables) | {"prices": prices(), FLAGS: flags})


def readings(kwh=None, demand=None, **cells):
    """Return the readings of September: by default 250,000 kWh."""
    kwh = kwh or {"尖": 10_000, "峰": 60_000, "平": 100_000, "谷": 80_000}
    own = {"户号": NO, "月份": MONTH, "上次抄表日": START, "抄表日": END}
    return registers(kwh, sum(kwh.values()) // 3, demand, **own | cells)


def sheets(kva=1000, kwh=None, demand=None, terms=None, side="高供高计"):
    """Return the sheets of one customer of Shenzhen as changes of ``billing_area.area``."""
    customer = {"户号": NO, "户名": "鹏城精密有限公司", "合同容量": kva, "运行容量": kva, "计量方式": side}
    own = {"户号": NO, "计价电压": "10kV", "用户档": None, "力调标准": "'0.90"}
    return {
        "客户台账": customer,
        "计费参数": own | (terms or {}),
        "受电设备": {"户号": NO, "铭牌容量": kva or 1000},
        "计量点": {"户号": NO, "计量侧": side},
        "抄表记录": readings(kwh, demand),
    }


def billed(tmp_path, changes, step_pricing=None, book_of_rules=None):
    """Return the month of Shenzhen recomputed."""
    return bill_month(area(tmp_path, changes), book_of_rules or rules(step_pricing), MONTH, "深圳")


def facts(tmp_path, changes, step_pricing=None, wanted=(*SHARED, "billing", "causes")):
    """Return the facts that checks of the bill may name."""
    ledger, book = area(tmp_path, changes), rules(step_pricing)
    own = {name: ledger[name] for name in FILLED}
    own |= {"ledger": ledger, "rulebook": book, "rules": book.on(END, "深圳"), "province": "深圳"}
    own |= {"month": MONTH, "month_end": END, "as_of": END}
    return reckon(own, wanted)


def verdict(code, tmp_path, changes, step_pricing=None):
    """Return outcome and sentence of what a check finds."""
    own = facts(tmp_path, changes, step_pricing, CHECKS[code].needs)
    found = CHECKS[code].run(**{name: own[name] for name in CHECKS[code].needs})
    assert found.asked, "nothing was asked"
    return [(str(row.outcome), row.message) for row in found.rows.itertuples()]


def issued(billing, **cells):
    """Return 电费账单 and 账单明细 that print a recomputed statement as it is; ``cells`` by component change a row."""
    bill = {"账单号": "B1", "户号": NO, "月份": MONTH}
    head = {"起日": date(2026, 9, 1), "止日": END, "发行状态": "待发行", "实际力率": 0.95, "调整系数": -0.75}
    titles = {"component": "费用组成", "period": "时段", "quantity": "计费数量", "unit_price": "单价"}
    rows = [
        bill | {"行号": number, "电价月份": MONTH, "计费天数": 30 if one["component"] == "容量电费" else None}
        | {title: one[name] for name, title in titles.items()} | {"金额": one["amount_fen"] / 100}
        | cells.get(one["component"], {})
        for number, one in enumerate(billing.lines.to_dict("records"), 1)
    ]  # fmt: skip
    used = float(billing.lines.loc[billing.lines["component"] == "输配电", "quantity"].sum())
    total = round(sum(row["金额"] for row in rows), 2)
    return {"电费账单": [bill | head | {"总电量": used, "总电费": total}], "账单明细": rows}
