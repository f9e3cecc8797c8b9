"""Numbers the plans ask for, what was measured of them, and how far the two are apart."""
