"""What an organiser may do with a meeting, and what each of it changes and tells people.

Belongs here: publishing, changing, moving, cancelling, worked out and not yet done. Does not belong here: doing it and
showing it beforehand (telling), drafts (meetings).

What is shown before and what is sent are the same by construction: `change` works out both.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from services.documents import Seen
from services.enrolment import require_organiser
from services.meetings import meetings, minutes
from services.meetings.meeting import (
    CANCELLED,
    PLACE_AHEAD,
    PUBLISHED,
    Meeting,
    MeetingDraft,
    MeetingGone,
    MeetingOver,
    occurrence_of,
    parts_of,
)
from services.meetings.meetings import drafted, redrafted, to_change
from services.meetings.notices import (
    CANCELLED_ALL,
    CANCELLED_ONE,
    CHANGED,
    LAST_ONE,
    MOVED,
    NEW,
    WHOLE,
    Facts,
    MeetingChange,
    facts_of,
    moved_facts,
)
from services.notices import broadcasts
from services.recurrence import Exhausted, Occurrence, WallTime, first_ahead, instant, next_occurrences
from services.request import Request
from services.store import Store


class MeetingPlan(Protocol):
    """Something an organiser means to do with a meeting."""

    def seen_before(self, request: Request) -> Meeting:
        """The meeting it is done with, for an organiser of its forum, where it may be done and nobody else has changed
        what they saw. Raises NotAnOrganiser, ForumGone, MeetingGone, MeetingChanged, and what each plan says."""
        ...

    def as_it_is(self, request: Request) -> Meeting:
        """The same for a look only, whatever somebody else has done meanwhile."""
        ...

    def change(self, request: Request, before: Meeting) -> MeetingChange:
        """What becomes of the meeting, and what people are told."""
        ...


@dataclass(frozen=True, slots=True)
class PublishMeeting:
    """Tell the forum of this draft, in place of the kept one that was `seen`, where there is one.

    Refused as drafts are: TextTooLong, Exhausted (in the past), NeverHappens, UnknownZone.
    """

    draft: MeetingDraft
    seen: Seen[int] | None = None

    def seen_before(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        if self.seen is None:
            return meetings.new(request, self.draft)
        return meetings.edited(request, self.seen, self.draft)

    def as_it_is(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        if self.seen is None:
            return meetings.new(request, self.draft)
        standing = _of_ones_own(request, self.seen.id)
        drafted(request.content, self.draft, request.now)
        return redrafted(standing, self.draft, request.now)

    def change(self, request: Request, before: Meeting) -> MeetingChange:
        """See MeetingPlan."""
        occurrence = first_ahead(before.standing, request.now)
        after = replace(before, version=before.version + 1, status=PUBLISHED, touched=request.now.date())
        return MeetingChange(before, after, NEW, _facts(request, after, occurrence), occurrence, is_whole=True)


@dataclass(frozen=True, slots=True)
class ChangeMeeting:
    """Put this in place of a meeting people know of: the old notice is replaced, reminders follow.

    Answers count on for occasions whose start stays the same; the others are asked again. Refused as `PublishMeeting`
    is.
    """

    seen: Seen[int]
    draft: MeetingDraft

    def seen_before(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        return _known(request, self.seen)

    def as_it_is(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        return _of_ones_own(request, self.seen.id)

    def change(self, request: Request, before: Meeting) -> MeetingChange:
        """See MeetingPlan."""
        after = replace(redrafted(before, self.draft, request.now), sequence=before.sequence + 1)
        occurrence = first_ahead(after.standing, request.now)
        kind = NEW if nobody_was_told(request, before) else CHANGED
        return MeetingChange(before, after, kind, _facts(request, after, occurrence), occurrence, is_whole=True)


@dataclass(frozen=True, slots=True)
class MoveOccasion:
    """Have the occasion that was `seen` take place at another time; whoever answered about it is asked again.

    Refused with Exhausted where the new time is in the past, with MeetingOver for an occasion that has begun.
    """

    seen: Seen[int]
    to: WallTime

    def seen_before(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        before = _known_ahead(request, self.seen)
        if instant(self.to, before.series.zone) <= request.now:
            raise Exhausted(self.to)
        return before

    def as_it_is(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        return _standing(_of_ones_own(request, parts_of(self.seen.id)[0]))

    def change(self, request: Request, before: Meeting) -> MeetingChange:
        """See MeetingPlan."""
        was = _occurrence(before, self.seen)
        moved = {**before.series.moved, was.original: self.to}
        after = _next(before, request.now, series=replace(before.series, moved=moved))
        occurrence = occurrence_of(after, was.original)
        return MeetingChange(
            before, after, MOVED, moved_facts(_facts(request, after, occurrence), was.wall), occurrence
        )


@dataclass(frozen=True, slots=True)
class CancelOccasion:
    """Have the occasion that was `seen` not take place. The only occasion left cancels the meeting.

    Refused with MeetingOver for an occasion that has begun.
    """

    seen: Seen[int]

    def seen_before(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        return _known_ahead(request, self.seen)

    def as_it_is(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        return _standing(_of_ones_own(request, parts_of(self.seen.id)[0]))

    def change(self, request: Request, before: Meeting) -> MeetingChange:
        """See MeetingPlan."""
        occurrence = _occurrence(before, self.seen)
        after = _next(before, request.now, cancelled=before.cancelled | {occurrence.original})
        if before.series.rule is None:
            after = replace(after, status=CANCELLED)
        facts = facts_of(request.content, before, occurrence)
        is_last = not next_occurrences(after.standing, request.now, 1)
        return MeetingChange(before, after, CANCELLED_ONE, facts | ({LAST_ONE: True} if is_last else {}), occurrence)


@dataclass(frozen=True, slots=True)
class CancelSeries:
    """Have nothing of the meeting that was `seen` take place any more. Refused with Exhausted where all is over."""

    seen: Seen[int]

    def seen_before(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        return _known(request, self.seen)

    def as_it_is(self, request: Request) -> Meeting:
        """See MeetingPlan."""
        return _standing(_of_ones_own(request, self.seen.id))

    def change(self, request: Request, before: Meeting) -> MeetingChange:
        """See MeetingPlan."""
        occurrence = first_ahead(before.standing, request.now)
        kind = CANCELLED_ALL if before.series.rule else CANCELLED_ONE
        facts = facts_of(request.content, before, occurrence)
        after = _next(before, request.now, status=CANCELLED)
        return MeetingChange(before, after, kind, facts, occurrence, is_whole=True)


def nobody_was_told(store: Store, meeting: Meeting) -> bool:
    """True where the notice of it has reached nobody, so that a change of it would be news to everybody."""
    progress = broadcasts.progress(store, meeting.notices[WHOLE])
    return progress is not None and progress.sent == 0


def _of_ones_own(request: Request, id: str) -> Meeting:
    """A meeting of a forum that this chat organises, as it is now."""
    meeting = meetings.get(request, id)
    require_organiser(request, request.chat, meeting.forum)
    meetings.forum_of(request.content, meeting.forum)
    return meeting


def _known(request: Request, seen: Seen[int]) -> Meeting:
    """A meeting that people were told of and that was not cancelled since."""
    return _standing(to_change(request, seen))


def _standing(meeting: Meeting) -> Meeting:
    if meeting.status != PUBLISHED:
        raise MeetingGone
    return meeting


def _known_ahead(request: Request, seen: Seen[int]) -> Meeting:
    """The meeting of an occasion that has not begun."""
    meeting = _known(request, Seen(parts_of(seen.id)[0], seen.version))
    if _occurrence(meeting, seen).starts <= request.now:
        raise MeetingOver
    return meeting


def _occurrence(meeting: Meeting, seen: Seen[int]) -> Occurrence:
    return occurrence_of(meeting, parts_of(seen.id)[1])


def _next(before: Meeting, now: datetime, **changes: Any) -> Meeting:
    """The meeting with these changes, a version on and a change on that people hear of."""
    version, sequence = before.version + 1, before.sequence + 1
    return replace(before, version=version, sequence=sequence, touched=now.date(), **changes)


def _facts(request: Request, meeting: Meeting, occurrence: Occurrence) -> Facts:
    """With what the forum agreed on and is not done: it is on every agenda until then. Shortly before the start, with
    how long that is."""
    facts = facts_of(request.content, meeting, occurrence, minutes.open_actions(request, meeting.forum))
    left = occurrence.starts - request.now
    return facts | {"lead": int(left.total_seconds())} if left <= PLACE_AHEAD else facts
