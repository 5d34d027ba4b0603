"""Binds what was locked before bodies were bound to their rows, and marks the directory, and what was said of it, of
before there were marks: each once, by whoever opens the office first. Beside them lies what the desk knows the bot's
mark by.

That it was done stands in a file beside the database. Whoever can write the database alone cannot have it done again.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from bot.settings import Settings
from services import bound_rows
from services.directory import records, tallies
from services.directory.marks import Believed, is_signed_with, nothing, signing_of
from services.keys.sealing import NotTrusted, RuntimeKey
from services.keys.trust import Trust
from services.store import Store
from storage.engine import Database

NAME, MARKED, SIGNED, COUNTED = "rows.bound", "directory.marked", "directory.signed", "concerns.marked"
PUBLIC: Final = "directory.pub"
"""The public half of what entries of the directory are signed with."""
ONCE: Final[Mapping[str, Callable[[Store], None]]] = {
    NAME: bound_rows.bind,
    MARKED: records.mark_as_they_lie,
    SIGNED: records.sign_what_is_ours,
    COUNTED: tallies.mark_as_they_lie,
}
"""What is done, by the file that says that it was."""


def bind_once(settings: Settings, database: Database, runtime: RuntimeKey) -> None:
    """Nothing happens where it was done. Killed in between, it is done again: what is bound stays."""
    for name, rule in ONCE.items():
        if not (settings.folder / name).exists():
            with database.writing() as session:
                rule(Store(session, runtime))
            (settings.folder / name).touch(mode=0o600)
    _publish(settings.folder / PUBLIC, signing_of(runtime).verify.hex())


def signed(settings: Settings) -> Believed:
    """Of which entries of the directory it can be told without the runtime key that the bot wrote them: without its
    public half of none."""
    try:
        return is_signed_with(Trust.from_text((settings.folder / PUBLIC).read_text()).verify_key)
    except (OSError, UnicodeDecodeError, NotTrusted):
        return nothing


def _publish(path: Path, line: str) -> None:
    if not path.exists() or path.read_text().strip() != line:
        path.write_text(line + "\n")


def bind_anew(store: Store) -> None:
    """Bind and mark what lies in a database that is believed as a whole."""
    for rule in ONCE.values():
        rule(store)


def note_bound(settings: Settings) -> None:
    """Nothing that lies in the database was locked before bodies were bound, or kept before anything was marked."""
    for name in ONCE:
        (settings.folder / name).touch(mode=0o600)
