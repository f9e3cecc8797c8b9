"""Asking for a later due day: a unit asks, the office or a leader decides, both days are kept."""
