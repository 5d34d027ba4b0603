"""Recovery when passphrases are lost: three shares on paper, any two of which give back the organisation's secrets.

What is recovered is the recovery key (it opens every epoch key) and the organisation's signing key (it can enrol new
members). The secrets are sealed to two custodians, one inside the other, once for each pair; one share alone opens
nothing. No arithmetic of our own.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations
from typing import Final

from sqlmodel import Session

from services.errors import Refusal
from services.keys.epoch_keys import RECOVERY_HOLDER, open_wraps
from services.keys.epochs import EpochName
from services.keys.passphrases import normalise
from services.keys.sealing import (
    CannotOpen,
    KeyPair,
    Sealed,
    SigningPair,
    new_key_pair,
    new_signing_pair,
    seal_plain,
    unseal_plain,
)
from services.keys.trust import Trust, check_organisation
from storage import keyring as rows

_NUMBERS: Final = (1, 2, 3)
_GROUP: Final = 4
_CHECK_BYTES: Final = 2
_LENGTH: Final = 1 + 32 + _CHECK_BYTES
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which are mistaken for 1, 1, 0, V."""
_STANDARD: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_WRITE: Final = str.maketrans(_STANDARD, _LETTERS)
_READ: Final = str.maketrans(_LETTERS + "OIL", _STANDARD + _STANDARD[0] + _STANDARD[1] * 2)


@dataclass(eq=False)
class BadShare(Refusal):
    """What was typed is not a whole share; `position` counts the shares given, from 0."""

    position: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """One custodian's share: its number (1 to 3) and its key."""

    number: int
    keys: KeyPair

    @property
    def text(self) -> str:
        """Fourteen groups of four letters or digits, with a checksum in them."""
        body = bytes([self.number]) + self.keys.private
        letters = base64.b32encode(body + _checksum(body)).decode().translate(_WRITE)
        return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


@dataclass(frozen=True, slots=True)
class Recovered:
    """The organisation's own secrets, with every epoch key they open. May enrol and remove (keyring.Authority)."""

    recovery: KeyPair = field(repr=False)
    organisation: SigningPair = field(repr=False)
    keys: Mapping[EpochName, KeyPair] = field(repr=False)
    damaged: frozenset[EpochName]


def read_share(text: str, position: int = 0) -> Share:
    """The share somebody typed, in any case and grouping. Raises BadShare when a letter is wrong or missing."""
    letters = normalise(text).replace(" ", "").upper().translate(_READ)
    try:
        body = base64.b32decode(letters)
    except (binascii.Error, ValueError) as error:
        raise BadShare(position) from error
    content, check = body[:-_CHECK_BYTES], body[-_CHECK_BYTES:]
    if len(body) != _LENGTH or _checksum(content) != check or content[0] not in _NUMBERS:
        raise BadShare(position)
    return Share(content[0], new_key_pair(content[1:]))


def recover(session: Session, trust: Trust, shares: Sequence[str]) -> Recovered:
    """Open the recovery box of two different shares. Raises BadShare, CannotOpen, NotTrusted, NotFounded."""
    check_organisation(session, trust)
    return recovered(session, trust, *open_boxes(rows.recovery_boxes(session), shares))


def recovered(session: Session, trust: Trust, recovery: KeyPair, organisation: SigningPair) -> Recovered:
    """What these two keys open in this database. Raises CannotOpen where they are not its own, NotTrusted."""
    facts = check_organisation(session, trust)
    if recovery.public != facts.recovery_public or organisation.verify != trust.verify_key:
        raise CannotOpen
    keys, damaged = open_wraps(session, RECOVERY_HOLDER, recovery, {})
    return Recovered(recovery, organisation, keys, damaged)


def open_boxes(boxes: Mapping[str, bytes], shares: Sequence[str]) -> tuple[KeyPair, SigningPair]:
    """The recovery key and the organisation's signing key out of these boxes, wherever they were kept.

    Whoever made boxes that two shares open had the shares: that they open is what they are believed for.
    Raises BadShare, CannotOpen.
    """
    read = {share.number: share for share in (read_share(text, place) for place, text in enumerate(shares))}
    if len(read) < 2:
        raise CannotOpen
    outer, inner = (read[number] for number in sorted(read)[:2])
    sealed = boxes.get(f"{outer.number}-{inner.number}", b"")
    secret = unseal_plain(unseal_plain(sealed, outer.keys), inner.keys)
    if len(secret) != 64:
        raise CannotOpen
    return new_key_pair(secret[:32]), new_signing_pair(secret[32:])


def write_recovery(session: Session, recovery: KeyPair, organisation: SigningPair) -> tuple[str, str, str]:
    """Make three fresh shares and keep the boxes they open; earlier shares open nothing any more."""
    shares = {number: Share(number, new_key_pair()) for number in _NUMBERS}
    secret = recovery.private + organisation.seed
    boxes: dict[str, bytes] = {}
    for outer, inner in combinations(_NUMBERS, 2):
        boxes[f"{outer}-{inner}"] = _nested(secret, shares[outer], shares[inner])
    rows.put_recovery_boxes(session, boxes)
    return shares[1].text, shares[2].text, shares[3].text


def _nested(secret: bytes, outer: Share, inner: Share) -> Sealed:
    return seal_plain(seal_plain(secret, inner.keys.public), outer.keys.public)


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=_CHECK_BYTES, person=b"amana share").digest()
