"""Which livelihood matters to adopt."""
