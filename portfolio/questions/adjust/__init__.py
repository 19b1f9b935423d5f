"""The least change of a plan in hand."""
