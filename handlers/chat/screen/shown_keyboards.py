"""Which buttons stand below each chat now, as far as this process put them there: in memory only, as digests."""

from collections import Counter, OrderedDict, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from handlers.chat.screen.markup import Keyboard, TickLabel
from locales import Message, Words, seen_label
from services.conversation.strangers import Strangers

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


def language_of(below: Below | None, labels: tuple[Message, ...], offered: tuple[str, ...]) -> str | None:
    """The language most of what stands there is drawn in, told by these labels; None where nothing tells."""
    index = _languages(labels, offered)
    drawn = Counter(code for each in (below.marks if below else ()) for code in index.get(each, ()))
    ranked = drawn.most_common(2)
    is_clear = bool(ranked) and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return ranked[0][0] if is_clear else None


@lru_cache(maxsize=16)
def _languages(labels: tuple[Message, ...], offered: tuple[str, ...]) -> dict[str, list[str]]:
    index: defaultdict[str, list[str]] = defaultdict(list)
    for code in offered:
        words = Words(code)
        for label in labels:
            index[mark(words(label))].append(code)
    return dict(index)


class ShownKeyboards:
    """What stands below each chat; None where this process does not know: after a restart, or long ago."""

    def __init__(self) -> None:
        self._strangers = Strangers()
        self._below: OrderedDict[bytes, Below] = OrderedDict()
        self._lines: dict[bytes, int] = {}

    def note(self, chat: int, keyboard: Keyboard) -> None:
        """These stand there from now on. No message brought them yet."""
        stranger = self._strangers(chat)
        self._lines.pop(stranger, None)
        labels = [label for row in keyboard for label in row]
        ticks = [label for label in labels if isinstance(label, TickLabel)]
        unticked = frozenset(mark(label.partition(" ")[2]) for label in ticks)
        self._below[stranger] = Below(frozenset(map(mark, labels)), frozenset(map(mark, ticks)), unticked)
        self._below.move_to_end(stranger)
        if len(self._below) > CHATS_IN_MIND:
            gone, _ = self._below.popitem(last=False)
            self._lines.pop(gone, None)

    def brought_by(self, chat: int, message: int) -> None:
        """They came with a message that says how it stands now, and that the next such message takes the place of."""
        self._lines[self._strangers(chat)] = message

    def line(self, chat: int) -> int | None:
        """The number of that message."""
        return self._lines.get(self._strangers(chat))

    def below(self, chat: int) -> Below | None:
        """What stands there now."""
        return self._below.get(self._strangers(chat))
