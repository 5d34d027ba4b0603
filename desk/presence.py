"""Who is on a case now, so that two do not write to one person without knowing. In memory, and for seconds only."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

LASTS: Final = 40.0
"""Seconds after which a window that has not asked again is closed; pages ask every fifteen (`static/desk.js`)."""


class Presence:
    """Members by the case that a window of theirs shows. Cases go by keyed names: who keeps this opens none."""

    def __init__(self) -> None:
        self._asked: defaultdict[bytes, dict[bytes, float]] = defaultdict(dict)

    def be_there(self, case: bytes, member: bytes, now: float) -> Sequence[bytes]:
        """Note that the member has it before them; who else has, whoever came first."""
        for name, asked in list(self._asked.items()):
            for each, at in list(asked.items()):
                if now - at > LASTS:
                    del asked[each]
            if not asked:
                del self._asked[name]
        self._asked[case][member] = now
        return [each for each in self._asked[case] if each != member]
