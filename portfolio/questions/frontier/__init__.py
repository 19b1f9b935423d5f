"""The score over money and land, and one priority list."""
