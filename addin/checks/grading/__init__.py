"""分级: what kind of customer, which grade, why, and who has to approve. Clauses A1, A2."""

from addin.checks.grading.grades import grade_customers

__all__ = ["grade_customers"]
