"""A library of its own: a document's bytes in, the rows of its task table and the doubts out.

Knows neither the database nor Flask; the import pages, the command line and the tests share it.
"""
