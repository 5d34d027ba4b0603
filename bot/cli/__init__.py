"""`amana`: one command line for the steward and for scripts. Each command's file says what it promises."""

from bot.cli.main import main

__all__ = ["main"]
