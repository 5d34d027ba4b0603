"""Epoch keys: one key pair for each compartment and month. Made ahead, signed, sealed to those entitled, renewed.

A public half counts when the organisation signed it, or a current member whose certified role opens that compartment.
A private half exists only sealed to each entitled member and to the recovery key. Knows no passphrase.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from services.errors import Refusal
from services.keys.epochs import COMPARTMENTS, EpochName, epoch_of, epochs_ahead
from services.keys.members import all_certified, certified_now
from services.keys.sealing import (
    CannotOpen,
    KeyPair,
    NotTrusted,
    PublicKey,
    SigningPair,
    VerifyKey,
    check,
    new_key_pair,
    seal_plain,
    sign,
    statement,
    unseal_plain,
)
from services.keys.trust import Trust, check_organisation
from storage import keyring as rows

RECOVERY_HOLDER: Final = bytes(16)
"""Stands for the recovery key among the holders."""

Holders = Mapping[bytes, PublicKey]


@dataclass(eq=False)
class NoTrustedKey(Refusal):
    """There is no key for the compartment this month, or none whose whole chain of signatures holds."""

    compartment: str
    epoch: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who vouches for a new key: a member, or the organisation itself (None)."""

    member: bytes | None
    pair: SigningPair


def intake_key(session: Session, trust: Trust, compartment: str, now: datetime) -> PublicKey:
    """The key to seal to now, its whole chain checked afresh. Raises NoTrustedKey: then nothing may be taken in."""
    epoch = epoch_of(now)
    try:
        check_organisation(session, trust)
        row = rows.newest_epoch_key(session, compartment, epoch)
        if row is None or compartment not in COMPARTMENTS:
            raise NotTrusted
        return _trusted(session, trust, row)
    except Refusal as error:
        raise NoTrustedKey(compartment, epoch) from error


def months_ahead(session: Session, trust: Trust, compartment: str, now: datetime) -> int:
    """How many months after this one have a key that counts, without a gap; -1 when this month has none."""
    found = -1
    for epoch in epochs_ahead(now):
        row = rows.newest_epoch_key(session, compartment, epoch)
        try:
            if row is None:
                return found
            _trusted(session, trust, row)
        except NotTrusted:
            return found
        found += 1
    return found


def first_month(session: Session, trust: Trust, compartment: str, now: datetime) -> str:
    """The month 'YYYY-MM' of the earliest key that counts, so that of the founding; where none does, this month."""
    months = {key.epoch for key in rows.all_epoch_keys(session) if _counts(session, trust, key, compartment)}
    return min(months, default=epoch_of(now))


def extend(session: Session, trust: Trust, compartments: Iterable[str], signer: Signer, now: datetime) -> None:
    """Make the keys that are missing for this month and the year ahead."""
    present = {(key.compartment, key.epoch) for key in rows.all_epoch_keys(session)}
    for compartment in compartments:
        missing = [epoch for epoch in epochs_ahead(now) if (compartment, epoch) not in present]
        holders = entitled(session, trust, compartment) if missing else {}
        for epoch in missing:
            _make(session, compartment, epoch, signer, holders)


def renew(session: Session, trust: Trust, compartments: Iterable[str], signer: Signer, now: datetime) -> None:
    """A new key for this month and every later one: from now on only today's entitled members can open."""
    keys = rows.all_epoch_keys(session)
    this_month = epoch_of(now)
    for compartment in compartments:
        holders = entitled(session, trust, compartment)
        later = {key.epoch for key in keys if key.compartment == compartment and key.epoch >= this_month}
        for epoch in sorted(later.union(epochs_ahead(now))):
            _make(session, compartment, epoch, signer, holders)


def share(session: Session, trust: Trust, keys: Mapping[EpochName, KeyPair]) -> None:
    """Seal these keys to every entitled holder who has not got them yet."""
    held = rows.held_by(session)
    wraps: list[rows.EpochWrapRow] = []
    for compartment in {name.compartment for name in keys}:
        holders = entitled(session, trust, compartment)
        ours = {name: pair for name, pair in keys.items() if name.compartment == compartment}
        for name, pair in ours.items():
            lacking = {holder: public for holder, public in holders.items() if (*name, holder) not in held}
            wraps += _wrapped(name, pair, lacking)
    rows.add_wraps(session, wraps)


def entitled(session: Session, trust: Trust, compartment: str) -> Holders:
    """Who gets the compartment's keys: current certified members by role, and the recovery key."""
    organisation = check_organisation(session, trust)
    members = {each.id: each.box_public for each in all_certified(session, trust) if each.may_open(compartment)}
    return {**members, RECOVERY_HOLDER: organisation.recovery_public}


def open_wraps(
    session: Session, holder: bytes, box: KeyPair, known: Mapping[EpochName, KeyPair]
) -> tuple[dict[EpochName, KeyPair], frozenset[EpochName]]:
    """The holder's keys, and the names of those that do not open or do not fit their public half.

    Keys already `known` are taken over without opening them again; those no longer kept fall out.
    """
    publics = {
        EpochName(key.compartment, key.epoch, key.serial): key.public_key for key in rows.all_epoch_keys(session)
    }
    keys: dict[EpochName, KeyPair] = {}
    damaged = set()
    for wrap in rows.wraps_of(session, holder):
        name = EpochName(wrap.compartment, wrap.epoch, wrap.serial)
        pair = known.get(name) or _opened(wrap.sealed, box)
        if pair is not None and pair.public == publics.get(name):
            keys[name] = pair
        else:
            damaged.add(name)
    return keys, frozenset(damaged)


def _opened(sealed: bytes, box: KeyPair) -> KeyPair | None:
    try:
        private = unseal_plain(sealed, box)
    except CannotOpen:
        return None
    return new_key_pair(private) if len(private) == 32 else None


def _make(session: Session, compartment: str, epoch: str, signer: Signer, holders: Holders) -> None:
    name = EpochName(compartment, epoch, rows.highest_serial(session, compartment, epoch) + 1)
    pair = new_key_pair()
    signature = sign(_statement(name, pair.public), signer.pair.seed)
    rows.add_epoch_key(session, rows.EpochKeyRow(*name, pair.public, signer.member, signature))
    rows.add_wraps(session, _wrapped(name, pair, holders))


def _wrapped(name: EpochName, pair: KeyPair, holders: Holders) -> list[rows.EpochWrapRow]:
    return [
        rows.EpochWrapRow(*name, holder, seal_plain(pair.private, public)) for holder, public in sorted(holders.items())
    ]


def _trusted(session: Session, trust: Trust, row: rows.EpochKeyRow) -> PublicKey:
    public = PublicKey(row.public_key)
    name = EpochName(row.compartment, row.epoch, row.serial)
    check(_statement(name, public), row.signature, _voucher(session, trust, row))
    return public


def _counts(session: Session, trust: Trust, row: rows.EpochKeyRow, compartment: str) -> bool:
    try:
        _trusted(session, trust, row)
    except NotTrusted:
        return False
    return row.compartment == compartment


def _voucher(session: Session, trust: Trust, row: rows.EpochKeyRow) -> VerifyKey:
    if row.signer is None:
        return trust.verify_key
    member = rows.member(session, row.signer)
    if member is None:
        raise NotTrusted
    found = certified_now(session, member, trust)
    if not found.may_open(row.compartment):
        raise NotTrusted
    return found.verify_key


def _statement(name: EpochName, public: PublicKey) -> bytes:
    return statement("amana epoch key 1", name.compartment.encode(), name.epoch.encode(), b"%d" % name.serial, public)
