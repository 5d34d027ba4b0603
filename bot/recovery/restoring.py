"""Putting a backup in the database's place: opened, checked and made ready beside it; only then is anything touched.

Whoever restores holds two recovery shares, and so may act for the organisation: its keys are renewed from this month
on, and a new runtime key is signed where the one that locked the copy is not there any more.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.bootstrap import KeyFileBroken, NotInstalled, read_runtime_key
from bot.bound_rows import bind_anew, note_bound
from bot.installation import free_name, put_key
from bot.processes.locks import alone, only_backup
from bot.recovery import audit, marks
from bot.recovery.backups import KEYRING, is_whole, workshop
from bot.settings import Settings
from services import addresses
from services.audit import entries
from services.audit.chain import Mark, accepted
from services.audit.entries import Entry, by_organisation
from services.audit.renewals import renewals_told
from services.backups import OpenedBackup, open_backup
from services.keys import keyring
from services.keys.founding import replace_runtime_key
from services.keys.recovery import recovered
from services.keys.sealing import PublicKey, RuntimeKey
from services.keys.trust import Trust, check_organisation
from services.store import Store
from storage import backups as copies
from storage import migrations
from storage.engine import Database, file_of


class OfAnotherOrganisation(Exception):
    """The settings folder is pinned to another organisation than the backup's."""


class WrongPart(Exception):
    """The file given holds the keyring alone, or the keyring's file something else."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The two files of a backup, opened with the shares. Without the keyring earlier reports open to nobody."""

    rest: OpenedBackup
    keyring: OpenedBackup | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: of when the state is, where the former database lies, and whether the runtime key is a new one."""

    made: datetime
    aside: Path | None
    has_new_runtime_key: bool
    has_keyring: bool


def keyring_beside(path: Path, settings: Settings) -> Path | None:
    """The newest keyring there is for this backup: beside it, else where backups are kept."""
    places = (path.parent / KEYRING, settings.backups / KEYRING)
    return next((place for place in places if is_whole(place)), None)


@contextmanager
def opened(path: Path, beside: Path | None, shares: Sequence[str]) -> Iterator[Opened]:
    """Open both with the shares. Raises NotABackup, BadShare, CannotOpen, WrongPart."""
    with ExitStack() as files:
        rest = open_backup(files.enter_context(path.open("rb")), shares)
        keys = open_backup(files.enter_context(beside.open("rb")), shares) if beside is not None else None
        if rest.label.part != "rest" or (keys is not None and keys.label.part != "keyring"):
            raise WrongPart
        yield Opened(rest, keys)


def restore(settings: Settings, backup: Opened, now: datetime) -> Restored:
    """Put the state of the backup in the place of today's, which is set aside.

    Raises StillInUse, BackupUnderWay, OfAnotherOrganisation, CannotOpen, NotTrusted, DatabaseUnusable,
    UnknownRevision, NotEmpty (a PostgreSQL database that has tables). Then nothing was touched.
    """
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_pinned(settings, backup)
    if file_of(settings.database) is None and migrations.current(settings.database) is not None:
        raise copies.NotEmpty
    with alone(settings.folder), only_backup(settings.folder), workshop(settings.folder) as room:
        ready = _made_ready(settings, _poured(backup, room), backup, now)
        aside = _exchange(settings, ready, now)
    made, has_keyring = backup.rest.label.made, backup.keyring is not None
    return Restored(made, aside, ready.is_new_key, has_keyring)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A database that only has to be put in place, with what belongs into the folder beside it."""

    copied: Path
    trust: Trust
    runtime: RuntimeKey
    is_new_key: bool
    mark: int
    chain: Mark


def _check_pinned(settings: Settings, backup: Opened) -> None:
    pinned = settings.pinned_key_file
    if pinned.exists() and pinned.read_text().strip() != backup.rest.trust.text:
        raise OfAnotherOrganisation


def _poured(backup: Opened, room: Path) -> Path:
    """The backup as one whole database of today's schema."""
    rest, beside = room / "rest.db", room / "keyring.db"
    for part, path in ((backup.rest, rest), (backup.keyring, beside)):
        if part is not None:
            with path.open("wb") as file:
                part.pour(file)
            copies.check(path)
    migrations.upgrade(f"sqlite:///{rest}")
    if backup.keyring is not None:
        copies.join(rest, beside)
    return rest


def _made_ready(settings: Settings, copied: Path, backup: Opened, now: datetime) -> _Ready:
    """Its keys renewed, what nobody could open any more taken out, its mark beyond that of the state it replaces."""
    database, trust = Database(f"sqlite:///{copied}"), backup.rest.trust
    try:
        with database.writing() as session:
            copies.forget_what_was_under_way(session)
            authority = recovered(session, trust, backup.rest.recovery, backup.rest.organisation)
            by = by_organisation(backup.rest.organisation)
            with renewals_told(session, trust, by, now):
                keyring.renew_keys(session, authority, trust, now)
            runtime = _runtime_key_of(settings, check_organisation(session, trust).runtime_public)
            fresh = runtime or RuntimeKey.generate()
            if runtime is None:
                replace_runtime_key(session, authority, trust, fresh.public)
                addresses.forget_everybody(session)
            bind_anew(Store(session, fresh))
            mark = marks.accept(settings, Store(session, fresh), backup.rest.label.made, now)
            entries.write(session, trust, by, Entry("restored", now.date()))
            chain = accepted(session, audit.mark_of(settings, fresh))
    finally:
        database.close()
    return _Ready(copied, trust, fresh, runtime is None, mark, chain)


def _runtime_key_of(settings: Settings, public: PublicKey) -> RuntimeKey | None:
    """The runtime key that lies there, if it is the one that the copy was locked with."""
    try:
        runtime = read_runtime_key(settings)
    except (NotInstalled, KeyFileBroken):
        return None
    return runtime if runtime.public == public else None


def _exchange(settings: Settings, ready: _Ready, now: datetime) -> Path | None:
    """Where the former database lies now. A crash in between leaves none in place, which the next start says."""
    if ready.is_new_key:
        put_key(settings.runtime_key_file, ready.runtime.secret.hex())
    if not settings.pinned_key_file.exists():
        put_key(settings.pinned_key_file, ready.trust.text)
    path, aside = file_of(settings.database), None
    if path is None:
        copies.pour(ready.copied, settings.database)
    else:
        aside = free_name(path, f"aside-{now:%Y-%m-%d}") if path.exists() else None
        copies.set_aside(path, aside or path.with_name(f"{path.name}.aside"))
        copies.put_in_place(ready.copied, path)
    note_bound(settings)
    marks.write(settings, ready.runtime, ready.mark)
    audit.write(settings, ready.runtime, ready.chain)
    return aside
