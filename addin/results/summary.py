"""The figures of a run: for the overview, the command line and ``--json``."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from addin.billing.disputed import off_fen
from addin.billing.history import standing
from addin.billing.money import fen
from addin.billing.month import Billing
from addin.billing.unreckoned import served, unreckoned
from addin.job import Audit
from addin.outcome.collect import LEVELS

MAIN_REASONS = 3
ALWAYS = 3
"""The first counts of customers are told even where nobody is among them."""
TOTALS = ["issued_fen", "recomputed_fen"]
NUMBERS = re.compile(r"(\d{4}-\d\d(?![-\d])|[\d(<)-]+kV)|[\d.]+|『[^』]*』")
"""Numbers of one customer; not a month or a voltage, which say what is lacking for all."""


def overview_facts(run: Audit) -> dict[str, str]:
    """Return label and text of period, inputs, coverage and totals, in printed order."""
    facts = {
        "账期 / 截至日": f"{run.loaded.period.month}，期限按 {run.loaded.period.as_of:%Y-%m-%d} 计算",
        "工作簿": "、".join(path.name for path in run.loaded.order.books),
        "规则表": run.loaded.order.rules.name,
        "客户数": f"{run.loaded.ledger['customers']['customer_no'].nunique():,} 户",
    }
    if run.billing is not None:
        facts |= _billing_facts(run.billing, run.loaded.ledger["customers"])
    facts["发现"] = _counts(run)
    if run.grades is not None:
        facts["建议变动等级"] = tally(run.grades.loc[run.grades["direction"].isin(("升", "降", "新定级")), "direction"])
    if run.risks is not None:
        facts["风险等级"] = tally(run.risks.customers["level"], sorted(set(run.risks.customers["level"].dropna())))
    facts["数据问题"] = tally(run.problems["level"], [str(level) for level in LEVELS]) or "无"
    return {label: text or "无" for label, text in facts.items()}


def summary(run: Audit) -> dict[str, object]:
    """Return the figures for ``--json``: plain numbers and texts; amounts as decimal text.

    ``billed`` and ``unbilled`` are there where bills were recomputed; ``failed`` says of each check that failed what to
    do.
    """
    levels, coverage = run.findings["level"].value_counts(), run.collected.coverage
    billing = run.billing
    return {
        "month": run.loaded.period.month,
        "as_of": run.loaded.period.as_of.isoformat(),
        "customers": run.loaded.ledger["customers"]["customer_no"].nunique(),
        **({"billed": len(billing.billed), "unbilled": len(billing.unbilled)} if billing is not None else {}),
        "errors": int(levels.get("错误", 0)),
        "warnings": int(levels.get("警告", 0)),
        "notices": int(levels.get("提示", 0)),
        "stake_yuan": str(Decimal(stake_fen(run.findings)).scaleb(-2)),
        "data_problems": {str(level): int(count) for level, count in run.problems["level"].value_counts().items()},
        "failed": coverage.loc[coverage["failed"], "note"].tolist(),
    }


def bills_of(run: Audit) -> pd.DataFrame:
    """Return by 户号 the month's bills: state, issued and recomputed total [fen], NA where the bill was not whole."""
    bills = run.loaded.ledger["bills"]
    mine = bills[bills["month"] == run.loaded.period.month]
    totals = _issued(mine) if run.billing is None else _whole(run.billing)
    totals = totals.groupby("customer_no")[TOTALS].sum(min_count=1)
    states = mine.drop_duplicates("customer_no", keep="last")
    return totals.join(states.set_index("customer_no")["state"], how="outer")


def _whole(billing: Billing) -> pd.DataFrame:
    """Return the totals of the recomputed month, the recomputed one of whole bills alone."""
    totals = billing.totals
    whole = totals["customer_no"].isin(off_fen(billing).index)
    return totals.assign(recomputed_fen=totals["recomputed_fen"].where(whole))


def _issued(bills: pd.DataFrame) -> pd.DataFrame:
    """Return the totals of bills that were not recomputed."""
    stand = standing(bills)
    return stand.assign(issued_fen=fen(stand["charge_yuan"]), recomputed_fen=pd.Series(dtype="Int64"))


def general(reason: str) -> str:
    """Return a reason without the numbers of one customer, so that like reasons are counted together."""
    return NUMBERS.sub(lambda found: found[1] or "…", reason.split("；", maxsplit=1)[0])


def stake_fen(findings: pd.DataFrame) -> int:
    """Return the money that all roots dispute [fen]; what is owed or at risk of not being paid is not among it."""
    return int(findings["stake_fen"].fillna(0).abs().sum())


def _billing_facts(billing: Billing, customers: pd.DataFrame) -> Mapping[str, str]:
    """Return how many customers were billed in full, in part or not, why not, and what was over- and undercharged."""
    reasons = billing.doubts["reason"].map(general).value_counts().head(MAIN_REASONS)
    main = "；".join(f"{reason}（{count} 户次）" for reason, count in reasons.items())
    different = billing.totals.loc[billing.totals["different"], "customer_no"]
    off = off_fen(billing).reindex(different).fillna(0)
    over, under = (int(side.sum()) for side in (off.clip(lower=0), -off.clip(upper=0)))
    return {
        "电费核查覆盖": _covered(billing, customers),
        "未能重算的主要原因": main,
        "多计 / 少计": f"多计 {_yuan(over)} 元，少计 {_yuan(under)} 元（各户账单的差额，不相抵；未能整张重算的不计）",
    }


def _covered(billing: Billing, customers: pd.DataFrame) -> str:
    """Return how many customers were billed in full, in part or not: together all of 客户台账, and who is not in it."""
    every = customers["customer_no"].dropna().drop_duplicates()
    passed_over = unreckoned(every, billing).index
    there = served(customers, billing).index
    counts = {
        "全算": len(billing.billed - billing.partly),
        "部分": len(billing.partly),
        "整张未能重算": len(billing.unbilled),
        "没有账单也没有可计费的抄表记录": int(passed_over.isin(there).sum()),
        "已销户或未送电": int((~passed_over.isin(there)).sum()),
        "其中不在「客户台账」": len({*billing.billed, *billing.unbilled["customer_no"]} - set(every)),
    }
    return "，".join(
        f"{name} {count:,} 户" for place, (name, count) in enumerate(counts.items()) if count or place < ALWAYS
    )


def _counts(run: Audit) -> str:
    """Return the number of root findings by level."""
    levels = run.findings["level"].value_counts()
    parts = "，".join(f"{level} {levels.get(level, 0):,} 项" for level in ("错误", "警告", "提示"))
    counted = "认为算错的钱，每个根因计一次；欠费和突变的涨跌不在内"
    return f"{parts}；账单涉及金额 {_yuan(stake_fen(run.findings))} 元（{counted}）"


def tally(part: pd.Series, order: Sequence[str] = ()) -> str:
    """Return how often each value occurs: in this order, gravest first; else the most frequent first."""
    counts = part.value_counts()
    return "，".join(f"{value} {counts[value]:,}" for value in order or counts.index if value in counts)


def _yuan(fen: int) -> str:
    """Return an amount with thousands separators."""
    return f"{Decimal(fen).scaleb(-2):,.2f}"
