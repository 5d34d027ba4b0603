"""Which notices people have are no longer right once they are told of a change.

Belongs here: naming them, by broadcast. Does not belong here: what becomes of the messages (bot.outgoing.delivery).

What the new notice is about, it says whole: every earlier notice of that goes. Of other occasions only those go that no
longer take place as people were told.
"""

from datetime import datetime

from services.content.content import Content
from services.meetings import reminders
from services.meetings.meeting import PUBLISHED, Meeting, MeetingGone, Occasion, occasion_id, occurrence_of
from services.meetings.notices import WHOLE, MeetingChange
from services.notices import broadcasts
from services.recurrence import WallTime
from services.store import Store


def notices_outdated(store: Store, content: Content, change: MeetingChange, now: datetime) -> tuple[str, ...]:
    """The broadcasts, the one to answer to first: the last about the same thing, or else the last reminder of it."""
    if change.before.status != PUBLISHED:
        return ()
    found = [change.before.notices[WHOLE]] if change.about == WHOLE else []
    for occasion in _occasions(content, change, now):
        notice = change.before.notices.get(str(occasion.occurrence.original))
        found += [notice] if notice else []
        found += reminders.said_of(store, content, occasion)
    return tuple(each for each in dict.fromkeys(found) if broadcasts.is_known(store.session, each))


def _occasions(content: Content, change: MeetingChange, now: datetime) -> list[Occasion]:
    """Those to come that people may have been told something of by now that is wrong."""
    about = _occasion(change.before, change.occurrence.original)
    if change.about != WHOLE:
        return [about] if about else []
    single = [_occasion(change.before, WallTime.parse(each)) for each in change.before.notices if each != WHOLE]
    near = reminders.near(content, change.before, now)
    ahead = {each.id: each for each in (about, *single, *near) if each and each.occurrence.starts > now}
    return [each for each in ahead.values() if each == about or not _stands(change.after, each)]


def _stands(after: Meeting, occasion: Occasion) -> bool:
    """Whether it takes place as people were told."""
    same = _occasion(after, occasion.occurrence.original)
    return after.status == PUBLISHED and same is not None and same.told == occasion.told


def _occasion(meeting: Meeting, original: WallTime) -> Occasion | None:
    try:
        return Occasion(occasion_id(meeting.id, original), meeting, occurrence_of(meeting, original))
    except MeetingGone:
        return None
