"""A customer's own months beside each other: what they usually differ by."""
