"""Reading the answer with the receipt, erasing it, and writing back."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

from sandbox import ChatMessage
from tests.campaigns.history import NOTICE, Errand
from tests.campaigns.people.walking import Walker

MAILBOX, READ, WRITE, SEND = ("📬 My mailbox", "✅ I have read it", "✍️ Write back", "✅ Send")
STOP_WRITING: Final = "⏹ Stop"
NOTICED: Final = 20.0
"""Seconds after which somebody looks of themselves."""
Desk = Callable[[str, str], Awaitable[bool]]
"""Answers the report with that marker; whether the phone will be told."""


class Corresponding:
    """One person who has a receipt, and the desk that answers."""

    def __init__(self, errand: Errand, receipt: str, desk: Desk) -> None:
        self._errand = errand
        self._receipt = receipt
        self._desk = desk
        self._answer = f"answer to {errand.marker}."
        self._words = f"more of {errand.marker}."
        self._has_read = self._has_told = False
        self._walker = Walker(
            errand.phone,
            [
                ("This was not saved", self._ask),
                ("type the number on your receipt", self._unlock),
                ("No mailbox opens", self._is_lost),
                (self._answer, self._see),
                ("No answer is waiting", self._is_empty),
                ("When you have read it", READ),
                ("Erased, here", self._next),
                ("Write to the team.", self._write),
                ("I have this.", self._send),
                ("the team will read it", self._has_written),
                ("That is sent already", self._has_written),
                ("To write to the team, press", self._next),
            ],
            self._menu,
        )

    async def until_it_ends(self) -> None:
        """Raises WaitedInVain."""
        errand = self._errand
        errand.ended = ""
        errand.is_to_be_told = await self._desk(errand.marker, self._answer)
        errand.replies.append(self._answer)
        if errand.is_to_be_told:
            with suppress(AssertionError):  # it may come later, or have been lost on the way
                await errand.phone.expects(NOTICE, NOTICED)
        await self._walker.press("✅ I noted it")
        await self._walker.walk()

    async def _ask(self, _: ChatMessage) -> None:
        await self._walker.press(MAILBOX)

    async def _unlock(self, _: ChatMessage) -> None:
        await self._walker.press(self._receipt)

    async def _is_lost(self, _: ChatMessage) -> None:
        self._errand.ended = "receipt opened nothing"
        self._walker.stop()

    async def _see(self, _: ChatMessage) -> None:
        self._has_read = True

    async def _is_empty(self, _: ChatMessage) -> None:
        if not self._has_read:
            self._errand.ended = "answer was not there"
            self._walker.stop()
        else:
            await self._next(_)

    async def _write(self, _: ChatMessage) -> None:
        self._has_told = not self._errand.words
        await self._walker.press(self._words if self._has_told else STOP_WRITING)

    async def _send(self, _: ChatMessage) -> None:
        """Not without the words themselves, where others stand there still: typed before, and held."""
        await self._walker.press(*([SEND] if self._has_told else [self._words, SEND]))

    async def _has_written(self, _: ChatMessage) -> None:
        self._errand.words, self._errand.written = self._words, self._walker.sent.count(self._words)
        self._errand.ended = "answered"
        self._walker.stop()

    async def _next(self, _: ChatMessage) -> None:
        await self._walker.press(WRITE)

    def _menu(self, labels: Sequence[str]) -> Sequence[str]:
        """What leads to the mailbox, where nothing of it stands there."""
        return [label for label in labels if label.startswith(MAILBOX)][:1]
