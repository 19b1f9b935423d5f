"""A scenario's plan and its report."""
