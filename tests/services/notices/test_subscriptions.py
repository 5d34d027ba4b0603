"""Who hears about what: joined and left freely, streamed page by page, and nothing at rest that names or joins."""

import json
import os
from datetime import time
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlmodel import Session, text

from services.keys.sealing import RuntimeKey
from services.notices import subscriptions
from services.notices.quiet_hours import NIGHT, Quiet
from services.notices.subscriptions import Recipient
from services.store import Store
from storage import migrations
from storage.engine import Database

EACH_EXAMPLE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""A fixture may serve all examples here, and a busy machine may take its time over each."""

AUDIENCES = ("forum:security", "forum:women", "zone:north")
LANGUAGES = ("en", "ckb")
RUNTIME = RuntimeKey(bytes(range(32)))


@pytest.fixture
def session(database: Database) -> Any:
    with database.writing() as opened:
        yield opened


def everyone(session: Session, audience: str, language: str, limit: int = 2) -> list[Recipient]:
    """All pages, one after the other."""
    found: list[Recipient] = []
    while True:
        page = subscriptions.recipients(
            Store(session, RUNTIME), audience, language, found[-1].tag if found else b"", limit
        )
        found += page
        if len(page) < limit:
            return found


def test_joining_twice_is_joining_once(session: Session) -> None:
    assert subscriptions.join(Store(session, RUNTIME), "forum:women", 7, "en")
    assert not subscriptions.join(Store(session, RUNTIME), "forum:women", 7, "en")
    assert [each.chat for each in everyone(session, "forum:women", "en")] == [7]


def test_joining_again_in_another_language_is_hearing_in_that_one(session: Session) -> None:
    subscriptions.join(Store(session, RUNTIME), "forum:women", 7, "en", NIGHT)
    subscriptions.join(Store(session, RUNTIME), "forum:women", 7, "ckb")
    assert everyone(session, "forum:women", "en") == []
    assert [(each.chat, each.quiet) for each in everyone(session, "forum:women", "ckb")] == [(7, NIGHT)]


def test_leaving_what_was_not_joined_is_no_fault(session: Session) -> None:
    assert not subscriptions.leave(Store(session, RUNTIME), "forum:women", 7)
    assert subscriptions.leave_all(Store(session, RUNTIME), AUDIENCES, 7) == 0


def test_all_is_left_at_once_and_others_stay(session: Session) -> None:
    for chat in (7, 8):
        for audience in AUDIENCES:
            subscriptions.join(Store(session, RUNTIME), audience, chat, "en")
    assert subscriptions.leave_all(Store(session, RUNTIME), AUDIENCES, 7) == 3
    subscriptions.forget_chat(Store(session, RUNTIME), AUDIENCES, 9)
    assert subscriptions.joined(Store(session, RUNTIME), AUDIENCES, 7) == []
    assert subscriptions.joined(Store(session, RUNTIME), AUDIENCES, 8) == list(AUDIENCES)


def test_a_blocked_chat_leaves_no_row(session: Session) -> None:
    for audience in AUDIENCES:
        subscriptions.join(Store(session, RUNTIME), audience, 7, "en")
    subscriptions.forget_chat(Store(session, RUNTIME), AUDIENCES, 7)
    assert session.connection().execute(text("SELECT count(*) FROM subscriptions")).scalar() == 0


def test_the_language_is_followed_wherever_the_person_has_joined(session: Session) -> None:
    subscriptions.join(Store(session, RUNTIME), "forum:women", 7, "en")
    subscriptions.join(Store(session, RUNTIME), "zone:north", 7, "en")
    subscriptions.follow_language(Store(session, RUNTIME), AUDIENCES, 7, "ckb")
    sizes = {each: subscriptions.sizes(Store(session, RUNTIME), each, LANGUAGES) for each in AUDIENCES}
    assert sizes == {
        "forum:security": {"en": 0, "ckb": 0},
        "forum:women": {"en": 0, "ckb": 1},
        "zone:north": {"en": 0, "ckb": 1},
    }


def test_quiet_hours_are_one_persons_for_everything(session: Session) -> None:
    siesta = Quiet(time(13, 30), time(16))
    assert subscriptions.quiet_of(Store(session, RUNTIME), AUDIENCES, 7) == NIGHT
    subscriptions.join(Store(session, RUNTIME), "forum:women", 7, "en", NIGHT)
    subscriptions.join(Store(session, RUNTIME), "forum:security", 7, "ckb", NIGHT)
    subscriptions.set_quiet(Store(session, RUNTIME), AUDIENCES, 7, siesta)
    assert [each.quiet for each in everyone(session, "forum:women", "en")] == [siesta]
    assert [each.quiet for each in everyone(session, "forum:security", "ckb")] == [siesta]
    subscriptions.set_quiet(Store(session, RUNTIME), AUDIENCES, 7, None)
    assert subscriptions.quiet_of(Store(session, RUNTIME), AUDIENCES, 7) is None
    assert subscriptions.joined(Store(session, RUNTIME), AUDIENCES, 7) == ["forum:security", "forum:women"]


def test_pages_hold_everybody_once_whatever_their_size(session: Session) -> None:
    for chat in range(-40, 60):
        subscriptions.join(Store(session, RUNTIME), "forum:women", chat, "en" if chat % 3 else "ckb")
        subscriptions.join(Store(session, RUNTIME), "forum:security", chat, "en")
    for limit in (1, 7, 50, 1000):
        pages = everyone(session, "forum:women", "en", limit)
        assert sorted(each.chat for each in pages) == [chat for chat in range(-40, 60) if chat % 3]
        assert [each.tag for each in pages] == sorted(each.tag for each in pages)


def test_who_leaves_while_a_page_is_sent_does_not_shift_the_next_one(session: Session) -> None:
    for chat in range(30):
        subscriptions.join(Store(session, RUNTIME), "forum:women", chat, "en")
    first = subscriptions.recipients(Store(session, RUNTIME), "forum:women", "en", b"", 10)
    for gone in first[:9]:
        subscriptions.leave(Store(session, RUNTIME), "forum:women", gone.chat)
    subscriptions.leave(Store(session, RUNTIME), "forum:women", first[9].chat)
    rest = subscriptions.recipients(Store(session, RUNTIME), "forum:women", "en", first[9].tag, 100)
    assert sorted(each.chat for each in [*first, *rest]) == list(range(30))


def test_rows_that_do_not_open_are_passed_over_without_ending_the_stream(session: Session) -> None:
    for chat in range(20):
        subscriptions.join(Store(session, RUNTIME), "forum:women", chat, "en")
    broken = [each.tag for each in islice(everyone(session, "forum:women", "en"), 0, 20, 2)]
    for tag in broken:
        words = text("UPDATE subscriptions SET body = :body WHERE tag = :tag")
        session.connection().execute(words, {"body": os.urandom(296), "tag": tag})
    assert len(everyone(session, "forum:women", "en", 3)) == 10


def test_nothing_at_rest_names_a_chat_an_audience_or_a_language(session: Session) -> None:
    for audience in AUDIENCES:
        subscriptions.join(Store(session, RUNTIME), audience, 4705121, "ckb", NIGHT)
    rows = session.connection().execute(text("SELECT tag, audience, body FROM subscriptions")).all()
    raw = b"".join(bytes(part) for row in rows for part in row)
    assert not any(word in raw for word in (b"4705121", b"women", b"ckb", b"21:00"))
    assert len({row.tag for row in rows}) == 3
    assert len({row.audience for row in rows}) == 3
    assert {len(row.body) for row in rows} == {24 + 16 + 256}


def test_two_installations_have_no_value_in_common(session: Session) -> None:
    """Who seizes two databases cannot find the same person in both."""
    subscriptions.join(Store(session, RUNTIME), "forum:women", 7, "en")
    subscriptions.join(Store(session, RuntimeKey(bytes(32))), "forum:women", 7, "en")
    rows = session.connection().execute(text("SELECT tag, audience FROM subscriptions")).all()
    assert len({row.tag for row in rows}) == len({row.audience for row in rows}) == 2


@given(
    st.integers(-(2**52), 2**52),
    st.one_of(st.none(), st.builds(Quiet, st.times(), st.times())),
    st.sampled_from(LANGUAGES),
)
@settings(max_examples=40, deadline=None, suppress_health_check=EACH_EXAMPLE)
def test_every_chat_and_every_hour_come_back_to_the_minute(
    database: Database, chat: int, quiet: Quiet | None, language: str
) -> None:
    to_the_minute = Quiet(*(each.replace(second=0, microsecond=0) for each in quiet)) if quiet else None
    with database.writing() as session:
        subscriptions.join(Store(session, RUNTIME), "zone:north", chat, language, quiet)
        [found] = everyone(session, "zone:north", language)
        subscriptions.leave(Store(session, RUNTIME), "zone:north", chat)
    assert (found.chat, found.quiet) == (chat, to_the_minute)


CHATS = st.integers(1, 6)


class Comings(RuleBasedStateMachine):
    """Whatever people do in whatever order, the stored state is what a plain dictionary says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        url = f"sqlite:///{self.folder.name}/amana.db"
        migrations.upgrade(url)
        self.database = Database(url)
        self.model: dict[tuple[int, str], tuple[str, Quiet | None]] = {}

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @rule(chat=CHATS, audience=st.sampled_from(AUDIENCES), language=st.sampled_from(LANGUAGES))
    def join(self, chat: int, audience: str, language: str) -> None:
        known = self.model.get((chat, audience))
        with self.database.writing() as session:
            assert subscriptions.join(Store(session, RUNTIME), audience, chat, language, NIGHT) is (known is None)
        self.model[chat, audience] = (language, known[1] if known else NIGHT)

    @rule(chat=CHATS, audience=st.sampled_from(AUDIENCES))
    def leave(self, chat: int, audience: str) -> None:
        with self.database.writing() as session:
            was_there = (chat, audience) in self.model
            assert subscriptions.leave(Store(session, RUNTIME), audience, chat) is was_there
        self.model.pop((chat, audience), None)

    @rule(chat=CHATS)
    def stop(self, chat: int) -> None:
        theirs = [key for key in self.model if key[0] == chat]
        with self.database.writing() as session:
            assert subscriptions.leave_all(Store(session, RUNTIME), AUDIENCES, chat) == len(theirs)
        for key in theirs:
            del self.model[key]

    @rule(chat=CHATS, language=st.sampled_from(LANGUAGES))
    def speak(self, chat: int, language: str) -> None:
        with self.database.writing() as session:
            subscriptions.follow_language(Store(session, RUNTIME), AUDIENCES, chat, language)
        self.model |= {key: (language, kept[1]) for key, kept in self.model.items() if key[0] == chat}

    @rule(chat=CHATS, quiet=st.sampled_from([None, NIGHT, Quiet(time(18), time(9))]))
    def sleep(self, chat: int, quiet: Quiet | None) -> None:
        with self.database.writing() as session:
            subscriptions.set_quiet(Store(session, RUNTIME), AUDIENCES, chat, quiet)
        self.model |= {key: (kept[0], quiet) for key, kept in self.model.items() if key[0] == chat}

    @invariant()
    def the_same_people_hear_in_the_same_languages(self) -> None:
        with self.database.reading() as session:
            found = {
                (each.chat, audience): (language, each.quiet)
                for audience in AUDIENCES
                for language in LANGUAGES
                for each in everyone(session, audience, language)
            }
        assert json.dumps(sorted(map(str, found.items()))) == json.dumps(sorted(map(str, self.model.items())))


TestComings = Comings.TestCase
TestComings.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
