"""One case: its page, its buttons, and what is written into it."""
