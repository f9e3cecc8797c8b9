"""Making a release: what is built, what is in it, and whether it is known to be unsafe."""
