"""What a meeting is: its texts, its series, its status, and the occasions it comes to.

Belongs here: the meeting itself and what can be read off it without storage. Does not belong here: making, finding and
changing meetings (meetings, meeting_changes).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from services.authoring.texts import AGENDA, PLACE, TITLE, Missing, missing
from services.errors import Refusal
from services.recurrence import Occurrence, Series, WallTime, instant, moved_occurrences, occurrences

DRAFT: Final = "draft"
PUBLISHED: Final = "published"
CANCELLED: Final = "cancelled"
ALWAYS: Final = "always"
LATE: Final = "late"
"""The place is told only to those who said yes, three hours before the start."""
PLACE_AHEAD: Final = timedelta(hours=3)
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # a wall time has no zone


class MeetingGone(Refusal):
    """There is no such meeting or occasion (any more)."""


@dataclass(eq=False)
class MeetingChanged(Refusal):
    """Somebody else has changed the meeting meanwhile. `version` is what it is at now."""

    version: int


class MeetingOver(Refusal):
    """It has begun already."""


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
    told of the meeting (under ''), and of single occasions (under their original wall time). People are told of it as
    it is `told_from` then on; before that they know it as it was `until_then`, or not at all.
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
    told_from: datetime | None = None
    until_then: Mapping[str, Any] | None = None

    def heard(self, now: datetime) -> "Meeting | None":
        """As people may know it by now; None where they know nothing of it yet."""
        if self.told_from is None or now >= self.told_from:
            return self if self.status != DRAFT else None
        return Meeting.from_json(self.until_then) if self.until_then is not None else None

    def told(self, start: datetime, before: "Meeting | None", now: datetime) -> "Meeting":
        """The same, told of from `start` on: until then people go by what they know of it `before`."""
        known = before.heard(now) if before is not None and start > now else None
        until_then = None if known is None else replace(known, told_from=None, until_then=None).to_json()
        return replace(self, told_from=start, until_then=until_then)

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
            "told_from": self.told_from and self.told_from.isoformat(),
            "until_then": self.until_then,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Meeting":
        """The meeting that `to_json` wrote, now or when there was no window before people are told."""
        told_from = kept.get("told_from")
        return cls(
            **{
                **kept,
                "told_from": told_from and datetime.fromisoformat(told_from),
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

    @property
    def told(self) -> str:
        """The occasion at the hour people know of: another one once it is moved, and again the same moved back."""
        return f"{self.id} {self.occurrence.wall} {self.meeting.series.zone}"


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


def parts_of(id: str) -> tuple[str, WallTime]:
    """Inverse of `occasion_id`. Raises MeetingGone for anything else."""
    try:
        moment = EPOCH + timedelta(minutes=int(id[32:], 16))
    except (ValueError, OverflowError):
        raise MeetingGone from None
    return id[:32], WallTime(moment.date(), moment.time())


def draft_of(meeting: Meeting) -> MeetingDraft:
    """What an organiser would have put together to get this meeting: to change it, or to make another like it."""
    return MeetingDraft(
        meeting.forum, meeting.series, meeting.title, meeting.place, meeting.place_shown, meeting.agenda, meeting.urgent
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
