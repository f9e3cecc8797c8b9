"""The task-assignment tracker of a ward or commune."""
