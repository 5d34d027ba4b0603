"""Founding an organisation: its keys, its first three people, the first year's epoch keys, the recovery shares."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from services.errors import Refusal
from services.keys.epoch_keys import Signer, extend
from services.keys.epochs import COMPARTMENTS
from services.keys.keyring import Authority, NotASteward
from services.keys.members import CASEWORKER, FOCAL_POINT, STEWARD, Newcomer, NewMember, write_member
from services.keys.recovery import write_recovery
from services.keys.sealing import (
    SALT_BYTES,
    PublicKey,
    new_key_pair,
    new_signing_pair,
    random_bytes,
)
from services.keys.trust import OrganisationKeys, Trust, check_organisation, write_organisation
from storage import keyring as rows


class AlreadyFounded(Refusal):
    """The database holds an organisation; a second one would lock out the first."""


class FirstPeople(NamedTuple):
    """Work names of the first steward, caseworker and focal point. No real names are needed, or wise."""

    steward: str
    caseworker: str
    focal_point: str


@dataclass(frozen=True, slots=True)
class Founding:
    """What founding gives: the key to pin, and what is shown once (passphrases, shares) and kept nowhere."""

    trust: Trust
    steward: NewMember
    caseworker: NewMember
    focal_point: NewMember
    shares: tuple[str, str, str] = field(repr=False)


def found(session: Session, runtime_public: PublicKey, people: FirstPeople, now: datetime) -> Founding:
    """Make the organisation with its first members.

    Three slow derivations, about two seconds in all. Raises AlreadyFounded.
    """
    if rows.organisation(session) is not None:
        raise AlreadyFounded
    signing, recovery = new_signing_pair(), new_key_pair()
    trust = Trust(signing.verify)
    facts = OrganisationKeys(signing.verify, random_bytes(SALT_BYTES), runtime_public, recovery.public)
    write_organisation(session, facts, signing)
    steward, caseworker, focal_point = (
        write_member(session, facts, signing, Newcomer(name, role))
        for name, role in zip(people, (STEWARD, CASEWORKER, FOCAL_POINT), strict=True)
    )
    extend(session, trust, COMPARTMENTS, Signer(None, signing), now)
    return Founding(trust, steward, caseworker, focal_point, write_recovery(session, recovery, signing))


def replace_runtime_key(session: Session, authority: Authority, trust: Trust, runtime_public: PublicKey) -> None:
    """Sign another runtime key (the old one was lost or seized). Names sealed to the old one stay unreadable.

    Raises NotASteward, NotTrusted.
    """
    signing = authority.organisation
    if signing is None or signing.verify != trust.verify_key:
        raise NotASteward
    facts = check_organisation(session, trust)
    changed = OrganisationKeys(facts.verify_key, facts.site_salt, runtime_public, facts.recovery_public)
    write_organisation(session, changed, signing)
