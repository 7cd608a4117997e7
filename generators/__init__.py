"""Files out: Word documents, reports and blank workbooks, from plain facts; knows no sheet, no Excel, no rule."""
