"""Starts it all: the process, and the only place that knows concrete classes."""
