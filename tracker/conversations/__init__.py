"""What people say to each other about a task, and whom they call by name."""
