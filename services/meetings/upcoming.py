"""What one person has before them: what they hear about, the next meetings of it, and their own answers.

A reading of several subjects at once, for the person alone; and what the organisers of a forum usually do, which is
offered to them again as buttons, so that a meeting is made in a minute. Decides nothing and keeps nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from services.forums import forum_audience
from services.meetings import meetings, rsvp
from services.meetings.meeting import ALWAYS, LATE, Occasion
from services.notices import subscriptions
from services.notices.quiet_hours import Quiet
from services.request import Request
from services.store import Store

SHOWN = 3
"""Meetings that are shown at once."""
MOST_OTHERS = 12
"""Of the others, one press away."""
TIMES = 4
PLACES = 4


@dataclass(frozen=True, slots=True)
class Ahead:
    """One occasion that is to come, and the person's answer about it."""

    occasion: Occasion
    answer: str | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a person hears about (audiences), what is ahead of it (the next, and `others` after these), and when they do
    not want to be woken."""

    joined: tuple[str, ...]
    quiet: Quiet | None
    ahead: tuple[Ahead, ...]
    others: tuple[Occasion, ...] = ()

    def has_joined(self, audience: str) -> bool:
        """True where the person hears about that audience."""
        return audience in self.joined


def outlook(request: Request) -> Outlook:
    """The chat's own; nothing of it is known for anybody else."""
    joined = subscriptions.joined(request, request.content.audiences, request.chat)
    occasions = _first_of_each(_of_forums(request, joined))
    ahead = tuple(with_answer(request, each, request.chat) for each in occasions[:SHOWN])
    quiet = subscriptions.quiet_of(request, request.content.audiences, request.chat)
    return Outlook(tuple(joined), quiet, ahead, tuple(occasions[SHOWN : SHOWN + MOST_OTHERS]))


def occasions_ahead(request: Request) -> list[Occasion]:
    """Everything the chat was or may have been told of: what a button may be about."""
    joined = subscriptions.joined(request, request.content.audiences, request.chat)
    return _of_forums(request, joined)


def with_answer(store: Store, occasion: Occasion, chat: int) -> Ahead:
    """The occasion, and what this chat answered."""
    return Ahead(occasion, rsvp.answer_about(store, occasion, chat))


def _first_of_each(occasions: Sequence[Occasion]) -> list[Occasion]:
    """A series is shown by its next occasion."""
    first: dict[str, Occasion] = {}
    for each in occasions:
        first.setdefault(each.meeting.id, each)
    return list(first.values())


def _of_forums(request: Request, joined: Sequence[str]) -> list[Occasion]:
    forums = [forum.key for forum in request.content.forums if forum_audience(forum.key) in joined]
    return meetings.heard_of(request, forums, request.now, meetings.MOST_AHEAD) if forums else []


@dataclass(frozen=True, slots=True)
class Habits:
    """The latest first. `agenda` is that of the last meeting, by language; empty where there was none. `late` are those
    of the places that were told only to who comes, at whichever of these meetings."""

    times: tuple[time, ...]
    places: tuple[Mapping[str, str], ...]
    agenda: Mapping[str, str]
    late: tuple[Mapping[str, str], ...] = ()

    def shown(self, place: Mapping[str, str]) -> str:
        """To whom a meeting there tells its place, where nothing else is chosen: a secret goes along with the place."""
        said = _alike(place)
        return LATE if any(said & _alike(each) for each in self.late) else ALWAYS


def _alike(place: Mapping[str, str]) -> set[str]:
    return {" ".join(text.casefold().split()) for text in place.values()}


def habits(store: Store, forum: str) -> Habits:
    """The times and places of this forum's meetings, and the last agenda."""
    found = [meeting for meeting in meetings.everything(store) if meeting.forum == forum]
    found.sort(key=lambda meeting: (meeting.touched, meeting.series.first), reverse=True)
    places: list[Mapping[str, str]] = []
    late = tuple(meeting.place for meeting in found if meeting.place and meeting.place_shown == LATE)
    for meeting in found:
        if meeting.place and meeting.place not in places:
            places.append(meeting.place)
    times = tuple(dict.fromkeys(meeting.series.first.at for meeting in found))
    agenda = next((meeting.agenda for meeting in found if meeting.agenda), {})
    return Habits(times[:TIMES], tuple(places[:PLACES]), agenda, late)
