"""Suggestions that come as a list (批量导入). In: a workbook or CSV, such as the 12345 hotline's. Out: suggestions, and the lines that were not taken with why. Acts: staff, government."""
