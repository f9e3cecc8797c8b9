"""Reports: what they say, what the office adds, how they print."""
