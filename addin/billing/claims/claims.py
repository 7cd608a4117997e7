"""What is claimed beside the monthly bill, computed for signature: late fees, refunds, breaches."""

from dataclasses import dataclass

from addin.billing.claims.breach import breaches
from addin.billing.claims.late_bills import LateBills
from addin.billing.claims.late_fee_steps import late_fee_steps
from addin.billing.claims.refunds import Refunds
from addin.billing.claims.steps import Computations
from addin.reading import Ledger
from addin.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Claims:
    """The computation sheets of a month; None where the workbook lacks the sheet that they stand on.

    Attributes:
        late_fees: of the bills paid late or not at all.
        refunds: of the orders in 退补工单.
        breaches: of the cases in 违约用电.
    """

    late_fees: Computations | None
    refunds: Computations | None
    breaches: Computations | None


def claims_of(ledger: Ledger, rulebook: Rulebook, province: str, late: LateBills, refunds: Refunds) -> Claims:
    """Compute what the sheets ask for."""
    return Claims(
        late_fees=late_fee_steps(late) if ledger.has("receipts") else None,
        refunds=refunds.done if ledger.has("adjustments") else None,
        breaches=breaches(ledger, rulebook, province) if ledger.has("breaches") else None,
    )
