"""Reading ledgers as people keep them: files → raw cells → header → typed columns, and every problem on the way."""

import pandas as pd

from addin.reading.books import read_books
from addin.reading.ledger import Ledger, Place
from addin.reading.part import PART
from addin.reading.problems import ReadError

__all__ = ["PART", "Ledger", "Place", "ReadError", "read_books"]

# Cells are Python's own strings, and stay them: turned into Arrow's and back at every look-up, a month's bills cost a
# quarter more. Every frame of the program comes from here.
pd.set_option("mode.string_storage", "python")
