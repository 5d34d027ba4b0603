"""A founded organisation with its keys, made once for all tests, and the copy of it that a test may write to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from services.keys import envelopes, keyring
from services.keys.envelopes import Letter
from services.keys.epochs import EpochName
from services.keys.founding import FirstPeople, Founding, found
from services.keys.keyring import Unlocked, UnlockKey
from services.keys.members import NewMember
from services.keys.recovery import Recovered
from services.keys.sealing import KeyPair, RuntimeKey
from services.keys.trust import Trust, check_organisation
from storage import migrations
from storage.engine import Database
from tests.support.clocks import NOW


@dataclass
class Template:
    """The founded organisation, made once."""

    file: Path
    founding: Founding
    runtime: RuntimeKey
    site_salt: bytes

    def unlock_key(self, role: str) -> UnlockKey:
        return keyring.stretch(self.site_salt, getattr(self.founding, role).passphrase)

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

    def opened(self, unlocked: Unlocked | Recovered) -> list[envelopes.Opened]:
        with self.database.reading() as session:
            return envelopes.open_new(session, unlocked.keys, frozenset())


def found_in(file: Path) -> Template:
    """An organisation with a steward, a caseworker and a focal point, founded on a new file."""
    runtime = RuntimeKey.generate()
    migrations.upgrade(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}")
    with database.writing() as session:
        founding = found(session, runtime.public, FirstPeople("Sana", "Karim", "Farah"), NOW)
        salt = check_organisation(session, founding.trust).site_salt
    database.close()
    return Template(file, founding, runtime, salt)


class Enrol(Protocol):
    """The steward enrols somebody of that name in that role."""

    def __call__(self, name: str, role: str, now: datetime | None = ...) -> NewMember: ...


class UnlockEnrolled(Protocol):
    """Somebody newly enrolled unlocks with their passphrase."""

    def __call__(self, member: NewMember, now: datetime | None = ...) -> Unlocked: ...


class Remove(Protocol):
    """The steward removes a member."""

    def __call__(self, member_id: bytes, now: datetime | None = ...) -> None: ...


OpenedBy = Callable[[str], list[envelopes.Opened]]
"""What 'caseworker' or 'focal_point' can open."""
