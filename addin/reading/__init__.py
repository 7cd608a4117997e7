"""Reading ledgers as people keep them: files → raw cells → header → typed columns, and every problem on the way."""

from addin.reading.books import read_books
from addin.reading.ledger import Ledger, Place
from addin.reading.part import PART
from addin.reading.problems import ReadError

__all__ = ["PART", "Ledger", "Place", "ReadError", "read_books"]
