"""A workbook in place of a data folder and its scenarios: sheets read, and written to fill in."""
