"""The two pictures of a robust portfolio."""
