"""A plan's life after the import: issued, amended, closed, carried on to the next year."""
