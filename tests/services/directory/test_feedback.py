"""What editors learn of what residents said about services: nothing that points at one person."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from services.directory import feedback
from services.directory.catalogue import ServiceCatalogue
from services.directory.feedback import CLOSED, REFUSED
from services.directory.model import Service
from services.directory.needs import Needs
from services.store import Store
from storage.engine import Database
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import RUNTIME, a_service, keep

MONDAY = datetime(2026, 3, 9, 12, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
Worklist = Callable[[datetime], list[tuple[str, tuple[str, ...]]]]
"""Services and what is told of them, as editors see it at a moment."""


@pytest.fixture
def kitchens(database: Database) -> list[Service]:
    """Two, in the order in which editors see what is alike."""
    found = sorted((a_service(f"Kitchen {name}") for name in "ab"), key=lambda each: each.id)
    keep(database, *found)
    return found


def say(database: Database, service: Service, kind: str, times: int, now: datetime) -> None:
    with database.writing() as session:
        for _ in range(times):
            feedback.say(Store(session, RUNTIME), service.id, kind, now)


@pytest.fixture
def worklist(database: Database, needs: Needs) -> Worklist:
    catalogue = ServiceCatalogue(needs, as_it_lies)

    def waiting(now: datetime) -> list[tuple[str, tuple[str, ...]]]:
        with database.reading() as session:
            found = feedback.waiting(Store(session, RUNTIME), catalogue, now)
        return [(each.service.id, tuple(said.kind for said in each.said)) for each in found]

    return waiting


def test_a_service_is_on_no_list_for_few_refusals(
    database: Database, kitchens: list[Service], worklist: Worklist
) -> None:
    for week in range(3):
        say(database, kitchens[0], REFUSED, 4, MONDAY + week * WEEK)
        assert worklist(MONDAY + (week + 1) * WEEK) == []
    say(database, kitchens[0], REFUSED, 5, MONDAY + 4 * WEEK)
    assert worklist(MONDAY + 4 * WEEK + DAY) == []
    assert worklist(MONDAY + 5 * WEEK) == [(kitchens[0].id, (REFUSED,))]


def test_the_order_tells_no_number(database: Database, kitchens: list[Service], worklist: Worklist) -> None:
    """Two and four times are the same to look at, so neither stands first for it; many do."""
    first, second = kitchens
    say(database, first, CLOSED, 2, MONDAY)
    say(database, second, CLOSED, 4, MONDAY)
    assert [id for id, _ in worklist(MONDAY + DAY)] == [first.id, second.id]
    say(database, second, CLOSED, 1, MONDAY + DAY)
    assert [id for id, _ in worklist(MONDAY + 2 * DAY)] == [second.id, first.id]
