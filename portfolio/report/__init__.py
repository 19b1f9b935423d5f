"""How things are written and drawn; knows no question."""
