"""What the columns and tables of all reports are called: small tables of words, and one reader."""
