"""Telling people of a meeting, and of every change to one they know of.

Belongs here: publishing, changing, moving, cancelling, and what each would look like (previews). Does not belong here:
drafts (meetings), the recall and the second yes (publishing, approval).

Every rule asks in its own transaction whether the chat may organise the forum, and whether the meeting is still the
version the organiser saw. A cancelled or moved occasion needs no second yes: there is no free text in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from services.authoring.texts import Missing
from services.content.content import Content
from services.documents import Seen
from services.forums import forum_audience
from services.meetings import meetings, minutes
from services.meetings.meeting import (
    CANCELLED,
    DRAFT,
    PUBLISHED,
    Meeting,
    MeetingChanged,
    MeetingDraft,
    MeetingGone,
    MeetingOver,
    draft_of,
    missing_texts,
    occurrence_of,
    parts_of,
)
from services.meetings.meetings import redrafted, to_change
from services.meetings.notices import (
    CANCELLED_ALL,
    CANCELLED_ONE,
    CHANGED,
    MOVED,
    NEW,
    WHOLE,
    Facts,
    MeetingChange,
    facts_of,
    moved_facts,
    to_forum,
)
from services.meetings.outdated import notices_outdated
from services.notices import broadcasts
from services.notices.outbox import Lane
from services.publishing import publishing
from services.publishing.publications import MEETING, RECALL_WINDOW, Change, Published
from services.publishing.senders import Reach, reach
from services.recurrence import Exhausted, Occurrence, WallTime, first_ahead, instant, next_occurrences
from services.request import Request
from services.store import Store

SHOWN_AHEAD: Final = 3
SOON: Final = timedelta(hours=12)
"""So near a start, a change of the time reaches people in their quiet hours too (without a sound)."""


@dataclass(frozen=True, slots=True)
class MeetingPreview:
    """What publishing would do: the notice (`kind` and `facts`, for handlers.notices), for how many, what is missing,
    and when it takes place first."""

    kind: str
    facts: Facts
    reach: Reach
    missing: Sequence[Missing]
    ahead: Sequence[Occurrence]
    is_endless: bool


def preview(request: Request, draft: MeetingDraft, kind: str, id: str | None = None) -> MeetingPreview:
    """How it would be with this draft, in place of the meeting of that number; `kind` is NEW or CHANGED.

    Raises as `meetings.make` does, but for who asks; MeetingGone.
    """
    meeting = meetings.drafted(request.content, draft, request.now)
    if id is not None:
        meeting = redrafted(meetings.get(request, id), draft, request.now)
    ahead = next_occurrences(meeting.standing, request.now, SHOWN_AHEAD)
    return MeetingPreview(
        kind=kind,
        facts=_facts(request, request.content, meeting, first_ahead(meeting.standing, request.now)),
        reach=reach(request, request.content, [forum_audience(draft.forum)]),
        missing=missing_texts(draft_of(meeting), request.content.languages),
        ahead=ahead,
        is_endless=draft.series.is_endless,
    )


def publish(request: Request, seen: Seen[int], at_once: bool = False) -> Published:
    """Tell the forum of a draft, in a minute or at once. Without subscribers it is published all the same.

    Raises NotAnOrganiser, ForumGone, MeetingGone, MeetingChanged, Exhausted, NeverHappens, UnknownZone,
    NobodyToApprove.
    """
    draft = to_change(request, seen)
    if draft.status != DRAFT:
        raise MeetingChanged(draft.version)
    occurrence = first_ahead(draft.standing, request.now)
    after = replace(draft, version=draft.version + 1, status=PUBLISHED, touched=request.now.date())
    facts = _facts(request, request.content, after, occurrence)
    made = MeetingChange(draft, after, NEW, facts, occurrence, is_whole=True)
    return _tell(request, made, at_once)


def publish_draft(
    request: Request, draft: MeetingDraft, seen: Seen[int] | None = None, at_once: bool = False
) -> Published:
    """Keep the draft (in place of the kept one that was `seen`, where there is one) and publish it, in one step.

    Raises as `meetings.make`, `meetings.edit` and `publish` do.
    """
    saved = meetings.make(request, draft) if seen is None else meetings.edit(request, seen, draft)
    return publish(request, Seen(saved.meeting, saved.version), at_once)


def change(request: Request, seen: Seen[int], draft: MeetingDraft, at_once: bool = False) -> Published:
    """Put this in place of a meeting people know of: the old notice is replaced, reminders follow.

    Answers count on for occasions whose start stays the same; the others are asked again. Raises as `publish` does,
    and TextTooLong.
    """
    before = _known(request, seen)
    after = replace(redrafted(before, draft, request.now), sequence=before.sequence + 1)
    occurrence = first_ahead(after.standing, request.now)
    facts = _facts(request, request.content, after, occurrence)
    kind = NEW if _nobody_was_told(request, before) else CHANGED
    made = MeetingChange(before, after, kind, facts, occurrence, is_whole=True)
    return _tell(request, made, at_once)


def move_one(request: Request, seen: Seen[int], to: WallTime, at_once: bool = False) -> Published:
    """Have one occasion (by its own number) take place at another time; whoever answered about it is asked again.

    Raises as `publish` does; Exhausted where the new time is in the past; MeetingOver for an occasion that has begun.
    """
    before, was = _occasion(request, seen)
    if instant(to, before.series.zone) <= request.now:
        raise Exhausted(to)
    moved = {**before.series.moved, was.original: to}
    after = _next(before, request.now, series=replace(before.series, moved=moved))
    occurrence = occurrence_of(after, was.original)
    facts = moved_facts(_facts(request, request.content, after, occurrence), was.wall)
    return _tell(request, MeetingChange(before, after, MOVED, facts, occurrence), at_once)


def cancel_one(request: Request, seen: Seen[int], at_once: bool = False) -> Published:
    """Have one occasion not take place. Raises as `move_one` does. The only occasion left cancels the meeting."""
    before, occurrence = _occasion(request, seen)
    after = _next(before, request.now, cancelled=before.cancelled | {occurrence.original})
    if before.series.rule is None:
        after = replace(after, status=CANCELLED)
    made = MeetingChange(before, after, CANCELLED_ONE, facts_of(request.content, before, occurrence), occurrence)
    return _tell(request, made, at_once)


def cancel_series(request: Request, seen: Seen[int], at_once: bool = False) -> Published:
    """Have nothing of it take place any more. Raises as `publish` does; Exhausted where all of it is over."""
    before = _known(request, seen)
    occurrence = first_ahead(before.standing, request.now)
    after = _next(before, request.now, status=CANCELLED)
    kind = CANCELLED_ALL if before.series.rule else CANCELLED_ONE
    made = MeetingChange(before, after, kind, facts_of(request.content, before, occurrence), occurrence, is_whole=True)
    return _tell(request, made, at_once)


def _tell(request: Request, made: MeetingChange, at_once: bool) -> Published:
    """A notice that is being sent this very moment is corrected at once; one that nobody has got yet, as any other.
    Taking that back leaves a draft, since nobody has heard of the meeting."""
    earlier = notices_outdated(request, request.content, made, request.now)
    replaces = earlier[0] if earlier else None
    is_cut_short = replaces is not None and not broadcasts.progress(request.session, replaces).is_done
    is_of_the_whole = is_cut_short and replaces == made.before.notices[WHOLE]
    is_unheard = is_of_the_whole and _nobody_was_told(request, made.before)
    is_late = made.until is not None and made.until <= request.now + RECALL_WINDOW
    start = request.now if at_once or is_late or (is_cut_short and not is_unheard) else request.now + RECALL_WINDOW
    is_new = made.kind in (NEW, CHANGED)
    lane = Lane.BROADCAST if is_new else Lane.REMINDER
    broadcast = to_forum(request.content, made.after, made.kind, made.facts, start, made.until, lane)
    is_soon = not is_new and made.occurrence.starts - request.now < SOON
    urgent = broadcast.urgent or is_soon
    broadcast = replace(broadcast, replaces=replaces, outdates=earlier[1:], urgent=urgent)
    after = replace(made.after, notices={**made.after.notices, made.about: broadcast.id})
    back = replace(made.before, status=DRAFT, notices={}) if is_unheard else made.before
    change = Change(MEETING, after.id, made.before.to_json(), after.to_json(), back.to_json())
    return publishing.publish(request, broadcast, change, has_free_text=is_new)


def _nobody_was_told(store: Store, meeting: Meeting) -> bool:
    """True where the notice of it has reached nobody, so that a change of it would be news to everybody."""
    notice = meeting.notices[WHOLE]
    return broadcasts.is_known(store.session, notice) and broadcasts.progress(store.session, notice).sent == 0


def _known(request: Request, seen: Seen[int]) -> Meeting:
    """A meeting that people were told of and that was not cancelled since."""
    meeting = to_change(request, seen)
    if meeting.status != PUBLISHED:
        raise MeetingGone
    return meeting


def _occasion(request: Request, seen: Seen[int]) -> tuple[Meeting, Occurrence]:
    meeting_id, original = parts_of(seen.id)
    meeting = _known(request, Seen(meeting_id, seen.version))
    occurrence = occurrence_of(meeting, original)
    if occurrence.starts <= request.now:
        raise MeetingOver
    return meeting, occurrence


def _next(before: Meeting, now: datetime, **changes: Any) -> Meeting:
    """The meeting with these changes, a version on and a change on that people hear of."""
    version, sequence = before.version + 1, before.sequence + 1
    return replace(before, version=version, sequence=sequence, touched=now.date(), **changes)


def _facts(store: Store, content: Content, meeting: Meeting, occurrence: Occurrence) -> Facts:
    """With what the forum agreed on and is not done: it is on every agenda until then."""
    return facts_of(content, meeting, occurrence, minutes.open_actions(store, meeting.forum))
