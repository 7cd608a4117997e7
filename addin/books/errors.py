"""BookError: a workbook that cannot be opened, or cannot be written to."""


class BookError(Exception):
    """One sentence for the user: where, what was seen, what was expected, what to do."""
