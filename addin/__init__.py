"""KeyWatt: sheets in, typed frames, pure checks, findings back to the sheets, documents for signature."""
