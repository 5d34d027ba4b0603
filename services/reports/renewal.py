"""Keeping the mailboxes of open cases: what nobody used for half a year goes, but not while its case is open.

Only who has opened the reports knows whose mailbox is whose, so every unlock renews what is due. What is renewed would
be known to have an open case, and what a caseworker cannot explain of it would count complaints. So the bot renews
others blindly, those of dummies among them, with a likelihood that only the runtime key tells.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from services.keys.epochs import monday_of, week_of
from services.keys.keyring import Unlocked
from services.keys.sealing import derive
from services.reports.case import Case
from services.store import Store
from storage import mailbox as rows

MAILBOX_IDLE: Final = timedelta(weeks=26)
"""How long a mailbox is kept without use."""
FIRST, SPREAD = 14, 9
"""Renewed after so many idle weeks at the earliest, and within so many weeks from then."""


def keep_open(session: Session, unlocked: Unlocked, cases: Iterable[Case], now: datetime) -> int:
    """Renew the mailboxes of open cases that are due (in a writing session); how many."""
    opened = {case.mailbox.tag: case.compartment for case in cases if case.is_open and case.mailbox is not None}
    secrets = {name.compartment: unlocked.keys[name].private for name in sorted(unlocked.keys, reverse=True)}
    idle = [row for row in _idle(session, now) if row.tag in opened]
    return _renew(session, [row for row in idle if _is_due(row, _drawn(row, secrets[opened[row.tag]]), now)], now)


def keep_some(store: Store, now: datetime) -> int:
    """Renew some of all mailboxes, whatever they belong to; how many."""
    due = []
    for row in _idle(store.session, now):
        drawn = store.runtime.pseudonym("mailbox renewed", f"{row.tag.hex()} {row.week}")
        likelihood = store.runtime.pseudonym("mailboxes renewed", row.week[:4])
        if drawn[1:3] < likelihood[:2] and _is_due(row, drawn, now):
            due.append(row)
    return _renew(store.session, due, now)


def weeks_left(session: Session, case: Case, today: date) -> int | None:
    """In how many weeks the mailbox of a closed case may be erased unless somebody uses it; None where it stays."""
    row = rows.get(session, case.mailbox.tag) if case.mailbox is not None else None
    if row is None or case.is_open:
        return None
    return max(0, (_monday(row.week) + MAILBOX_IDLE - today).days // 7)


def _idle(session: Session, now: datetime) -> list[rows.MailboxRow]:
    return rows.used_last_before(session, week_of(now - timedelta(weeks=FIRST - 1)))


def _drawn(row: rows.MailboxRow, secret: bytes) -> bytes:
    """The same for all who can open the case, and for nobody else."""
    return derive(secret, f"mailbox {row.tag.hex()} {row.week}")


def _is_due(row: rows.MailboxRow, drawn: bytes, now: datetime) -> bool:
    waits = timedelta(weeks=FIRST + drawn[0] % SPREAD)
    return _monday(row.week) + waits <= _monday(week_of(now))


def _renew(session: Session, due: list[rows.MailboxRow], now: datetime) -> int:
    for row in due:
        rows.touch(session, row.tag, week_of(now))
    return len(due)


def _monday(week: str) -> date:
    """Long ago where it is no week: whoever writes the database may have put anything there."""
    try:
        return monday_of(week).date()
    except ValueError:
        return date.min
