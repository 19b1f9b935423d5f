"""The workbook of an answer: statements as sheets of an Excel file."""
