"""The ward's units, bodies outside it, and collectives that stand for several units."""
