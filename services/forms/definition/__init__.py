"""A form as it was written: its items, labels, and what is kept of it. Nobody's answers."""
