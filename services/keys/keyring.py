"""Unlocking, enrolling and removing members of staff; what an unlocked member holds.

This is the face of the members' part of the vault: roles and credentials are made in `members`, epoch keys in
`epoch_keys`, staff signatures in `signatures`, and all that others need of them is named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from services.errors import Refusal
from services.keys.epoch_keys import NoTrustedKey, Signer, extend, intake_key, months_ahead, open_wraps, renew, share
from services.keys.epochs import COMPARTMENTS, EpochName, epoch_of
from services.keys.members import (
    CASEWORKER,
    FOCAL_POINT,
    ROLES,
    STEWARD,
    Certified,
    Credential,
    Newcomer,
    NewMember,
    RolesConflict,
    Secrets,
    UnlockKey,
    all_certified,
    certified_now,
    lock_anew,
    new_credential,
    one_role,
    open_secrets,
    remember_removed,
    settle,
    stretch,
    write_former,
    write_member,
)
from services.keys.names import LONGEST, Name, opened_name, sealed_name
from services.keys.sealing import KeyPair, NotTrusted, RuntimeKey, SigningPair
from services.keys.signatures import check_signed, signed
from services.keys.trust import Trust, check_organisation
from storage import keyring as rows

__all__ = [
    "CASEWORKER",
    "FOCAL_POINT",
    "ROLES",
    "STEWARD",
    "Authority",
    "Credential",
    "LastSteward",
    "NewMember",
    "Newcomer",
    "NoTrustedKey",
    "NotASteward",
    "RolesConflict",
    "StaffMember",
    "UnknownMember",
    "UnlockKey",
    "Unlocked",
    "WrongPassphrase",
    "check_signed",
    "enrol",
    "intake_key",
    "members",
    "months_ahead",
    "new_credential",
    "remove",
    "renew_keys",
    "reread",
    "signed",
    "stretch",
    "unlock",
]


class WrongPassphrase(Refusal):
    """The passphrase unlocks nobody. Wrong, unknown and no longer valid are one answer."""


class NotASteward(Refusal):
    """Only who holds the organisation's key may change who belongs to it."""


class UnknownMember(Refusal):
    """There is no current member of that identifier."""


class LastSteward(Refusal):
    """Without a steward nobody could be added any more."""


class Authority(Protocol):
    """Whoever may act for the organisation: an unlocked steward, or the recovered organisation itself."""

    @property
    def organisation(self) -> SigningPair | None:
        """The organisation's signing pair; None for members who are no stewards."""

    @property
    def keys(self) -> Mapping[EpochName, KeyPair]:
        """The epoch keys at hand."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An unlocked member. `damaged` names keys that should have opened and did not."""

    member: bytes
    name: str
    roles: frozenset[str]
    signing: SigningPair = field(repr=False)
    box: KeyPair = field(repr=False)
    organisation: SigningPair | None = field(repr=False)
    keys: Mapping[EpochName, KeyPair] = field(repr=False)
    damaged: frozenset[EpochName]

    @property
    def compartments(self) -> frozenset[str]:
        """What the member's roles open."""
        return frozenset(compartment for role in self.roles for compartment in ROLES.get(role, ()))


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A current member. `named` is None without the runtime key, and where the name is not theirs; not `certified`:
    somebody put the row there."""

    id: bytes
    named: Name | None
    roles: frozenset[str]
    certified: bool

    @property
    def name(self) -> str | None:
        """The name as it is shown: with a mark where nothing proves it."""
        return self.named.shown if self.named else None


def unlock(session: Session, passphrase: str | UnlockKey, trust: Trust, now: datetime) -> Unlocked:
    """Open a member's keys, make the year's missing ones, and hand keys on to colleagues who lack them.

    Needs a writing session; give it the outcome of `stretch` so that the write lock is not held for half a second.
    Raises WrongPassphrase, NotTrusted, NotFounded.
    """
    organisation = check_organisation(session, trust)
    remember_removed(session, trust)
    key = passphrase if isinstance(passphrase, UnlockKey) else stretch(organisation.site_salt, passphrase)
    row = rows.member_by_unlock_tag(session, key.tag)
    if row is None:
        raise WrongPassphrase
    facts, secrets = certified_now(session, row, trust), open_secrets(row, key)
    if facts.is_former:
        raise WrongPassphrase
    if secrets.organisation and secrets.organisation.verify != trust.verify_key:
        raise NotTrusted
    extend(session, trust, facts.compartments, Signer(facts.id, secrets.signing), now)
    keys, damaged = open_wraps(session, facts.id, secrets.box, {})
    share(session, trust, keys)
    if secrets.organisation:
        settle(session, trust, secrets.organisation)
    return _unlocked(facts, secrets, keys, damaged)


def reread(session: Session, unlocked: Unlocked, trust: Trust) -> Unlocked:
    """The same member with today's keys (a reading session will do). Raises WrongPassphrase when they were removed."""
    row = rows.member(session, unlocked.member)
    if row is None:
        raise WrongPassphrase
    facts = certified_now(session, row, trust)
    if facts.is_former or facts.verify_key != unlocked.signing.verify:
        raise WrongPassphrase
    keys, damaged = open_wraps(session, unlocked.member, unlocked.box, unlocked.keys)
    if keys.keys() == unlocked.keys.keys() and damaged == unlocked.damaged:
        return unlocked
    return replace(unlocked, keys=keys, damaged=damaged)


