"""What is said where the database cannot be used: what is wrong with it, and which backup to take."""

from bot.backups import Shelf
from bot.settings import read_settings
from bot.terminal import words
from storage.errors import DatabaseUnusable


def sentence(unusable: DatabaseUnusable) -> str:
    """Nothing was changed, and nothing is made anew in its place."""
    if unusable.reason == "unreadable":
        told = words("The database cannot be reached. Nothing was changed. Look who owns the file, or for the server.")
        return f"{told}\n    {unusable.where}"
    return f"{_wrong(unusable)}\n    {unusable.where}\n{remedy()}"


def remedy() -> str:
    """The newest backup in which no byte was changed, by name, and how to take it."""
    shelf = Shelf.of(read_settings())
    newest = shelf.newest_whole()
    if newest is None:
        told = words("There is no whole backup here. Keep the damaged file, and look for a backup elsewhere:")
        return f"{told}\n    {shelf.folder}"
    told = words("Stop bot and desk, and take the newest whole backup. The damaged database is set aside, not erased:")
    return f"{told}\n    amana restore {newest.path}"


def _wrong(unusable: DatabaseUnusable) -> str:
    match unusable.reason:
        case "missing":
            return words("The database is not there, or it is empty. No new one was made in its place.")
        case "foreign":
            return words("This is another program's database. Nothing was changed.")
    return words("The database is damaged. Nothing was changed.")
