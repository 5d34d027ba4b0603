"""Which buttons stand below each chat now, as far as this process put them there: in memory only, as digests."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

from handlers.chat.screen.markup import Keyboard, TickLabel
from locales import seen_label

CHATS_IN_MIND = 2000
MARK_BYTES = 4
"""Enough to tell the labels of two keyboards apart."""


def mark(label: str) -> str:
    """A short digest of a label as it is pressed, whatever a phone adds to it or drops; not of what else is typed for
    it."""
    return blake2b(seen_label(label).encode(), digest_size=MARK_BYTES).hexdigest()


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below a chat: the digests of all labels, of those that are switched on and off, and of these without
    their tick."""

    marks: frozenset[str] = frozenset()
    ticks: frozenset[str] = frozenset()
    unticked: frozenset[str] = frozenset()


class ShownKeyboards:
    """What stands below each chat; None where this process does not know: after a restart, or long ago."""

    def __init__(self) -> None:
        self._below: OrderedDict[int, Below] = OrderedDict()
        self._lines: dict[int, int] = {}

    def note(self, chat: int, keyboard: Keyboard) -> None:
        """These stand there from now on. No message brought them yet."""
        self._lines.pop(chat, None)
        labels = [label for row in keyboard for label in row]
        ticks = [label for label in labels if isinstance(label, TickLabel)]
        unticked = frozenset(mark(label.partition(" ")[2]) for label in ticks)
        self._below[chat] = Below(frozenset(map(mark, labels)), frozenset(map(mark, ticks)), unticked)
        self._below.move_to_end(chat)
        if len(self._below) > CHATS_IN_MIND:
            gone, _ = self._below.popitem(last=False)
            self._lines.pop(gone, None)

    def brought_by(self, chat: int, message: int) -> None:
        """They came with a message that says how it stands now, and that the next such message takes the place of."""
        self._lines[chat] = message

    def line(self, chat: int) -> int | None:
        """The number of that message."""
        return self._lines.get(chat)

    def below(self, chat: int) -> Below | None:
        """What stands there now."""
        return self._below.get(chat)
