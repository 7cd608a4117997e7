"""Days: one of them, and two that no bill, reading or rule is dated: for what has no beginning, and no end."""

import pandas as pd

DAY = pd.Timedelta(days=1)
LONG_AGO, NEVER = pd.Timestamp("1900-01-01"), pd.Timestamp("2999-01-01")
