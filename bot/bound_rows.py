"""Binds what was locked before bodies were bound to their rows, and marks the directory of before records were marked:
each once, by whoever opens the office first.

That it was done stands in a file beside the database. Whoever can write the database alone cannot have it done again.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.settings import Settings
from services import bound_rows
from services.directory import records
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage.engine import Database

NAME, MARKED = "rows.bound", "directory.marked"
ONCE: Final[Mapping[str, Callable[[Store], None]]] = {
    NAME: bound_rows.bind,
    MARKED: records.mark_as_they_lie,
}
"""What is done, by the file that says that it was."""


def bind_once(settings: Settings, database: Database, runtime: RuntimeKey) -> None:
    """Nothing happens where it was done. Killed in between, it is done again: what is bound stays."""
    for name, rule in ONCE.items():
        if not (settings.folder / name).exists():
            with database.writing() as session:
                rule(Store(session, runtime))
            (settings.folder / name).touch(mode=0o600)


def bind_anew(store: Store) -> None:
    """Bind and mark what lies in a database that is believed as a whole."""
    for rule in ONCE.values():
        rule(store)


def note_bound(settings: Settings) -> None:
    """Nothing that lies in the database was locked before bodies were bound, or kept before records were marked."""
    for name in ONCE:
        (settings.folder / name).touch(mode=0o600)
