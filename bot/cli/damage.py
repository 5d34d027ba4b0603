"""What is said where the database cannot be used: what is wrong with it, and which backup to take."""

from pathlib import Path

from bot.cli.migrate_database import moved, what_next
from bot.recovery.backups import Shelf
from bot.settings import read_settings
from bot.terminal import words
from storage.errors import DatabaseUnusable, Reason


def sentence(unusable: DatabaseUnusable) -> str:
    """Nothing was changed, and nothing is made anew in its place. A backup is for what is lost."""
    if unusable.reason == "missing" and moved(Path(unusable.where)).exists():
        told = words("The database is not in this file any more: it was moved to PostgreSQL.")
        return f"{told}\n    {unusable.where}\n{what_next()}"
    told = f"{_wrong(unusable.reason)}\n    {unusable.where}"
    return told if unusable.reason in {"unreadable", "away"} else f"{told}\n{remedy()}"


def remedy() -> str:
    """The newest backup in which no byte was changed, by name, and how to take it."""
    shelf = Shelf.of(read_settings())
    newest = shelf.newest_whole()
    if newest is None:
        told = words("There is no whole backup here. Keep the damaged file, and look for a backup elsewhere:")
        return f"{told}\n    {shelf.folder}"
    told = words("Stop bot and desk, and take the newest whole backup. The damaged database is set aside, not erased:")
    return f"{told}\n    amana restore {newest.path}"


def _wrong(reason: Reason) -> str:
    match reason:
        case "corrupt":
            return words("The database is damaged. Nothing was changed.")
        case "foreign":
            return words("This is another program’s database. Nothing was changed.")
        case "missing":
            return words("The database is not there, or it is empty. No new one was made in its place.")
        case "unreadable":
            return words(
                "The database cannot be opened. Nothing was changed. Look at its address, and at who may read it."
            )
        case "away":
            return words(
                "The database cannot be reached. Nothing was changed, and what it keeps is not lost. "
                "Is its server running?"
            )
