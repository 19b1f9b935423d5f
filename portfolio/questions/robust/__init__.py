"""Which projects are in the best plan whatever comes."""
