"""What part of a month's price its days pay."""

import pandas as pd

from addin.billing.flags import Flags


def month_share(rows: pd.DataFrame, flags: Flags) -> tuple[pd.Series, pd.Series]:
    """Return the days that are charged of a month's price, and by what they are divided."""
    divisor = rows["month_days"] * 0 + flags.days_per_month if flags.days_per_month else rows["month_days"]
    return rows["days"].where(rows["days"] != rows["month_days"], divisor), divisor
