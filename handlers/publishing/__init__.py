"""Organisers send what is not about a meeting; the second yes; which button leads where."""
