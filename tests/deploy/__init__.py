"""Putting the tracker to real use: ending well, the files of deploy/, what the papers promise."""
