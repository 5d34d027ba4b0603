"""What the bot does with leave to erase: it waits, looks whether anything has happened since, and erases.

A tombstone stays in the audit chain, in the same transaction: which case, when it was last touched, by which clock it
went and who had given leave. It holds no word of it.
"""

from datetime import date, timedelta
from typing import Final

from services.audit import entries
from services.audit.entries import Entry, by_program
from services.keys.trust import Trust
from services.reports.erasure.clock import going
from services.reports.erasure.clocks import FOR_GOOD, Clocks
from services.reports.erasure.leave import HOLDS, Leave, day_seen, memo_now, opened
from services.store import Store
from storage import envelopes, mailbox
from storage import erasures as rows

AHEAD: Final = timedelta(days=2)
"""By which the day at the desk may be ahead of ours."""


def erase_what_may_go(store: Store, trust: Trust, clocks: Clocks, today: date) -> int:
    """Erase the cases that are due, and drop leave that does not hold any more; how many cases went. `today`: the day
    at the site, on a clock that somebody vouches for."""
    return sum(_look_at(store, trust, clocks, row, today) for row in rows.everything(store.session))


def _look_at(store: Store, trust: Trust, clocks: Clocks, row: rows.ErasureRow, today: date) -> bool:
    leave = opened(store, trust, row)
    if leave is None or not _holds(store, leave, today):
        rows.delete(store.session, row.tag)
        return False
    since = day_seen(row.since)
    if since is None or since > today:
        rows.note_seen(store.session, row.tag, today.isoformat())
        return False
    if clocks.cases_days == FOR_GOOD or going(leave.touched, clocks, since) > today:
        return False
    _erase(store, trust, clocks, leave, today)
    rows.delete(store.session, row.tag)
    return True


def _holds(store: Store, leave: Leave, today: date) -> bool:
    """Whether its person has not used the mailbox since, so that nothing can have come that nobody has read."""
    is_fresh = leave.laid - AHEAD <= today <= leave.laid + HOLDS
    box = bytes.fromhex(leave.mailbox)
    return is_fresh and memo_now(store.session, box) in {leave.memo, ""}


def _erase(store: Store, trust: Trust, clocks: Clocks, leave: Leave, today: date) -> None:
    envelopes.delete(store.session, leave.ids)
    mailbox.delete(store.session, bytes.fromhex(leave.mailbox))
    about = f"{leave.name}: last touched {leave.touched}, {clocks.cases_days} days, leave by {leave.member.hex()[:8]}"
    entries.write(store.session, trust, by_program(store.runtime), Entry("erased", today, about))
