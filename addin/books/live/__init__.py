"""The live side of the Book port: the workbook that is open in Excel, through xlwings.

A run reads a copy that Excel writes of the open workbook, unsaved changes included, with the reader of closed files:
the same cells, the same problems. Result sheets are made by the writer of closed files in a small workbook of their
own and copied from there, whole, so that they look the same by construction; a sheet costs a few calls, not one for
every cell.
"""

from addin.books.live.book import LiveBook

__all__ = ["LiveBook"]
