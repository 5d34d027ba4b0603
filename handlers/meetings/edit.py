"""A meeting while an organiser works on it: kept in the conversation, word for word, until it is published or stopped.

Belongs here: that state, and taking it up from a meeting there is. Does not belong here: asking (review and the
questions behind its buttons) and every rule (services.meetings).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from handlers.chat.turn import Turn
from services.forums import Forum
from services.meetings.meeting import DRAFT, Meeting, MeetingDraft, draft_of
from services.meetings.meetings import forum_of
from services.recurrence import Series, WallTime, wall_of

FACT = "edit"
ASIDE = "aside"
"""Where a new meeting waits while its first questions are asked again."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is being put together. `meeting` is None for one that is kept nowhere yet; `version` is the one the
    organiser saw; `is_known` where people were told of it already."""

    draft: MeetingDraft
    meeting: str | None = None
    version: int = 0
    is_known: bool = False

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """To change a meeting there is."""
        return cls(draft_of(meeting), meeting.id, meeting.version, meeting.status != DRAFT)

    def changed(self, **parts: Any) -> Self:
        """With these parts of the draft in place of its own."""
        return replace(self, draft=replace(self.draft, **parts))

    def facts(self) -> dict[str, Any]:
        """Plain types for the conversation; `current` reads them back."""
        draft = self.draft
        return {
            FACT: {
                "meeting": self.meeting,
                "version": self.version,
                "is_known": self.is_known,
                "forum": draft.forum,
                "series": draft.series.to_json(),
                "title": dict(draft.title),
                "place": dict(draft.place),
                "place_shown": draft.place_shown,
                "agenda": dict(draft.agenda),
                "urgent": draft.urgent,
            }
        }


def current(turn: Turn) -> Edit:
    """What this conversation works on."""
    kept: Mapping[str, Any] = turn.conversation.facts[FACT]
    return _read(kept)


def put_aside(edit: Edit) -> dict[str, Any]:
    """For the conversation: nothing is lost by going back to the day or the time."""
    return {ASIDE: edit.facts()[FACT]}


def from_aside(turn: Turn, forum: str) -> Edit | None:
    """What was put aside, where it was for this forum."""
    kept = turn.conversation.facts.get(ASIDE)
    return _read(kept) if kept and kept["forum"] == forum else None


def _read(kept: Mapping[str, Any]) -> Edit:
    draft = MeetingDraft(
        forum=kept["forum"],
        series=Series.from_json(kept["series"]),
        title=kept["title"],
        place=kept["place"],
        place_shown=kept["place_shown"],
        agenda=kept["agenda"],
        urgent=kept["urgent"],
    )
    return Edit(draft, kept["meeting"], kept["version"], kept["is_known"])


def forum_here(turn: Turn) -> Forum:
    """The forum this conversation is about. Raises ForumGone."""
    facts = turn.conversation.facts
    return forum_of(turn.app.content, facts[FACT]["forum"] if FACT in facts else facts["forum"])


def today_there(turn: Turn, zone: str) -> date:
    """The day it is at the place of the meeting."""
    return wall_of(turn.said, zone).day


def at_another_time(series: Series, wall: WallTime) -> Series:
    """The series from that day and time on. Days left out stay so at another hour; on another day they mean nothing."""
    kept = series.except_ if wall.day == series.first.day else ()
    return replace(series, first=wall, except_=frozenset(WallTime(each.day, wall.at) for each in kept), moved={})
