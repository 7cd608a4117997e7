"""Claims besides the month's bill: late fees, refunds, breaches, each in steps that can be checked by hand."""
