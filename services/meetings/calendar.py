"""Meetings out of a calendar file, and into one.

What comes in is kept as drafts: nobody is told of anything until an organiser has seen and published it. The same
file may come again; an event is known by its UID. What goes out is what everybody may know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Final, Literal

from services.authoring.texts import TextTooLong, said
from services.content.content import Content
from services.forums import Forum
from services.keys.sealing import RuntimeKey
from services.meetings.meeting import ALWAYS, CANCELLED, DRAFT, Meeting, MeetingDraft, MeetingGone, draft_of
from services.meetings.meetings import drafted, everything, forum_of, get, keep, redrafted
from services.meetings.upcoming import Habits, habits
from services.recurrence.ics import CalendarEvent
from services.store import Store

Result = Literal["new", "changed", "same", "published", "cancelled", "too long"]
OURS: Final = "@amana"
PURPOSE: Final = "calendar uid"


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one event: kept as this draft, or not kept (`meeting` None) for the reason `result` names."""

    event: CalendarEvent
    result: Result
    meeting: Meeting | None = None


def uid_of(meeting: Meeting) -> str:
    """What the meeting is called in every calendar file, for ever."""
    return f"{meeting.id}{OURS}"


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds: a forum's meetings, in the `language` the file is written in."""

    forum: str
    language: str
    events: Sequence[CalendarEvent]


def plan(store: Store, content: Content, source: Source, now: datetime) -> list[Planned]:
    """What taking the events in as drafts would do. Changes nothing. Raises ForumGone, UnknownZone.

    What a draft says in other languages stays. A meeting that people were told of is never changed by a file.
    """
    forum_of(content, source.forum)
    usual = habits(store, source.forum)
    return [_planned(store, content, source, event, usual, now) for event in source.events]


def take(store: Store, planned: Iterable[Planned]) -> None:
    """Keep the drafts that were planned, for somebody who may. Nothing is announced."""
    for each in planned:
        if each.meeting is not None:
            keep(store, each.meeting)


def published(
    store: Store, content: Content, forums: Sequence[str], language: str, now: datetime | None = None
) -> list[CalendarEvent]:
    """Every meeting of those forums that was published, cancelled ones too, as people may know of it by `now` where
    given; without places that are told late."""
    every = [meeting for meeting in everything(store) if meeting.forum in forums and meeting.status != DRAFT]
    heard = every if now is None else [each.heard(now) for each in every]
    found = [meeting for meeting in heard if meeting is not None]
    ordered = sorted(found, key=lambda meeting: (meeting.series.first, meeting.id))
    return [_event(content.forum(meeting.forum), meeting, language) for meeting in ordered]


def _planned(
    store: Store, content: Content, source: Source, event: CalendarEvent, usual: Habits, now: datetime
) -> Planned:
    known, draft = _known(store, source.forum, event.uid), _draft(source, event, usual)
    if known is not None and known.status != DRAFT:
        return Planned(event, "published")
    if event.is_cancelled:
        return Planned(event, "cancelled")
    try:
        if known is None:
            fresh = drafted(content, draft, now)
            return Planned(event, "new", replace(fresh, id=_id(store.runtime, source.forum, event.uid)))
        changed = redrafted(known, _merged(known, draft), now)
    except TextTooLong:
        return Planned(event, "too long")
    if draft_of(changed) == draft_of(known):
        return Planned(event, "same")
    return Planned(event, "changed", changed)


def _known(store: Store, forum: str, uid: str) -> Meeting | None:
    """The meeting of that forum which the event is about: one of our own files', or one taken in before."""
    for id in (uid.removesuffix(OURS) if uid.endswith(OURS) else "", _id(store.runtime, forum, uid)):
        try:
            found = get(store, id)
        except MeetingGone:
            continue
        if found.forum == forum:
            return found
    return None


def _id(runtime: RuntimeKey, forum: str, uid: str) -> str:
    return runtime.pseudonym(PURPOSE, f"{forum}\n{uid}").hex()


def _draft(source: Source, event: CalendarEvent, usual: Habits) -> MeetingDraft:
    """A place that this forum's meetings have told late is no less secret for standing in a file."""
    place = {source.language: event.place}
    return MeetingDraft(
        source.forum,
        event.series,
        title={source.language: event.title},
        place=place,
        place_shown=usual.shown(place),
        agenda={source.language: event.description},
    )


def _merged(known: Meeting, draft: MeetingDraft) -> MeetingDraft:
    """With what organisers have added meanwhile. To whom the place is told is theirs to say, of the place they saw."""
    place = {**known.place, **draft.place}
    is_same = place == known.place or known.place_shown != ALWAYS
    return replace(
        draft,
        title={**known.title, **draft.title},
        place=place,
        place_shown=known.place_shown if is_same else draft.place_shown,
        agenda={**known.agenda, **draft.agenda},
        urgent=known.urgent,
    )


def _event(forum: Forum, meeting: Meeting, language: str) -> CalendarEvent:
    return CalendarEvent(
        uid=uid_of(meeting),
        sequence=meeting.sequence,
        title=said(meeting.title, language) or forum.name.said(language),
        description=said(meeting.agenda, language),
        place=said(meeting.place, language) if meeting.place_shown == ALWAYS else "",
        series=meeting.standing,
        is_cancelled=meeting.status == CANCELLED,
        changed=datetime.combine(meeting.touched, time(), UTC),
        alarms=forum.reminders,
    )
