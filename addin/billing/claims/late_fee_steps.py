"""The computation sheet of late fees: every part of a bill's principal with its days and rate."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from addin.billing.claims.late_bills import LateBills
from addin.billing.claims.steps import YUAN, Computations, Step, computations, exact, money, spoken, written
from addin.billing.money import yuan

Cells = Mapping[str, Any]
PAID = {"是": "已付本金", "否": "未付本金"}


def late_fee_steps(late: LateBills) -> Computations:
    """Return one case for each late bill, one step for each part and rate, and the sum."""
    parts: dict[object, list[Cells]] = {}
    for part in late.parts.to_dict("records"):
        parts.setdefault(part["bill"], []).append(part)
    splits: dict[object, list[Cells]] = {}
    for split in late.splits.to_dict("records"):
        splits.setdefault(split["bill"], []).append(split)
    cases, steps = [], []
    shown = late.bills[(late.bills["lines"] > 0) | (late.bills["doubt"] != "") | (late.bills["received_fee_fen"] != 0)]
    for bill in shown.itertuples():
        mine = parts.get(bill.Index, [])
        cases.append(_case(bill, mine))
        if mine:
            cleared = [_split(one, late.order_rule) for one in splits.get(bill.Index, ())]
            steps += written(bill.bill_no, bill.customer_no, [*cleared, *_parts(bill, mine), _sum(bill, mine)])
    return computations(cases, steps)


def _case(bill: object, parts: list[Cells]) -> dict[str, object]:
    """Return the line of a bill."""
    known = bill.doubt == ""  # type: ignore[attr-defined]
    note = bill.doubt or (_settled(bill, parts) if bill.settled else "本金未结清，计至截至日")  # type: ignore[attr-defined]
    due = "" if pd.isna(bill.due_on) else f"，{bill.due_on:%Y-%m-%d} 到期"  # type: ignore[attr-defined]
    fee = yuan(bill.fee_fen) if known else None  # type: ignore[attr-defined]
    what = f"{bill.month} 电费{due}"  # type: ignore[attr-defined]
    charge = None if pd.isna(bill.charge_fen) else yuan(bill.charge_fen)  # type: ignore[attr-defined]
    return {
        "number": bill.bill_no, "customer_no": bill.customer_no, "what": what, "charge_yuan": charge,  # type: ignore[attr-defined]
        "penalty_yuan": fee, "total_yuan": yuan(bill.received_fee_fen), "note": note,  # type: ignore[attr-defined]
    }  # fmt: skip


def _settled(bill: object, parts: list[Cells]) -> str:
    """Say what is left of a bill that the receipts call settled: what they paid in may first clear the fee."""
    left = max((int(part["principal_fen"]) for part in parts if PAID[part["paid"]] == PAID["否"]), default=0)
    if not left:
        return "收款记录中本金已结清"
    as_recorded = yuan(bill.recorded_order_fen)  # type: ignore[attr-defined]
    return (
        f"收款记录登记为本金已结清；按规则的清偿次序，付款先抵违约金，尚有本金 {yuan(left):,} 元未清，计至截至日；"
        f"照登记的本金计算应收违约金 {as_recorded:,} 元"
    )


def _split(split: Cells, rule: str) -> Step:
    """Return how a receipt is split by the order of clearing, where it says otherwise itself."""
    names = ("received_fen", "fee_fen", "principal_fen", "recorded_fen")
    received, fee, principal, recorded = (money(Fraction(int(split[name]), 100)) for name in names)
    over = int(split["received_fen"]) - int(split["fee_fen"]) - int(split["principal_fen"])
    more = f" + 多付 {money(Fraction(over, 100))}" if over else ""
    return Step(
        f"{split['received_on']:%Y-%m-%d} 到账的清偿",
        f"到账 = 违约金 + 本金，按部分付款清偿次序；与收款记录的本金 {recorded} 不同",
        f"{received} = 违约金 {fee} + 本金 {principal}{more}",
        Fraction(int(split["principal_fen"]), 100),
        YUAN,
        rule,
    )


def _parts(bill: object, parts: list[Cells]) -> list[Step]:
    """Return a step for each part."""
    return [
        Step(
            f"{PAID[part['paid']]}：{bill.due_on:%Y-%m-%d} 到期，计至 {part['until']:%Y-%m-%d}（{part['year']}欠费）",  # type: ignore[attr-defined]
            "本金 × 天数 × " + ("费率" if pd.isna(bill.contract_no) else f"合同 {bill.contract_no} 约定的费率"),  # type: ignore[attr-defined]
            f"{money(Fraction(int(part['principal_fen']), 100))} × {part['days']} × {spoken(exact(part['permille']))}‰",
            Fraction(int(part["amount_fen"]), 100),
            YUAN,
            bill.rule,  # type: ignore[attr-defined]
        )
        for part in parts
    ]


def _sum(bill: object, parts: list[Cells]) -> Step:
    """Return the sum of the parts."""
    amounts = " + ".join(money(Fraction(int(fen), 100)) for fen in (part["amount_fen"] for part in parts))
    return Step("应收违约金", "各段之和", amounts, Fraction(int(bill.fee_fen), 100), YUAN)  # type: ignore[attr-defined]
