"""The price of every rule of a scenario."""
