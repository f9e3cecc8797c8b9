"""Tasks, who is assigned to them, and their due instances (occurrences)."""
