"""`Plan`, and what is said about it."""
