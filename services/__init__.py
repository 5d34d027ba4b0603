"""Decides: the rules, plain synchronous Python, time passed in."""
