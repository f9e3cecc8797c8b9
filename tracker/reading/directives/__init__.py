"""Documents that assign work without a table: lists by unit, targets, reporting duties."""

from tracker.reading.directives.reading import read_directive

__all__ = ["read_directive"]