def change_passphrase(session: Session, unlocked: Unlocked, current: UnlockKey, fresh: UnlockKey) -> None:
    """Let another passphrase unlock this member from now on, and the present one no more.

    Raises WrongPassphrase unless `current` is what the member's own becomes, NotTrusted.
    """
    row = rows.member_by_unlock_tag(session, current.tag)
    if row is None or row.id != unlocked.member:
        raise WrongPassphrase
    lock_anew(session, row, open_secrets(row, current), fresh)


def enrol(session: Session, authority: Authority, newcomer: Newcomer, trust: Trust, now: datetime) -> NewMember:
    """Add a member who can open, from now on, what their role covers; earlier months once a colleague unlocks.

    Raises NotASteward, RolesConflict, NotTrusted.
    """
    signing, role = _signing(authority, trust), one_role(newcomer.roles)
    member = write_member(session, check_organisation(session, trust), signing, newcomer)
    keys = {key: pair for key, pair in authority.keys.items() if key.compartment in ROLES[role]}
    share(session, trust, keys)
    lacking = [compartment for compartment in ROLES[role] if not _reaches(session, member.id, compartment, now)]
    renew(session, trust, lacking, Signer(None, signing), now)
    return member


def remove(session: Session, authority: Authority, member_id: bytes, trust: Trust, now: datetime) -> None:
    """Take a member's keys, and make new ones for all they could open, so that nothing later opens to them.

    Raises NotASteward, UnknownMember, LastSteward, NotTrusted.
    """
    signing = _signing(authority, trust)
    row = rows.member(session, member_id)
    if row is None:
        raise UnknownMember
    could_open = {wrap.compartment for wrap in rows.wraps_of(session, member_id)}
    try:
        facts = certified_now(session, row, trust)
    except NotTrusted:
        rows.delete_member(session, member_id)
    else:
        could_open |= set(facts.compartments)
        _check_may_leave(session, facts, trust)
        write_former(session, row, signing)
    rows.drop_wraps_of(session, member_id)
    renew(session, trust, sorted(could_open & set(COMPARTMENTS)), Signer(None, signing), now)
    settle(session, trust, signing)


def name(session: Session, authority: Authority, member_id: bytes, name: str, trust: Trust) -> None:
    """Certify what a current member is called. Raises NotASteward, UnknownMember, NotTrusted."""
    signing = _signing(authority, trust)
    row = rows.member(session, member_id)
    if row is None or certified_now(session, row, trust).is_former:
        raise UnknownMember
    to = check_organisation(session, trust).runtime_public
    rows.change_member(session, row._replace(sealed_name=sealed_name(row.id, name.strip()[:LONGEST], to, signing)))


def renew_keys(session: Session, authority: Authority, trust: Trust, now: datetime) -> None:
    """New keys for every compartment from this month on: the remedy after intake was stopped by a bad key.

    Raises NotASteward.
    """
    renew(session, trust, COMPARTMENTS, Signer(None, _signing(authority, trust)), now)


def members(session: Session, runtime: RuntimeKey | None, trust: Trust) -> list[StaffMember]:
    """Every current member, by name where names can be read. Former ones are not listed."""
    found = []
    for row in rows.all_members(session):
        try:
            facts = certified_now(session, row, trust)
        except NotTrusted:
            found.append(StaffMember(row.id, None, frozenset(row.roles.split(",")), certified=False))
            continue
        if not facts.is_former:
            found.append(StaffMember(row.id, _name(row, runtime, trust), facts.roles, certified=True))
    return sorted(found, key=lambda member: (member.name or "", member.id))


def _unlocked(
    facts: Certified, secrets: Secrets, keys: Mapping[EpochName, KeyPair], damaged: frozenset[EpochName]
) -> Unlocked:
    return Unlocked(
        member=facts.id,
        name=secrets.name,
        roles=facts.roles,
        signing=secrets.signing,
        box=secrets.box,
        organisation=secrets.organisation,
        keys=keys,
        damaged=damaged,
    )


def _signing(authority: Authority, trust: Trust) -> SigningPair:
    if authority.organisation is None or authority.organisation.verify != trust.verify_key:
        raise NotASteward
    return authority.organisation


def _check_may_leave(session: Session, facts: Certified, trust: Trust) -> None:
    if facts.is_former:
        raise UnknownMember
    stewards = [each for each in all_certified(session, trust) if STEWARD in each.roles and not each.is_former]
    if [each.id for each in stewards] == [facts.id]:
        raise LastSteward


def _reaches(session: Session, holder: bytes, compartment: str, now: datetime) -> bool:
    newest = rows.newest_epoch_key(session, compartment, epoch_of(now))
    held = rows.held_by(session)
    return newest is not None and (compartment, newest.epoch, newest.serial, holder) in held


def _name(row: rows.MemberRow, runtime: RuntimeKey | None, trust: Trust) -> Name | None:
    return opened_name(row.id, row.sealed_name, runtime, trust) if runtime else None
