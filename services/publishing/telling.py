"""Doing with a meeting what an organiser means to do, and showing it to them before.

Belongs here: what it would look like, and telling people. Does not belong here: what each plan changes
(meeting_changes), the recall and the second yes (publishing, approval).

A cancelled or moved occasion needs no second yes: there is no free text in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from services.authoring.texts import Missing
from services.forums import forum_audience
from services.meetings import meetings
from services.meetings.meeting import DRAFT, Occasion, draft_of, missing_texts, occasion_id
from services.meetings.notices import CANCELLED_ALL, CANCELLED_ONE, WHOLE, Facts, MeetingChange, to_forum
from services.meetings.outdated import notices_outdated
from services.meetings.reminders import ToCome, to_come, to_come_of
from services.notices.broadcasts import Broadcast
from services.notices.nights import Night, night_of
from services.notices.outbox import Lane
from services.publishing import publishing
from services.publishing.meeting_changes import MeetingPlan, nobody_was_told
from services.publishing.publications import MEETING, RECALL_WINDOW, Change, Published
from services.publishing.senders import Reach, reach
from services.publishing.told_progress import going_on
from services.request import Request

SOON: Final = timedelta(hours=12)
"""So near a start, a change of the time reaches people in their quiet hours too (without a sound)."""


@dataclass(frozen=True, slots=True)
class MeetingPreview:
    """What people would be told (`kind` and `facts`, for handlers.notices), how many, what is missing in it, and
    whether most get it only after the night. `replaces`: a message they have goes. `reminders`: those that follow; None
    where nothing takes place any more that they would be of."""

    kind: str
    facts: Facts
    reach: Reach
    missing: Sequence[Missing]
    night: Night | None
    replaces: bool
    reminders: ToCome | None
    rings: bool
    needs_second_yes: bool


def preview(request: Request, plan: MeetingPlan) -> MeetingPreview:
    """How it would be, done now. Raises as `tell` does, but for what somebody else has done meanwhile."""
    made = plan.change(request, plan.as_it_is(request))
    broadcast = _broadcast(request, made, at_once=False)
    whom = reach(request, request.content, [forum_audience(made.after.forum)])
    return MeetingPreview(
        kind=made.kind,
        facts=made.facts,
        reach=whom,
        missing=missing_texts(draft_of(made.after), request.content.languages) if made.is_in_own_words else [],
        night=night_of(broadcast),
        replaces=broadcast.replaces is not None,
        reminders=_reminders(request, made, broadcast.start),
        rings=made.after.urgent,
        needs_second_yes=made.is_in_own_words and whom.needs_second_yes,
    )


def _reminders(request: Request, made: MeetingChange, told: datetime) -> ToCome | None:
    forum = meetings.forum_of(request.content, made.after.forum)
    if made.kind in (CANCELLED_ONE, CANCELLED_ALL):
        return None
    if made.is_whole:
        return to_come(forum, made.after.standing, told)
    id = occasion_id(made.after.id, made.occurrence.original)
    return to_come_of(forum, Occasion(id, made.after, made.occurrence), told)


def tell(request: Request, plan: MeetingPlan, at_once: bool = False) -> Published:
    """Do it and tell the forum, in a minute or at once. Without subscribers it is done all the same.

    Raises NobodyToApprove, and what the plan says.
    """
    made = plan.change(request, plan.seen_before(request))
    if made.before.status == DRAFT:
        meetings.keep(request, made.before)
    broadcast = _broadcast(request, made, at_once)
    after = replace(made.after, notices={**made.after.notices, made.about: broadcast.id})
    change = Change(MEETING, after.id, made.before.to_json(), after.to_json())
    return publishing.publish(request, broadcast, change, has_free_text=made.is_in_own_words)


def _broadcast(request: Request, made: MeetingChange, at_once: bool) -> Broadcast:
    """The notice. What is being sent this very moment is corrected at once; what nobody has got yet, as anything else.
    The first of the earlier ones is replaced, the others are outdated."""
    earlier = notices_outdated(request, request.content, made, request.now)
    is_cut_short = bool(earlier) and going_on(request, request.content.forums, earlier[0], request.now) is not None
    is_of_the_whole = is_cut_short and earlier[0] == made.before.notices[WHOLE]
    is_unheard = is_of_the_whole and nobody_was_told(request, made.before)
    until = made.notice.until
    is_late = until is not None and until <= request.now + RECALL_WINDOW
    start = request.now if at_once or is_late or (is_cut_short and not is_unheard) else request.now + RECALL_WINDOW
    is_soon = not made.is_in_own_words and made.occurrence.starts - request.now < SOON
    lane = Lane.BROADCAST if made.is_in_own_words else Lane.REMINDER
    broadcast = to_forum(request.content, made.notice, start, lane)
    urgent, replaces = broadcast.urgent or is_soon, earlier[0] if earlier else None
    return replace(broadcast, replaces=replaces, outdates=earlier[1:], urgent=urgent)
