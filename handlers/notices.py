"""Wording of everything that is pushed to somebody who did not just write to us.

A notice can be read over a shoulder, so it never says what it is about.
"""

from collections.abc import Callable

from locales import Words
from services.outbox import Notice


class UnknownNotice(Exception):
    """A notice of a kind nobody words."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def word(notice: Notice, words: Words) -> str:
    """The notice in those words. Raises UnknownNotice."""
    worded = _WORDED.get(notice.kind)
    if worded is None:
        raise UnknownNotice(notice.kind)
    return worded(notice, words)


def _something_new(_notice: Notice, words: Words) -> str:
    # NOTE: Must not say what it is: somebody else may look at the phone.
    return words("👋 There is something new for you here.")


_WORDED: dict[str, Callable[[Notice, Words], str]] = {"mailbox": _something_new}
