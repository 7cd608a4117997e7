"""Two hundred customers made up by hypothesis, priced a second time by plain fractions, row by row."""

import tempfile
from fractions import Fraction
from math import floor
from pathlib import Path

from billing_area import MONTH, base_sheets, registers, rulebook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets import book

from addin.billing.month import bill_month
from addin.reading import read_books

TRANSMISSION = {
    ("单一制", "<1kV"): "0.2103",
    ("单一制", "1-10(20)kV"): "0.1903",
    ("单一制", "35kV"): "0.1703",
    ("两部制", "1-10(20)kV"): "0.1263",
    ("两部制", "35kV"): "0.1065",
    ("两部制", "110kV"): "0.0884",
    ("两部制", "220kV及以上"): "0.0694",
}
PERIOD_PRICES = {
    ("单一制", "<1kV"): "1.133999 0.930961 0.735686 0.516924",
    ("单一制", "1-10(20)kV"): "1.113999 0.910961 0.715686 0.496924",
    ("单一制", "35kV"): "1.093999 0.890961 0.695686 0.476924",
    ("两部制", "1-10(20)kV"): "1.049999 0.848961 0.651886 0.432924",
    ("两部制", "35kV"): "1.030199 0.827161 0.632086 0.413124",
    ("两部制", "110kV"): "1.012099 0.809061 0.613986 0.395024",
    ("两部制", "220kV及以上"): "0.993099 0.790061 0.594986 0.376024",
}
CAPACITY_PRICE = {"1-10(20)kV": "26.3", "35kV": "26.3", "110kV": "24.4", "220kV及以上": "24.4"}
SYSTEM, FUND = Fraction("0.082273"), Fraction("0.0452")

customers = st.lists(
    st.fixed_dictionaries(
        {
            "row": st.sampled_from(sorted(TRANSMISSION)),
            "kwh": st.tuples(*[st.integers(0, 400_000)] * 4),
            "kvarh": st.integers(0, 900_000),
            "standard": st.sampled_from(["0.90", "0.85", "0.80", "不考核"]),
            "kva": st.sampled_from([250, 315, 630, 1250, 16000]),
            "sealed_on": st.sampled_from([0, *range(2, 17)]),
        }
    ),
    min_size=100,
    max_size=100,
)


def fen(value):
    """Round half away from zero to whole fen."""
    return floor(abs(value) * 100 + Fraction(1, 2)) * (1 if value >= 0 else -1)


def hundredths(active, reactive):
    """Return cosφ in hundredths by comparing squares."""
    total = active**2 + reactive**2
    return next(c for c in range(100, -1, -1) if c == 0 or 40_000 * active**2 >= (2 * c - 1) ** 2 * total)


def rate(standard, cosine):
    """Return the printed table's percentage."""
    if cosine >= standard:
        steps = {
            90: [(95, 90, "0.15")],
            85: [(90, 85, "0.1"), (94, 90, "0.15")],
            80: [(90, 80, "0.1"), (92, 90, "0.15")],
        }
        return -sum(Fraction(each) * max(0, min(cosine, top) - low) for top, low, each in steps[standard])
    first = standard - 20
    if cosine >= first:
        return Fraction(standard - cosine, 2)
    return Fraction(10 + first - cosine if cosine >= first - 5 else 15 + 2 * (first - 5 - cosine))


def statement(one):
    """Return the amounts of a bill [fen], row by row."""
    kind, voltage = one["row"]
    total, fixed = sum(one["kwh"]), Fraction(TRANSMISSION[one["row"]])
    prices = [Fraction(price) - fixed - SYSTEM - FUND for price in PERIOD_PRICES[one["row"]].split()]
    rows = [fen(kwh * price) for kwh, price in zip(one["kwh"], prices, strict=True) if kwh]
    rows += [fen(total * price) for price in (fixed, SYSTEM)] if total else []
    base, funds = sum(rows), [fen(total * FUND)] if total else []
    capacity = []
    if kind == "两部制":
        days = one["sealed_on"] - 1 if one["sealed_on"] else 31
        capacity = [fen(Fraction(CAPACITY_PRICE[voltage]) * one["kva"] * days / 31)]
    base += sum(capacity)
    rows += funds + capacity
    if one["standard"] != "不考核" and (total or one["kvarh"]):
        percent = rate(int(one["standard"][2:]), hundredths(total, one["kvarh"]))
        rows.append(fen(Fraction(base, 100) * percent / 100))
    return rows


def sheets(made):
    """Write the customers down as a company keeps them."""
    start = {title: rows[0] for title, rows in base_sheets().items()}
    tables = {title: [] for title in (*start, "容量变动")}
    for number, one in enumerate(made):
        no, (kind, voltage) = f"42{number:011d}", one["row"]
        mode = "按容量" if kind == "两部制" else "不计"
        own = {"户号": no, "计量点号": f"P{number}", "设备编号": f"T{number}", "表号": f"M{number}"}
        tables["客户台账"].append(start["客户台账"] | {"户号": no, "合同容量": one["kva"]})
        terms = {
            "户号": no,
            "单一制/两部制": kind,
            "计价电压": voltage,
            "容需量计费方式": mode,
            "力调标准": one["standard"],
        }
        tables["计费参数"].append(start["计费参数"] | terms)
        tables["受电设备"].append(
            start["受电设备"] | {key: own[key] for key in ("户号", "设备编号")} | {"铭牌容量": one["kva"]}
        )
        tables["计量点"].append(start["计量点"] | {key: own[key] for key in ("户号", "计量点号", "表号")})
        periods = dict(zip("尖峰平谷", one["kwh"], strict=True))
        tables["抄表记录"] += registers(
            periods, one["kvarh"], **{key: own[key] for key in ("户号", "计量点号", "表号")}
        )
        if one["sealed_on"]:
            sealed = {"设备编号": own["设备编号"], "户号": no, "变动时刻": f"2026-01-{one['sealed_on']:02d} 08:00"}
            tables["容量变动"].append(sealed | {"变动类型": "封停", "业务": "暂停"})
    if not tables["容量变动"]:
        del tables["容量变动"]
    return {title: [list(rows[0]), *([row[key] for key in rows[0]] for row in rows)] for title, rows in tables.items()}


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(customers)
def test_a_hundred_random_customers_agree_with_fractions_to_the_fen(made):
    with tempfile.TemporaryDirectory() as folder:
        ledger = read_books([book(Path(folder), sheets(made))])
    billing = bill_month(ledger, rulebook(), MONTH, "湖北")
    assert billing.doubts.empty
    got = billing.lines.groupby("customer_no", sort=True)["amount_fen"].agg(list)
    for number, one in enumerate(made):
        assert [amount for amount in got.get(f"42{number:011d}", []) if amount] == [
            each for each in statement(one) if each
        ]
