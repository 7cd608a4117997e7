"""核算底稿: one customer's bill from its readings to its total, as formulas that people can follow and sign."""
