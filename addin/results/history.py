"""Append-only sheets: 等级历史, 风险历史, 运行记录."""

import hashlib
from pathlib import Path

import pandas as pd

from addin import __version__
from addin.job import Audit
from addin.results.sheet import yuan
from addin.results.summary import stake_fen
from addin.tables.column import Table
from addin.tables.histories import RUNS

SHORT = 12


def with_month(table: Table, run: Audit, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a history as it was with this month's rows put in; a month run again is replaced."""
    now = rows.assign(month=run.loaded.period.month)[[column.name for column in table]]
    old = run.earlier[table.name]
    old = old[~old["month"].isin(now["month"].unique())]
    parts = [part for part in (old, now) if len(part)] or [now]
    return pd.concat(parts, ignore_index=True).sort_values(["month", "customer_no"], kind="stable", ignore_index=True)


def runs(run: Audit) -> pd.DataFrame:
    """Return the earlier runs with this one; the same input run again is not counted twice."""
    counts = run.findings["level"].value_counts()
    line = {
        "month": run.loaded.period.month,
        "as_of": pd.Timestamp(run.loaded.period.as_of),
        "version": __version__,
        "books": "；".join(map(fingerprint, run.loaded.order.books)),
        "rules": fingerprint(run.loaded.order.rules),
        "customers": run.loaded.ledger["customers"]["customer_no"].nunique(),
        "billed": len(run.billing.billed) if run.billing else None,
        **{
            name: int(counts.get(level, 0))
            for name, level in (("errors", "错误"), ("warnings", "警告"), ("notices", "提示"))
        },
        "stake_yuan": yuan(pd.Series([stake_fen(run.findings)]))[0],
    }
    names = [column.name for column in RUNS]
    every = pd.concat([run.earlier["runs"].astype(object), pd.DataFrame([line], dtype=object)], ignore_index=True)[
        names
    ]
    every["as_of"] = pd.to_datetime(every["as_of"])
    return every.drop_duplicates(list(RUNS.key), keep="last", ignore_index=True)


def fingerprint(path: Path) -> str:
    """Return a file's name and the start of its SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{path.name}({digest[:SHORT]})"
