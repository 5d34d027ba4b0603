"""Messages out: in order of importance, at Telegram's pace, once."""
