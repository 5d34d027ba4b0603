"""Fixtures for the rules."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from services.keys import envelopes, keyring
from services.keys.founding import Founding
from services.keys.keyring import Newcomer, Unlocked
from services.keys.members import NewMember
from services.keys.sealing import RuntimeKey
from storage.engine import Database
from tests.support.contents import EXAMPLE
from tests.support.databases import pytest_generate_tests
from tests.support.meetings.meeting_room import AMAL, BINA, Room
from tests.support.vaults import Enrol, OpenedBy, Remove, Template, UnlockEnrolled, Vault

__all__ = ["pytest_generate_tests"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example content that a test may spoil."""
    shutil.copytree(EXAMPLE, tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def session(vault: Vault) -> Iterator[Session]:
    """One writing session in the founded organisation."""
    with vault.database.writing() as opened:
        yield opened


@pytest.fixture
def founding(vault: Vault) -> Founding:
    return vault.founding


@pytest.fixture
def opened(session: Session, founded: Template) -> OpenedBy:
    """What 'caseworker' or 'focal_point' can open."""
    return lambda who: envelopes.open_new(session, founded.unlocked(who).keys, frozenset())


@pytest.fixture
def enrol(vault: Vault) -> Enrol:
    """Enrol a member by the steward; gives the new member and the way to unlock them."""
    steward = vault.unlock("steward")

    def add(name: str, role: str, now: datetime | None = None) -> NewMember:
        with vault.database.writing() as session:
            return keyring.enrol(session, steward, Newcomer(name, role), vault.trust, now or vault.now)

    return add


@pytest.fixture
def unlock(vault: Vault) -> UnlockEnrolled:
    """Unlock a newly enrolled member by their passphrase."""

    def open_up(member: NewMember, now: datetime | None = None) -> Unlocked:
        with vault.database.writing() as session:
            return keyring.unlock(session, member.passphrase, vault.trust, now or vault.now)

    return open_up


@pytest.fixture
def remove(vault: Vault) -> Remove:
    """Remove a member by the steward."""
    steward = vault.unlock("steward")

    def take_away(member_id: bytes, now: datetime | None = None) -> None:
        with vault.database.writing() as session:
            keyring.remove(session, steward, member_id, vault.trust, now or vault.now)

    return take_away


@pytest.fixture
def room(database: Database) -> Room:
    """Two organisers of everything, and nobody who hears about anything yet."""
    made = Room(database, RuntimeKey.generate())
    made.organiser(AMAL)
    made.organiser(BINA)
    return made
