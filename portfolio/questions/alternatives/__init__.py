"""Near-best plans to choose among."""
