"""Reporting a concern, up to the receipt; and those who stop before, who cannot decide, or who give up."""

import re
from collections.abc import Sequence
from typing import Final

from sandbox import ChatMessage
from tests.campaigns.history import RECEIPT, Errand
from tests.campaigns.people.walking import Walker

SEND, STOP = "✅ Send", "⏹ Stop"
ONWARD: Final = (SEND, "📝 Report a", "✅ Go on", "➡️ Next")
ASIDE: Final = ("⬅️", "⏭", "⏹", "📨", "✏️", "➕", "↩️", "🆕", "☰", "🔽", "🔼", "📃", "🤐")
STORY: Final = re.compile(r"Write here|[Hh]ere you can write")
SAVED_UNSEEN: Final = re.compile(r"was saved, but I could not|It is saved, once")
NOTHING_SENT: Final = re.compile(r"Nothing was sent|nothing was kept|Nothing is under way")


def obvious(labels: Sequence[str]) -> Sequence[str]:
    """The button that leads on; else the first answer; none where there is none."""
    onward = [label for wanted in ONWARD for label in labels if label.startswith(wanted)]
    answers = [label for label in labels if not label.startswith(ASIDE)]
    return (onward or answers)[:1]


class Reporting:
    """One person reports. `at_the_review` they press these, one right after the other."""

    def __init__(self, errand: Errand, at_the_review: Sequence[str] = (SEND,)) -> None:
        self._errand = errand
        self._at_the_review = at_the_review
        rules = [
            (RECEIPT, self._has_receipt),
            (SAVED_UNSEEN, self._is_saved),
            *([(NOTHING_SENT, self._has_stopped)] if errand.kind != "report" else []),
            (STORY, self._tell),
        ]
        self._walker = Walker(errand.phone, rules, self._choose)
        if errand.kind == "doubt":
            self._walker.on_failure = self._give_up

    async def until_it_ends(self) -> None:
        """Raises WaitedInVain."""
        await self._errand.phone.start()
        await self._walker.walk()

    def _choose(self, labels: Sequence[str]) -> Sequence[str]:
        if SEND not in labels:
            return obvious(labels)
        return self._at_the_review

    async def _has_receipt(self, _: ChatMessage) -> None:
        self._ends("receipt")

    async def _is_saved(self, _: ChatMessage) -> None:
        self._ends("saved")

    async def _has_stopped(self, _: ChatMessage) -> None:
        self._ends("stopped")

    async def _tell(self, _: ChatMessage) -> None:
        await self._walker.press(self._errand.marker)

    async def _give_up(self) -> None:
        await self._walker.press(STOP)

    def _ends(self, how: str) -> None:
        self._errand.ended = how
        self._walker.stop()
