"""What really happened, in order, as Telegram would know it: the truth a checker compares a bot's own story with.

Nothing here decides anything.
"""

from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

from sandbox.clock import Clock


class About(NamedTuple):
    """What a fact is about: a method that was called, a chat, the number of a message or an update in it."""

    method: str | None = None
    chat: int | None = None
    message: int | None = None
    update: int | None = None


NOTHING = About()


class LedgerEntry(NamedTuple):
    """One fact. `at` is monotonic seconds of the sandbox clock; what does not apply is None."""

    at: float
    event: str
    method: str | None
    chat: int | None
    message: int | None
    update: int | None
    detail: Any


class Ledger:
    """An append-only list of entries, or the newest `keep` of them."""

    def __init__(self, clock: Clock, keep: int | None = None) -> None:
        self.clock = clock
        self.recording = True
        self._entries: deque[LedgerEntry] = deque(maxlen=keep)
        self._dropped = 0

    @property
    def entries(self) -> list[LedgerEntry]:
        return list(self._entries)

    def note(self, event: str, about: About = NOTHING, detail: Any = None) -> None:
        """Keeps one fact more, with the time it has now; none while `recording` is off."""
        if not self.recording:
            return
        if len(self._entries) == self._entries.maxlen:
            self._dropped += 1
        self._entries.append(LedgerEntry(self.clock.monotonic(), event, *about, detail))

    def of(
        self,
        event: str,
        method: str | None = None,
        chat: int | None = None,
        update: int | None = None,
    ) -> list[LedgerEntry]:
        """Entries of one event, narrowed by whatever else is given."""
        return [
            entry
            for entry in self._entries
            if entry.event == event
            and (method is None or entry.method == method)
            and (chat is None or entry.chat == chat)
            and (update is None or entry.update == update)
        ]

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of `method`, oldest first."""
        return [entry.detail for entry in self.of("called", method=method)]

    def since(self, index: int) -> tuple[int, Iterable[LedgerEntry]]:
        """Entries from a running index on, and the index to ask with next time."""
        skip = max(0, index - self._dropped)
        return self._dropped + len(self._entries), list(self._entries)[skip:]

    def clear(self) -> None:
        self._dropped += len(self._entries)
        self._entries.clear()
