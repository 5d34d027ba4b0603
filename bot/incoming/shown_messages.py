"""Numbers of messages that could be deleted later, and of those that are: gathered until they are written down."""

from collections.abc import Awaitable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from services.conversation import sent_messages
from services.keys.sealing import RuntimeKey


class Gathered(NamedTuple):
    """What is not written down yet, by chat."""

    shown: dict[int, list[int]]
    gone: dict[int, set[int]]


class ShownMessages:
    """Of all chats. What lies in storage is the caller's to read."""

    def __init__(self, runtime: RuntimeKey) -> None:
        self._runtime = runtime
        self._gathered = Gathered({}, {})
        self._under_way: list[Gathered] = []
        """What is being written down: whoever reads storage meanwhile may not find it there yet."""
        self._cut_off: set[bytes] = set()
        """Chats in which an earlier process may have said something whose number it had no time to write down."""

    def __bool__(self) -> bool:
        return any(self._gathered)

    def may_be_cut_off(self, tags: Iterable[bytes]) -> None:
        """In these chats an earlier process has said something."""
        self._cut_off = set(tags)

    async def of(self, chat: int, reading: Awaitable[Iterable[int]]) -> list[int]:
        """With those in storage, which are read meanwhile: all that can still be deleted, perhaps some of other
        chats."""
        before = self._with_unwritten(chat, set())
        known = self._with_unwritten(chat, {*await reading, *before})
        if sent_messages.tag_of(self._runtime, chat) in self._cut_off:
            known.add(sent_messages.DOUBTFUL)
        return sent_messages.guessed(known)

    def _with_unwritten(self, chat: int, known: set[int]) -> set[int]:
        for each in (*self._under_way, self._gathered):
            known = (known - each.gone.get(chat, set())) | {*each.shown.get(chat, [])}
        return known

    def sent(self, chat: int, numbers: Collection[int]) -> None:
        """These are shown."""
        if numbers:
            self._gathered.shown.setdefault(chat, []).extend(numbers)

    def gone(self, chat: int, numbers: Collection[int]) -> None:
        """These are deleted."""
        self._cut_off.discard(sent_messages.tag_of(self._runtime, chat))
        left = [number for number in self._gathered.shown.pop(chat, []) if number not in numbers]
        self.sent(chat, left)
        self._gathered.gone.setdefault(chat, {sent_messages.DOUBTFUL}).update(numbers)

    @contextmanager
    def taken(self) -> Iterator[Gathered]:
        """What is to be written down inside the block; gathered again where it could not be."""
        taken, self._gathered = self._gathered, Gathered({}, {})
        self._under_way.append(taken)
        try:
            yield taken
        except BaseException:
            self._put_back(taken)
            raise
        finally:
            self._under_way.remove(taken)

    def _put_back(self, taken: Gathered) -> None:
        """Meanwhile more may have come."""
        for chat, numbers in taken.gone.items():
            self._gathered.gone.setdefault(chat, set()).update(numbers)
        for chat, shown in taken.shown.items():
            self._gathered.shown[chat] = shown + self._gathered.shown.get(chat, [])
