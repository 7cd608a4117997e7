"""Energy of other customers' meters that goes off a main meter: a part of 电费-A22."""

import pandas as pd

from addin.billing.month import Billing
from addin.checks.bill_review.registers import archived
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.tables.choices import TOTAL

SAID = (
    "户号 {owner} 的计量点 {point_no} 从本户计量点 {parent_no} 扣减 {actual:,.0f} kWh，本户还剩 {left:,.0f} kWh："
    "两点户号不同，不是转供或另户分表的，请更正「上级计量点」"
)

WRONG, NOTED = (Level.WARNING, Outcome.WRONG), (Level.NOTICE, Outcome.NOTICE)


def taken_off(billing: Billing, metering_points: pd.DataFrame, month: str, rule: str) -> Verdict:
    """Name, at the customer whose bill is the less for it, each point of another customer that stands behind its meter.

    That may be so by agreement (转供, 另户分表) and is a note; where nothing is left of the meter it is a warning.
    """
    behind, points = billing.quantities.resupply, billing.quantities.energy.points
    behind = behind[behind["kwh"] > 0]
    asked = archived(metering_points, behind.index, month)
    own = behind.reindex(asked["point_no"]).set_axis(asked.index)
    taken = behind.groupby("root")["kwh"].sum()
    left = (own["root"].map(points[TOTAL]) - own["root"].map(taken)).astype("float64")
    asked = asked.assign(owner=asked["customer_no"], customer_no=own["supplier"], left=left)
    return both(
        _judged(asked[none], own["kwh"], word, rule) for none, word in ((left <= 0, WRONG), (~(left <= 0), NOTED))
    )


def _judged(asked: pd.DataFrame, kwh: pd.Series, said: tuple[Level, Outcome], rule: str) -> Verdict:
    """Find all of these points, with the level and the outcome that is to be said of them."""
    return judge(
        asked,
        pd.Series(data=True, index=asked.index),
        needs=(),
        actual=kwh.reindex(asked.index),
        about=asked["point_no"],
        level=str(said[0]),
        outcome=said[1],
        message=SAID,
        rule=rule,
    )
