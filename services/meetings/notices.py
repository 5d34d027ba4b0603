"""What people are told about a meeting: the facts that handlers.notices puts into words, and the broadcast around them.

Belongs here: which facts a notice holds, who gets it, until when it is worth anything. Does not belong here: the words,
and whether it may be sent.

A place that is told late is in no facts but those of the notice that tells it. The name of a women's or youth group and
what its meetings are about are in none at all: somebody else may look at the phone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from services.content.content import Content
from services.documents import new_id
from services.forums import Forum, are_discreet, forum_audience
from services.meetings.meeting import ALWAYS, Meeting, occasion_id
from services.meetings.meetings import forum_of
from services.meetings.minutes import OpenAction
from services.notices.broadcasts import Broadcast
from services.notices.outbox import Lane
from services.recurrence import Occurrence, WallTime

NEW: Final = "meeting"
CHANGED: Final = "meeting_changed"
MOVED: Final = "meeting_moved"
CANCELLED_ONE: Final = "meeting_cancelled"
CANCELLED_ALL: Final = "series_cancelled"
PLACE_TOLD: Final = "meeting_place"
REMINDER: Final = "meeting_reminder"
LAST_ONE: Final = "last_one"
"""The fact of an occasion that is cancelled: nothing of its series is left to come."""
WHOLE: Final = ""
"""In `Meeting.notices`: the broadcast about the meeting itself, not about one occasion."""
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MeetingNotice:
    """What is told about a meeting: a kind of sentence and its facts, worth nothing any more at `until`. What it tells
    of begins `at`."""

    meeting: Meeting
    kind: str
    facts: Facts
    until: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """A change, and what people are told of it. `is_whole`: it is about the meeting, not about one occasion of it."""

    before: Meeting
    after: Meeting
    kind: str
    facts: Facts
    occurrence: Occurrence
    is_whole: bool = False

    @property
    def about(self) -> str:
        """Where `Meeting.notices` keeps the broadcast."""
        return WHOLE if self.is_whole or self.before.series.rule is None else str(self.occurrence.original)

    @property
    def is_in_own_words(self) -> bool:
        """True where texts of an organiser's are in it; what is moved or cancelled is told in the bot's words alone."""
        return self.kind in (NEW, CHANGED)

    @property
    def notice(self) -> MeetingNotice:
        """What is told. Nobody is told of a single occasion that has begun; of a series, always."""
        until = None if self.is_whole and self.after.series.rule else self.occurrence.starts
        return MeetingNotice(self.after, self.kind, self.facts, until, self.occurrence.starts)


def facts_of(content: Content, meeting: Meeting, occurrence: Occurrence, actions: Sequence[OpenAction] = ()) -> Facts:
    """What a notice about this occurrence says (and a preview of it)."""
    forum = forum_of(content, meeting.forum)
    is_open = meeting.place_shown == ALWAYS
    return {
        **names(forum, meeting),
        "place": dict(meeting.place) if is_open else {},
        "place_later": bool(meeting.place) and not is_open,
        "agenda": {} if forum.is_discreet else dict(meeting.agenda),
        "agenda_inside": bool(meeting.agenda) and forum.is_discreet,
        "wall": str(occurrence.wall),
        "zone": meeting.series.zone,
        "minutes": meeting.series.minutes,
        "first": str(meeting.series.first),
        "rule": meeting.series.rule.text if meeting.series.rule else None,
        "occasion": occasion_id(meeting.id, occurrence.original),
        "urgent": meeting.urgent,
        "actions": [] if forum.is_discreet else [action_facts(action) for action in actions],
    }


def names(forum: Forum, meeting: Meeting) -> Facts:
    """What the meeting may be called where others may read along."""
    return {"forum": forum_names(forum), "title": {} if forum.is_discreet else dict(meeting.title)}


def forum_names(forum: Forum) -> Mapping[str, str]:
    """The forum's name by language; nothing for groups whose name may not be seen on a phone."""
    return {} if forum.is_discreet else dict(forum.name.by_language)


def action_facts(action: OpenAction) -> Facts:
    """An open action in plain types."""
    return asdict(action) | {"by": action.by.isoformat() if action.by else None}


def moved_facts(facts: Facts, was: WallTime) -> Facts:
    """The facts of an occasion that was to be at `was`."""
    return facts | {"was": str(was)}


def to_forum(content: Content, notice: MeetingNotice, start: datetime, lane: Lane) -> Broadcast:
    """The broadcast of the notice to everybody who hears about the forum."""
    meeting = notice.meeting
    return Broadcast(
        id=new_id(),
        kind=notice.kind,
        facts=notice.facts,
        audiences=(forum_audience(meeting.forum),),
        languages=content.languages,
        lane=lane,
        start=start,
        zone=meeting.series.zone,
        until=notice.until,
        about=notice.at,
        urgent=meeting.urgent,
        is_discreet=are_discreet(content.forums, [forum_audience(meeting.forum)]),
    )
