"""The composition root: opens what an organisation has, and builds the app that the handlers use."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.bound_rows import bind_once
from bot.content_in_use import load_content
from bot.removed_members import REMOVED, RemovedMembers
from bot.settings import Settings
from locales.dates import use_months_of
from services.content.content import Content
from services.conversation.quotas import LiftedQuotas
from services.directory.files.taking import take_as_own
from services.keys.members import remember_removed
from services.keys.sealing import CannotOpen, RuntimeKey
from services.keys.trust import OrganisationKeys, Trust, check_organisation
from services.reports.receipts import ReceiptPool
from services.store import Store
from storage import integrity, migrations
from storage.engine import Database, DatabaseUnusable, file_of

if TYPE_CHECKING:
    from bot.heritage import Heritage
    from bot.incoming.turn_store import DatabaseTurnStore
    from handlers.chat.app import App

START = 2.0
"""Seconds that belong to answering what has waited, before receipts are made ahead."""
SPARE_RECEIPTS = 56
"""How many are made ahead in quiet moments, beside the few that always are: sixty report at once when a place burns."""
Clock = Callable[[], datetime]


class NotInstalled(Exception):
    """There is no organisation in the settings folder yet, or a part of it is missing."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class KeyFileBroken(Exception):
    """A key file is there, but what it holds is no key."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def utc_now() -> datetime:
    """The one clock of the product; tests pass another."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Vault:
    """What lies in the folder, and whom to believe about it: enough for who needs neither keys nor content."""

    settings: Settings
    database: Database
    trust: Trust


@dataclass(frozen=True, slots=True)
class Premises(Vault):
    """What every process of one organisation stands on, also where the runtime key is not (a desk elsewhere)."""

    organisation: OrganisationKeys
    content: Content

    def site_now(self) -> datetime:
        """This moment on the clocks of the site, so that its date is the day there."""
        return utc_now().astimezone(self.content.organisation.zone)

    def with_key(self, runtime: RuntimeKey) -> "Foundations":
        """The same, with the runtime key."""
        return Foundations(self.settings, self.database, self.trust, self.organisation, self.content, runtime)


@dataclass(frozen=True, slots=True)
class Foundations(Premises):
    """What the bot stands on."""

    runtime: RuntimeKey

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """A transaction that changes nothing."""
        with self.database.reading() as session:
            yield Store(session, self.runtime)

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """A transaction, committed at the end unless something is raised."""
        with self.database.writing() as session:
            yield Store(session, self.runtime)

    def take_services(self) -> None:
        """Keep the organisation's own services, where the directory holds none of them yet."""
        if self.content.untaken is not None:
            with self.writing() as store:
                take_as_own(store, self.content.untaken)


@contextmanager
def open_vault(settings: Settings) -> Iterator[Vault]:
    """Open database and pinned key; the database keeps its schema.

    Raises NotInstalled, KeyFileBroken, NotTrusted, DatabaseUnusable ('missing' rather than make a new one).
    """
    pinned = Trust.from_text(_read_text(settings, "pinned_key_file"))
    trust = Trust(pinned.verify_key, RemovedMembers(settings.folder / REMOVED))
    file = file_of(settings.database)
    if file is not None and (not file.exists() or file.stat().st_size == 0):
        raise DatabaseUnusable(str(file), "missing")
    database = Database(settings.database)
    try:
        yield Vault(settings, database, trust)
    finally:
        database.close()


@contextmanager
def open_premises(settings: Settings, clock: Clock = utc_now, is_thorough: bool = False) -> Iterator[Premises]:
    """Open database, pinned key and content. `is_thorough`: not before every page of it was looked at.

    Raises the same, DatabaseAway, UnknownRevision, NotFounded, ContentBroken.
    """
    with open_vault(settings) as vault:
        organisation = open_organisation(vault, is_thorough)
        loaded = load_content(settings, vault.database, clock())
        use_months_of(loaded.organisation.months)
        yield Premises(settings, vault.database, vault.trust, organisation, loaded)


@contextmanager
def open_foundations(
    settings: Settings, clock: Clock = utc_now, is_thorough: bool = False, takes_services: bool = True
) -> Iterator[Foundations]:
    """Open all that, and the runtime key; what it has locked is bound to its rows. `takes_services`: not for who only
    looks at what lies there. Raises the same."""
    check_keys(settings)
    with open_premises(settings, clock, is_thorough) as premises:
        runtime = read_runtime_key(settings)
        bind_once(settings, premises.database, runtime)
        found = premises.with_key(runtime)
        if takes_services:
            found.take_services()
        yield found


def check_keys(settings: Settings) -> None:
    """Whether the key files are there and hold keys. Raises NotInstalled, KeyFileBroken, NotTrusted."""
    Trust.from_text(_read_text(settings, "pinned_key_file"))
    read_runtime_key(settings)


def open_organisation(vault: Vault, is_thorough: bool = False) -> OrganisationKeys:
    """The organisation in a database that is whole and of today's schema. Raises as `open_premises`."""
    if is_thorough:
        integrity.insist(vault.database)
    migrations.upgrade(vault.settings.database)
    with vault.database.reading() as session:
        organisation = check_organisation(session, vault.trust)
        remember_removed(session, vault.trust)
    return organisation


def read_runtime_key(settings: Settings) -> RuntimeKey:
    """The running bot's own key. Raises NotInstalled, KeyFileBroken."""
    text = _read_text(settings, "runtime_key_file")
    try:
        return RuntimeKey(bytes.fromhex(text))
    except (ValueError, CannotOpen):
        raise KeyFileBroken(str(settings.runtime_key_file)) from None


def _read_text(settings: Settings, which: str) -> str:
    path = getattr(settings, which)
    try:
        return str(path.read_text()).strip()
    except OSError:
        raise NotInstalled(str(path)) from None
    except UnicodeDecodeError:
        raise KeyFileBroken(str(path)) from None


def write_secret(path: os.PathLike[str], text: str) -> None:
    """Write a file that only its owner may read. Raises FileExistsError rather than replace one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")


def build_app(
    found: Foundations, turns: "DatabaseTurnStore", clock: Clock = utc_now, heritage: "Heritage | None" = None
) -> "App":
    """The shared things of the running bot. The caller closes `app.receipts`."""
    from bot.heritage import Heritage
    from handlers import routes  # a third of a second that commands of the steward's need not spend
    from handlers.chat.app import App
    from services.directory.catalogue import ServiceCatalogue
    from services.directory.marks import is_ours

    heritage = heritage or Heritage()
    return App(
        content=found.content,
        trust=found.trust,
        site_salt=found.organisation.site_salt,
        receipts=ReceiptPool(found.organisation.site_salt, spare=SPARE_RECEIPTS, rest=START, ready=heritage.receipts),
        languages=found.content.languages,
        turns=turns,
        clock=clock,
        states=routes.STATES,
        refusals=routes.REFUSALS,
        catalogue=ServiceCatalogue(found.content.needs, is_ours(found.runtime)),
        quotas=heritage.quotas if found.settings.limits else LiftedQuotas(),
        weekly=heritage.weekly,
        keyboards=heritage.keyboards,
        answers=heritage.answers,
    )
