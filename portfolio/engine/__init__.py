"""`Problem` to `Solution`: the model, and who solves it."""
