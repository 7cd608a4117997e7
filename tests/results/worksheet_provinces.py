"""What other provinces settle otherwise, and the grid that prices by class and step: rules and sheets."""

from datetime import date

import pandas as pd
import shenzhen
from billing_area import PRINTED, printed, registers, rulebook
from results.worksheet_sheets import ACTUAL, CONTRACT, TERMS, market, sealed, swapped_quadrants

from addin.rulebook import Rulebook


def flagged(key, **cells):
    """Return the shipped rules in which the flags that start with ``key`` hold in the test's province and month."""
    flags = rulebook().tables["billing_flags"]
    mine = flags["key"].str.startswith(key)
    changes = {"province": "湖北", "effective_on": pd.Timestamp("2026-01-01")} | cells
    flags = flags.assign(**{name: flags[name].mask(mine, value) for name, value in changes.items()})
    return Rulebook({**rulebook().tables, "billing_flags": flags}, rulebook().ledger, rulebook().path)


def loss_inside():
    """Return the shipped rules with a grid whose price of transmission holds the line loss."""
    rates = rulebook().tables["line_loss_rates"]
    mine = rates["province"] == "湖北"
    rates = rates.assign(effective_on=rates["effective_on"].mask(mine, pd.Timestamp("2026-01-01")),
                         in_transmission=rates["in_transmission"].mask(mine, "是"))  # fmt: skip
    return Rulebook({**rulebook().tables, "line_loss_rates": rates}, rulebook().ledger, rulebook().path)


BEYOND = {"计费参数": CONTRACT, "抄表记录": registers(demand=1300)}
PROVINCES = {
    "reading-A": (lambda: flagged("超合同需量方式", text="A"), BEYOND),
    "reading-C": (lambda: flagged("超合同需量方式", text="C"), BEYOND),
    "quadrants-swapped": (lambda: flagged("换表无功:四象限口径", text="Ⅰ、Ⅳ"), swapped_quadrants()),
    "region": (lambda: flagged("输配区域加价"), {"计费参数": {"输配区域": "粤北"}}),
    "station": (lambda: flagged("集中式充换电设施容需量"), {"计费参数": {"集中式充换电设施": "是"}}),
    "year-spent": (lambda: flagged("暂停:年累计上限", value=20.0), {"容量变动": sealed(3)}),
    "loss-inside": (loss_inside, market([{"时段": "总", "单价": 0.41}])),
    "alternative": (rulebook, printed(text=PRINTED.replace("0.595188|23807.52", "0.593188|23727.52"))),
}
"""What other provinces settle otherwise, and a bill that follows the other value of a price under 待核: rules, sheets."""
MUCH = {"尖": 10_000, "峰": 60_000, "平": 100_000, "谷": 130_000}
SEPTEMBER = TERMS | {"户号": shenzhen.NO, "计价电压": "10kV"}
MIDDLE_OF_IT = date(2026, 9, 16)
SHENZHEN = {
    "step-first": (None, shenzhen.sheets()),
    "step-whole": ("全部电量", shenzhen.sheets(kwh=MUCH)),
    "step-above": ("超出部分", shenzhen.sheets(kwh=MUCH)),
    "step-demand": ("超出部分", shenzhen.sheets(kva=5000, demand=600.1, kwh=MUCH, terms=ACTUAL)),
    "step-losses": ("超出部分", shenzhen.sheets(kwh=MUCH, terms={"线损率": 1.37}) | {
        "计量点": {"户号": shenzhen.NO, "线损参与": "是"}}),
    "step-cut": ("超出部分", shenzhen.sheets(kwh=MUCH) | {"计费参数": [
        SEPTEMBER | {"失效日期": MIDDLE_OF_IT}, SEPTEMBER | {"生效日期": MIDDLE_OF_IT, "计价电压": "20kV"}]}),
    "step-untimed": ("超出部分", shenzhen.sheets(kwh={"总": 300_000}, terms={"时段集": "不执行"})),
    "step-none": (None, shenzhen.sheets(kva=80, terms={"单一制/两部制": "单一制", "容需量计费方式": "不计"})),
}  # fmt: skip
"""Customers whose grid prices by class and step: the reading of the price of a step, sheets."""
