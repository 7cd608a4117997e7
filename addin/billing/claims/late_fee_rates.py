"""What a late bill costs a day: the contract's rate, else the rule row 违约金费率. Source: ledger.md §3."""

from decimal import Decimal

import pandas as pd

from addin.days import LONG_AGO
from addin.rulebook import RulesInForce

DRAFTS = ("草拟", "评审中", "退回", "待批准", "待签署")
"""States of a contract that does not bind yet."""
RESIDENT, OTHER = "居民", "其他"
RESIDENTIAL = "居民生活"
YEARS = ("当年", "跨年")


def rates_permille(
    owed: pd.DataFrame, contracts: pd.DataFrame, terms: pd.DataFrame, rules: RulesInForce
) -> pd.DataFrame:
    """Return the rates of each bill.

    Args:
        owed: customer_no, due_on; index = row id of the bill.
        contracts: the sheet 合同台账; the newest that bound on the due date and says a rate decides.
        terms: the sheet 计费参数, for who is a resident.
        rules: in force.

    Returns:
        当年 and 跨年 [‰/day], NaN where neither contract nor rule says one; contract_no, None without; ``rule``, the
        citation of the rule rows used.
    """
    found = _agreed(owed, contracts)
    residents = terms.loc[terms["tariff_class"] == RESIDENTIAL, "customer_no"]
    kinds = owed["customer_no"].isin(residents).map({True: RESIDENT, False: OTHER})
    general = _general(rules)
    for year in YEARS:
        own = pd.MultiIndex.from_arrays([kinds, [year] * len(owed)])
        found[year] = found["agreed"].fillna(general["permille_per_day"].reindex(own).set_axis(owed.index))
    cited = kinds.map({kind: _citation(general, kind) for kind in (RESIDENT, OTHER)})
    found["rule"] = cited.where(found["agreed"].isna(), "")
    return found.drop(columns="agreed")


def legal_permille(rules: RulesInForce, tariff_class: object) -> dict[str, Decimal]:
    """Return what the rule book says a late bill of a tariff class costs, by 当年 and 跨年 [‰/day]."""
    kind = RESIDENT if tariff_class == RESIDENTIAL else OTHER
    known = _general(rules)["permille_per_day"]
    return {year: Decimal(str(known[kind, year])) for year in YEARS if (kind, year) in known.index}


def _agreed(owed: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the agreed rate and its contract, empty where none was agreed."""
    binding = contracts[contracts["late_fee_permille"].notna() & ~contracts["state"].isin(DRAFTS)]
    begins = binding["effective_on"].fillna(binding["signed_on"]).fillna(LONG_AGO).astype("datetime64[s]")
    known = binding.assign(begins=begins)[["customer_no", "begins", "late_fee_permille", "contract_no"]]
    known = known.dropna(subset="customer_no").astype({"customer_no": object}).sort_values("begins", kind="stable")
    asked = owed[["customer_no", "due_on"]].reset_index(names="bill").dropna(subset=["customer_no", "due_on"])
    asked = asked.astype({"due_on": "datetime64[s]", "customer_no": object}).sort_values("due_on", kind="stable")
    found = pd.merge_asof(asked, known, left_on="due_on", right_on="begins", by="customer_no").set_index("bill")
    found = found.rename(columns={"late_fee_permille": "agreed"})
    return found[["agreed", "contract_no"]].reindex(owed.index)


def _general(rules: RulesInForce) -> pd.DataFrame:
    """Return the rule rows by user and kind of debt; the first one where a book has several of a day."""
    rows = rules.rows("late_fee_rates").reset_index(names="row")
    return rows.drop_duplicates(["user_kind", "debt_kind"]).set_index(["user_kind", "debt_kind"])


def _citation(general: pd.DataFrame, kind: str) -> str:
    """Return the citation of the rows of a user."""
    rows = [general.loc[(kind, year), "row"] for year in YEARS if (kind, year) in general.index]
    return "；".join(f"违约金费率!{row}" for row in rows)
