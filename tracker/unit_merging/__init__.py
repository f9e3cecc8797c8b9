"""One unit goes into another: what is open follows, what is done stays."""
