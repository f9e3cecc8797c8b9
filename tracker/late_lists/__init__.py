"""The monthly list of late persons and units (R50): drawn up, weighed, released, kept."""
