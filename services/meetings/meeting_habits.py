"""What the organisers of a forum usually do: offered to them again as buttons, so that a meeting is made in a minute.

Nothing here is kept: it is read off the meetings there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from services.meetings import meetings
from services.store import Store

TIMES = 4
PLACES = 4


@dataclass(frozen=True, slots=True)
class Habits:
    """The latest first. `agenda` is that of the last meeting, by language; empty where there was none."""

    times: tuple[time, ...]
    places: tuple[Mapping[str, str], ...]
    agenda: Mapping[str, str]


def habits(store: Store, forum: str) -> Habits:
    """The times and places of this forum's meetings, and the last agenda."""
    found = [meeting for meeting in meetings.everything(store) if meeting.forum == forum]
    found.sort(key=lambda meeting: (meeting.touched, meeting.series.first), reverse=True)
    places: list[Mapping[str, str]] = []
    for meeting in found:
        if meeting.place and meeting.place not in places:
            places.append(meeting.place)
    times = tuple(dict.fromkeys(meeting.series.first.at for meeting in found))
    agenda = next((meeting.agenda for meeting in found if meeting.agenda), {})
    return Habits(times[:TIMES], tuple(places[:PLACES]), agenda)
