"""Binds what was locked before bodies were bound to their rows: once, by whoever opens the office first.

That it was done stands in a file beside the database. Whoever can write the database alone cannot have it done again.
"""

from pathlib import Path

from bot.settings import Settings
from services import bound_rows
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage.engine import Database

NAME = "rows.bound"


def bind_once(settings: Settings, database: Database, runtime: RuntimeKey) -> None:
    """Nothing happens where it was done. Killed in between, it is done again: what is bound stays."""
    if _file(settings).exists():
        return
    with database.writing() as session:
        bound_rows.bind(Store(session, runtime))
    note_bound(settings)


def note_bound(settings: Settings) -> None:
    """Nothing that lies in the database was locked before bodies were bound."""
    _file(settings).touch(mode=0o600)


def _file(settings: Settings) -> Path:
    return settings.folder / NAME
