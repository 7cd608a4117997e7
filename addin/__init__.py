"""KeyWatt: sheets in, typed frames, pure checks, findings back to the sheets, documents for signature."""

import pandas as pd

__version__ = "0.1.0"

# Cells are Python's own strings, and stay them: turned into Arrow's and back at every look-up, a month's bills cost a
# quarter more.
pd.set_option("mode.string_storage", "python")
