"""From verdicts to findings: collected, folded to root causes, joined with what staff wrote."""
