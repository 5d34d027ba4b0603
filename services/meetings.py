"""Meetings of the forums: what they are, making and reading them.

Belongs here: a meeting and its occasions, drafts, what is coming. Does not belong here: letting one out (publishing),
changing one that people know of (meeting_changes), who will come (answers), when things repeat (recurrence).

A meeting's place and agenda can be sensitive, so rows are locked with the runtime key. Every rule that changes
something asks first, in its own transaction, whether the chat may organise that forum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from services import papers
from services.content import Content
from services.enrolment import require_organiser
from services.errors import Refusal
from services.forums import Forum
from services.meeting_texts import AGENDA, PLACE, TITLE, Missing, cleaned, missing
from services.recurrence import (
    Occurrence,
    Series,
    WallTime,
    first_ahead,
    instant,
    moved_occurrences,
    next_occurrences,
    occurrences,
)
from services.sealing import RuntimeKey
from storage.papers import MEETINGS

DRAFT: Final = "draft"
PUBLISHED: Final = "published"
CANCELLED: Final = "cancelled"
ALWAYS: Final = "always"
LATE: Final = "late"
"""The place is told only to those who said yes, three hours before the start."""
PLACE_AHEAD: Final = timedelta(hours=3)
SMALLEST_SHOWN: Final = 5
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # a wall time has no zone


class MeetingGone(Refusal):
    """There is no such meeting or occasion (any more)."""


class MeetingChanged(Refusal):
    """Somebody else has changed the meeting meanwhile. `version` is what it is at now."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class ForumGone(Refusal):
    """The organisation's content knows no such forum (any more)."""


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting as an organiser puts it together; texts by language. Without a title it goes by the forum's name."""

    forum: str
    series: Series
    title: Mapping[str, str]
    place: Mapping[str, str]
    place_shown: str
    agenda: Mapping[str, str]
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting or series as it is kept.

    `version` counts changes, `sequence` those people were told of (RFC 5545). `cancelled`: occasions that were to take
    place and do not, by original wall time. `touched` is the day of the last change. `notices`: the broadcast that
    told of the meeting (under ''), and of single occasions (under their original wall time).
    """

    id: str
    version: int
    sequence: int
    forum: str
    series: Series
    title: Mapping[str, str]
    place: Mapping[str, str]
    place_shown: str
    agenda: Mapping[str, str]
    urgent: bool
    status: str
    cancelled: frozenset[WallTime]
    touched: date
    notices: Mapping[str, str]

    @property
    def standing(self) -> Series:
        """The series without what was cancelled of it."""
        return replace(self.series, except_=self.series.except_ | self.cancelled)

    def to_json(self) -> dict[str, Any]:
        """Plain types, for keeping. `from_json` reads them back to an equal meeting."""
        return {
            "id": self.id,
            "version": self.version,
            "sequence": self.sequence,
            "forum": self.forum,
            "series": self.series.to_json(),
            "title": dict(self.title),
            "place": dict(self.place),
            "place_shown": self.place_shown,
            "agenda": dict(self.agenda),
            "urgent": self.urgent,
            "status": self.status,
            "cancelled": sorted(map(str, self.cancelled)),
            "touched": self.touched.isoformat(),
            "notices": dict(self.notices),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Meeting":
        """The meeting that `to_json` wrote."""
        return cls(
            **{
                **kept,
                "series": Series.from_json(kept["series"]),
                "cancelled": frozenset(map(WallTime.parse, kept["cancelled"])),
                "touched": date.fromisoformat(kept["touched"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time a meeting takes place. The id stays the same when it is moved."""

    id: str
    meeting: Meeting
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class Saved:
    """A meeting was kept, at this version."""

    meeting: str
    version: int


def make(
    session: Session, runtime: RuntimeKey, content: Content, chat: int, draft: MeetingDraft, now: datetime
) -> Saved:
    """Keep a new draft. Raises NotAnOrganiser, ForumGone, TextTooLong, Exhausted (in the past), NeverHappens,
    UnknownZone."""
    require_organiser(session, runtime, chat, draft.forum)
    forum_of(content, draft.forum)
    first_ahead(draft.series, now)
    return keep(session, runtime, _new(papers.new_id(), draft, now))


def edit(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    chat: int,
    id: str,
    version: int,
    draft: MeetingDraft,
    now: datetime,
) -> Saved:
    """Put this in place of a draft nobody was told of. Raises as `make` does, MeetingGone, MeetingChanged."""
    meeting = to_change(session, runtime, content, chat, id, version)
    if meeting.status != DRAFT:
        raise MeetingChanged(meeting.version)
    first_ahead(draft.series, now)
    return keep(session, runtime, redrafted(meeting, draft, now))


def discard(session: Session, runtime: RuntimeKey, chat: int, id: str) -> None:
    """Throw a draft away. Raises NotAnOrganiser, MeetingGone (also for one that is no draft)."""
    meeting = get(session, runtime, id)
    require_organiser(session, runtime, chat, meeting.forum)
    if meeting.status != DRAFT:
        raise MeetingGone
    papers.drop(session, MEETINGS, id)


def get(session: Session, runtime: RuntimeKey, id: str) -> Meeting:
    """The meeting, whatever its status. Raises MeetingGone."""
    body = papers.read(session, runtime, MEETINGS, id)
    if body is None:
        raise MeetingGone
    return Meeting.from_json(body)


def everything(session: Session, runtime: RuntimeKey) -> list[Meeting]:
    """Every meeting there is."""
    return [Meeting.from_json(body) for body in papers.everything(session, runtime, MEETINGS).values()]


