"""Pages that show several features at once: home, the task page, navigation."""
