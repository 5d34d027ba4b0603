"""Incidents: which reports may be about one thing, what staff have put together, and one answer to all people."""
