"""The composition root: opens what an organisation has, and builds the app that the handlers use."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.content_in_use import load_content
from bot.settings import Settings
from locales.dates import use_months_of
from services.content.content import Content
from services.conversation.quotas import LiftedQuotas, Quotas
from services.keys.sealing import CannotOpen, RuntimeKey
from services.keys.trust import OrganisationKeys, Trust, check_organisation
from services.reports.receipts import ReceiptPool
from services.store import Store
from storage import migrations
from storage.engine import Database

if TYPE_CHECKING:
    from bot.incoming.turn_store import DatabaseTurnStore
    from handlers.chat.app import App

START = 2.0
"""Seconds that belong to answering what has waited, before receipts are made ahead."""
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
class Premises:
    """What every process of one organisation stands on, also where the runtime key is not (a desk elsewhere)."""

    settings: Settings
    database: Database
    trust: Trust
    organisation: OrganisationKeys
    content: Content


@dataclass(frozen=True, slots=True)
class Foundations(Premises):
    """The same, with the runtime key."""

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


@contextmanager
def open_premises(settings: Settings, clock: Clock = utc_now) -> Iterator[Premises]:
    """Open database, pinned key and content.

    Raises NotInstalled, KeyFileBroken, NotTrusted, DatabaseUnusable, ContentBroken.
    """
    trust = Trust.from_text(_read_text(settings, "pinned_key_file"))
    migrations.upgrade(settings.database)
    database = Database(settings.database)
    with ExitStack() as stack:
        stack.callback(database.close)
        with database.reading() as session:
            organisation = check_organisation(session, trust)
        loaded = load_content(settings, database, clock())
        use_months_of(loaded.organisation.months)
        yield Premises(settings, database, trust, organisation, loaded)


@contextmanager
def open_foundations(settings: Settings, clock: Clock = utc_now) -> Iterator[Foundations]:
    """Open all that, and the runtime key. Raises the same."""
    check_keys(settings)
    with open_premises(settings, clock) as found:
        runtime = read_runtime_key(settings)
        yield Foundations(found.settings, found.database, found.trust, found.organisation, found.content, runtime)


def check_keys(settings: Settings) -> None:
    """Whether the key files are there and hold keys. Raises NotInstalled, KeyFileBroken, NotTrusted."""
    Trust.from_text(_read_text(settings, "pinned_key_file"))
    read_runtime_key(settings)


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


def build_app(found: Foundations, turns: "DatabaseTurnStore", clock: Clock = utc_now) -> "App":
    """The shared things of the running bot. The caller closes `app.receipts`."""
    from handlers import routes  # a third of a second that commands of the steward's need not spend
    from handlers.chat.app import App

    return App(
        content=found.content,
        trust=found.trust,
        site_salt=found.organisation.site_salt,
        receipts=ReceiptPool(found.organisation.site_salt, rest=START),
        languages=found.content.languages,
        turns=turns,
        clock=clock,
        states=routes.STATES,
        refusals=routes.REFUSALS,
        quotas=Quotas() if found.settings.limits else LiftedQuotas(),
    )
