"""A report that somebody tells in person or by telephone."""
