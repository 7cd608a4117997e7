"""What stops a lookup, and what stops a run."""


class NoRule(LookupError):  # noqa: N818 - the name says what is missing, not that something broke
    """No rule decides: a sentence saying which row to add where."""


class RuleError(Exception):
    """rules.xlsx cannot be used: sentences with the sheet or cell, one a line."""
