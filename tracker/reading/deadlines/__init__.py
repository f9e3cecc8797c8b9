"""Printed deadlines: what they say, and time phrases hidden in other cells."""

from tracker.reading.deadlines.hidden import find_time_phrases
from tracker.reading.deadlines.reading import read_deadline

__all__ = ["find_time_phrases", "read_deadline"]
