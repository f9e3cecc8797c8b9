"""Figures that add up: the six classes as of any day, by unit, plan, section, officer, period."""
