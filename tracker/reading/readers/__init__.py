"""One module per kind of file: bytes in, running lines and tables of cells out."""
