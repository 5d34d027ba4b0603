"""Organisers send what is not about a meeting; the second yes."""
