"""A poster to print and hang: what it says, how the page is laid out, how it is drawn.

Belongs here: the page. Does not belong here: the command (bot.cli.poster), what links mean (services.forums).
"""
