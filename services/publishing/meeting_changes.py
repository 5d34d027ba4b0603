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

from sqlmodel import Session

from services.authoring.texts import Missing
from services.content.content import Content
from services.forums import forum_audience
from services.keys.sealing import RuntimeKey
from services.meetings import meetings, minutes
from services.meetings.meetings import (
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
    redrafted,
    to_change,
)
from services.meetings.notices import (
    CANCELLED_ALL,
    CANCELLED_ONE,
    CHANGED,
    MOVED,
    NEW,
    WHOLE,
    Facts,
    Told,
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

SHOWN_AHEAD: Final = 3
SOON: Final = timedelta(hours=12)
"""So near a start, a change of the time reaches people in their quiet hours too (without a sound)."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do: the notice (`kind` and `facts`, for handlers.notices), for how many, what is missing,
    and when it takes place first."""

    kind: str
    facts: Facts
    reach: Reach
    missing: Sequence[Missing]
    ahead: Sequence[Occurrence]
    is_endless: bool


def preview(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    draft: MeetingDraft,
    kind: str,
    now: datetime,
    id: str | None = None,
) -> Preview:
    """How it would be with this draft, in place of the meeting of that number; `kind` is NEW or CHANGED.

    Raises as `meetings.make` does, but for who asks; MeetingGone.
    """
    meeting = meetings.drafted(content, draft, now)
    if id is not None:
        meeting = redrafted(meetings.get(session, runtime, id), draft, now)
    ahead = next_occurrences(meeting.standing, now, SHOWN_AHEAD)
    return Preview(
        kind=kind,
        facts=_facts(session, runtime, content, meeting, first_ahead(meeting.standing, now)),
        reach=reach(session, runtime, content, [forum_audience(draft.forum)]),
        missing=missing_texts(draft_of(meeting), content.languages),
        ahead=ahead,
        is_endless=draft.series.is_endless,
    )


def publish(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    chat: int,
    id: str,
    version: int,
    now: datetime,
    at_once: bool = False,
) -> Published:
    """Tell the forum of a draft, in a minute or at once. Without subscribers it is published all the same.

    Raises NotAnOrganiser, ForumGone, MeetingGone, MeetingChanged, Exhausted, NeverHappens, UnknownZone,
    NobodyToApprove.
    """
    draft = to_change(session, runtime, content, chat, id, version)
    if draft.status != DRAFT:
        raise MeetingChanged(draft.version)
    occurrence = first_ahead(draft.standing, now)
    after = replace(draft, version=draft.version + 1, status=PUBLISHED, touched=now.date())
    told = Told(draft, after, NEW, _facts(session, runtime, content, after, occurrence), occurrence, is_whole=True)
    return _tell(session, runtime, content, chat, told, now, at_once)


def publish_draft(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    chat: int,
    draft: MeetingDraft,
    id: str | None,
    version: int,
    now: datetime,
    at_once: bool = False,
) -> Published:
    """Keep the draft (in place of the kept one, where there is an `id`) and publish it, in one step.

    Raises as `meetings.make`, `meetings.edit` and `publish` do.
    """
    if id is None:
        saved = meetings.make(session, runtime, content, chat, draft, now)
    else:
        saved = meetings.edit(session, runtime, content, chat, id, version, draft, now)
    return publish(session, runtime, content, chat, saved.meeting, saved.version, now, at_once)


def change(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    chat: int,
    id: str,
    version: int,
    draft: MeetingDraft,
    now: datetime,
    at_once: bool = False,
) -> Published:
    """Put this in place of a meeting people know of: the old notice is replaced, reminders follow.

    Answers count on for occasions whose start stays the same; the others are asked again. Raises as `publish` does,
    and TextTooLong.
    """
    before = _known(session, runtime, content, chat, id, version)
    after = replace(redrafted(before, draft, now), sequence=before.sequence + 1)
    occurrence = first_ahead(after.standing, now)
    facts = _facts(session, runtime, content, after, occurrence)
    kind = NEW if _nobody_was_told(session, runtime, before) else CHANGED
    told = Told(before, after, kind, facts, occurrence, is_whole=True)
    return _tell(session, runtime, content, chat, told, now, at_once)


def move_one(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    chat: int,
    occasion_id: str,
    version: int,
    to: WallTime,
    now: datetime,
    at_once: bool = False,
) -> Published:
    """Have one occasion take place at another time; whoever answered about it is asked again.

    Raises as `publish` does; Exhausted where the new time is in the past; MeetingOver for an occasion that has begun.
    """
    before, was = _occasion(session, runtime, content, chat, occasion_id, version, now)
    if instant(to, before.series.zone) <= now:
        raise Exhausted(to)
    moved = {**before.series.moved, was.original: to}
    after = _next(before, now, series=replace(before.series, moved=moved))
    occurrence = occurrence_of(after, was.original)
    facts = moved_facts(_facts(session, runtime, content, after, occurrence), was.wall)
    return _tell(session, runtime, content, chat, Told(before, after, MOVED, facts, occurrence), now, at_once)


def cancel_one(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    chat: int,
    occasion_id: str,
    version: int,
    now: datetime,
    at_once: bool = False,
) -> Published:
    """Have one occasion not take place. Raises as `move_one` does. The only occasion left cancels the meeting."""
    before, occurrence = _occasion(session, runtime, content, chat, occasion_id, version, now)
    after = _next(before, now, cancelled=before.cancelled | {occurrence.original})
    if before.series.rule is None:
        after = replace(after, status=CANCELLED)
    told = Told(before, after, CANCELLED_ONE, facts_of(content, before, occurrence), occurrence)
    return _tell(session, runtime, content, chat, told, now, at_once)


def cancel_series(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    chat: int,
    id: str,
    version: int,
    now: datetime,
    at_once: bool = False,
) -> Published:
    """Have nothing of it take place any more. Raises as `publish` does; Exhausted where all of it is over."""
    before = _known(session, runtime, content, chat, id, version)
    occurrence = first_ahead(before.standing, now)
    after = _next(before, now, status=CANCELLED)
    kind = CANCELLED_ALL if before.series.rule else CANCELLED_ONE
    told = Told(before, after, kind, facts_of(content, before, occurrence), occurrence, is_whole=True)
    return _tell(session, runtime, content, chat, told, now, at_once)


def _tell(
    session: Session, runtime: RuntimeKey, content: Content, chat: int, told: Told, now: datetime, at_once: bool
) -> Published:
    """A notice that is being sent this very moment is corrected at once; one that nobody has got yet, as any other.
    Taking that back leaves a draft, since nobody has heard of the meeting."""
    earlier = notices_outdated(session, runtime, content, told, now)
    replaces = earlier[0] if earlier else None
    is_cut_short = replaces is not None and not broadcasts.progress(session, runtime, replaces).is_done
    is_of_the_whole = is_cut_short and replaces == told.before.notices[WHOLE]
    is_unheard = is_of_the_whole and _nobody_was_told(session, runtime, told.before)
    is_late = told.until is not None and told.until <= now + RECALL_WINDOW
    start = now if at_once or is_late or (is_cut_short and not is_unheard) else now + RECALL_WINDOW
    is_new = told.kind in (NEW, CHANGED)
    lane = Lane.BROADCAST if is_new else Lane.REMINDER
    broadcast = to_forum(content, told.after, told.kind, told.facts, start, told.until, lane)
    is_soon = not is_new and told.occurrence.starts - now < SOON
    urgent = broadcast.urgent or is_soon
    broadcast = replace(broadcast, replaces=replaces, outdates=earlier[1:], urgent=urgent)
    after = replace(told.after, notices={**told.after.notices, told.about: broadcast.id})
    back = replace(told.before, status=DRAFT, notices={}) if is_unheard else told.before
    change = Change(MEETING, after.id, told.before.to_json(), after.to_json(), back.to_json())
    return publishing.publish(session, runtime, content, chat, broadcast, change, now, has_free_text=is_new)


def _nobody_was_told(session: Session, runtime: RuntimeKey, meeting: Meeting) -> bool:
    """True where the notice of it has reached nobody, so that a change of it would be news to everybody."""
    notice = meeting.notices[WHOLE]
    return broadcasts.is_known(session, notice) and broadcasts.progress(session, runtime, notice).sent == 0


def _known(session: Session, runtime: RuntimeKey, content: Content, chat: int, id: str, version: int) -> Meeting:
    """A meeting that people were told of and that was not cancelled since."""
    meeting = to_change(session, runtime, content, chat, id, version)
    if meeting.status != PUBLISHED:
        raise MeetingGone
    return meeting


def _occasion(
    session: Session, runtime: RuntimeKey, content: Content, chat: int, id: str, version: int, now: datetime
) -> tuple[Meeting, Occurrence]:
    meeting_id, original = parts_of(id)
    meeting = _known(session, runtime, content, chat, meeting_id, version)
    occurrence = occurrence_of(meeting, original)
    if occurrence.starts <= now:
        raise MeetingOver
    return meeting, occurrence


def _next(before: Meeting, now: datetime, **changes: Any) -> Meeting:
    """The meeting with these changes, a version on and a change on that people hear of."""
    version, sequence = before.version + 1, before.sequence + 1
    return replace(before, version=version, sequence=sequence, touched=now.date(), **changes)


def _facts(session: Session, runtime: RuntimeKey, content: Content, meeting: Meeting, occurrence: Occurrence) -> Facts:
    """With what the forum agreed on and is not done: it is on every agenda until then."""
    return facts_of(content, meeting, occurrence, minutes.open_actions(session, runtime, meeting.forum))
