"""Workbooks and documents of Excel, WPS, Word and LibreOffice, read behind a guard."""
