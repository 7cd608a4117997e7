"""Tolerances: by how much figures may differ before they are said to."""

import pandas as pd

from addin.billing.money import fen
from addin.rulebook import RulesInForce


def tolerance_fen(rules: RulesInForce, key: str) -> int:
    """Return a row of the table 容差 [fen]; raises ``NoRule`` where it has none."""
    return int(fen(pd.Series([rules.value("tolerances", key)]))[0])
