"""Whatever is pushed: to one chat or to everybody who hears about something, once, in time."""
