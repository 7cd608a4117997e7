"""KeyWatt: sheets in, typed frames, pure checks, findings back to the sheets, documents for signature."""

__version__ = "0.1.0"
