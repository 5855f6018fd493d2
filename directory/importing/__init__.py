"""Units and people from a workbook: read, judged row by row, previewed, and only then entered."""
