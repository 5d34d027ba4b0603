"""How far something that was let out has come, as organisers may know it.

Numbers that are true at the moment would tell who looks twice that somebody came or went in between. So people are told
in bands, and what the day's count of the audience gave is kept to where the bands lie side by side. Of a group that is
discreet, or was when the notice was let out, the clock alone is told: whether anybody is in it, awake or asleep,
changes nothing of what is said and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.disclosure.bands import are_neighbours, band_of
from services.forums import Forum, are_discreet
from services.notices import broadcasts, headcounts
from services.notices.broadcasts import Broadcast, Progress
from services.notices.quiet_hours import NIGHT, quiet_until
from services.recurrence.wall_time import WallTime
from services.store import Store

BY_DAY: Final = timedelta(minutes=15)
AFTER_THE_NIGHT: Final = timedelta(hours=3)
"""From then on a notice to a discreet group is told as done. Whoever has quiet hours still gets it when they end."""


@dataclass(frozen=True, slots=True)
class ToldProgress:
    """Bands of people (`disclosure.bands`), which mean nothing where it `is_discreet`. `waits_until`: what is left
    waits for the end of people's quiet hours, of which the next is then, in local wall time. `is_taken_back`: whoever
    has not got it never gets it. `is_with_nobody`: it has reached nobody yet."""

    sent: int
    failed: int
    waiting: int
    is_done: bool
    waits_until: WallTime | None = None
    is_discreet: bool = True
    is_taken_back: bool = False
    is_with_nobody: bool = False


def told_progress(store: Store, forums: Iterable[Forum], id: str, now: datetime) -> ToldProgress | None:
    """How far it has come; None for one that is forgotten (a month after its end)."""
    known = broadcasts.look(store, id)
    if known is None:
        return None
    broadcast, true = known
    if broadcast is None or is_clock_alone(forums, broadcast):
        is_done = true.is_taken_back or (true.has_begun and broadcast is not None and now >= _told_as_done(broadcast))
        return ToldProgress(0, 0, 0, is_done, is_taken_back=true.is_taken_back)
    counted = headcounts.counted_today(store, broadcast.audiences)
    sent, waiting = _bands(true, counted)
    numbers = (sent, band_of(true.failed), waiting)
    return ToldProgress(*numbers, true.is_done, true.waits_until, False, true.is_taken_back, true.sent == 0)


def is_clock_alone(forums: Iterable[Forum], broadcast: Broadcast) -> bool:
    """Whether nothing else is told of it: it was for a discreet group, or the group is discreet by now."""
    return broadcast.is_discreet or are_discreet(forums, broadcast.audiences)


def going_on(store: Store, forums: Iterable[Forum], id: str, now: datetime) -> Progress | None:
    """What is still being told, as far as that may have consequences that organisers see: None where it is done, and
    of a discreet group from its beginning on."""
    known = broadcasts.look(store, id)
    if known is None or known[1].is_done:
        return None
    broadcast, true = known
    is_hidden = broadcast is None or (is_clock_alone(forums, broadcast) and broadcast.start <= now)
    return None if is_hidden else true


def _bands(true: Progress, counted: int | None) -> tuple[int, int]:
    """Who got it, and who waits for it: the second from the count of the day, not from who is there now."""
    band = band_of(true.sent)
    if counted is None:
        return band, band_of(true.waiting)
    held = counted if are_neighbours(band, counted) else band
    return (held, 0) if true.is_done else (min(band, held), band_of(max(0, counted - true.sent)))


def _told_as_done(broadcast: Broadcast) -> datetime:
    """By day soon after it began; at night when the morning is well on."""
    morning = None if broadcast.urgent else quiet_until(NIGHT, broadcast.start, broadcast.zone)
    return broadcast.start + BY_DAY if morning is None else morning + AFTER_THE_NIGHT
