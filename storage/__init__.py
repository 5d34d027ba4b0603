"""Remembers: SQLModel tables and queries, one file per subject."""
