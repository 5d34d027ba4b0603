"""Who did what: a chain of sealed entries that nobody can change unnoticed and only stewards read, without content."""
