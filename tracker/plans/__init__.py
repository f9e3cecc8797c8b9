"""Plans and the headings of their appendices."""
