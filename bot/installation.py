"""Installing: a settings folder, its keys, an empty database, the organisation and its first three people.

The key files are in place before the organisation is committed. So a crash leaves either no organisation (and files
that the next try sets aside), or one that has all its keys; never an organisation that nobody can open.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.bootstrap import write_secret
from bot.content_in_use import load_content
from bot.settings import Settings
from services.authoring.parts import ContentBroken
from services.keys.founding import AlreadyFounded, FirstPeople, Founding, found
from services.keys.sealing import RuntimeKey
from storage import keyring as rows
from storage import migrations
from storage.engine import Database


def install(settings: Settings, people: FirstPeople, now: datetime) -> Founding:
    """Install at once; see `installing` for what is made and what is raised."""
    with installing(settings, people, now) as founding:
        return founding


@contextmanager
def installing(settings: Settings, people: FirstPeople, now: datetime) -> Iterator[Founding]:
    """Make the folder (0700), the runtime key, the database and the organisation; pin the organisation's key.

    The result holds the passphrases and recovery shares, which are shown once and kept nowhere. Show them inside the
    block: the organisation is committed on leaving it, and not at all where showing them failed.
    Raises AlreadyFounded, and changes nothing, where there is an organisation already.
    """
    _refuse_a_second(settings)
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.folder.chmod(0o700)
    migrations.upgrade(settings.database)
    database = Database(settings.database)
    runtime = RuntimeKey.generate()
    try:
        with database.writing() as session:
            founding = found(session, runtime.public, people, now)
            put_key(settings.runtime_key_file, runtime.secret.hex())
            put_key(settings.pinned_key_file, founding.trust.text)
            yield founding
        _get_content_ready(settings, database, now)
    finally:
        database.close()


def _get_content_ready(settings: Settings, database: Database, now: datetime) -> None:
    """Compile its forms, so that the bot's first start is as quick as any. What is wrong is told by that start."""
    with suppress(ContentBroken):
        load_content(settings, database, now)


def put_key(path: Path, text: str) -> None:
    """Put a key file in place (0600), whole and on the disk when this returns.

    A file that lies there already is set aside (`.old`, `.old-2`, …), never destroyed: it may be another database's.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    write_secret(fresh, text)
    _onto_disk(fresh)
    if path.exists():
        path.rename(free_name(path, "old"))
    fresh.rename(path)
    _onto_disk(path.parent)


def _refuse_a_second(settings: Settings) -> None:
    """Before anything is touched: not even an older schema is brought up to date."""
    if migrations.current(settings.database) is None:
        return
    database = Database(settings.database)
    try:
        with database.reading() as session:
            if rows.organisation(session) is not None:
                raise AlreadyFounded
    finally:
        database.close()


def free_name(path: Path, ending: str) -> Path:
    """A name beside the file that nothing has yet: with that ending, and a number where it takes one."""
    names = (path.with_name(f"{path.name}.{ending}" + (f"-{number}" if number > 1 else "")) for number in count(1))
    return next(name for name in names if not name.exists())


def _onto_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
