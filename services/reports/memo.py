"""What a mailbox remembers for whoever brings its receipt: whether they are told of answers, when they were promised
one, and that they took the report back.

It is locked with a key that grows out of the receipt: the database tells nobody any of it, and nobody who has only the
database can write one. Every memo has the same length and is locked afresh whenever the mailbox is used.
"""

import json
from dataclasses import dataclass
from typing import Final

from services.keys.sealing import CannotOpen, PrivateKey, SymmetricKey, derive, lock, unlock

NO_ANSWER: Final = 0
USUAL: Final = -1


@dataclass(frozen=True, slots=True)
class Memo:
    """`is_told`: a notice is to come when an answer has; None where nobody knows, in a mailbox older than memos.
    `hours`: within how many an answer was promised, NO_ANSWER where none was wanted, USUAL for the organisation's usual
    time; None where nobody knows."""

    is_told: bool | None = None
    is_taken_back: bool = False
    hours: int | None = None

    def locked(self, private: PrivateKey) -> bytes:
        """For the mailbox with this private key."""
        return lock(json.dumps([self.is_told, self.is_taken_back, self.hours]).encode(), _key(private))

    @classmethod
    def opened(cls, locked: bytes | None, private: PrivateKey) -> "Memo":
        """Inverse of `locked`; what is not there, or was put there by somebody else, is not known."""
        try:
            return cls(*json.loads(unlock(locked, _key(private)))) if locked else cls()
        except CannotOpen:
            return cls()


def _key(private: PrivateKey) -> SymmetricKey:
    return SymmetricKey(derive(private, "amana mailbox memo"))
