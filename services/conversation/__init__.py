"""One chat's conversation: where it stands, what was decided in it, what waits, and what may be deleted later."""
