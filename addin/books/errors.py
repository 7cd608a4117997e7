"""BookError: a workbook that cannot be opened, or cannot be written to."""


class BookError(Exception):
    """One sentence for the user: where, what was seen, what was expected, what to do."""


class BusyError(BookError):
    """Excel does not take calls just now: a cell is being edited, a dialog is open. The same call may go well later."""
