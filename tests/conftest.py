"""Fixtures common to all tests: one founded organisation per run, copied for each test that needs it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from services.keys import envelopes, keyring, sealing
from services.keys.envelopes import Letter
from services.keys.epochs import EpochName
from services.keys.founding import FirstPeople, Founding, Trust, check_organisation, found
from services.keys.keyring import Unlocked, UnlockKey
from services.keys.sealing import KeyPair, RuntimeKey
from storage import migrations
from storage.engine import Database

TRUE_COST = sealing.PASSPHRASE_COST
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)

# How long an example takes says something about the machine only, and what an earlier run left on the disk must not
# decide what this one tries.
settings.register_profile("amana", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("amana")


@dataclass
class Template:
    """The founded organisation, made once; passphrases are stretched once each."""

    file: Path
    founding: Founding
    runtime: RuntimeKey
    site_salt: bytes
    unlock_keys: dict[str, UnlockKey] = field(default_factory=dict)

    def unlock_key(self, role: str) -> UnlockKey:
        """At the true cost, whatever a test may have set for its own newly enrolled members."""
        if role not in self.unlock_keys:
            passphrase = getattr(self.founding, role).passphrase
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(sealing, "PASSPHRASE_COST", TRUE_COST)
                self.unlock_keys[role] = keyring.stretch(self.site_salt, passphrase)
        return self.unlock_keys[role]

    def unlocked(self, role: str) -> Unlocked:
        """The member at the time of the founding (which has made every key: nothing is written)."""
        database = Database(f"sqlite:///{self.file}")
        with database.writing() as session:
            found = keyring.unlock(session, self.unlock_key(role), self.founding.trust, NOW)
        database.close()
        return found


@dataclass
class Vault:
    """A fresh copy of the founded organisation on a real SQLite file."""

    path: Path
    template: Template
    database: Database
    now: datetime = NOW

    @property
    def url(self) -> str:
        return self.database.url

    @property
    def founding(self) -> Founding:
        return self.template.founding

    @property
    def trust(self) -> Trust:
        return self.founding.trust

    @property
    def runtime(self) -> RuntimeKey:
        return self.template.runtime

    @property
    def site_salt(self) -> bytes:
        return self.template.site_salt

    def unlock_key(self, role: str) -> UnlockKey:
        """The derived key of 'steward', 'caseworker' or 'focal_point'."""
        return self.template.unlock_key(role)

    def unlock(self, role: str, now: datetime | None = None) -> Unlocked:
        with self.database.writing() as session:
            return keyring.unlock(session, self.unlock_key(role), self.trust, now or self.now)

    def unlocked_elsewhere(self, role: str) -> Unlocked:
        """The member as unlocked in an untouched copy: for use inside a session that holds the lock here."""
        return self.template.unlocked(role)

    def unlock_keys(self) -> Mapping[EpochName, KeyPair]:
        """The caseworker's epoch keys as they were at the founding."""
        return self.template.unlocked("caseworker").keys

    def put(self, compartment: str, body: Mapping[str, Any], now: datetime | None = None) -> bytes:
        with self.database.writing() as session:
            return envelopes.put(session, self.trust, Letter(compartment, body), now or self.now)

    def opened(self, unlocked: Unlocked) -> list[envelopes.Opened]:
        with self.database.reading() as session:
            return envelopes.open_new(session, unlocked.keys, frozenset())


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The template itself: read it, never write to it."""
    file = tmp_path_factory.mktemp("founded") / "amana.db"
    runtime = RuntimeKey.generate()
    migrations.upgrade(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}")
    with database.writing() as session:
        founding = found(session, runtime.public, FirstPeople("Sana", "Karim", "Farah"), NOW)
        salt = check_organisation(session, founding.trust).site_salt
    database.close()
    return Template(file, founding, runtime, salt)


@pytest.fixture
def vault(founded: Template, tmp_path: Path) -> Iterator[Vault]:
    """A founded organisation of the test's own: a steward, a caseworker and a focal point."""
    folder = tmp_path / "vault"
    folder.mkdir(mode=0o700)
    path = folder / "amana.db"
    shutil.copy2(founded.file, path)
    database = Database(f"sqlite:///{path}")
    yield Vault(path, founded, database)
    database.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Today's tables, and nothing in them."""
    url = f"sqlite:///{tmp_path / 'empty' / 'amana.db'}"
    migrations.upgrade(url)
    database = Database(url)
    yield database
    database.close()
