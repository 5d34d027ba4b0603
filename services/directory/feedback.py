"""What residents say of a service: it was closed, it has moved, it is wrong, I was refused. Nothing is kept of who.

A count by service, kind and week. What was said on a day is told from the next day (UTC) on, as some reports or many: a
number that grows while somebody watches would point at who stands there. Of refusals nothing is told before a week is
over in which there were many: the one person who was turned away must not be pointed at by it. What counts is what the
bot has counted (`tallies`).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from services.conversation.quotas import WEEK, Span, Use
from services.directory import records, tallies
from services.directory.catalogue import ServiceCatalogue
from services.directory.model import SERVICE, Service
from services.errors import Refusal
from services.keys.epochs import week_of
from services.store import Store
from storage import directory as rows

CLOSED: Final = "closed"
MOVED: Final = "moved"
WRONG: Final = "wrong"
REFUSED: Final = "refused"
KINDS: Final = (CLOSED, MOVED, WRONG, REFUSED)
SETTLED_BY_CHECKING: Final = (CLOSED, MOVED, WRONG)
"""What an editor's check puts an end to. Refusals stay until they are old: an editor may be who refused."""
SHOWN_WEEKS: Final = 2
"""On the card: this week and last week."""
KEPT_WEEKS: Final = 8
MANY: Final = 5
MOST_A_DAY: Final = Use("feedback", (Span(10, timedelta(days=1)),))


Said = Sequence[rows.FeedbackRow]
"""What was said, by kind and week."""


class NoSuchService(Refusal):
    """There is no such service any more."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """This was reported: some times, or many."""

    kind: str
    is_many: bool


@dataclass(frozen=True, slots=True)
class ServiceFeedback:
    """A service that something was reported of."""

    service: Service
    said: tuple[Feedback, ...]


def once_a_week(service: str) -> Use:
    """The same person is heard about the same service once a week."""
    return Use(f"feedback {service}", (Span(1, WEEK),))


def say(store: Store, service: str, kind: str, now: datetime) -> None:
    """Note that this was said once more. Raises NoSuchService."""
    assert kind in KINDS
    if records.find(store, SERVICE, service) is None:
        raise NoSuchService
    forget_old(store.session, now)
    tallies.add(store, service, kind, week_of(now), _day(now))


def said_lately(store: Store, service: str, now: datetime) -> list[Feedback]:
    """What the card tells: this week's and last week's."""
    return _summed(tallies.of(store, service, _week(now, SHOWN_WEEKS - 1)), now)


def waiting(store: Store, catalogue: ServiceCatalogue, now: datetime) -> list[ServiceFeedback]:
    """For editors: every service that something was said of and nobody has checked since, the most reported first."""
    catalogue.refresh(store.session)
    by_service: defaultdict[str, list[rows.FeedbackRow]] = defaultdict(list)
    for each in tallies.since(store, _week(now, KEPT_WEEKS)):
        if each.service in catalogue.services:
            by_service[each.service].append(each)
    shown = {id: tuple(_summed(said, now)) for id, said in by_service.items()}
    order = sorted(filter(shown.get, shown), key=lambda id: (-sum(each.is_many for each in shown[id]), id))
    return [ServiceFeedback(catalogue.services[id], shown[id]) for id in order]


def settle(store: Store, service: str, now: datetime) -> None:
    """Somebody has checked the service. What was said today was not told yet, and stays."""
    tallies.settle(store, service, SETTLED_BY_CHECKING, _day(now))


def said(store: Store, service: str, now: datetime) -> Said:
    """What `settle` would drop."""
    found = [each for each in tallies.of(store, service, tallies.EVER) if each.kind in SETTLED_BY_CHECKING]
    told = {each: _told(each, now) for each in found}
    return [each._replace(times=times, before=times, mark=None) for each, times in told.items() if times]


def unsettle(store: Store, said: Said) -> None:
    """It was not checked after all: what people said counts again, beside what they said since."""
    tallies.add_again(store, said)


def forget_old(session: Session, now: datetime) -> None:
    """Drop what was said so long ago that it says nothing about today."""
    rows.forget_said(session, _week(now, KEPT_WEEKS))


def _summed(feedback: list[rows.FeedbackRow], now: datetime) -> list[Feedback]:
    told = {each: _told(each, now) for each in feedback}
    totals = {kind: sum(times for each, times in told.items() if each.kind == kind) for kind in KINDS}
    return [Feedback(kind, times >= MANY) for kind, times in totals.items() if times]


def _told(row: rows.FeedbackRow, now: datetime) -> int:
    """How often it was said, as far as that may be told."""
    if row.kind == REFUSED:
        return row.times if row.times >= MANY and row.week < week_of(now) else 0
    return row.times if row.day < _day(now) else row.before


def _day(now: datetime) -> str:
    return now.date().isoformat()


def _week(now: datetime, weeks_ago: int) -> str:
    return week_of(now - timedelta(weeks=weeks_ago))
