"""The processes of one bot: which of them is at work, and how all of them end."""
