"""Wording of everything that is pushed to somebody who did not just write to us.

A notice can be read over a shoulder, so it never says what it is about.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.turn import Keyboard
from locales import Words
from services.outbox import Notice


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words: one message (at most 4,096 characters) and the buttons it brings,
    if any. `old` is what an earlier message reads from now on, where this notice replaces one. One that
    `is_urgent` sounds at night too; others arrive without a sound then."""

    text: str
    keyboard: Keyboard | None = None
    is_urgent: bool = False
    old: str | None = None


class UnknownNotice(Exception):
    """A notice of a kind nobody words."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def word(notice: Notice, words: Words) -> Said:
    """The notice in those words. Raises UnknownNotice."""
    worded = _WORDED.get(notice.kind)
    if worded is None:
        raise UnknownNotice(notice.kind)
    return worded(notice, words)


def _something_new(_notice: Notice, words: Words) -> Said:
    # NOTE: Must not say what it is: somebody else may look at the phone.
    return Said(words("👋 There is something new for you here."))


_WORDED: dict[str, Callable[[Notice, Words], Said]] = {"mailbox": _something_new}
