"""People who sign in: their role, their unit, their password."""
