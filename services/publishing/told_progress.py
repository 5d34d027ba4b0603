"""How far something that was let out has come, as organisers may know it.

Numbers that are true at the moment would tell who looks twice that somebody came or went in between: to the person,
where accounts of one's own make up the rest of a band. So no number is of whom the notice has reached. It is told for
about how many it is, as they were counted last before it was let out, and that stays. Once it is over, it is told
besides where far fewer got it than that. Of a group that is discreet, or was when the notice was let out, the clock
alone is told: whether anybody is in it, awake or asleep, changes nothing of what is said and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.disclosure.bands import fewest_in
from services.forums import Forum, are_discreet
from services.notices import broadcasts
from services.notices.broadcasts import Broadcast, Progress
from services.notices.quiet_hours import NIGHT, quiet_until
from services.recurrence.wall_time import WallTime, wall_of
from services.store import Store

BY_DAY: Final = timedelta(minutes=15)
AFTER_THE_NIGHT: Final = timedelta(hours=3)
"""From then on a notice to a discreet group is told as done. Whoever has quiet hours still gets it when they end."""
FEW: Final = 4
"""Far fewer: less than a quarter of the fewest they can be by the count. Who wants to learn of one person by that has
to make up the other three quarters."""


@dataclass(frozen=True, slots=True)
class ToldProgress:
    """`people`: for about how many it is (`disclosure.bands`); None where that is not known, or not told since it
    `is_discreet`. `waits_until`: what is left waits for the end of people's quiet hours, of which the next is then, in
    local wall time. `is_taken_back`: whoever has not got it never gets it. `has_begun`: it is on its way to whoever
    there is. `few_got_it`: it is over, and far fewer got it than it was for. `done_by`: from then on one to a discreet
    group that is under way is told as done, whoever is in it; None where it is not known."""

    is_done: bool
    waits_until: WallTime | None = None
    is_discreet: bool = True
    is_taken_back: bool = False
    done_by: WallTime | None = None
    people: int | None = None
    has_begun: bool = True
    few_got_it: bool = False


def told_progress(store: Store, forums: Iterable[Forum], id: str, now: datetime) -> ToldProgress | None:
    """How far it has come; None for one that is forgotten (a month after its end)."""
    known = broadcasts.look(store, id)
    if known is None:
        return None
    broadcast, true = known
    if broadcast is None or is_clock_alone(forums, broadcast):
        done = _told_as_done(broadcast) if broadcast is not None else None
        is_done = true.is_taken_back or (true.has_begun and done is not None and now >= done)
        done_by = None if done is None or broadcast is None or now >= done else wall_of(done, broadcast.zone)
        return ToldProgress(is_done, is_taken_back=true.is_taken_back, done_by=done_by)
    return ToldProgress(
        true.is_done,
        true.waits_until,
        is_discreet=False,
        is_taken_back=true.is_taken_back,
        people=broadcast.counted,
        has_begun=true.has_begun,
        few_got_it=true.is_done and FEW * true.sent < fewest_in(broadcast.counted or 0),
    )


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


def _told_as_done(broadcast: Broadcast) -> datetime:
    """By day soon after it began; at night when the morning is well on. A whole minute, since it is told."""
    morning = None if broadcast.urgent else quiet_until(NIGHT, broadcast.start, broadcast.zone)
    done = broadcast.start + BY_DAY if morning is None else morning + AFTER_THE_NIGHT
    return done.replace(second=0, microsecond=0)
