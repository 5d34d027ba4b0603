"""What residents say of a service: it was closed, it has moved, it is wrong, I was refused. Nothing is kept of who.

A count by service, kind and week. People read it on the card, editors in their list. Of refusals
nothing is told before a week is over in which at least five were reported: the one person who was turned away must not
be pointed at by it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from services.conversation.quotas import WEEK, Span, Use
from services.directory import records
from services.directory.catalogue import ServiceCatalogue
from services.directory.model import SERVICE, Service
from services.errors import Refusal
from services.keys.epochs import week_of
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
SUPPRESSED_UNDER: Final = 5
MOST_A_DAY: Final = Use("feedback", (Span(10, timedelta(days=1)),))


Said = Sequence[rows.FeedbackRow]
"""Counts of what was said, by kind and week."""


class NoSuchService(Refusal):
    """There is no such service any more."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """How many people said this."""

    kind: str
    people: int


@dataclass(frozen=True, slots=True)
class ServiceFeedback:
    """A service that people said something of."""

    service: Service
    said: tuple[Feedback, ...]


def once_a_week(service: str) -> Use:
    """The same person is heard about the same service once a week."""
    return Use(f"feedback {service}", (Span(1, WEEK),))


def say(session: Session, service: str, kind: str, now: datetime) -> None:
    """Note that one more person said this. Raises NoSuchService."""
    assert kind in KINDS
    if records.find(session, SERVICE, service) is None:
        raise NoSuchService
    forget_old(session, now)
    rows.say(session, service, kind, week_of(now))


def said_lately(session: Session, service: str, now: datetime) -> list[Feedback]:
    """What the card tells: this week's and last week's."""
    return _summed(rows.said_of(session, service, _week(now, SHOWN_WEEKS - 1)), now)


def waiting(session: Session, catalogue: ServiceCatalogue, now: datetime) -> list[ServiceFeedback]:
    """For editors: every service that something was said of and nobody has checked since, the most talked of first."""
    catalogue.refresh(session)
    by_service: defaultdict[str, list[rows.FeedbackRow]] = defaultdict(list)
    for each in rows.said_since(session, _week(now, KEPT_WEEKS)):
        if each.service in catalogue.services:
            by_service[each.service].append(each)
    shown = {id: tuple(_summed(said, now)) for id, said in by_service.items()}
    order = sorted(filter(shown.get, shown), key=lambda id: (-sum(each.people for each in shown[id]), id))
    return [ServiceFeedback(catalogue.services[id], shown[id]) for id in order]


def settle(session: Session, service: str) -> None:
    """Somebody has checked the service."""
    rows.settle(session, service, SETTLED_BY_CHECKING)


def said(session: Session, service: str) -> Said:
    """What `settle` would drop."""
    return [each for each in rows.said_of(session, service, "") if each.kind in SETTLED_BY_CHECKING]


def unsettle(session: Session, said: Said) -> None:
    """It was not checked after all: what people said counts again, beside what they said since."""
    rows.say_again(session, said)


def forget_old(session: Session, now: datetime) -> None:
    """Drop what was said so long ago that it says nothing about today."""
    rows.forget_said(session, _week(now, KEPT_WEEKS))


def _summed(feedback: list[rows.FeedbackRow], now: datetime) -> list[Feedback]:
    told = [each for each in feedback if each.kind != REFUSED or _may_be_told(each, now)]
    totals = {kind: sum(each.people for each in told if each.kind == kind) for kind in KINDS}
    return [Feedback(kind, people) for kind, people in totals.items() if people]


def _may_be_told(refusals: rows.FeedbackRow, now: datetime) -> bool:
    return refusals.people >= SUPPRESSED_UNDER and refusals.week < week_of(now)


def _week(now: datetime, weeks_ago: int) -> str:
    return week_of(now - timedelta(weeks=weeks_ago))
