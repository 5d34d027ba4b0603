"""Editors keep the list of services right, from their phones."""
