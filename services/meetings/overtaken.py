"""A notice of a series that still waits, for whoever sleeps or is busy, while the time that it names stands no more.

Belongs here: naming the next time instead. Does not belong here: notices of a whole meeting that is changed or
cancelled, which are stopped when that is told (notices.broadcasts).
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from services.meetings import meetings
from services.meetings.meeting import PUBLISHED, Meeting, MeetingGone, occasion_id, occurrence_of, parts_of
from services.meetings.notices import CHANGED, NEW
from services.notices import dispatch
from services.notices.broadcasts import HAS_BEEN
from services.notices.dispatch import ClaimedNotice, Result, Sender
from services.notices.outbox import Lane, Notice
from services.recurrence import Exhausted, Occurrence, first_ahead
from services.recurrence.wall_time import WallTime
from services.store import Store


def settle_and_claim(
    store: Store, sender: Sender, result: Result | None, now: datetime, lowest: Lane
) -> ClaimedNotice | None:
    """As `dispatch.settle_and_claim` does; what is claimed names no time that was moved or cancelled meanwhile."""
    claimed = dispatch.settle_and_claim(store, sender, result, now, lowest)
    return None if claimed is None else replace(claimed, notice=up_to_date(store, claimed.notice, now))


def up_to_date(store: Store, notice: Notice, now: datetime) -> Notice:
    """The notice with the next time of its series, as people may know of it by now, where the one it names is none."""
    facts = notice.facts
    if notice.kind not in (NEW, CHANGED) or not facts.get("rule") or HAS_BEEN in facts:
        return notice
    try:
        id, original = parts_of(facts["occasion"])
        meeting = meetings.get(store, id).heard(now)
    except MeetingGone:
        return notice
    found = None if meeting is None else _next(meeting, original, WallTime.parse(facts["wall"]), now)
    if meeting is None or found is None:
        return notice
    again = {"wall": str(found.wall), "occasion": occasion_id(meeting.id, found.original)}
    return replace(notice, facts={name: value for name, value in facts.items() if name != "lead"} | again)


def _next(meeting: Meeting, original: WallTime, wall: WallTime, now: datetime) -> Occurrence | None:
    """The time that comes in place of that one; None where it stands, or nothing is left."""
    with suppress(MeetingGone):
        named = occurrence_of(meeting, original)
        return None if named.wall == wall else named
    try:
        return first_ahead(meeting.standing, now) if meeting.status == PUBLISHED else None
    except Exhausted:
        return None
