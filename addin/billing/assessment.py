"""Who is assessed for power factor, by which standard, with which result."""

import pandas as pd

from addin.billing.doubts import doubt, gather
from addin.billing.flags import YES
from addin.billing.power_factor import EXEMPT, power_factor_percent, standard_percent

COMPONENT = "力调电费"


def assessed(terms: pd.DataFrame, scope: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return standard and power factor of each customer, and the doubts.

    Args:
        terms: 计费参数 in force, index customer_no.
        scope: by customer_no: active_kwh, reactive_kvarh.

    Returns:
        By customer_no: active_kwh, reactive_kvarh, ``standard`` and ``power_factor`` in hundredths (``NA``: exempt, or
        nothing used).

    Source: billing.md §4; ledger.md §3: 分布式电源.
    """
    result = scope.reindex(terms.index)
    result["standard"] = standard_percent(terms["power_factor_standard"])
    result["power_factor"] = power_factor_percent(result["active_kwh"], result["reactive_kvarh"])
    subject = result["standard"].notna()
    unsaid = terms.index[~subject & (terms["power_factor_standard"] != EXEMPT)].to_series()
    silent = result.index[subject & result["reactive_kvarh"].isna() & (result["active_kwh"] > 0)].to_series()
    own = terms.index[subject & (terms["distributed"] == YES)].to_series()
    doubts = [
        doubt(unsaid, "「计费参数」的力调标准为空或无法识别，应为 0.90、0.85、0.80 或 不考核", COMPONENT),
        doubt(silent, "应考核功率因数而没有无功示数", COMPONENT),
        doubt(own, "有分布式电源，「计费规则」的力率分布式口径没有设定，实际力率不能重算", COMPONENT),
    ]
    return result, gather(doubts)
