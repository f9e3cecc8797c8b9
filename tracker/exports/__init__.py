"""Plans given back on paper: one sheet of plain values, printed as PDF, DOCX or XLSX."""
