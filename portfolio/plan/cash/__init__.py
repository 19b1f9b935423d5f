"""Ledgers of a finished plan: payment, carry-over, bonds, running cost (docs/cash.md)."""
