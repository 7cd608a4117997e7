"""Books: result sheets written back into a workbook that keeps everything else it had, byte for byte."""
