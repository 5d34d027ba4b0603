"""Founding an organisation: its keys, its first three people, the first year's epoch keys, the recovery shares."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from services.errors import Refusal
from services.keys.epoch_keys import Signer, extend
from services.keys.epochs import COMPARTMENTS
from services.keys.keyring import Authority, NotASteward
from services.keys.members import CASEWORKER, FOCAL_POINT, STEWARD, NewMember, new_credential, write_member
from services.keys.recovery import write_recovery
from services.keys.sealing import (
    SALT_BYTES,
    NotTrusted,
    PublicKey,
    SigningPair,
    new_key_pair,
    new_signing_pair,
    random_bytes,
)
from services.keys.trust import NotFounded, OrganisationKeys, Trust, check_organisation, write_organisation
from storage import keyring as rows

__all__ = [
    "AlreadyFounded",
    "Founding",
    "NotFounded",
    "NotTrusted",
    "OrganisationKeys",
    "Trust",
    "check_organisation",
    "found",
    "replace_runtime_key",
]


class AlreadyFounded(Refusal):
    """The database holds an organisation; a second one would lock out the first."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What founding gives: the key to pin, and what is shown once (passphrases, shares) and kept nowhere."""

    trust: Trust
    steward: NewMember
    caseworker: NewMember
    focal_point: NewMember
    shares: tuple[str, str, str] = field(repr=False)


def found(
    session: Session,
    runtime_public: PublicKey,
    steward_name: str,
    caseworker_name: str,
    focal_point_name: str,
    now: datetime,
) -> Founding:
    """Make the organisation with a steward, a caseworker and a focal point, who must be three people.

    Three slow derivations, about two seconds in all. Raises AlreadyFounded.
    """
    if rows.organisation(session) is not None:
        raise AlreadyFounded
    signing, recovery = new_signing_pair(), new_key_pair()
    trust = Trust(signing.verify)
    facts = OrganisationKeys(signing.verify, random_bytes(SALT_BYTES), runtime_public, recovery.public)
    write_organisation(session, facts, signing)
    people = {STEWARD: steward_name, CASEWORKER: caseworker_name, FOCAL_POINT: focal_point_name}
    enrolled = {role: _enrolled(session, facts, signing, name, role) for role, name in people.items()}
    extend(session, trust, COMPARTMENTS, Signer(None, signing), now)
    return Founding(
        trust=trust,
        steward=enrolled[STEWARD],
        caseworker=enrolled[CASEWORKER],
        focal_point=enrolled[FOCAL_POINT],
        shares=write_recovery(session, recovery, signing),
    )


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


def _enrolled(session: Session, facts: OrganisationKeys, signing: SigningPair, name: str, role: str) -> NewMember:
    return write_member(session, facts, signing, name, role, new_credential(facts.site_salt))
