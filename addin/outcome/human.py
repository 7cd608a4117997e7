"""处理状态, 处理说明, 责任人, 核实截止日: what staff wrote beside a finding stays with it."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from addin.tables.result_findings import HUMAN, OPINIONS

NAMES = [column.name for column in HUMAN]
TITLES = {column.title: column.name for column in HUMAN}
VERIFIED, WAITING = "已核实", "待处理"


def opinions(sheets: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put what staff wrote together, the later sheet winning where it says anything.

    Args:
        sheets: earlier 复核发现 and 处理意见 sheets, oldest first: index identity, columns by title.

    Returns:
        One row per identity with the human columns by name; rows where nothing was written are left out.
    """
    parts = [sheet.rename(columns={**TITLES, **_titles()}) for sheet in sheets if len(sheet)]
    kept = [part.reindex(columns=[*_titles().values(), *NAMES]) for part in parts]
    if not kept:
        return pd.DataFrame(columns=[*_titles().values(), *NAMES])
    everything = pd.concat(kept)
    everything = everything.astype(object).where(everything.notna() & (everything != ""), None)
    everything = everything[everything[NAMES].notna().any(axis=1)]
    return everything[~everything.index.duplicated(keep="last")]


def attach(findings: pd.DataFrame, written: pd.DataFrame, managers: pd.Series) -> pd.DataFrame:
    """Add the human columns to findings; a new finding is given to the customer's 客户经理.

    Args:
        findings: with ``identity`` and ``customer_no``.
        written: from ``opinions``.
        managers: 客户经理 by 户号.
    """
    earlier = written.reindex(findings["identity"])[NAMES].set_axis(findings.index)
    joined = findings.join(earlier)
    joined["handling"] = joined["handling"].fillna(WAITING)
    joined["responsible"] = joined["responsible"].fillna(findings["customer_no"].map(managers))
    return joined


def silenced(findings: pd.DataFrame, written: pd.DataFrame, as_of: date) -> pd.Series:
    """Return which findings are 已核实 with a reason and an end date not yet over.

    An accepted exception holds for the same check, customer and object in every month until its end date.
    """
    accepted = written[(written["handling"] == VERIFIED) & written["handling_note"].notna()]
    until = pd.to_datetime(accepted["verified_until_on"], errors="coerce")
    accepted = accepted[until.notna() & (until >= pd.Timestamp(as_of))]
    keys = {_timeless(identity) for identity in accepted.index}
    return findings["identity"].map(_timeless).isin(keys).astype(bool)


def kept_aside(written: pd.DataFrame, shown: Iterable[str]) -> pd.DataFrame:
    """Return what staff wrote about findings that this run does not list, for the sheet 处理意见.

    A finding that only waited leaves nothing behind.
    """
    said = written[["handling_note", "verified_until_on"]].notna().any(axis=1)
    said |= written["handling"].notna() & (written["handling"] != WAITING)
    return written[said & ~written.index.isin(list(shown))]


def _timeless(identity: str) -> str:
    """Return an identity without its month."""
    code, customer, _, about = identity.split("|", 3)
    return f"{code}|{customer}|{about}"


def _titles() -> dict[str, str]:
    """Map the titles of the other columns of 处理意见 to their names."""
    return {column.title: column.name for column in OPINIONS if column.name not in NAMES}
