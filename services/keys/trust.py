"""Whom to believe: one pinned key, and the organisation's public facts that this key has signed.

The pinned key lies in the settings folder, apart from the database, so that whoever can write the database still
cannot put their own keys in the organisation's place.
"""

from dataclasses import dataclass, field
from typing import Protocol

from sqlmodel import Session

from services.errors import Refusal
from services.keys.sealing import NotTrusted, PublicKey, Signature, SigningPair, VerifyKey, check, sign, statement
from storage import keyring as rows
from storage.departures import DepartureRow


class NotFounded(Refusal):
    """The database holds no organisation yet."""


class Memory(Protocol):
    """What is remembered outside of the database of members who were removed."""

    def get(self, member: bytes) -> DepartureRow | None:
        """That member's departure, if it was ever met."""

    def add(self, row: DepartureRow) -> None:
        """Remember it for good."""


class NoMemory:
    """For who has nowhere to remember anything."""

    def get(self, member: bytes) -> DepartureRow | None:
        """Nothing."""

    def add(self, row: DepartureRow) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The organisation's pinned verify key, and what is remembered beside it of who was removed."""

    verify_key: VerifyKey
    memory: Memory = field(default_factory=NoMemory, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The key as it is kept in the settings folder (64 hex digits)."""
        return self.verify_key.hex()

    @classmethod
    def from_text(cls, text: str) -> "Trust":
        """Inverse of `text`. Raises NotTrusted for anything but 64 hex digits."""
        try:
            key = bytes.fromhex(text.strip())
        except ValueError as error:
            raise NotTrusted from error
        if len(key) != 32:
            raise NotTrusted
        return cls(VerifyKey(key))


@dataclass(frozen=True, slots=True)
class OrganisationKeys:
    """The organisation's public facts: nothing in it is secret."""

    verify_key: VerifyKey
    site_salt: bytes
    runtime_public: PublicKey
    recovery_public: PublicKey


def check_organisation(session: Session, trust: Trust) -> OrganisationKeys:
    """The organisation, if the pinned key signed it. Raises NotFounded, NotTrusted."""
    row = rows.organisation(session)
    if row is None:
        raise NotFounded
    found = OrganisationKeys(
        VerifyKey(row.verify_key), row.site_salt, PublicKey(row.runtime_public_key), PublicKey(row.recovery_public_key)
    )
    check(_statement(found), row.signature, trust.verify_key)
    return found


def write_organisation(session: Session, organisation: OrganisationKeys, signing: SigningPair) -> None:
    """Keep the organisation's facts, signed, in place of any earlier ones."""
    signature: Signature = sign(_statement(organisation), signing.seed)
    rows.put_organisation(
        session,
        rows.OrganisationRow(
            organisation.verify_key,
            organisation.site_salt,
            organisation.runtime_public,
            organisation.recovery_public,
            signature,
        ),
    )


def _statement(facts: OrganisationKeys) -> bytes:
    parts = (facts.verify_key, facts.site_salt, facts.runtime_public, facts.recovery_public)
    return statement("amana organisation 1", *parts)
