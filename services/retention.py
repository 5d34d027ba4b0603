"""What is erased when. A mailbox nobody used for half a year goes. Use by either side renews it; those of
open cases are renewed by whoever unlocks the desk, and some others blindly (`services.reports.renewal`).

Of meetings: answers a week after the end, drafts and what was published a week after the last touch, meetings and
announcements after a month, minutes after half a year once everything in them is done.
"""

from datetime import datetime

from sqlmodel import Session

from services.keys.epochs import week_of
from services.meetings import meetings, minutes, reminders, rsvp, topics
from services.publishing import announcements, publications
from services.reports.renewal import MAILBOX_IDLE
from services.store import Store
from storage import mailbox as rows


def forget_idle_mailboxes(session: Session, now: datetime) -> int:
    """Erase mailboxes, and the replies in them, that were last used before half a year ago; how many went."""
    idle = rows.idle_since(session, week_of(now - MAILBOX_IDLE))
    for tag in idle:
        rows.delete(session, tag)
    return len(idle)


def forget_what_is_over(store: Store, now: datetime) -> int:
    """Erase what is over of meetings, and of all that belongs to them; how many rows went."""
    locked = (announcements.forget_old, meetings.forget_old, minutes.forget_old, publications.forget_old)
    plain = (rsvp.forget_old, reminders.forget_old, topics.forget_old)
    return sum(forget(store, now) for forget in locked) + sum(forget(store.session, now) for forget in plain)
