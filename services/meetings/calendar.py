"""Meetings out of a calendar file, and into one.

What comes in is kept as drafts: nobody is told of anything until an organiser has seen and published it. The same
file may come again; an event is known by its UID. What goes out is what everybody may know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Final, Literal

from sqlmodel import Session

from services.authoring.texts import TextTooLong, said
from services.content.content import Content
from services.forums import Forum
from services.keys.sealing import RuntimeKey
from services.meetings.meetings import (
    ALWAYS,
    CANCELLED,
    DRAFT,
    Meeting,
    MeetingDraft,
    MeetingGone,
    draft_of,
    drafted,
    everything,
    forum_of,
    get,
    keep,
    redrafted,
)
from services.recurrence.ics import CalendarEvent

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


def plan(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    forum: str,
    language: str,
    events: Iterable[CalendarEvent],
    now: datetime,
) -> list[Planned]:
    """What taking the events in as drafts of that forum would do. Changes nothing. Raises ForumGone, UnknownZone.

    `language` is the one the file is written in; what a draft says in other languages stays. A meeting that people
    were told of is never changed by a file.
    """
    forum_of(content, forum)
    return [_planned(session, runtime, content, forum, language, event, now) for event in events]


def take(session: Session, runtime: RuntimeKey, planned: Iterable[Planned]) -> None:
    """Keep the drafts that were planned, for somebody who may. Nothing is announced."""
    for each in planned:
        if each.meeting is not None:
            keep(session, runtime, each.meeting)


def published(
    session: Session, runtime: RuntimeKey, content: Content, forums: Sequence[str], language: str
) -> list[CalendarEvent]:
    """Every meeting of those forums that people were told of, cancelled ones too; without places that are told late."""
    found = [meeting for meeting in everything(session, runtime) if meeting.forum in forums and meeting.status != DRAFT]
    ordered = sorted(found, key=lambda meeting: (meeting.series.first, meeting.id))
    return [_event(content.forum(meeting.forum), meeting, language) for meeting in ordered]


def _planned(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    forum: str,
    language: str,
    event: CalendarEvent,
    now: datetime,
) -> Planned:
    known = _known(session, runtime, forum, event.uid)
    if known is not None and known.status != DRAFT:
        return Planned(event, "published")
    if event.is_cancelled:
        return Planned(event, "cancelled")
    try:
        if known is None:
            fresh = drafted(content, _draft(forum, language, event), now)
            return Planned(event, "new", replace(fresh, id=_id(runtime, forum, event.uid)))
        changed = redrafted(known, _merged(known, _draft(forum, language, event)), now)
    except TextTooLong:
        return Planned(event, "too long")
    if draft_of(changed) == draft_of(known):
        return Planned(event, "same")
    return Planned(event, "changed", changed)


def _known(session: Session, runtime: RuntimeKey, forum: str, uid: str) -> Meeting | None:
    """The meeting of that forum which the event is about: one of our own files', or one taken in before."""
    for id in (uid.removesuffix(OURS) if uid.endswith(OURS) else "", _id(runtime, forum, uid)):
        try:
            found = get(session, runtime, id)
        except MeetingGone:
            continue
        if found.forum == forum:
            return found
    return None


def _id(runtime: RuntimeKey, forum: str, uid: str) -> str:
    return runtime.pseudonym(PURPOSE, f"{forum}\n{uid}").hex()


def _draft(forum: str, language: str, event: CalendarEvent) -> MeetingDraft:
    return MeetingDraft(
        forum,
        event.series,
        title={language: event.title},
        place={language: event.place},
        place_shown=ALWAYS,
        agenda={language: event.description},
    )


def _merged(known: Meeting, draft: MeetingDraft) -> MeetingDraft:
    """With what organisers have added meanwhile."""
    return replace(
        draft,
        title={**known.title, **draft.title},
        place={**known.place, **draft.place},
        place_shown=known.place_shown,
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
