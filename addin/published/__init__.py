"""Price tables as grid companies publish them each month: printed sheet → typed rows → entries in rules.xlsx."""

from addin.published.table import PriceTable, read_price_table

__all__ = ["PriceTable", "read_price_table"]
