"""What the whole bill is off by, said beside findings about a part of it: the row's money is not what is refunded."""

from decimal import Decimal

import pandas as pd

from addin.register import CHECKS

BILL = "审计-A07"
EVEN = "；整张账单总额没有错（各行相抵），只须更正各行"
OPEN = "；该账单未能整张重算（见「账单重算」），整张相差多少不详"


def with_bill(roots: pd.DataFrame, off_fen: pd.Series) -> pd.DataFrame:
    """Return the findings that explain a bill's difference with that difference, where the bill's own is folded away.

    Args:
        roots: findings: code, customer_no, message, and in ``consequences`` what is folded under each.
        off_fen: issued − recomputed of the bills that were recomputed whole, by customer_no.
    """
    folded = roots["consequences"].astype("str").str.contains(BILL, regex=False)
    partial = {code for code, one in CHECKS.items() if BILL in one.explains}
    told = roots["customer_no"].isin(roots.loc[folded, "customer_no"]) & roots["code"].isin(partial)
    said = roots.loc[told, "customer_no"].map({no: _spoken(off) for no, off in off_fen.dropna().items()}).fillna(OPEN)
    return roots.assign(message=roots["message"].mask(told, roots["message"] + said.reindex(roots.index)))


def _spoken(off: int) -> str:
    """Say by how much a bill is too high or too low."""
    return f"；整张账单{'多' if off > 0 else '少'}计 {Decimal(abs(int(off))).scaleb(-2):,.2f} 元" if off else EVEN
