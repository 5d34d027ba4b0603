"""Who is told that the desk wants looking at, and when an answer is overdue. Nothing here says what has come."""
