"""What a price table does not say of itself, so that whoever imports it must."""

from addin.reading.problems import ReadError


class UnsaidError(ReadError):
    """Something must be said of a table before it can be read; the message is a sentence: where, seen, expected.

    Attributes:
        what: it is, as ``read_price_table`` calls it: province, month, source or sheet.
        example: of what may be said.
    """

    def __init__(self, sentence: str, what: str, example: str) -> None:
        """Word what is lacking; how it can be said depends on the way in, which adds that."""
        super().__init__(sentence)
        self.what, self.example = what, example
