"""A large ward, served as users serve it, and a client that is no bottleneck."""
