"""Erasing what is over: staff lay down leave to erase, the bot erases on a clock that somebody vouches for."""
