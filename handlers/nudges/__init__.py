"""Staff whom the desk calls: the one sentence they get, their quiet hours, and the way out."""
