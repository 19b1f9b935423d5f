"""The command line, made from the questions' options."""
