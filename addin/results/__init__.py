"""From an audit to the result sheets of the workbook."""
