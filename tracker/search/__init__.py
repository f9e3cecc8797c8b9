"""Finding anything by its words, with or without accents."""
