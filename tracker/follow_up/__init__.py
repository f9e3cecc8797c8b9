"""The office's view of what is late and what waits for an answer."""
