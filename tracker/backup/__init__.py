"""One consistent archive of the whole installation, made while it runs, and put back elsewhere."""
