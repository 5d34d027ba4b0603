"""What a mailbox remembers for whoever brings its receipt: whether they are told of answers, when they were promised
one, that they took the report back, which answers they have erased, and what they agreed to have passed on.

It is locked with a key that grows out of the receipt: the database tells nobody what it is, and nobody who has only the
database can write one. Every memo has the same length and is locked afresh whenever the mailbox is used.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from services.keys.sealing import CannotOpen, PrivateKey, SymmetricKey, derive, lock, unlock

LENGTH: Final = 1200
"""Bytes of what is locked: filled up with blanks."""
ERASED_KEPT: Final = 24
_SHORT: Final = 12
"""Digits that stand for the number of a reply."""
NO_ANSWER: Final = 0
USUAL: Final = -1
AGREED_KEPT: Final = 4
_NAME: Final = 140
"""Bytes of a name."""
_NOT_KNOWN: Final[tuple[Any, ...]] = (None, False, (), None, ())


@dataclass(frozen=True, slots=True)
class Memo:
    """`is_told`: a notice is to come when an answer has; None where nobody knows, in a mailbox older than memos.
    `erased`: the answers that were erased last, shortened. `hours`: within how many an answer was promised, NO_ANSWER
    where none was wanted, USUAL for the organisation's usual time; None where nobody knows. `agreed`: to which
    referrals the person said yes last, each with the beginning of the name of who gets it."""

    is_told: bool | None = None
    is_taken_back: bool = False
    erased: tuple[str, ...] = ()
    hours: int | None = None
    agreed: tuple[tuple[str, str], ...] = ()

    def has_erased(self, reply: bytes) -> bool:
        """True for an answer that was read and erased: where it lies here once more, somebody has put it back."""
        return reply.hex()[:_SHORT] in self.erased

    def erasing(self, replies: Iterable[bytes]) -> "Memo":
        """The same, with these answers erased."""
        return replace(self, erased=(*self.erased, *(reply.hex()[:_SHORT] for reply in replies))[-ERASED_KEPT:])

    def agreeing(self, referral: str, name: str) -> "Memo":
        """The same, with a yes to that referral."""
        others = tuple(each for each in self.agreed if each[0] != referral)
        return replace(self, agreed=(*others, (referral, _short(name)))[-AGREED_KEPT:])

    def locked(self, private: PrivateKey) -> bytes:
        """For the mailbox with this private key."""
        said = [self.is_told, self.is_taken_back, self.erased, self.hours, self.agreed]
        told = json.dumps(said, separators=(",", ":"), ensure_ascii=False)
        return lock(told.encode().ljust(LENGTH), _key(private))

    @classmethod
    def opened(cls, locked: bytes | None, private: PrivateKey) -> "Memo":
        """Inverse of `locked`; what is not there, or was put there by somebody else, is not known."""
        try:
            told: list[Any] = json.loads(unlock(locked, _key(private))) if locked else []
        except CannotOpen:
            return cls()
        is_told, is_taken_back, erased, hours, agreed = [*told, *_NOT_KNOWN[len(told) :]]
        return cls(is_told, is_taken_back, tuple(erased), hours, tuple((each[0], each[1]) for each in agreed))


def _short(name: str) -> str:
    """As much of it as there is room for, on one line."""
    said = "".join(sign for sign in " ".join(name.split()) if sign.isprintable() and sign not in '"\\')
    return said.encode()[:_NAME].decode(errors="ignore")


def _key(private: PrivateKey) -> SymmetricKey:
    return SymmetricKey(derive(private, "amana mailbox memo"))
