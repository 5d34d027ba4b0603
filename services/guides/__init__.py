"""Guides and local agreements: plain text files, read into pages."""
