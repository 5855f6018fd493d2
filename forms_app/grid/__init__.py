"""Rows of like things in a form, edited like a spreadsheet: columns, rows, server-side row acts, XLSX in and out."""
