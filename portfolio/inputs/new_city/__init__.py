"""The tables and the scenario of a city that is not planned yet, ready to be filled in."""
