"""Who is told now that the desk wants looking at. One sentence for whatever it is: words, hour and rhythm of it tell
nothing of complaints about aid workers (see services.nudges.bell).

Urgent: at once to the first person who is awake, and to the next while nobody has looked. Anything else: to everybody,
together, while the office is open. At each call of the office (services.content.office) everybody is told, whatever
has come.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from services.content.office import Office
from services.content.organisation import Organisation
from services.keys.trust import Trust
from services.notices import dispatch, outbox
from services.notices.dispatch import Outcome, Result
from services.notices.outbox import Lane, Notice
from services.nudges import bell as bells
from services.nudges import looks, receivers
from services.nudges.bell import Bell
from services.nudges.receivers import Receiver
from services.store import Store

KIND: Final = "nudge"
AT_ONCE: Final = "at_once"
"""The fact of a nudge that one person gets before the others, because of something urgent."""
ROUNDS: Final = 3
"""So often everybody is asked, one after the other, about what is urgent; then with the calls alone."""
WORTH: Final = timedelta(hours=2)
"""How long a nudge that could not be sent is worth anything."""
LATE: Final = timedelta(hours=1)
"""How late a call may be outside the hours of the office."""


class Told(Enum):
    """Whom."""

    NOBODY = "nobody"
    THE_NEXT = "the next"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Site:
    """The hours of the office, and whose clock says them (IANA)."""

    hours: Office
    zone: str

    @property
    def clock(self) -> ZoneInfo:
        """The clocks of the site."""
        return ZoneInfo(self.zone)


def site_of(organisation: Organisation) -> Site:
    """The site of that organisation."""
    return Site(organisation.office, organisation.timezone)


def ring(store: Store, site: Site, compartment: str, is_urgent: bool, now: datetime) -> None:
    """Something has come, in the transaction in which it was sealed; what is urgent is told with it."""
    if compartment != bells.RINGS_FOR:
        return
    bell = bells.ring(store, is_urgent, now)
    if is_urgent:
        _tell_the_next(store, bell, site, now)


def tick(store: Store, trust: Trust, site: Site, now: datetime) -> int:
    """Take note of who has looked, and tell whom it is time to tell; how many notices that makes."""
    bell = bells.stride(looks.taken(store, trust, bells.read(store)), now)
    everyone = receivers.everyone(store)
    bell, told = step(bell, len(everyone), site.hours, now.astimezone(site.clock))
    bells.keep(store, bell)
    if told is Told.THE_NEXT:
        return _tell_the_next(store, bell, site, now)
    if told is Told.EVERYBODY:
        for each in everyone:
            lay(store, each, each.quiet_until(now, site.zone) or now)
        return len(everyone)
    return 0


def step(bell: Bell, people: int, hours: Office, local: datetime) -> tuple[Bell, Told]:
    """Whom to tell at this moment of the site's clock, and the bell after what is told to everybody."""
    second, call = int(local.timestamp()), hours.last_call(local)
    if not bell.called:
        bell = replace(bell, called=int(call.timestamp()))
    if int(call.timestamp()) > bell.called and (hours.is_open(local) or local - call < LATE):
        called = replace(bell.with_news(second), called=int(call.timestamp()))
        return _told_all(called, second), Told.EVERYBODY
    may_answer = bell.steps > 0 and second < bell.rung_at + hours.next_after.total_seconds()
    if bell.urgent is not None and bell.steps < people * ROUNDS and not may_answer:
        return bell, Told.THE_NEXT
    is_time = hours.is_open(local) and second >= bell.told_at + hours.gather.total_seconds()
    if is_time and (has_news(bell) or is_overdue(bell, local)):
        return _told_all(bell, second), Told.EVERYBODY
    return bell, Told.NOBODY


def has_news(bell: Bell) -> bool:
    """Whether something waits that nobody was told of."""
    return bell.news is not None and not bell.is_told


def is_overdue(bell: Bell, now: datetime) -> bool:
    """Whether somebody should have had an answer by now."""
    return bell.due is not None and bell.due <= now.timestamp()


def lay(store: Store, receiver: Receiver, at: datetime, at_once: bool = False) -> None:
    """One nudge into the outbox."""
    notice = Notice(KIND, receiver.chat, receiver.language, {AT_ONCE: at_once})
    outbox.enqueue(store, notice, Lane.SAFETY, at, at + WORTH)


def account(store: Store, result: Result, now: datetime) -> None:
    """What a try at a nudge says of whom it was for: a group that is another chat now is called there from now on,
    beginning with this nudge; who has blocked us counts as out of reach until something arrives there again, and what
    is urgent goes to the next at the next tick. May be done twice for one result."""
    claimed = result.claimed
    if claimed.notice.kind != KIND:
        return
    if result.moved_to is not None and receivers.follow(store, claimed.notice.chat, result.moved_to):
        dispatch.readdress(store, claimed, result.moved_to, now)
    elif result.outcome is Outcome.SENT:
        receivers.note(store, claimed.notice.chat, True)
    elif result.outcome is Outcome.GONE:
        is_news = receivers.note(store, claimed.notice.chat, False)
        if is_news and claimed.notice.facts.get(AT_ONCE):
            _pass_on(store)


def _pass_on(store: Store) -> None:
    """The step to whom it did not reach counts as none; unless nobody else would be reached either."""
    bell = bells.read(store)
    if bell.urgent is not None and bell.steps and any(each.is_reached for each in receivers.everyone(store)):
        bells.keep(store, replace(bell, steps=bell.steps - 1, rung_at=0))


def _told_all(bell: Bell, second: int) -> Bell:
    return replace(bell, is_told=True, told_at=second)


def _tell_the_next(store: Store, bell: Bell, site: Site, now: datetime) -> int:
    """Whoever is next of those who may be woken; where all have quiet hours, of all. Who cannot be reached is passed
    over as long as anybody can."""
    called = receivers.everyone(store)
    everyone = [each for each in called if each.is_reached] or called
    if not everyone:
        return 0
    awake = [each for each in everyone if each.quiet_until(now, site.zone) is None] or everyone
    lay(store, awake[bell.steps % len(awake)], now, at_once=True)
    bells.keep(store, replace(bell, steps=bell.steps + 1, rung_at=int(now.timestamp())))
    return 1
