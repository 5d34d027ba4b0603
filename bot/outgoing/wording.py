"""What notices say: worded once for each language of a broadcast, however many people get it."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from handlers import notices
from handlers.notices import Said, UnknownNotice
from locales import Words
from services.notices.dispatch import ClaimedNotice
from services.notices.outbox import Notice

AT_HAND: Final = 64
"""Wordings kept: several broadcasts at once, in all languages."""


class Wording:
    """Puts errands into words. `word` is handlers.notices.word."""

    def __init__(self, word: Callable[[Notice, Words], Said] | None = None) -> None:
        self._word = word or notices.word
        self._at_hand: OrderedDict[tuple[str, str], Said] = OrderedDict()

    def of(self, errand: ClaimedNotice) -> Said | None:
        """The notice in the words of its language; None for a kind or a language that is none of ours."""
        if errand.broadcast is None:
            return self._worded(errand.notice)
        key = (errand.broadcast, errand.notice.language)
        if key not in self._at_hand:
            said = self._worded(errand.notice)
            if said is None:
                return None
            self._at_hand[key] = said
            if len(self._at_hand) > AT_HAND:
                self._at_hand.popitem(last=False)
        return self._at_hand[key]

    def _worded(self, notice: Notice) -> Said | None:
        try:
            return self._word(notice, Words(notice.language))
        except (UnknownNotice, KeyError):
            return None
