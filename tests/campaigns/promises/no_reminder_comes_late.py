"""No reminder of a meeting, and no word that there will be one, comes once it has begun."""

from collections.abc import Sequence

from tests.campaigns.history import History
from tests.campaigns.house import House

ON_ITS_WAY = 3.0
"""Seconds in which may arrive what had left before hours passed all at once."""
AHEAD = ("Reminder:", "New meeting:")


def broken(history: History, house: House) -> Sequence[str]:
    del house
    return [
        f"“{entry.detail.splitlines()[0]}” came {entry.at - began:.0f} s after the meeting began"
        for entry in history.sandbox.ledger.of("accepted")
        for when, began in history.meetings.items()
        if when in entry.detail and any(each in entry.detail for each in AHEAD) and entry.at > began
        if not any(0 <= entry.at - leap < ON_ITS_WAY for leap in history.leaps)
    ]
