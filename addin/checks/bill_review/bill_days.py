"""电费-A11: the days of a bill follow on the last one, cover the month and are those of its readings."""

import pandas as pd

from addin.billing.history import standing
from addin.billing.own_months.trends import back
from addin.billing.windows import FULL_CYCLE_DAY
from addin.days import DAY
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

FOLLOWS = ("电费-A01", "电费-A02", "电费-A03", "审计-A08")


@check(
    "电费-A11",
    "抄表日期异常",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="starts_on",
    advice="核对抄表日和账单起止日，更正后重算；有空档或重叠的，与上期账单一并处理",
    explains=FOLLOWS,
)
def days_differ(  # noqa: PLR0913, PLR0917 - a bill's days hang on all of these
    bills: pd.DataFrame,
    readings: pd.DataFrame,
    customers: pd.DataFrame,
    billing_terms: pd.DataFrame,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """The bills of a month follow on the last one, cover the natural month, and have as many days as the readings.

    References: 制度 D2; billing.md §9 A11 (发改办价格〔2021〕809号: natural month).

    Checked with: generated cases only.

    Limitations: customers with a reading day before the 28th are not held to the natural month; a bill without one the
    month before may begin on any day, that of its first reading or the day after, and the month of closing may be
    shorter, as may the one that ends with the last row of 计费参数.
    """
    periods = _periods(bills, month)
    before = _periods(bills, back(month, 1))
    asked = periods.join(before.set_index("customer_no")["ends_on"].rename("last_on"), on="customer_no")
    faults = {
        "gap": _gap(asked),
        "month": _no_full_month(asked, customers, billing_terms, month),
        "readings": _unlike_readings(asked, readings[readings["month"] == month]),
    }
    told = faults["gap"].where(faults["gap"].notna(), faults["month"])
    told = told.where(told.notna(), faults["readings"])
    shown = asked[told.notna()]
    return judge(
        asked,
        told.notna(),
        needs=(asked["starts_on"], asked["ends_on"]),
        reason="账单没有起日或止日",
        actual=span(shown["starts_on"], shown["ends_on"]),
        message=told,
        rule=rules.cite_key("audit_rules", "电费-A11"),
    )


def _periods(bills: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return one row per customer of a month: first and last day; the index is the row id of the last bill."""
    rows = standing(bills[bills["month"] == month])
    spans = rows.groupby("customer_no").agg({"starts_on": "min", "ends_on": "max"})
    last = rows.drop_duplicates("customer_no", keep="last")[["customer_no"]].join(spans, on="customer_no")
    return last.assign(days=(last["ends_on"] - last["starts_on"]).dt.days + 1)


def _gap(rows: pd.DataFrame) -> pd.Series:
    """Say where a bill does not begin on the day after the last one ends."""
    begins = rows["last_on"] + DAY
    wrong = rows[rows["last_on"].notna() & (rows["starts_on"] != begins)]
    word = (wrong["starts_on"] > begins[wrong.index]).map({True: "有空档", False: "有重叠"})
    text = "上期止 " + _day(wrong["last_on"]) + "，本期起 " + _day(wrong["starts_on"]) + "，" + word
    return text.reindex(rows.index)


def _no_full_month(rows: pd.DataFrame, customers: pd.DataFrame, terms: pd.DataFrame, month: str) -> pd.Series:
    """Say where a customer billed by the natural month has another period."""
    first = pd.Timestamp(f"{month}-01")
    last = first + pd.offsets.MonthEnd(0)
    facts = customers.drop_duplicates("customer_no").set_index("customer_no").reindex(rows["customer_no"])
    facts = facts.set_axis(rows.index)
    by_terms = terms.dropna(subset=["reading_day"]).drop_duplicates("customer_no", keep="last")
    day = rows["customer_no"].map(by_terms.set_index("customer_no")["reading_day"]).fillna(facts["reading_day"])
    natural = day.isna() | (day >= FULL_CYCLE_DAY)
    wrong = (rows["starts_on"] != first) & rows["last_on"].notna()
    wrong |= (rows["ends_on"] != last) & ~(facts["closed_on"] <= last) & (rows["ends_on"] != _until(rows, terms))
    said = rows[natural & wrong]
    text = "账期 " + span(said["starts_on"], said["ends_on"]) + f"，应为 {first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
    return text.reindex(rows.index)


def _until(rows: pd.DataFrame, terms: pd.DataFrame) -> pd.Series:
    """Return the last day on which a customer has terms, with which its supply ends; ``NaT`` where they go on."""
    ordered = terms.sort_values("effective_on", kind="stable", na_position="first")
    final = ordered.drop_duplicates("customer_no", keep="last").set_index("customer_no")["expires_on"]
    until = final.reindex(rows["customer_no"]).to_numpy("datetime64[s]")
    return pd.Series(until, index=rows.index) - DAY


def _unlike_readings(rows: pd.DataFrame, readings: pd.DataFrame) -> pd.Series:
    """Say where the days between the readings are not the days of the bill.

    The reading that a new customer begins with may be taken on its first day, which counts then.
    """
    groups = readings.groupby("customer_no", sort=False)
    spans = pd.DataFrame({"first_on": groups["previous_on"].min(), "last_on": groups["read_on"].max()})
    read = spans.reindex(rows["customer_no"]).set_axis(rows.index)
    began = rows["last_on"].isna() & (read["first_on"] == rows["starts_on"])
    found = (read["last_on"] - read["first_on"]).dt.days + began
    wrong = found.notna() & (found != rows["days"])
    numbers = [part[wrong].fillna(0).astype(int).astype(str) for part in (found, rows["days"])]
    return ("抄表间隔 " + numbers[0] + " 天，账单 " + numbers[1] + " 天").reindex(rows.index)


def span(starts: pd.Series, ends: pd.Series) -> pd.Series:
    """Return periods as text."""
    return _day(starts) + " 至 " + _day(ends)


def _day(days: pd.Series) -> pd.Series:
    """Return dates as text."""
    return days.dt.strftime("%Y-%m-%d").fillna("空")
