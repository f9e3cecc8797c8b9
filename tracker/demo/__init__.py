"""Phường Mẫu: a ward that exists only to try the tracker out."""
