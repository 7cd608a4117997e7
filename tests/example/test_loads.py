"""Days without load in the example stand on both sides of the worst band; days of rest do not count."""

import ledger
import loads
from archive import AS_OF


def test_idle_working_days_are_as_said_and_all_thirty_days_are_there():
    example = ledger.build()
    for short, idle in loads.IDLE_WORKING_DAYS.items():
        rows = example.rows("负荷日表", short)
        working = [row for row in rows if row["日期"].isoweekday() != loads.SUNDAY]
        assert (len(rows), rows[-1]["日期"], sum(row["无负荷"] == "是" for row in working)) == (30, AS_OF, idle)
        assert example.row("客户台账", short)["厂休日"] == "7"
