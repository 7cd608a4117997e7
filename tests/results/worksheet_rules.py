"""A copy of rules.xlsx in which the rows that the shipped one lacks are filled in, and one that is dearer.

The rows: a reading of the 105 % rule, prices of the catalogue and of December, a table of losses. Their numbers are made up.
"""

from datetime import datetime

import openpyxl
from billing_area import MONTH

from addin.rulebook import Rulebook
from addin.rulebook.price_cells import PERIOD_COLUMNS
from addin.shipped import shipped


def dearer(rules):
    """Return rules in which 平 of every price row is one fen dearer."""
    prices = rules.tables["prices"]
    name = PERIOD_COLUMNS["平"]
    return Rulebook({**rules.tables, "prices": prices.assign(**{name: prices[name] + 0.01})}, rules.ledger, rules.path)


def write_rules(path, reading="B"):
    """Write a copy of rules.xlsx with the rows that the shipped one lacks."""
    workbook = openpyxl.load_workbook(shipped("rules.xlsx"))
    flag = next(row for row in workbook["计费规则"].iter_rows(min_row=5) if row[1].value == "超合同需量方式")
    flag[3].value = reading
    since, source = datetime(2020, 1, 1), "为测试所编"  # noqa: DTZ001 - a cell has no zone
    stamps = [since, None, source, "I", "否", "D1"]
    for kind, price in (("居民生活", 0.588), ("农业生产", 0.5675)):
        for voltage in ("1-10(20)kV", "35kV"):
            workbook["目录电价"].append(["湖北", kind, voltage, price, *stamps])
    for load, kwh, kvarh in ((0.0, 620, 2700), (0.5, 900, 4000), (0.6, 1000, 4400)):
        workbook["变损表"].append(["甲型", 1000, "二班制", 300_000, load, kwh, kvarh, *stamps])
    prices = workbook["电价"]
    december = {"价表月份": "2025-12", "系统运行费用": 0.07}
    december |= {"生效日期": datetime(2025, 12, 1), "失效日期": datetime(2026, 1, 1)}  # noqa: DTZ001
    heads = [str(cell.value).partition("\n")[0] for cell in prices[4]]
    for row in list(prices.iter_rows(min_row=5, values_only=True)):
        key = {"价格行键": str(row[0]).replace(MONTH, "2025-12")}
        prices.append([(key | december).get(head, cell) for head, cell in zip(heads, row, strict=True)])
    workbook.save(path)
    return path
