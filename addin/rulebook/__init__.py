"""The rule book rules.xlsx: rules in force on a day for a province, their citations, and what is wrong with the book.

Nothing else in the package knows a threshold, a price, a deadline or a citation.
"""

from addin.rulebook.book import Rulebook
from addin.rulebook.errors import NoRule, RuleError
from addin.rulebook.in_force import RulesInForce
from addin.rulebook.thresholds import thresholds, told_in

__all__ = ["NoRule", "RuleError", "Rulebook", "RulesInForce", "thresholds", "told_in"]
