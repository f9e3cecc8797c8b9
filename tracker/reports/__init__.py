"""Reports to be signed: filled from the figures, completed by the office, printed."""
