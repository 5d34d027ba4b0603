"""Topics: only the words and the week are kept; who said them is nowhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, text

from services.keys.sealing import Row, RuntimeKey
from services.meetings import topics
from services.meetings.topics import TopicTooLong
from services.store import Store
from storage import topics as rows
from storage.engine import Database

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
RUNTIME = RuntimeKey(bytes(range(32)))


@pytest.fixture
def session(database: Database) -> Any:
    with database.writing() as opened:
        yield opened


def texts(session: Session, forum: str = "women", now: datetime = TOMORROW) -> list[str]:
    return [topic.text for topic in topics.topics(Store(session, RUNTIME), forum, now)]


def test_a_topic_reaches_its_forum_only_until_it_is_settled(session: Session) -> None:
    topics.suggest(Store(session, RUNTIME), "women", "روناکی", NOW)
    [topic] = topics.topics(Store(session, RUNTIME), "women", TOMORROW)
    assert (topic.text, topic.week) == ("روناکی", "2026-W10")
    assert texts(session, "youth") == []
    topics.settle(session, topic.id)
    topics.settle(session, topic.id)
    assert texts(session) == []


def test_organisers_read_it_from_the_next_day_on(session: Session) -> None:
    """Who sees somebody write would know whose the new one is."""
    topics.suggest(Store(session, RUNTIME), "women", "streetlights", NOW)
    in_the_morning = NOW.replace(hour=6) + timedelta(days=1)
    assert texts(session, now=NOW) == texts(session, now=in_the_morning - timedelta(seconds=1)) == []
    assert texts(session, now=in_the_morning) == ["streetlights"]


def test_what_is_suggested_as_a_day_ends_waits_with_all_others_of_that_day(session: Session) -> None:
    """At midnight UTC it is evening somewhere: who saw somebody write then would see it appear."""
    midnight = NOW.replace(hour=0) + timedelta(days=1)
    topics.suggest(Store(session, RUNTIME), "women", "early", NOW)
    topics.suggest(Store(session, RUNTIME), "women", "late", midnight - timedelta(seconds=1))
    topics.suggest(Store(session, RUNTIME), "women", "later", midnight)
    assert texts(session, now=midnight + timedelta(hours=5, minutes=59)) == []
    assert sorted(texts(session, now=midnight + timedelta(hours=6))) == ["early", "late"]
    assert texts(session, now=midnight + timedelta(hours=29)) != []
    assert "later" not in texts(session, now=midnight + timedelta(hours=29))


def test_one_from_before_days_were_kept_is_read_at_once(session: Session) -> None:
    id, keyed = bytes(16), RUNTIME.pseudonym(topics.FORUM, "women")
    body = RUNTIME.lock(b"2026 was a good year", Row("topics", id + keyed))
    rows.add(session, rows.TopicRow(id, keyed, "2026-W10", body))
    assert texts(session, now=NOW) == ["2026 was a good year"]


def test_the_oldest_week_comes_first_and_within_a_week_the_order_says_nothing(session: Session) -> None:
    for number in range(20):
        topics.suggest(Store(session, RUNTIME), "women", f"{number:02}", NOW)
    topics.suggest(Store(session, RUNTIME), "women", "before", NOW - timedelta(weeks=1))
    found = texts(session)
    assert found[0] == "before"
    assert found[1:] != sorted(found[1:])


def test_a_topic_that_is_too_long_is_refused(session: Session) -> None:
    with pytest.raises(TopicTooLong) as refused:
        topics.suggest(Store(session, RUNTIME), "women", "x" * 601, NOW)
    assert refused.value.limit == 600
    topics.suggest(Store(session, RUNTIME), "women", "x" * 600, NOW)


def test_what_nobody_settled_in_half_a_year_is_erased(session: Session) -> None:
    topics.suggest(Store(session, RUNTIME), "women", "old", NOW - timedelta(weeks=27))
    topics.suggest(Store(session, RUNTIME), "women", "new", NOW - timedelta(weeks=25))
    assert topics.forget_old(session, NOW) == 1
    assert texts(session) == ["new"]


def test_nothing_at_rest_says_what_or_where(session: Session) -> None:
    topics.suggest(Store(session, RUNTIME), "women", "streetlights", NOW)
    [row] = session.connection().execute(text("SELECT * FROM topics")).all()
    assert set(row._mapping) == {"id", "forum", "week", "body"}
    assert not any(word in bytes(row.forum) + bytes(row.body) for word in (b"women", b"streetlights"))
