"""Which updates may be confirmed to Telegram: those before which everything is finished.

Confirming is the moment Telegram forgets a message for good, so it follows our commit and never leads it. Order is
the order of arrival, not of numbers: after a quiet week Telegram restarts its numbers anywhere (Bot API, Update).
"""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

REMEMBERED = 1000
"""Confirmed numbers kept in mind, so that a late twin is not answered a second time."""


@dataclass(slots=True)
class _Entry:
    since: float
    is_finished: bool = False
    is_held: bool = False
    is_doubted: bool = False
    is_repeated: bool = False


class Window:
    """The unconfirmed updates, oldest first. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._confirmed: OrderedDict[int, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def numbers(self) -> list[int]:
        """Their numbers."""
        return list(self._entries)

    @property
    def unfinished(self) -> int:
        """How many of them are still being answered and keep others from being confirmed."""
        return sum(not entry.is_finished and not entry.is_held for entry in self._entries.values())

    def take(self, number: int, now: float) -> bool:
        """Note an update; False where it is known already (Telegram repeats what is not confirmed), and not doubted."""
        entry = self._entries.get(number)
        if entry is None:
            self._entries[number] = _Entry(now)
            return True
        is_doubted, entry.is_doubted = entry.is_doubted, False
        entry.is_repeated = entry.is_repeated or is_doubted
        return is_doubted

    def doubt(self, number: int) -> None:
        """It cannot be read, perhaps for what lies on the way: it is not confirmed until it came once more. Where it
        has, and is no better, it is done with."""
        entry = self._entries[number]
        entry.is_doubted, entry.is_finished = not entry.is_repeated, entry.is_repeated

    def came(self, numbers: Collection[int]) -> None:
        """Telegram was asked again: what was doubted and does not come now will never come."""
        for number, entry in self._entries.items():
            if entry.is_doubted and number not in numbers:
                entry.is_doubted, entry.is_finished = False, True

    def was_confirmed(self, number: int) -> bool:
        """True for an update that was dealt with and confirmed lately: it came once more, and is no news."""
        return number in self._confirmed

    def finish(self, number: int) -> None:
        """The update is answered. One that was held and confirmed meanwhile is no longer here; that is fine."""
        entry = self._entries.get(number)
        if entry:
            entry.is_finished = True

    def hold(self, number: int) -> None:
        """The update is safe in our own storage and need not wait in Telegram's."""
        entry = self._entries.get(number)
        if entry:
            entry.is_held = True

    def keeps_back(self, number: int) -> bool:
        """Whether it is still being answered and not held: those behind it cannot be confirmed."""
        entry = self._entries.get(number)
        return entry is not None and not entry.is_finished and not entry.is_held

    def slow(self, now: float, after: float) -> list[int]:
        """Updates in work for longer than `after` seconds that are not held yet."""
        return [
            number
            for number, entry in self._entries.items()
            if not entry.is_finished and not entry.is_held and now - entry.since > after
        ]

    def confirmable(self) -> list[int]:
        """The longest run of updates, from the oldest, that Telegram may forget."""
        ready = []
        for number, entry in self._entries.items():
            if not entry.is_finished and not entry.is_held:
                break
            ready.append(number)
        return ready

    def confirmed(self, numbers: list[int]) -> list[int]:
        """Telegram has forgotten these; returns the ones that are finished too (held ones are not yet)."""
        entries = {number: self._entries.pop(number) for number in numbers}
        self._confirmed.update(dict.fromkeys(numbers))
        while len(self._confirmed) > REMEMBERED:
            self._confirmed.popitem(last=False)
        return [number for number, entry in entries.items() if entry.is_finished]
