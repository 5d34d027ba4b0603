"""Meetings of the forums: making and finding them.

Belongs here: drafts, what is coming, one occasion. Does not belong here: what a meeting is (meeting), changing
one that people know of (meeting_changes), letting it out (publishing), who will come (rsvp).

A meeting's place and agenda can be sensitive, so rows are locked with the runtime key. Every rule that changes
something asks first, in its own transaction, whether the chat may organise that forum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from services import documents
from services.authoring.texts import AGENDA, PLACE, TITLE, cleaned
from services.content.content import Content
from services.documents import Seen
from services.enrolment import require_organiser
from services.forums import Forum
from services.meetings.meeting import (
    CANCELLED,
    DRAFT,
    PUBLISHED,
    ForumGone,
    Meeting,
    MeetingChanged,
    MeetingDraft,
    MeetingGone,
    Occasion,
    occasion_id,
    occurrence_of,
    parts_of,
)
from services.recurrence import WallTime, first_ahead, next_occurrences, occurrences
from services.request import Request
from services.store import Store
from storage.documents import MEETINGS

DRAFTS_KEPT: Final = timedelta(days=7)
OVER_KEPT: Final = timedelta(days=30)
MOST_AHEAD: Final = 40
"""Occasions a button may be about: more than anybody was told of."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A meeting was kept, at this version."""

    meeting: str
    version: int


def make(request: Request, draft: MeetingDraft) -> Saved:
    """Keep a new draft. Raises as `new` does."""
    return keep(request, new(request, draft))


def new(request: Request, draft: MeetingDraft) -> Meeting:
    """The meeting that an organiser of its forum makes of a draft, kept nowhere. Raises NotAnOrganiser, ForumGone,
    TextTooLong, Exhausted (in the past), NeverHappens, UnknownZone."""
    require_organiser(request, request.chat, draft.forum)
    return drafted(request.content, draft, request.now)


def drafted(content: Content, draft: MeetingDraft, now: datetime) -> Meeting:
    """The meeting this draft would make, kept nowhere. Raises as `make` does, but for who asks."""
    forum_of(content, draft.forum)
    first_ahead(draft.series, now)
    return _new(documents.new_id(), draft, now)


def edit(request: Request, seen: Seen[int], draft: MeetingDraft) -> Saved:
    """Put this in place of a draft nobody was told of. Raises as `edited` does."""
    return keep(request, edited(request, seen, draft))


def edited(request: Request, seen: Seen[int], draft: MeetingDraft) -> Meeting:
    """The draft that was `seen`, with this in place of it, kept nowhere. Raises as `new` does, MeetingGone,
    MeetingChanged."""
    meeting = to_change(request, seen)
    if meeting.status != DRAFT:
        raise MeetingChanged(meeting.version)
    first_ahead(draft.series, request.now)
    return redrafted(meeting, draft, request.now)


def discard(request: Request, id: str) -> None:
    """Throw a draft away. Raises NotAnOrganiser, MeetingGone (also for one that is no draft)."""
    meeting = get(request, id)
    require_organiser(request, request.chat, meeting.forum)
    if meeting.status != DRAFT:
        raise MeetingGone
    documents.drop(request.session, MEETINGS, id)


def get(store: Store, id: str) -> Meeting:
    """The meeting, whatever its status. Raises MeetingGone."""
    body = documents.read(store, MEETINGS, id)
    if body is None:
        raise MeetingGone
    return Meeting.from_json(body)


def everything(store: Store) -> list[Meeting]:
    """Every meeting there is."""
    return [Meeting.from_json(body) for body in documents.everything(store, MEETINGS).values()]


def of_forums(store: Store, forums: Iterable[str], now: datetime) -> list[Meeting]:
    """For those forums' organisers: drafts and what is still to come, the next to take place first."""
    wanted = set(forums)
    found = [
        (ahead[0].starts, meeting)
        for meeting in everything(store)
        if meeting.forum in wanted and meeting.status != CANCELLED
        if (ahead := next_occurrences(meeting.standing, now, 1))
    ]
    return [meeting for _, meeting in sorted(found, key=lambda each: (each[0], each[1].id))]


def past(store: Store, forums: Iterable[str], now: datetime, days: int) -> list[Occasion]:
    """For those forums' organisers: what took place in the last so many days, the latest first."""
    wanted = set(forums)
    found = [
        Occasion(occasion_id(meeting.id, occurrence.original), meeting, occurrence)
        for meeting in everything(store)
        if meeting.forum in wanted and meeting.status == PUBLISHED
        for occurrence in occurrences(meeting.standing, now - timedelta(days=days), now)
    ]
    return sorted(found, key=lambda each: each.occurrence.starts, reverse=True)


def upcoming(store: Store, forums: Sequence[str], now: datetime, how_many: int) -> list[Occasion]:
    """For those forums' organisers: the next occasions that were published, the earliest first; none cancelled."""
    return _ahead((each for each in everything(store) if each.forum in forums), now, how_many)


