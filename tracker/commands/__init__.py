"""Commands of the `tracker` command line that need more than a few lines, a module each."""
