"""The three pictures of a plan."""