def heard_of(store: Store, forums: Sequence[str], now: datetime, how_many: int) -> list[Occasion]:
    """For residents: the same, as people may know of it by now. What can still be taken back is not among it."""
    known = (each.heard(now) for each in everything(store) if each.forum in forums)
    return _ahead((each for each in known if each is not None), now, how_many)


def _ahead(meetings: Iterable[Meeting], now: datetime, how_many: int) -> list[Occasion]:
    found = [
        Occasion(occasion_id(meeting.id, occurrence.original), meeting, occurrence)
        for meeting in meetings
        if meeting.status == PUBLISHED
        for occurrence in next_occurrences(meeting.standing, now, how_many)
    ]
    return sorted(found, key=lambda each: (each.occurrence.starts, each.id))[:how_many]


def around(store: Store, since: datetime, now: datetime) -> list[Occasion]:
    """Every occasion that took place since then, and as many to come of each meeting as anybody was told of."""
    return [
        Occasion(occasion_id(meeting.id, each.original), meeting, each)
        for meeting in everything(store)
        if meeting.status == PUBLISHED
        for each in (
            *occurrences(meeting.standing, since, now),
            *next_occurrences(meeting.standing, now, MOST_AHEAD),
        )
    ]


def occasion(store: Store, id: str) -> Occasion:
    """For organisers: the occasion, past or to come. Raises MeetingGone (also for cancelled ones and for drafts)."""
    return _occasion(get(store, parts_of(id)[0]), id)


def heard_occasion(store: Store, id: str, now: datetime) -> Occasion:
    """For residents: the occasion, as people may know of it by now. Raises MeetingGone."""
    return _occasion(get(store, parts_of(id)[0]).heard(now), id)


def _occasion(meeting: Meeting | None, id: str) -> Occasion:
    if meeting is None or meeting.status != PUBLISHED:
        raise MeetingGone
    return Occasion(id, meeting, occurrence_of(meeting, parts_of(id)[1]))


def forum_of(content: Content, key: str) -> Forum:
    """The forum. Raises ForumGone."""
    try:
        return content.forum(key)
    except KeyError:
        raise ForumGone from None


def to_change(request: Request, seen: Seen[int]) -> Meeting:
    """The meeting, for this organiser to change what they have seen. Raises MeetingGone, NotAnOrganiser, ForumGone,
    MeetingChanged."""
    meeting = get(request, seen.id)
    require_organiser(request, request.chat, meeting.forum)
    forum_of(request.content, meeting.forum)
    if meeting.version != seen.version:
        raise MeetingChanged(meeting.version)
    return meeting


def redrafted(meeting: Meeting, draft: MeetingDraft, now: datetime) -> Meeting:
    """The meeting with this in place of what it was, a version on. Its forum stays, and days cancelled stay so at
    another hour. Raises TextTooLong."""
    fresh = _new(meeting.id, draft, now)
    return replace(
        meeting,
        version=meeting.version + 1,
        series=fresh.series,
        title=fresh.title,
        place=fresh.place,
        place_shown=fresh.place_shown,
        agenda=fresh.agenda,
        urgent=fresh.urgent,
        cancelled=frozenset(WallTime(each.day, fresh.series.first.at) for each in meeting.cancelled),
        touched=fresh.touched,
    )


def keep(store: Store, meeting: Meeting) -> Saved:
    """Keep it in place of any earlier version. For rules that have asked who may."""
    documents.write(store, MEETINGS, meeting.id, meeting.to_json())
    return Saved(meeting.id, meeting.version)


def _new(id: str, draft: MeetingDraft, now: datetime) -> Meeting:
    return Meeting(
        id=id,
        version=1,
        sequence=0,
        forum=draft.forum,
        series=draft.series,
        title=cleaned(TITLE, draft.title),
        place=cleaned(PLACE, draft.place),
        place_shown=draft.place_shown,
        agenda=cleaned(AGENDA, draft.agenda),
        urgent=draft.urgent,
        status=DRAFT,
        cancelled=frozenset(),
        touched=now.date(),
        notices={},
    )


def forget_old(store: Store, now: datetime) -> int:
    """Erase drafts nobody touched for a week, and meetings of which the last occasion is a month ago; how many."""
    old = [meeting for meeting in everything(store) if _is_old(meeting, now)]
    for meeting in old:
        documents.drop(store.session, MEETINGS, meeting.id)
    return len(old)


def _is_old(meeting: Meeting, now: datetime) -> bool:
    untouched = now.date() - meeting.touched
    if meeting.status == DRAFT:
        return untouched >= DRAFTS_KEPT
    if untouched < OVER_KEPT:
        return False
    return meeting.status == CANCELLED or not next_occurrences(meeting.standing, now - OVER_KEPT, 1)
