"""What a case of 违约用电 stands on: dates and times of its row, terms, prices and rules of the days concerned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd

from addin.billing.claims.steps import UnclearError, blank, day, exact, half_up
from addin.billing.flag_rows import fixed_days
from addin.reading import Ledger
from addin.rulebook import Rulebook, RulesInForce
from addin.tables.claims import BREACHES

FLAGS = "billing_flags"
Row = Mapping[str, object]
Share = tuple[date, date, Fraction, str]
"""A month of the use: first and last day, share of the month's charge, citation of the rule row."""


def need(row: Row, *names: str) -> tuple[Fraction, ...]:
    """Return numbers of a case; raises ``UnclearError`` naming the column that is empty."""
    lacking = "、".join(f"「{BREACHES.column(name).title}」" for name in names if blank(row[name]))
    if lacking:
        raise UnclearError(f"行为『{row['breach']}』须填写{lacking}，没有就不能计算")
    return tuple(exact(row[name]) for name in names)


@dataclass(frozen=True, slots=True)
class Facts:
    """The sheets and rules; ``province`` says whose."""

    ledger: Ledger
    rulebook: Rulebook
    province: str

    def rules(self, at: date) -> RulesInForce:
        """Return the rules in force on a day."""
        return self.rulebook.on(at, self.province)

    def number(self, row: Row, key: str) -> tuple[Fraction, str]:
        """Return a number of 计费规则 on the day the case was found, and its citation."""
        rules = self.rules(day(row["found_on"]))
        return exact(rules.value(FLAGS, key)), rules.cite_key(FLAGS, key)

    def rounded(self, row: Row, value: Fraction, places: int) -> Fraction:
        """Return a value rounded where the rule says that every step is; else as it is, for the sum to be rounded."""
        first = self.rules(day(row["found_on"])).text(FLAGS, "违约电费先取整") == "是"
        return half_up(value, places) if first else value

    def terms(self, row: Row) -> Mapping[str, object]:
        """Return 计费参数 of the customer on the day the case was found; raises ``UnclearError`` without."""
        found = pd.Timestamp(day(row["found_on"]))
        terms = self.ledger["billing_terms"]
        mine = terms[(terms["customer_no"] == row["customer_no"]) & ~(terms["effective_on"] > found)]
        mine = mine[~(mine["expires_on"] <= found)].sort_values("effective_on")
        if mine.empty:
            raise UnclearError(f"「计费参数」没有该户在 {found:%Y-%m-%d} 有效的行，不知执行哪种电价")
        return dict(mine.iloc[-1])

    def capacity_prices(self, row: Row, first: date, last: date) -> list[tuple[date, Fraction, str]]:
        """Return each price of capacity within days of a month [yuan/kVA·month]: its first day, and its citation.

        As filled in, else published: each day has its own.
        """
        if not blank(row["capacity_price"]):
            return [(first, exact(row["capacity_price"]), "")]
        if self.terms(row)["capacity_mode"] != "按容量":
            raise UnclearError("该户不是按容量计费，请填写「容需量电价」后计算")
        found: list[tuple[date, Fraction, str]] = []
        for at in (first, *self._price_changes(first, last)):
            price, cited = self._published(row, at, "capacity_yuan_per_kva_month")
            if not found or found[-1][1] != price:
                found.append((at, price, cited))
        return found

    def _price_changes(self, first: date, last: date) -> list[date]:
        """Return the days after the first, up to the last, from which other price rows hold."""
        rows = self.rulebook.tables["prices"]
        turns = pd.concat([rows["effective_on"], rows["expires_on"]]).dropna().unique()
        return [turn.date() for turn in sorted(pd.DatetimeIndex(turns)) if first < turn.date() <= last]

    def energy_price(self, row: Row) -> tuple[Fraction, str]:
        """Return the price of stolen energy [yuan/kWh]: as filled in, else the published one of the day found."""
        if not blank(row["right_price"]):
            return exact(row["right_price"]), ""
        return self._published(row, day(row["found_on"]), "flat_yuan_per_kwh")

    def _published(self, row: Row, at: date, column: str) -> tuple[Fraction, str]:
        """Return a cell of the price table on a day and its citation; raises ``UnclearError`` without."""
        terms, month = self.terms(row), f"{at:%Y-%m}"
        prices = self.rules(at).rows("prices")
        mine = prices[(prices["month"] == month) & (prices["tariff"] == terms["tariff_kind"])]
        mine = mine[(mine["voltage"] == terms["pricing_voltage"]) & mine[column].notna() & mine["user_class"].isna()]
        if mine.empty or terms["tariff_class"] != "工商业":
            label = f"{terms['tariff_kind']}、{terms['pricing_voltage']}"
            title = BREACHES.column("capacity_price" if "kva" in column else "right_price").title
            raise UnclearError(
                f"规则表「电价」没有 {self.province} {month} {label} 的价格，请补上该行，或填写「{title}」"
            )
        return exact(mine.iloc[0][column]), f"电价!{mine.index[0]}"


def span(row: Row) -> tuple[date, date] | None:
    """Return first and last day of the use, both counted; None where nobody knows since when."""
    last = day(row["found_on"] if blank(row["ends_on"]) else row["ends_on"])
    if not blank(row["starts_on"]):
        first = day(row["starts_on"])
    elif row["breach"] == "启用封存设备" and not blank(row["sealed_on"]):
        first = day(row["sealed_on"]) + timedelta(days=1)
    else:
        return None
    if first > last:
        raise UnclearError(f"起日 {first} 晚于止日 {last}，请更正")
    return first, last


def month_shares(row: Row, facts: Facts) -> Iterator[Share]:
    """Return each month of the use."""
    known = span(row)
    if known is None:
        raise UnclearError("没有填写「起日」（启用封存设备的也可填「封停日」），不能计算使用时间")
    for month in pd.period_range(known[0], known[1], freq="M"):
        first, last = max(known[0], month.start_time.date()), min(known[1], month.end_time.date())
        days = (last - first).days + 1
        share, rule = _share(days, month.days_in_month, facts.rules(last))
        yield first, last, share, rule


def _share(days: int, whole: int, rules: RulesInForce) -> tuple[Fraction, str]:
    """Return what part of a month's charge so many days bear."""
    if rules.text(FLAGS, "私增容:计费单位") == "按月" or days == whole:
        return Fraction(1), rules.cite_key(FLAGS, "私增容:计费单位")
    divisor = fixed_days(rules) or whole
    return min(Fraction(days, divisor), Fraction(1)), rules.cite_key(FLAGS, "天数折算")


def days_used(row: Row, facts: Facts) -> tuple[int, str]:
    """Return for how many days energy was used, and the rule row where nobody knows."""
    known = span(row)
    if known is not None:
        return (known[1] - known[0]).days + 1, ""
    if row["breach"] == "窃电":
        days, cited = facts.number(row, "窃电:不明天数")
        return int(days), cited
    (months, first), (days, second) = (facts.number(row, f"高价低接:{name}") for name in ("不明月数", "每月天数"))
    return int(months * days), f"{first}；{second}"


def hours_used(row: Row, facts: Facts) -> tuple[Fraction, str]:
    """Return the hours of use a day, and the rule row where the sheet says none."""
    if not blank(row["hours_per_day"]):
        return exact(row["hours_per_day"]), ""
    if blank(row["use"]):
        raise UnclearError("没有填写「设备类别」（动力或照明）和「日用小时」，不知每天用几小时")
    return facts.number(row, f"违约用电:{row['use']}日用小时")
