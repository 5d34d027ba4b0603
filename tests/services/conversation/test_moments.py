"""Silence is measured by the dates words carry, and what may still wait at Telegram is not forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers import routes
from services.conversation import conversation
from services.conversation.conversation import Conversation
from services.conversation.moments import LEEWAY, LONGEST_WAIT, said_at, surely_heard
from services.conversation.quotas import HOUR, Quotas, QuotaSpent, Span, Use
from services.conversation.turns import Decision
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage.engine import Database

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CHAT = 4_815_162_342


@pytest.fixture
def runtime() -> RuntimeKey:
    return RuntimeKey(bytes(range(32)))


def keep(database: Database, runtime: RuntimeKey, place: str, at: datetime) -> None:
    with database.writing() as session:
        conversation.save(Store(session, runtime), CHAT, Conversation(place=place), at)


def standing(database: Database, runtime: RuntimeKey, said: datetime) -> str:
    with database.reading() as session:
        return conversation.load(Store(session, runtime), CHAT, said).place


@pytest.mark.parametrize("away", [timedelta(), 3 * HOUR, -3 * HOUR, 24 * HOUR, 26 * HOUR, timedelta(days=-4000)])
def test_a_date_counts_whatever_our_clock_says(away: timedelta) -> None:
    date = NOW - away
    assert said_at(int(date.timestamp()), NOW) == date


@pytest.mark.parametrize("away", [26 * HOUR, -26 * HOUR, timedelta(days=4000)])
def test_a_press_carries_the_date_of_its_message_and_where_that_is_long_past_our_clock_counts(away: timedelta) -> None:
    assert said_at(int((NOW - away).timestamp()), NOW, is_press=True) == NOW
    assert said_at(None, NOW) == NOW


@pytest.mark.parametrize("jump", [timedelta(days=3), -timedelta(days=3), -timedelta(days=4000)])
def test_a_clock_that_jumps_loses_nothing_that_is_under_way(
    database: Database, runtime: RuntimeKey, jump: timedelta
) -> None:
    """Before it and after it, and once it is set right again."""
    keep(database, runtime, "report", NOW)
    said = said_at(int((NOW + MINUTE).timestamp()), NOW + jump)
    assert standing(database, runtime, said) == "report"
    keep(database, runtime, "report", Decision(1, CHAT, "", Conversation(), NOW + jump, said).touched)
    with database.writing() as session:
        assert conversation.forget_finished(Store(session, runtime), NOW + 2 * MINUTE) == 0
    assert standing(database, runtime, said_at(int((NOW + 2 * MINUTE).timestamp()), NOW + 2 * MINUTE)) == "report"


@pytest.mark.parametrize("place", routes.STATES)
def test_every_conversation_lives_where_the_next_word_was_said_within_the_hour(
    database: Database, runtime: RuntimeKey, place: str
) -> None:
    keep(database, runtime, place, NOW)
    assert standing(database, runtime, NOW + 59 * MINUTE) == place
    assert standing(database, runtime, NOW + 61 * MINUTE) == ""


def test_silence_counts_from_our_answer_and_a_clock_that_is_behind_does_not_shorten_the_hour() -> None:
    late = Decision(1, CHAT, "", Conversation(), NOW, NOW - 5 * HOUR)
    behind = Decision(1, CHAT, "", Conversation(), NOW, NOW + 5 * HOUR)
    assert (late.touched, behind.touched) == (NOW, NOW + 5 * HOUR)


def test_nothing_is_forgotten_that_may_still_be_answered_and_nothing_stays_that_cannot(
    database: Database, runtime: RuntimeKey
) -> None:
    keep(database, runtime, "report", NOW)

    def forget(heard: datetime, *waiting: int) -> int:
        with database.writing() as session:
            return conversation.forget_finished(Store(session, runtime), heard, waiting)

    assert forget(NOW + HOUR) == 0
    assert forget(NOW + 2 * HOUR, CHAT) == 0
    assert forget(NOW + 2 * HOUR) == 1


def test_a_conversation_of_a_clock_that_was_wrong_does_not_stay_for_months(
    database: Database, runtime: RuntimeKey
) -> None:
    keep(database, runtime, "report", NOW + timedelta(days=90))
    with database.writing() as session:
        assert conversation.forget_finished(Store(session, runtime), NOW) == 1


def test_all_is_heard_up_to_the_moment_the_queue_was_empty_or_a_day_ago() -> None:
    a_day = LONGEST_WAIT + LEEWAY
    assert surely_heard(None, NOW) == NOW - a_day
    assert surely_heard(NOW - 2 * HOUR, NOW) == NOW - 2 * HOUR
    assert surely_heard(NOW - timedelta(days=3), NOW) == NOW - a_day
    assert surely_heard(NOW + HOUR, NOW) == NOW


def test_what_waited_and_comes_all_at_once_is_no_flood() -> None:
    quotas, use = Quotas(), Use("report", (Span(3, HOUR),))
    for number in range(9):
        said = NOW + number * HOUR / 2
        quotas.check(use, CHAT, number, said)
        quotas.note(use, CHAT, number, said)


def test_words_of_another_chat_said_earlier_forgive_nothing() -> None:
    quotas, use = Quotas(), Use("receipt try", (Span(1, HOUR),))
    quotas.note(use, CHAT, 1, NOW)
    quotas.note(use, CHAT + 1, 2, NOW - HOUR)
    with pytest.raises(QuotaSpent):
        quotas.check(use, CHAT, 3, NOW)
