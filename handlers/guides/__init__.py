"""Guides and local agreements, read page by page."""
