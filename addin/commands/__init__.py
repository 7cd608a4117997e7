"""What people call: one module per ribbon group, one function per button."""
