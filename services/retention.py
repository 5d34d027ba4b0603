"""What is erased when. A mailbox nobody used for half a year goes; use by either side renews it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from services.epochs import week_of
from storage import mailbox as rows

MAILBOX_IDLE = timedelta(weeks=26)


def forget_idle_mailboxes(session: Session, now: datetime) -> int:
    """Erase mailboxes, and the replies in them, that were last used before half a year ago; how many went."""
    idle = rows.idle_since(session, week_of(now - MAILBOX_IDLE))
    for tag in idle:
        rows.delete(session, tag)
    return len(idle)
