"""Receipts: eighteen digits a person can keep, say or copy, and the mailbox keys that grow out of them.

Sixteen digits are random (53 bits), two are check digits by ISO 7064 MOD 97-10, so that every single wrong digit and
every swap of neighbours is noticed before anything is looked up. The derivation is slow on purpose, so receipts can
be made ahead, in memory. Nothing here knows what is in a mailbox.
"""

import secrets
import unicodedata
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Condition, Thread
from types import TracebackType
from typing import Final

from services.errors import Refusal
from services.keys.sealing import (
    KeyPair,
    NoMemory,
    SigningPair,
    derive,
    new_key_pair,
    new_signing_pair,
    stretch_receipt,
)

RANDOM_DIGITS: Final = 16
LENGTH: Final = 18
GROUP: Final = 3
CHECK_WORDS: Final = 64
BETWEEN_SPARES: Final = 2.0
"""Seconds between two receipts that nobody is likely to need soon: each costs a core a tenth of one."""
"""How many words the list has from which two are shown with a receipt and repeated in every true reply."""

WITHOUT_MEMORY = 5.0
"""Seconds until a receipt is made ahead again, when the machine had no memory for one."""

_BETWEEN: Final = {"Zs", "Zl", "Zp", "Pd", "Cf", "Cc", "Po", "Pc", "Mn", "Me"}
"""Kinds of characters that may stand between digits: spaces, dashes, dots, line breaks, invisible marks."""


class NotAReceipt(Refusal):
    """What was written is not eighteen digits with the right check digits. `is_mistyped`: the digits are all there, but
    one of them is wrong, or two have changed places."""

    def __init__(self, is_mistyped: bool = False) -> None:
        super().__init__()
        self.is_mistyped = is_mistyped


@dataclass(frozen=True, slots=True)
class Receipt:
    """Eighteen checked digits. Neither repr nor str shows them."""

    digits: str = field(repr=False)

    @property
    def shown(self) -> str:
        """Six groups of three, as a person writes them down."""
        starts = range(0, LENGTH, GROUP)
        return " ".join(self.digits[start : start + GROUP] for start in starts)


@dataclass(frozen=True, slots=True)
class MailboxKeys:
    """What a receipt opens: the tag its mailbox is found by, and the keys its replies are sealed to."""

    tag: bytes
    keys: KeyPair

    @property
    def voice(self) -> SigningPair:
        """What later words are signed with, so that nobody speaks for the person without the receipt."""
        return new_signing_pair(derive(self.keys.private, "amana later words"))


def new_receipt() -> Receipt:
    """A fresh receipt."""
    body = f"{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
    return Receipt(body + _check_digits(body))


def read_receipt(text: str) -> Receipt:
    """The receipt somebody typed, in any script's decimal digits. Raises NotAReceipt."""
    digits = "".join(_digit(character) for character in text)
    if len(digits) != LENGTH:
        raise NotAReceipt
    if _check_digits(digits[:RANDOM_DIGITS]) != digits[RANDOM_DIGITS:]:
        raise NotAReceipt(is_mistyped=True)
    return Receipt(digits)


def mailbox_keys(receipt: Receipt, site_salt: bytes) -> MailboxKeys:
    """The mailbox of the receipt, slowly on purpose (Argon2id): never inside a writing session. Raises NoMemory."""
    seed = stretch_receipt(receipt.digits, site_salt)
    return MailboxKeys(derive(seed, "amana mailbox tag"), new_key_pair(derive(seed, "amana mailbox key")))


def new_check_words() -> tuple[int, int]:
    """Two different places in the list of check words."""
    first = secrets.randbelow(CHECK_WORDS)
    second = secrets.randbelow(CHECK_WORDS - 1)
    return first, second + (second >= first)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    if value is not None:
        return str(value)
    if unicodedata.category(character) in _BETWEEN:
        return ""
    raise NotAReceipt


def _check_digits(body: str) -> str:
    """ISO 7064 MOD 97-10: the whole number leaves 1 when divided by 97."""
    return f"{98 - int(body) * 100 % 97:02d}"


@dataclass(frozen=True, slots=True)
class Ready:
    """A fresh receipt with its derived mailbox keys."""

    receipt: Receipt
    mailbox: MailboxKeys


def new_ready(site_salt: bytes) -> Ready:
    """A fresh receipt, derived here and now. Raises NoMemory."""
    receipt = new_receipt()
    return Ready(receipt, mailbox_keys(receipt, site_salt))


class ReceiptPool:
    """Keeps up to `size` receipts ready, made by a thread of its own, and up to `spare` more for a day on which many
    report at once: those are made one by one, with time between. Safe to use from several threads."""

    def __init__(
        self, site_salt: bytes, size: int = 8, spare: int = 0, rest: float = 0.0, ready: Iterable[Ready] = ()
    ) -> None:
        """Starts making receipts after `rest` seconds, so that a process that is starting can answer first. `ready`:
        what an earlier pool has `left`."""
        self._salt = site_salt
        self._rest = rest
        self._size, self._spare = size, spare
        self._ready = deque(ready)
        self._changed = Condition()
        self._closing = False
        self._maker = Thread(target=self._keep_full, name="receipts", daemon=True)
        self._maker.start()

    def take(self) -> Ready:
        """A receipt nobody else gets: at once when one is ready, else derived here and now. Raises NoMemory."""
        with self._changed:
            if self._ready:
                found = self._ready.popleft()
                self._changed.notify_all()
                return found
        return new_ready(self._salt)

    @property
    def waiting(self) -> int:
        """How many are ready."""
        return len(self._ready)

    def left(self) -> Sequence[Ready]:
        """Stop making receipts; those that were not taken, which are then no longer here."""
        left = list(self._ready)
        self.close()
        return left

    def close(self) -> None:
        """Stop making receipts and drop those that were not taken."""
        with self._changed:
            self._closing = True
            self._ready.clear()
            self._changed.notify_all()
        self._maker.join()

    def __enter__(self) -> "ReceiptPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep_full(self) -> None:
        self._wait(self._rest)
        while self._is_wanted():
            try:
                made = new_ready(self._salt)
            except (NoMemory, MemoryError):
                self._wait(WITHOUT_MEMORY)
                continue
            with self._changed:
                if not self._closing:
                    self._ready.append(made)

    def _wait(self, seconds: float) -> None:
        """Until closing, so long at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing, timeout=seconds)

    def _is_wanted(self) -> bool:
        """Waits until one more is wanted, at once or after a while; False when closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or len(self._ready) < self._size + self._spare)
            self._changed.wait_for(lambda: self._closing or len(self._ready) < self._size, timeout=BETWEEN_SPARES)
            return not self._closing
