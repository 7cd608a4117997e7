"""What another power factor would change on the bills of a month."""

import pandas as pd

from addin.billing.money import fen, product
from addin.billing.month import Billing
from addin.billing.power_factor import adjustment, adjustment_fen, standard_percent
from addin.billing.statement import POWER_FACTOR
from addin.rulebook import RulesInForce


def hundredths(factors: pd.Series) -> pd.Series:
    """Return power factors in hundredths, ``Int64``, rounded half up as they are printed."""
    return product((factors, 6), digits=2)


def swing_fen(numbers: pd.Series, then: pd.Series, now: pd.Series, billing: Billing, rules: RulesInForce) -> pd.Series:
    """Return what the step from one power factor to another makes on the printed base.

    Args:
        numbers: customer_no of each row.
        then: power factors in hundredths.
        now: likewise.
        billing: the month; its printed adjustment rows give the base.
        rules: in force; the table 力调系数.

    Returns:
        Amounts without sign [fen], ``Int64``; ``NA`` without a printed base, standard or table row.
    """
    rows = billing.issued[billing.issued["component"] == POWER_FACTOR]
    base = numbers.map(fen(rows["quantity"]).groupby(rows["customer_no"]).sum(min_count=1)).astype("Int64")
    standard = standard_percent(numbers.map(billing.archive.terms["power_factor_standard"]))
    table = rules.rows("power_factor_table")
    paid = [adjustment_fen(base, adjustment(table, standard, cosine)["change_percent"]) for cosine in (then, now)]
    return (paid[1] - paid[0]).abs()
