"""Joining a group, hearing of its meetings, and leaving it."""

from collections.abc import Callable, Sequence
from typing import Final

from sandbox import ChatMessage
from tests.campaigns.history import Errand
from tests.campaigns.people.walking import Walker

FORUMS: Final = "👥 Meetings and news"
JOIN: Final = ("➕ Join · Community", "➕ Join a group")
LEAVE: Final = ("➖ Leave · Community", "➖ Leave a group")
JOINED: Final = "Done. I write to you"
LEFT: Final = "I no longer write to you about this"


class Joining:
    """One person joins, and leaves later. `clock`: the sandbox's, monotonic."""

    def __init__(self, errand: Errand, clock: Callable[[], float]) -> None:
        self._errand = errand
        self._clock = clock

    async def joins(self) -> None:
        """Raises WaitedInVain."""
        await self._walk(JOIN, [JOINED])
        self._errand.joined = self._clock()
        self._errand.ended = "joined"

    async def leaves(self) -> None:
        """Raises WaitedInVain."""
        await self._walk(LEAVE, [LEFT])
        self._errand.left = self._clock()
        self._errand.ended = "left"

    async def _walk(self, buttons: Sequence[str], signs: Sequence[str]) -> None:
        async def is_done(_: ChatMessage) -> None:
            walker.stop()

        walker = Walker(
            self._errand.phone,
            [(sign, is_done) for sign in signs],
            lambda labels: [label for wanted in (*buttons, FORUMS) for label in labels if label.startswith(wanted)][:1],
        )
        await walker.press("/forums")
        await walker.walk()
