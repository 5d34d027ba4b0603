"""Whoever writes the database without the runtime key makes no service look closed, and none look better."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import text

from services.directory import feedback, tallies
from services.directory.feedback import CLOSED, MOVED, Feedback
from services.directory.model import SERVICE, identifier
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import directory as rows
from storage.engine import Database
from tests.support.directory.some_services import RUNTIME, a_service, keep

MONDAY = datetime(2026, 3, 9, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CLINIC, SCHOOL = identifier(SERVICE, "clinic"), identifier(SERVICE, "school")
SERVICES: Final = {"clinic": CLINIC, "school": SCHOOL}
COPY = "INSERT INTO directory_concerns SELECT"
OTHERS = "count, day, before, mark FROM directory_concerns WHERE service = :clinic"
LIES: Final = {
    "without a mark": "INSERT INTO directory_concerns VALUES (:school, 'closed', '2026-W11', 9, '2026-03-09', 9, NULL)",
    "moved to another service": f"{COPY} :school, kind, week, {OTHERS}",
    "of another kind": f"{COPY} service, 'moved', week, {OTHERS}",
    "of another week": f"{COPY} service, kind, '2026-W10', {OTHERS}",
}
CHANGES: Final = {
    "more often": "UPDATE directory_concerns SET count = 9",
    "a day earlier": "UPDATE directory_concerns SET day = '2026-03-08'",
    "longer ago": "UPDATE directory_concerns SET before = 1",
    "no mark": "UPDATE directory_concerns SET mark = NULL",
    "a piece of its mark": "UPDATE directory_concerns SET mark = substr(mark, 1, 8)",
}
ONCE, OFTEN = [Feedback(CLOSED, is_many=False)], [Feedback(CLOSED, is_many=True)]


@pytest.fixture(autouse=True)
def _clinic_was_closed(database: Database) -> None:
    keep(database, a_service("clinic"), a_service("school"))
    say(database, CLINIC, MONDAY)


def say(database: Database, service: str, now: datetime) -> None:
    with database.writing() as session:
        feedback.say(Store(session, RUNTIME), service, CLOSED, now)


def lie(database: Database, words: str) -> None:
    """As somebody does who has the database and no key."""
    with database.writing() as session:
        given = {name: value for name, value in SERVICES.items() if f":{name}" in words}
        session.connection().execute(text(words), given)


def told(database: Database, service: str, now: datetime = MONDAY + DAY) -> list[Feedback]:
    with database.reading() as session:
        return feedback.said_lately(Store(session, RUNTIME), service, now)


def doubtful(database: Database) -> list[str]:
    with database.reading() as session:
        return tallies.doubtful(Store(session, RUNTIME))


@pytest.mark.parametrize("lie_", LIES)
def test_a_row_of_somebody_else_counts_for_nothing_and_is_named(database: Database, lie_: str) -> None:
    assert doubtful(database) == []
    lie(database, LIES[lie_])
    assert told(database, CLINIC) == ONCE
    assert told(database, SCHOOL) == []
    assert len(doubtful(database)) == 1


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_that_was_changed_counts_for_nothing_and_is_named(database: Database, change: str) -> None:
    lie(database, CHANGES[change])
    assert told(database, CLINIC) == []
    assert doubtful(database) == ["Service clinic (closed, 2026-W11)"]


def test_what_another_key_has_marked_is_not_ours(database: Database) -> None:
    with database.writing() as session:
        tallies.mark_as_they_lie(Store(session, RuntimeKey.generate()))
    assert told(database, CLINIC) == []
    assert len(doubtful(database)) == 1


def test_what_people_say_is_not_added_to_a_lie(database: Database) -> None:
    """Nor is it lost: the count begins anew."""
    lie(database, CHANGES["more often"])
    say(database, CLINIC, MONDAY + DAY)
    assert told(database, CLINIC) == [], "what was said today is told tomorrow"
    assert told(database, CLINIC, MONDAY + 2 * DAY) == ONCE


def test_what_is_taken_back_by_undoing_is_not_added_to_a_lie(database: Database) -> None:
    with database.writing() as session:
        store = Store(session, RUNTIME)
        settled = feedback.said(store, CLINIC, MONDAY + DAY)
        feedback.settle(store, CLINIC, MONDAY + DAY)
    lie(database, LIES["without a mark"].replace("school", "clinic"))
    with database.writing() as session:
        assert feedback.said(Store(session, RUNTIME), CLINIC, MONDAY + DAY) == []
        feedback.unsettle(Store(session, RUNTIME), settled)
    assert told(database, CLINIC) == ONCE


def test_who_checks_vouches_for_no_lie(database: Database) -> None:
    lie(database, LIES["of another kind"])
    with database.writing() as session:
        feedback.settle(Store(session, RUNTIME), CLINIC, MONDAY)
    assert told(database, CLINIC) == ONCE, "said today, told tomorrow"
    assert doubtful(database) == ["Service clinic (moved, 2026-W11)"]
    with database.reading() as session:
        assert {each.kind for each in rows.said_since(session, "")} == {CLOSED, MOVED}


def test_what_is_vouched_for_as_it_lies_counts_from_then_on(database: Database) -> None:
    lie(database, "UPDATE directory_concerns SET mark = NULL, count = 9")
    with database.writing() as session:
        tallies.mark_as_they_lie(Store(session, RUNTIME))
    assert told(database, CLINIC) == OFTEN
    assert doubtful(database) == []


def test_a_count_of_a_service_that_is_not_there_is_named_by_its_identifier(database: Database) -> None:
    lie(database, LIES["without a mark"].replace(":school", "'nowhere'"))
    assert doubtful(database) == ["nowhere (closed, 2026-W11)"]