def of_forums(session: Session, runtime: RuntimeKey, forums: Iterable[str], now: datetime) -> list[Meeting]:
    """For those forums' organisers: drafts and what is still to come, the next to take place first."""
    wanted = set(forums)
    found = [
        (ahead[0].starts, meeting)
        for meeting in everything(session, runtime)
        if meeting.forum in wanted and meeting.status != CANCELLED
        if (ahead := next_occurrences(meeting.standing, now, 1))
    ]
    return [meeting for _, meeting in sorted(found, key=lambda each: (each[0], each[1].id))]


def past(session: Session, runtime: RuntimeKey, forums: Iterable[str], now: datetime, days: int) -> list[Occasion]:
    """For those forums' organisers: what took place in the last so many days, the latest first."""
    wanted = set(forums)
    found = [
        Occasion(occasion_id(meeting.id, occurrence.original), meeting, occurrence)
        for meeting in everything(session, runtime)
        if meeting.forum in wanted and meeting.status == PUBLISHED
        for occurrence in occurrences(meeting.standing, now - timedelta(days=days), now)
    ]
    return sorted(found, key=lambda each: each.occurrence.starts, reverse=True)


def upcoming(
    session: Session, runtime: RuntimeKey, forums: Sequence[str], now: datetime, how_many: int
) -> list[Occasion]:
    """The next occasions of these forums that people were told of, the earliest first; none that were cancelled."""
    found = [
        Occasion(occasion_id(meeting.id, occurrence.original), meeting, occurrence)
        for meeting in everything(session, runtime)
        if meeting.forum in forums and meeting.status == PUBLISHED
        for occurrence in next_occurrences(meeting.standing, now, how_many)
    ]
    return sorted(found, key=lambda each: (each.occurrence.starts, each.id))[:how_many]


def occasion(session: Session, runtime: RuntimeKey, id: str) -> Occasion:
    """The occasion, past or to come. Raises MeetingGone (also for cancelled ones and for drafts)."""
    meeting_id, original = _parts(id)
    meeting = get(session, runtime, meeting_id)
    if meeting.status != PUBLISHED:
        raise MeetingGone
    return Occasion(id, meeting, occurrence_of(meeting, original))


def occurrence_of(meeting: Meeting, original: WallTime) -> Occurrence:
    """The occurrence with that original wall time. Raises MeetingGone where there is none, or it was cancelled."""
    series = meeting.standing
    if original in series.moved:
        found = moved_occurrences(series)
    else:
        starts = instant(original, series.zone)
        found = occurrences(series, starts - timedelta(minutes=1), starts)
    for occurrence in found:
        if occurrence.original == original:
            return occurrence
    raise MeetingGone


def occasion_id(meeting: str, original: WallTime) -> str:
    """40 hexadecimal digits: the meeting's number and its original wall time, in minutes."""
    minutes = int((datetime.combine(original.day, original.at) - EPOCH).total_seconds()) // 60
    return f"{meeting}{minutes:08x}"


def _parts(id: str) -> tuple[str, WallTime]:
    """Inverse of `occasion_id`. Raises MeetingGone for anything else."""
    try:
        moment = EPOCH + timedelta(minutes=int(id[32:], 16))
    except (ValueError, OverflowError):
        raise MeetingGone from None
    return id[:32], WallTime(moment.date(), moment.time())


def draft_of(meeting: Meeting) -> MeetingDraft:
    """What an organiser would have put together to get this meeting: to change it, or to make another like it."""
    return MeetingDraft(
        meeting.forum,
        meeting.series,
        meeting.title,
        meeting.place,
        meeting.place_shown,
        meeting.agenda,
        meeting.urgent,
    )


def missing_texts(draft: MeetingDraft, languages: Iterable[str]) -> list[Missing]:
    """Which texts people would not get in their language (they would get another). Pass `Content.languages`."""
    parts = {TITLE: draft.title, PLACE: draft.place, AGENDA: draft.agenda}
    wanted = list(languages)
    return [each for part, texts in parts.items() for each in missing(part, texts, wanted)]


def place_shown(occasion: Occasion, answer: str | None, now: datetime) -> Mapping[str, str]:
    """The place as somebody with this answer may see it now; nothing where it is still kept back."""
    if occasion.meeting.place_shown == ALWAYS:
        return occasion.meeting.place
    is_told = answer == "yes" and occasion.occurrence.starts - now <= PLACE_AHEAD
    return occasion.meeting.place if is_told else {}


def shown(n: int) -> int | None:
    """A count of people as organisers may see it; None: fewer than 5."""
    return n if n >= SMALLEST_SHOWN else None


def forum_of(content: Content, key: str) -> Forum:
    """The forum. Raises ForumGone."""
    try:
        return content.forum(key)
    except KeyError:
        raise ForumGone from None


def to_change(session: Session, runtime: RuntimeKey, content: Content, chat: int, id: str, version: int) -> Meeting:
    """The meeting, for this organiser to change what they have seen. Raises MeetingGone, NotAnOrganiser, ForumGone,
    MeetingChanged."""
    meeting = get(session, runtime, id)
    require_organiser(session, runtime, chat, meeting.forum)
    forum_of(content, meeting.forum)
    if meeting.version != version:
        raise MeetingChanged(meeting.version)
    return meeting


def redrafted(meeting: Meeting, draft: MeetingDraft, now: datetime) -> Meeting:
    """The meeting with this in place of what it was, a version on. Its forum stays. Raises TextTooLong."""
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
        touched=fresh.touched,
    )


def keep(session: Session, runtime: RuntimeKey, meeting: Meeting) -> Saved:
    """Keep it in place of any earlier version. For rules that have asked who may."""
    papers.write(session, runtime, MEETINGS, meeting.id, meeting.to_json())
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
