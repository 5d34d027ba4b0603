"""Sealed backups: a file that two of the three recovery shares open, and nothing on this machine does.

The file: a line that names the format; in the clear, which organisation it is of, the recovery boxes and the file's
own key, sealed to the recovery key; then the content in pieces (libsodium secretstream), which hang together with all
that stands in the clear; at the end a checksum of everything, so that whether a file is whole can be told without a
share. Who made it is not signed: whatever is restored is checked as any database is, by the organisation's signatures.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from os import SEEK_END
from typing import Any, BinaryIO, Final

from sqlmodel import Session

from services.errors import Refusal
from services.keys.recovery import open_boxes
from services.keys.sealing import (
    CannotOpen,
    KeyPair,
    PublicKey,
    SigningPair,
    SymmetricKey,
    random_bytes,
    seal_plain,
    unseal_plain,
)
from services.keys.streams import STREAM_GROWTH, STREAM_HEADER, OpeningStream, SealingStream
from services.keys.trust import Trust, check_organisation
from storage import keyring as rows

FORMAT: Final = b"amana backup 1\n"
PIECE: Final = 64 * 1024
_LENGTH: Final = 4
_DIGEST: Final = 32
_LARGEST_LID: Final = 64 * 1024
_KEY: Final = 32


class NotABackup(Refusal):
    """The file is something else, or its beginning is damaged."""


class NotWhole(Refusal):
    """The file was cut off or changed."""


@dataclass(frozen=True, slots=True)
class Lid:
    """What a backup is closed with: the organisation's public keys, and the boxes that hold the recovery key."""

    organisation: str
    recovery: PublicKey
    boxes: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Label:
    """What the backup says of itself, inside: `part` is 'rest' or 'keyring', `made` the moment of the copy (UTC)."""

    part: str
    made: datetime


@dataclass(frozen=True, slots=True)
class OpenedBackup:
    """A backup that two shares have opened, not yet read. May stand for the organisation (keyring.Authority)."""

    label: Label
    recovery: KeyPair = field(repr=False)
    organisation: SigningPair = field(repr=False)
    _file: BinaryIO = field(repr=False)
    _stream: OpeningStream = field(repr=False)

    @property
    def trust(self) -> Trust:
        """Whom the content is to be checked against."""
        return Trust(self.organisation.verify)

    def pour(self, target: BinaryIO) -> None:
        """Write the content out, once. Raises CannotOpen where it was changed or cut off."""
        here = self._file.tell()
        left, is_last = self._file.seek(0, SEEK_END) - _DIGEST - here, False
        self._file.seek(here)
        while not is_last:
            sealed = self._file.read(min(PIECE + STREAM_GROWTH, max(left, 0)))
            piece, is_last = self._stream.pull(sealed)
            left -= len(sealed)
            target.write(piece)


def lid_of(session: Session, trust: Trust) -> Lid:
    """What to close the organisation's backups with. Raises NotFounded, NotTrusted."""
    organisation = check_organisation(session, trust)
    return Lid(trust.text, organisation.recovery_public, rows.recovery_boxes(session))


def seal(source: BinaryIO, target: BinaryIO, lid: Lid, label: Label) -> None:
    """Write the whole of `source`, sealed. A piece at a time: memory does not grow with it."""
    key = SymmetricKey(random_bytes(_KEY))
    told = {
        "organisation": lid.organisation,
        "boxes": {pair: sealed.hex() for pair, sealed in sorted(lid.boxes.items())},
        "key": seal_plain(key, lid.recovery).hex(),
    }
    clear = json.dumps(told).encode()
    writing = _Summed(target)
    writing.write(FORMAT + len(clear).to_bytes(_LENGTH, "big") + clear)
    stream = SealingStream(key, clear)
    writing.write(stream.header)
    about = json.dumps({"part": label.part, "made": int(label.made.timestamp())}).encode()
    writing.write(stream.push(about.ljust(PIECE), is_last=False))
    piece, following = source.read(PIECE), source.read(PIECE)
    while following:
        writing.write(stream.push(piece, is_last=False))
        piece, following = following, source.read(PIECE)
    writing.write(stream.push(piece, is_last=True))
    target.write(writing.digest)


def check_whole(file: BinaryIO) -> None:
    """Whether every byte is as it was written; takes no key. Raises NotABackup, NotWhole. The file is read anew."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    if file.read(len(FORMAT)) != FORMAT:
        raise NotABackup
    file.seek(0)
    digest, left = blake2b(digest_size=_DIGEST), size - _DIGEST
    while left > 0:
        piece = file.read(min(PIECE, left))
        digest.update(piece)
        left -= len(piece)
    if file.read() != digest.digest():
        raise NotWhole


def open_backup(file: BinaryIO, shares: Sequence[str]) -> OpenedBackup:
    """Open it with two different shares. Raises NotABackup, BadShare, CannotOpen."""
    file.seek(0)
    clear = _clear(file)
    try:
        told = json.loads(clear)
        boxes = {str(pair): bytes.fromhex(sealed) for pair, sealed in told["boxes"].items()}
        sealed_key, named = bytes.fromhex(told["key"]), str(told["organisation"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotABackup from error
    recovery, organisation = open_boxes(boxes, shares)
    if organisation.verify.hex() != named:
        raise CannotOpen
    key = SymmetricKey(unseal_plain(sealed_key, recovery))
    stream = OpeningStream(key, clear, file.read(STREAM_HEADER))
    about, _ = stream.pull(file.read(PIECE + STREAM_GROWTH))
    return OpenedBackup(_label(json.loads(about)), recovery, organisation, file, stream)


def _clear(file: BinaryIO) -> bytes:
    if file.read(len(FORMAT)) != FORMAT:
        raise NotABackup
    length = int.from_bytes(file.read(_LENGTH), "big")
    clear = file.read(length) if length <= _LARGEST_LID else b""
    if not clear or len(clear) != length:
        raise NotABackup
    return clear


def _label(told: Mapping[str, Any]) -> Label:
    return Label(str(told["part"]), datetime.fromtimestamp(int(told["made"]), UTC))


class _Summed:
    """Writes, and sums up what it has written."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._sum = blake2b(digest_size=_DIGEST)

    @property
    def digest(self) -> bytes:
        return self._sum.digest()

    def write(self, piece: bytes) -> None:
        self._sum.update(piece)
        self._target.write(piece)
