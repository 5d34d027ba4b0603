"""What notices say: worded once for each language of a broadcast, however many people get it."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from handlers import notices
from handlers.notices import NoticeText, UnknownNotice
from locales import Words
from services.notices.broadcasts import HAS_BEEN
from services.notices.dispatch import ClaimedNotice
from services.notices.outbox import Notice
from services.store import UNREADABLE

AT_HAND: Final = 64
"""Wordings kept: several broadcasts at once, in all languages."""


class Wording:
    """Puts claimed notices into words. `word` is handlers.notices.word."""

    def __init__(self, word: Callable[[Notice, Words], NoticeText] | None = None) -> None:
        self._word = word or notices.word
        self._at_hand: OrderedDict[tuple[str, str, bool, str], NoticeText] = OrderedDict()

    def of(self, claimed: ClaimedNotice) -> NoticeText | None:
        """The notice in the words of its language; None for a kind or a language that is none of ours, and for facts of
        which these words cannot be made."""
        if claimed.broadcast is None:
            return self._worded(claimed.notice)
        facts = claimed.notice.facts
        key = (claimed.broadcast, claimed.notice.language, HAS_BEEN in facts, str(facts.get("wall")))
        if key not in self._at_hand:
            worded = self._worded(claimed.notice)
            if worded is None:
                return None
            self._at_hand[key] = worded
            if len(self._at_hand) > AT_HAND:
                self._at_hand.popitem(last=False)
        return self._at_hand[key]

    def _worded(self, notice: Notice) -> NoticeText | None:
        try:
            return self._word(notice, Words(notice.language))
        except (UnknownNotice, *UNREADABLE):
            return None
