"""Several files sent together: Telegram delivers them as so many messages, and one answer is enough."""

from collections import OrderedDict

from handlers.chat.arrival import Arrival

ALBUMS_IN_MIND = 1000


class Albums:
    """Which album was answered already. Kept in memory only."""

    def __init__(self) -> None:
        self._first: OrderedDict[str, int] = OrderedDict()

    def is_answered_by_another(self, arrival: Arrival) -> bool:
        """True for all but the first of an album, unless there are words with it."""
        if arrival.album is None:
            return False
        first = self._first.setdefault(arrival.album, arrival.number)
        if len(self._first) > ALBUMS_IN_MIND:
            self._first.popitem(last=False)
        return arrival.number != first and arrival.text is None
