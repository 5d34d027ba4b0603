"""Meetings of the forums: what one is, what is told of it, who comes, what was agreed."""
