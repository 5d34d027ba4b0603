"""What a mailbox remembers for whoever brings its receipt: whether they are told of answers, that they took the report
back, and which answers they have erased.

It is locked with a key that grows out of the receipt: the database tells nobody what it is, and nobody who has only the
database can write one. Every memo has the same length and is locked afresh whenever the mailbox is used.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from services.keys.sealing import CannotOpen, PrivateKey, SymmetricKey, derive, lock, unlock

LENGTH: Final = 400
"""Of what is locked: filled up with blanks."""
ERASED_KEPT: Final = 24
_SHORT: Final = 12
"""Digits that stand for the number of a reply."""


@dataclass(frozen=True, slots=True)
class Memo:
    """`is_told`: a notice is to come when an answer has; None where nobody knows, in a mailbox older than memos.
    `erased`: the answers that were erased last, shortened."""

    is_told: bool | None = None
    is_taken_back: bool = False
    erased: tuple[str, ...] = ()

    def has_erased(self, reply: bytes) -> bool:
        """True for an answer that was read and erased: where it lies here once more, somebody has put it back."""
        return reply.hex()[:_SHORT] in self.erased

    def erasing(self, replies: Iterable[bytes]) -> "Memo":
        """The same, with these answers erased."""
        return replace(self, erased=(*self.erased, *(reply.hex()[:_SHORT] for reply in replies))[-ERASED_KEPT:])

    def locked(self, private: PrivateKey) -> bytes:
        """For the mailbox with this private key."""
        told = json.dumps([self.is_told, self.is_taken_back, self.erased], separators=(",", ":"))
        return lock(told.ljust(LENGTH).encode(), _key(private))

    @classmethod
    def opened(cls, locked: bytes | None, private: PrivateKey) -> "Memo":
        """Inverse of `locked`; what is not there, or was put there by somebody else, is not known."""
        try:
            is_told, is_taken_back, *erased = json.loads(unlock(locked, _key(private))) if locked else (None, False)
        except CannotOpen:
            return cls()
        return cls(is_told, is_taken_back, tuple(*erased))


def _key(private: PrivateKey) -> SymmetricKey:
    return SymmetricKey(derive(private, "amana mailbox memo"))
