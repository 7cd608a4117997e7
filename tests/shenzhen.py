"""A month of Shenzhen: delivery prices of 附件1 (发改价格〔2026〕1077号), every other price made up for the tests.

The layout of the made-up month is that of a published one: no line loss, a row for each class, voltage and step.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd
from billing_area import area, registers, rulebook
from rules_area import FLAGS

from addin.billing.month import bill_month

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
