"""Hostile use: spoiled inputs, kills, Ctrl-C, and small problems counted out at every scale."""
